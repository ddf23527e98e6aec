import type { Change } from './changes.ts';
import type { Note } from './edits.ts';

export type Language = 'en' | 'zh';

/** Where in its imagined editor the agent sends people. */
export type Screen = 'export' | 'preview' | 'music' | 'text' | 'clips' | 'canvas' | 'upload';

/** All sentences of one language. */
export interface Phrases {
  /** What is different in the draft, as a sentence. */
  change(change: Change): string;
  /** What could not be done, or must be said or asked; more than one wording where people may hear it twice. */
  note(note: Note): string[];
  screen: Record<Screen, string[]>;
  /** Sentences that begin alike become one. */
  alike: { openings: string[]; and: string };
  /** Before what differs in another version of the video. */
  newVersion: string;
  /** Before the result of taking a change back. */
  takenBack: string;
  /** Before a sentence that was the last answer as well. */
  asBefore: string;
  /** Between two sentences. */
  gap: string;
}
