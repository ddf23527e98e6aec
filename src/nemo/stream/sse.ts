import { createParser } from 'eventsource-parser';

/** Largest event that is read, in characters; a larger one is dropped and the next one read again. */
const EVENT_LIMIT = 8 * 1024 * 1024;

/** One thing that a stream of server-sent events holds. */
export type Frame =
  /** An event's data. `unfinished`: the stream ended before the blank line that closes an event. */
  | { kind: 'data'; data: string; unfinished: boolean }
  /** A comment line: a sign of life. */
  | { kind: 'comment' }
  /** A line that is no field of the protocol, such as exception text that spilled out of its event. */
  | { kind: 'stray'; line: string; unfinished: boolean }
  /** An event beyond the limit, thrown away. */
  | { kind: 'oversized' };

/**
 * Bytes of an event stream into frames, the same whichever way the bytes are cut. eventsource-parser reads the fields;
 * this class brings it whole lines: UTF-8 put together again, a byte order mark dropped, CR, LF and CRLF all taken for
 * the end of a line, and events of any size kept from filling the memory.
 */
export class FrameReader {
  readonly #decoder = new TextDecoder('utf-8');
  readonly #parser;
  readonly #onFrame: (frame: Frame) => void;
  readonly #limit: number;
  #line: string[] = [];
  #eventSize = 0;
  #dropping = false;
  #afterCr = false;
  #ending = false;

  constructor(onFrame: (frame: Frame) => void, limit = EVENT_LIMIT) {
    this.#onFrame = onFrame;
    this.#limit = limit;
    this.#parser = createParser({
      onEvent: ({ data, event }) =>
        // `event: heartbeat` with any data is a heartbeat too.
        onFrame({ kind: 'data', data: event === 'heartbeat' ? event : data, unfinished: this.#ending }),
      onComment: () => onFrame({ kind: 'comment' }),
      onError: (error) => {
        if (error.line !== undefined) onFrame({ kind: 'stray', line: error.line, unfinished: this.#ending });
      },
    });
  }

  /** Takes the next bytes; frames are handed out before it returns. */
  feed(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Tells that no more bytes come: what was not closed is handed out as unfinished. */
  end(): void {
    this.#take(this.#decoder.decode());
    this.#ending = true;
    if (this.#line.length > 0) this.#endLine();
    this.#endLine();
  }

  #take(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code !== 10 && code !== 13) {
        this.#afterCr = false;
        continue;
      }
      // The second half of a CRLF ends nothing.
      if (code === 10 && this.#afterCr) {
        this.#afterCr = false;
        from = at + 1;
        continue;
      }
      this.#afterCr = code === 13;
      this.#grow(text.slice(from, at));
      this.#endLine();
      from = at + 1;
    }
    this.#grow(text.slice(from));
  }

  #grow(text: string): void {
    if (text === '') return;
    this.#eventSize += text.length;
    if (this.#eventSize > this.#limit && !this.#dropping) {
      this.#dropping = true;
      this.#parser.reset();
      this.#onFrame({ kind: 'oversized' });
    }
    // While an event is dropped, all that matters of a line is that it is not empty.
    if (!this.#dropping) this.#line.push(text);
    else if (this.#line.length === 0) this.#line.push(text.slice(0, 1));
    else this.#line.length = 1;
  }

  #endLine(): void {
    const line = this.#line.join('');
    this.#line = [];
    if (!this.#dropping) this.#parser.feed(`${line}\n`);
    if (line === '') {
      this.#eventSize = 0;
      this.#dropping = false;
    }
  }
}
