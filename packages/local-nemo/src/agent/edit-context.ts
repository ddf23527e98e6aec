import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { Note } from './edits.ts';

export interface Applied {
  draft: LocalDraft;
  /** Why nothing, or less, was done. */
  notes: Note[];
}

/** What an edit needs besides the draft. */
export interface EditContext {
  media: MediaRecord[];
  /** Drafts before the last changes, newest last. */
  history: LocalDraft[];
  /** 0 ≤ n < 1. */
  random: () => number;
}
