import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { Note } from './edits.ts';

export interface Applied {
  draft: LocalDraft;
  /** Why nothing, or less, was done. */
  notes: Note[];
}

export interface Workshop {
  media: MediaRecord[];
  /** Drafts before the last changes, newest last. */
  history: LocalDraft[];
  random: () => number;
}
