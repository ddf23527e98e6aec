/** What a failed call to a chat platform means for the one who made it. */
export type PlatformErrorKind =
  // It was not done, and may be done later.
  /** The platform asks to wait; `retryAfterMs` says for how long. */
  | 'rate-limited'
  /** The platform was not reached, or failed on its side before it did anything. */
  | 'unavailable'
  // It may have been done.
  /** The request left and no usable answer came. */
  | 'unknown-outcome'
  // It was refused, and would be refused again.
  /** The chat, or the way to the person, is gone for good. */
  | 'chat-gone'
  /** The chat has another id now. */
  | 'chat-migrated'
  /** The message to change or delete is not there, or is not the bot's. */
  | 'message-gone'
  /** The message has that text already. */
  | 'not-modified'
  /** The bot cannot even see the chat. */
  | 'no-access'
  /** The bot lacks a permission there. */
  | 'forbidden'
  /** The thread or topic is closed or gone; the place around it is there. */
  | 'thread-gone'
  /** Something in the message is not let through, such as a link. */
  | 'content-refused'
  /** An earlier attempt of the same call did it. */
  | 'done-already'
  /** The chat takes no texts from the bot. */
  | 'text-forbidden'
  /** The chat takes no media from the bot. */
  | 'media-forbidden'
  /** The file, or the request with it, is over the platform's limit. */
  | 'too-large'
  /** The message must not be a reply. */
  | 'reply-forbidden'
  /** The platform could not read the markup of the text. */
  | 'bad-markup'
  /** The platform refuses a button, such as for its address. */
  | 'bad-button'
  /** The token of an interaction is over, or was never accepted. */
  | 'token-expired'
  /** The platform does not know the bot's token. */
  | 'unauthorized'
  /** Another program receives the bot's messages. */
  | 'conflict'
  /** Any other refusal. */
  | 'bad-request'
  // It never left.
  /** It failed on this side, and would fail again. */
  | 'internal';

/**
 * A call to a chat platform that failed. The message holds no address, no token and nothing of what was sent, so that it
 * can be logged; `cause` is the library's own error.
 */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly kind: PlatformErrorKind;
  /** For `rate-limited`: how long to wait, in ms. */
  readonly retryAfterMs: number;
  #call: string | undefined;

  constructor(kind: PlatformErrorKind, detail: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(`${kind}: ${detail}`, options.cause === undefined ? {} : { cause: options.cause });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }

  /** The same error, whose message begins with the call that failed; the innermost call counts. */
  during(call: string): this {
    if (this.#call === undefined) {
      this.#call = call;
      this.message = `${call}: ${this.message}`;
    }
    return this;
  }
}

/** Whether the same call may succeed later. */
export function mayPass({ kind }: PlatformError): boolean {
  return kind === 'rate-limited' || kind === 'unavailable' || kind === 'unknown-outcome';
}

/** Whether the error is a {@link PlatformError} of one of these kinds. */
export function isPlatformError(error: unknown, ...kinds: PlatformErrorKind[]): error is PlatformError {
  return error instanceof PlatformError && (kinds.length === 0 || kinds.includes(error.kind));
}
