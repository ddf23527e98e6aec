import { isSupergroupId } from './place.ts';

/** How many ids are kept of a sequence, and how many of the bot's own also for the next process. */
const KEPT = 2000;
const OWN_KEPT = 100;
/** How many sequences are kept. */
const SEQUENCES = 2000;

/** Where the bot's own ids are kept for the next process. */
interface IdStore {
  posted(sequence: string): Promise<number[]>;
  setPosted(sequence: string, ids: number[]): Promise<void>;
}

interface Known {
  highest: number;
  ids: Set<number>;
  own: number[];
  loaded: Promise<void>;
}

/**
 * The message ids that are known. They count up one by one: in a supergroup for itself, in all private chats and small
 * groups of a bot together.
 */
export class MessageIds {
  readonly #store: IdStore;
  readonly #sequences = new Map<string, Known>();

  constructor(store: IdStore) {
    this.#store = store;
  }

  /** Notes a message of anybody. */
  seen(chatId: string, id: number): void {
    note(this.#of(chatId), id);
  }

  /** Notes a message of the bot; resolves once the next process knows it too. */
  async posted(chatId: string, id: number): Promise<void> {
    this.seen(chatId, id);
    const known = this.#of(chatId);
    await known.loaded;
    known.own = [...known.own, id].slice(-OWN_KEPT);
    await this.#store.setPosted(sequenceOf(chatId), known.own);
  }

  /** The highest id that is known where the chat's messages are counted; 0 when none is. */
  async highest(chatId: string): Promise<number> {
    const known = this.#of(chatId);
    await known.loaded;
    return known.highest;
  }

  /** True for a message that was seen, or posted and answered for. */
  has(chatId: string, id: number): boolean {
    return this.#of(chatId).ids.has(id);
  }

  #of(chatId: string): Known {
    const sequence = sequenceOf(chatId);
    const known = this.#sequences.get(sequence);
    if (known) return known;
    const fresh: Known = { highest: 0, ids: new Set(), own: [], loaded: Promise.resolve() };
    fresh.loaded = this.#store.posted(sequence).then((ids) => {
      fresh.own = ids;
      for (const id of ids) note(fresh, id);
    });
    // Whoever waits for it learns of it; a message that is only noted must not end the process.
    fresh.loaded.catch(() => this.#sequences.delete(sequence));
    this.#sequences.set(sequence, fresh);
    const oldest = this.#sequences.keys().next();
    if (this.#sequences.size > SEQUENCES && !oldest.done) this.#sequences.delete(oldest.value);
    return fresh;
  }
}

function sequenceOf(chatId: string): string {
  return isSupergroupId(chatId) ? chatId : 'own';
}

function note(known: Known, id: number): void {
  known.highest = Math.max(known.highest, id);
  known.ids.add(id);
  const oldest = known.ids.values().next();
  if (known.ids.size > KEPT && !oldest.done) known.ids.delete(oldest.value);
}
