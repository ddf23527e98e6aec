import type { Clock } from '@reelay/async';
import type { Refusal } from '../errors.ts';
import type { PromptEvent, PromptReply, StreamEnd } from '../nemo.ts';
import { ReplyReader } from './reply-reader.ts';
import { FrameReader } from './sse.ts';

/** Most bytes of a stream that are read; the longest real ones have some hundred kB. */
const STREAM_LIMIT_BYTES = 64 * 1024 * 1024;

/** The request's body as ADK documents it: snake_case, and a role, without which some versions drop the message. */
export function promptRequest(sessionId: string, text: string): string {
  return JSON.stringify({
    app_name: 'nemo_agent',
    user_id: 'me',
    session_id: sessionId,
    new_message: { role: 'user', parts: [{ text }] },
  });
}

export interface StreamLimits {
  clock: Clock;
  /** Longest time without an event of the agent, heartbeats not counted, in ms. */
  stallMs: number;
  /** Longest time of the whole stream, in ms. */
  streamTimeoutMs: number;
}

class StreamLimitReached extends Error {
  readonly end: 'stalled' | 'timeout';
  constructor(end: 'stalled' | 'timeout') {
    super(`the stream reached a limit: ${end}`);
    this.end = end;
  }
}

/**
 * A stalled stream is noticed late by at most this part of `stallMs`: a timer for every event would cost as much as
 * reading it.
 */
const STALL_CHECKS = 20;

/** Watches a stream's two limits on the clock; its signal is aborted when one is reached. */
export class StreamWatch {
  readonly #clock: Clock;
  readonly #checkEveryMs: number;
  readonly #limit = new AbortController();
  readonly #cancelTimeout: () => void;
  #cancelCheck: () => void;
  #checksWithoutProgress = 0;
  #stopped = false;

  constructor({ clock, stallMs, streamTimeoutMs }: StreamLimits) {
    this.#clock = clock;
    this.#checkEveryMs = stallMs / STALL_CHECKS;
    this.#cancelTimeout = clock.setTimeout(streamTimeoutMs, () => this.#limit.abort(new StreamLimitReached('timeout')));
    this.#cancelCheck = this.#planCheck();
  }

  get signal(): AbortSignal {
    return this.#limit.signal;
  }

  /** How the limits ended the stream, if they did. */
  get end(): 'stalled' | 'timeout' | undefined {
    const { reason } = this.#limit.signal;
    return reason instanceof StreamLimitReached ? reason.end : undefined;
  }

  /** To be called at each event of the agent. */
  progressed(): void {
    this.#checksWithoutProgress = 0;
  }

  /** Releases both timers. */
  stop(): void {
    this.#stopped = true;
    this.#cancelTimeout();
    this.#cancelCheck();
  }

  #planCheck(): () => void {
    return this.#clock.setTimeout(this.#checkEveryMs, () => {
      if (this.#stopped) return;
      this.#checksWithoutProgress += 1;
      if (this.#checksWithoutProgress >= STALL_CHECKS) this.#limit.abort(new StreamLimitReached('stalled'));
      else this.#cancelCheck = this.#planCheck();
    });
  }
}

/**
 * Reads a prompt's stream to whatever end it takes; one beyond 64 MB is cut there. The bytes must end when the watch's
 * signal or the caller's is aborted. Rejects only with the reason of the caller's abort.
 *
 * @param onProblem called with what went wrong inside without changing the reply, for the log
 */
export async function readReply(
  bytes: AsyncIterable<Uint8Array>,
  watch: StreamWatch,
  options: {
    signal?: AbortSignal;
    onEvent?: (event: PromptEvent) => void;
    onProblem?: (problem: unknown) => void;
    /** The body is JSON as a whole, in place of a stream. */
    isJson?: boolean;
  } = {},
): Promise<{ reply: PromptReply; refusal?: Refusal }> {
  const reader = new ReplyReader({
    onEvent: (event) => {
      try {
        options.onEvent?.(event);
      } catch (problem) {
        // A listener that fails must not cost the user a reply that is already paid for.
        options.onProblem?.(problem);
      }
    },
    onProgress: () => watch.progressed(),
  });
  const consume = options.isJson ? bodyConsumer(reader) : streamConsumer(reader);
  let end: StreamEnd = 'clean';
  try {
    let read = 0;
    for await (const chunk of bytes) {
      read += chunk.length;
      if (read > (options.isJson ? BODY_LIMIT_BYTES : STREAM_LIMIT_BYTES)) throw new Error('the stream is too large');
      consume.feed(chunk);
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    end = watch.end ?? 'cut';
    if (end === 'cut') options.onProblem?.(error);
  }
  try {
    consume.end();
  } catch (error) {
    options.onProblem?.(error);
  }
  return reader.finish(end);
}

interface Consumer {
  feed(chunk: Uint8Array): void;
  end(): void;
}

const streamConsumer = (reader: ReplyReader): Consumer => new FrameReader(reader);

/** Most bytes of a JSON body in place of a stream: it is parsed in one go. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

function bodyConsumer(reader: ReplyReader): Consumer {
  const chunks: Uint8Array[] = [];
  return {
    feed: (chunk) => void chunks.push(chunk),
    end: () => reader.addBody(Buffer.concat(chunks).toString('utf8')),
  };
}
