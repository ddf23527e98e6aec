import { cutText } from '../json.ts';
import type { AgentEvent } from './agent-event.ts';

/** Characters of event ids that are kept; a repeat follows its original closely. */
const MAX_ID_CHARS = 16 * 1024;
const MAX_ID = 200;

/**
 * Recognises events that a server sends twice. Older servers give all pieces of a model step, and the whole of it, one
 * id: a piece is a repeat only when the one before it was equal.
 */
export class RepeatFilter {
  readonly #ids = new Set<string>();
  #chars = 0;
  #lastId: string | undefined;
  #lastText = '';
  #lastTimestamp: unknown;

  /** True for a repeat; otherwise the event is remembered. */
  isRepeat({ id, mode, text, timestamp }: AgentEvent): boolean {
    if (id === undefined) return false;
    if (mode !== 'whole') {
      const repeat = id === this.#lastId && text === this.#lastText && timestamp === this.#lastTimestamp;
      this.#lastId = id;
      this.#lastText = text;
      this.#lastTimestamp = timestamp;
      return repeat;
    }
    const key = cutText(id, MAX_ID);
    if (this.#ids.has(key)) return true;
    this.#ids.add(key);
    this.#chars += key.length;
    for (const oldest of this.#ids) {
      if (this.#chars <= MAX_ID_CHARS) break;
      this.#ids.delete(oldest);
      this.#chars -= oldest.length;
    }
    return false;
  }
}
