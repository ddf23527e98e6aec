import { createParser, type EventSourceMessage, type ParseError } from 'eventsource-parser';

/** Largest event that is read, in characters; a larger one is dropped and the next one read again. */
const EVENT_LIMIT = 2 * 1024 * 1024;

/** What a stream of server-sent events consists of. */
export interface FrameHandler {
  /** An event's data. `unfinished`: the stream ended before the blank line that closes an event. */
  onData(data: string, unfinished: boolean): void;
  /** A comment line: a sign of life. */
  onComment(): void;
  /** A line that is no field of the protocol, such as exception text that spilled out of its event. */
  onStray(line: string, unfinished: boolean): void;
  /** An event beyond the size limit, dropped. */
  onOversized(): void;
}

/**
 * Splits the bytes of an event stream into events, independent of how the bytes are divided into chunks.
 * eventsource-parser does the parsing; this class adds UTF-8 decoding, carriage returns at the end of a chunk, the
 * limit on an event's size, and events that the end of the stream cuts off.
 */
export class FrameReader {
  readonly #decoder = new TextDecoder('utf-8');
  readonly #parser;
  readonly #handler: FrameHandler;
  readonly #limit: number;
  /** Within an event that is dropped, until a blank line. */
  #skipping = false;
  #endsWithNewline = true;
  #afterCr = false;
  #ending = false;

  constructor(handler: FrameHandler, limit = EVENT_LIMIT) {
    this.#handler = handler;
    this.#limit = limit;
    this.#parser = createParser({
      onEvent: (message) => this.#event(message),
      onComment: () => handler.onComment(),
      onError: (error) => this.#error(error),
      maxBufferSize: limit,
    });
  }

  /** Reads the next bytes; their events are reported before it returns. */
  feed(bytes: Uint8Array): void {
    this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /** To be called when no more bytes come: reports an event that was not closed as unfinished. */
  end(): void {
    this.#read(this.#decoder.decode());
    this.#ending = true;
    if (!this.#skipping) this.#parser.feed('\n\n');
  }

  #event({ data, event }: EventSourceMessage): void {
    if (data.length > this.#limit) this.#handler.onOversized();
    // `event: heartbeat` with any data is a heartbeat.
    else this.#handler.onData(event === 'heartbeat' ? event : data, this.#ending);
  }

  #error(error: ParseError): void {
    if (error.type === 'max-buffer-size-exceeded') {
      this.#skipping = true;
      this.#handler.onOversized();
    } else if (error.line !== undefined) {
      this.#handler.onStray(error.line, this.#ending);
    }
  }

  #read(decoded: string): void {
    const text = this.#withoutCarriageReturns(decoded);
    if (text === '') return;
    if (this.#skipping) {
      this.#skip(text);
    } else {
      this.#endsWithNewline = text.endsWith('\n');
      this.#parser.feed(text);
    }
  }

  /** CR and CRLF as LF: eventsource-parser's time grows with the square of the lines where both kinds occur. */
  #withoutCarriageReturns(decoded: string): string {
    let text = decoded;
    if (text === '') return text;
    if (this.#afterCr && text.startsWith('\n')) text = text.slice(1);
    this.#afterCr = text.endsWith('\r');
    return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
  }

  /** Drops text up to and including the next blank line, and continues after it. */
  #skip(text: string): void {
    const closes = this.#endsWithNewline && text.startsWith('\n');
    const at = closes ? 0 : text.indexOf('\n\n');
    this.#endsWithNewline = text.endsWith('\n');
    if (at === -1) return;
    this.#skipping = false;
    this.#parser.reset();
    const rest = text.slice(at + (closes ? 1 : 2));
    if (rest !== '') this.#parser.feed(rest);
  }
}
