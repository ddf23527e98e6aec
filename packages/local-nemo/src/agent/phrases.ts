import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { Edit, Note } from './edits.ts';

export type Language = 'en' | 'zh';

/** An edit that was done and the draft after it. */
export interface DoneEdit {
  edit: Edit;
  draft: LocalDraft;
}

/** Where in its imagined editor the agent sends people. */
export type Screen = 'export' | 'preview' | 'music' | 'text' | 'clips' | 'canvas' | 'upload';

/** All sentences of one language. */
export interface Phrases {
  /** What was done, as a sentence. */
  done(done: DoneEdit, media: MediaRecord[]): string;
  /** What could not be done, or must be told or asked. */
  note(note: Note): string;
  screen: Record<Screen, string[]>;
  /** Sentences that begin alike are told as one. */
  alike: { openings: string[]; and: string };
  /** Before what differs in another version of the video. */
  newVersion: string;
  /** Between two sentences. */
  gap: string;
}
