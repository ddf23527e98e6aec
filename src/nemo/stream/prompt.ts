import type { Clock } from '../../lib/clock.ts';
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
    super(`the stream ended by our limit: ${end}`);
    this.end = end;
  }
}

/** Watches a stream's two limits on the clock; its signal is aborted when one is reached. */
export class StreamWatch {
  readonly #clock: Clock;
  readonly #stallMs: number;
  readonly #limit = new AbortController();
  readonly #cancelTimeout: () => void;
  #cancelStallTimer: () => void;

  constructor({ clock, stallMs, streamTimeoutMs }: StreamLimits) {
    this.#clock = clock;
    this.#stallMs = stallMs;
    this.#cancelTimeout = clock.setTimeout(streamTimeoutMs, () => this.#limit.abort(new StreamLimitReached('timeout')));
    this.#cancelStallTimer = this.#awaitEvent();
  }

  get signal(): AbortSignal {
    return this.#limit.signal;
  }

  /** How the limits ended the stream, if they did. */
  get end(): 'stalled' | 'timeout' | undefined {
    const { reason } = this.#limit.signal;
    return reason instanceof StreamLimitReached ? reason.end : undefined;
  }

  /** An event of the agent came: the wait for the next one begins. */
  moved(): void {
    this.#cancelStallTimer();
    this.#cancelStallTimer = this.#awaitEvent();
  }

  /** Releases both timers. */
  stop(): void {
    this.#cancelTimeout();
    this.#cancelStallTimer();
  }

  #awaitEvent(): () => void {
    return this.#clock.setTimeout(this.#stallMs, () => this.#limit.abort(new StreamLimitReached('stalled')));
  }
}

/**
 * Reads a prompt's stream to whatever end it takes; one beyond 64 MB is cut there. The bytes must break off when the watch's signal or the caller's is
 * aborted. Rejects only with the reason of the caller's abort.
 *
 * @param onProblem told of what went wrong inside without changing the reply, for the log
 */
export async function readReply(
  bytes: AsyncIterable<Uint8Array>,
  watch: StreamWatch,
  options: {
    signal?: AbortSignal;
    onEvent?: (event: PromptEvent) => void;
    onProblem?: (problem: unknown) => void;
  } = {},
): Promise<{ reply: PromptReply; refusal?: Refusal }> {
  const reader = new ReplyReader((event) => {
    try {
      options.onEvent?.(event);
    } catch (problem) {
      // A listener that fails must not cost the user a reply that is already paid for.
      options.onProblem?.(problem);
    }
  });
  const frames = new FrameReader((frame) => {
    if (reader.take(frame)) watch.moved();
  });
  let end: StreamEnd = 'clean';
  try {
    let read = 0;
    for await (const chunk of bytes) {
      read += chunk.length;
      if (read > STREAM_LIMIT_BYTES) throw new Error(`the stream is larger than ${STREAM_LIMIT_BYTES} bytes`);
      frames.feed(chunk);
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    end = watch.end ?? 'cut';
    if (end === 'cut') options.onProblem?.(error);
  }
  frames.end();
  return reader.finish(end);
}
