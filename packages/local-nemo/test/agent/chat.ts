import { tracksOf } from '../../src/agent/timeline.ts';
import type { Turn } from '../../src/agent/turn.ts';
import { takeTurn } from '../../src/agent/turn.ts';
import { localDraft } from '../../src/draft.ts';
import type { Conversation, MediaRecord } from '../../src/records.ts';

/** A chat with the agent that never stays silent, unless told to. */
export class Chat {
  last: Turn | undefined;
  files: MediaRecord[];
  language: string;
  random: () => number = () => 0.99;
  constructor(files: MediaRecord[], language = 'en') {
    this.files = files;
    this.language = language;
  }
  say(text: string): Turn {
    const fresh: Conversation = { turn: 0, awaiting: null, wishes: '', placed: [], history: [] };
    this.last = takeTurn({
      text,
      language: this.language,
      draft: this.last?.draft ?? null,
      media: this.files,
      conversation: this.last?.conversation ?? fresh,
      random: this.random,
      textlessRate: 0.3,
    });
    if (this.last.draft) localDraft.parse(this.last.draft);
    return this.last;
  }
  get draft() {
    if (!this.last?.draft) throw new Error('no draft');
    return this.last.draft;
  }
  get tracks() {
    return tracksOf(this.draft);
  }
  /** Sources of the clips in their order. */
  get order(): string[] {
    return this.tracks.clips.map((clip) => clip.m.src);
  }
}
