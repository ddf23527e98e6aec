/** How a conflict with another poller goes on. */
export type Conflict = { over: true } | { over: false; waitMs: number; isFirst: boolean };

/** Pauses before it is asked again, in ms: more after each refusal. */
const WAITS_MS = [1000, 2000, 5000, 10_000];
/** A conflict that lasts this long ends a bot that was never alone, in ms: who came last gives way. */
const NEWCOMER_LIMIT_MS = 60_000;
/** One that was alone before gives up only when Telegram has answered none of its polls for this long, in ms. */
const ESTABLISHED_LIMIT_MS = 600_000;
/** So long without a refusal, in ms, means that nobody else polls. */
const ALONE_MS = 60_000;

/**
 * Another program that polls with the same token. Telegram ends the poll that waits as soon as another one comes, so that
 * of two bots each meets refusals, the one that ran first as well: a second start must not end that one. The one that was
 * never alone gives way, within a minute; the other one goes on.
 */
export class RivalPoller {
  /** When the conflict began; undefined while there is none. Times in ms since the epoch. */
  #since: number | undefined;
  #refusals = 0;
  /** The first answer since the last refusal. */
  #aloneSince: number | undefined;
  #established = false;

  /** Whether somebody else has polled within the last minute. */
  get isThere(): boolean {
    return this.#since !== undefined;
  }

  /** A poll was answered. */
  answered(now: number): void {
    this.#aloneSince ??= now;
    if (now - this.#aloneSince >= ALONE_MS) {
      this.#established = true;
      this.#refusals = 0;
      this.#since = undefined;
    } else if (this.#established && this.#since !== undefined) {
      this.#since = now;
    }
  }

  /** A poll was refused because of the other one. */
  refused(now: number): Conflict {
    const isFirst = this.#since === undefined;
    this.#since ??= now;
    this.#aloneSince = undefined;
    const limit = this.#established ? ESTABLISHED_LIMIT_MS : NEWCOMER_LIMIT_MS;
    if (now - this.#since >= limit) return { over: true };
    const waitMs = WAITS_MS[Math.min(this.#refusals, WAITS_MS.length - 1)] ?? 0;
    this.#refusals++;
    return { over: false, waitMs, isFirst };
  }
}
