import { createRunner, createSource, type RunnerHandle } from '@grammyjs/runner';
import { type Clock, deferred, withTimeLimit } from '@reelay/async';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { isPlatformError, mayPass, type PlatformError } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import type { Inbox } from './inbox.ts';
import { HELD_POLL_MS, LONG_POLL_S, MAX_BATCH, UPDATE_KINDS } from './limits.ts';
import { readError } from './platform-error.ts';
import { withIds } from './read-update.ts';
import { RivalPoller } from './rival-poller.ts';
import { BAD_TOKEN, SECOND_POLLER, TelegramStartError } from './start-error.ts';

export interface PollingOptions {
  api: Api;
  calls: Calls;
  inbox: Inbox;
  clock: Clock;
  log: Logger;
}

/** A long poll that lasts this much longer than it was asked to is dead, in ms. */
const POLL_GRACE_MS = 15_000;
/** How long the last confirmation may take, in ms: what Telegram gives again is recognised anyway. */
const CONFIRM_LIMIT_MS = 1_000;
/** An answer that brings nothing new comes after a wait; one that is quicker than this did not wait, in ms. */
const QUICK_ANSWER_MS = 1_000;
/** Pauses after such answers in a row, in ms: a server that does not wait is not asked hundreds of times a second. */
const QUICK_ANSWER_WAITS_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
/** A loop that asks nothing for this long, pauses that Telegram asked for aside, is broken in itself, in ms. */
const STUCK_MS = 300_000;

/**
 * Fetches updates with grammY's runner, but from a source of our own: the runner's confirms a batch by asking for the
 * next one, journaled or not, and knows no albums that come in two batches. Ours asks from the first update on that is
 * not safe yet, which gives it again and again until it is.
 */
export class Polling {
  readonly #options: PollingOptions;
  #runner: RunnerHandle | undefined;
  #answered = deferred<void>();
  readonly #stopping = new AbortController();
  #first = true;
  #quickAnswers = 0;
  readonly #rival = new RivalPoller();
  #problem: { reason: string; sinceMs: number } | undefined;
  /** When the loop last did something, or will at the latest. */
  #turnedAt: number;

  constructor(options: PollingOptions) {
    this.#options = options;
    this.#turnedAt = options.clock.now();
    this.#problem = { reason: 'Telegram has not answered yet', sinceMs: this.#turnedAt };
  }

  /** Why no messages come in; since when, in ms since the Unix epoch. Undefined while Telegram answers. */
  problem(): { reason: string; sinceMs: number } | undefined {
    return this.#problem;
  }

  /** Why none will come in again: the loop has stopped although it was not asked to. */
  stuck(): { reason: string; sinceMs: number } | undefined {
    const running = this.#runner !== undefined && !this.#stopping.signal.aborted;
    if (!running || this.#options.clock.now() - this.#turnedAt < STUCK_MS) return undefined;
    return { reason: 'messages are not fetched any more', sinceMs: this.#turnedAt };
  }

  /**
   * Begins; `running` resolves with the first answer, `ended` when polling is over, also by {@link stop}.
   * Both reject with a {@link TelegramStartError} when Telegram lets this program poll no more.
   */
  start(): { running: Promise<void>; ended: Promise<void> } {
    const { inbox, clock } = this.#options;
    this.#turnedAt = clock.now();
    const source = createSource<Update>({ supply: (_size, signal) => this.#supply(toNative(signal)) });
    const sink = {
      handle: async (updates: Update[]) => {
        inbox.take(updates, updates.length >= MAX_BATCH);
        const rest = new AbortController();
        const over = AbortSignal.any([rest.signal, this.#stopping.signal]);
        await Promise.race([inbox.emptied(), clock.sleep(HELD_POLL_MS, over).catch(() => {})]);
        rest.abort();
        return Number.POSITIVE_INFINITY;
      },
      size: () => inbox.size,
      snapshot: () => [],
    };
    this.#runner = createRunner(source, sink);
    this.#runner.start();
    const ended = this.#runner.task() ?? Promise.resolve();
    return { running: Promise.race([this.#answered.promise, ended]), ended };
  }

  /** Ends the poll that is waiting. */
  async stop(): Promise<void> {
    const { api, inbox, log, clock } = this.#options;
    this.#stopping.abort();
    if (!this.#runner?.isRunning()) return;
    await this.#runner.stop()?.catch(() => {});
    // Tells Telegram what is safe; what this call gives is thrown away and given again to the next process.
    const confirm = (limited: AbortSignal) =>
      api.getUpdates({ offset: inbox.offset, limit: 1, timeout: 0 }, asApiSignal(limited));
    await withTimeLimit(clock, CONFIRM_LIMIT_MS, 'the last getUpdates', undefined, confirm).catch((error: unknown) =>
      log.debug({ err: readError(error) }, 'last updates not confirmed'),
    );
  }

  async #supply(signal: AbortSignal): Promise<Update[]> {
    const { clock, calls, log, inbox } = this.#options;
    for (let failed = 0; ; failed++) {
      this.#turnedAt = clock.now();
      // While something is held, Telegram answers at once anyway; the first look also finds out whether we may, and
      // one after a failure whether Telegram is back.
      const waits = inbox.size === 0 && !this.#first && failed === 0 ? LONG_POLL_S : 0;
      try {
        const limit = waits * 1000 + POLL_GRACE_MS;
        const updates = await withTimeLimit(clock, limit, 'getUpdates', signal, (limited) => this.#get(waits, limited));
        this.#first = false;
        this.#rival.answered(clock.now());
        if (!this.#rival.isThere) this.#problem = undefined;
        this.#answered.resolve();
        await this.#slowDown(updates, waits > 0 && clock.now() - this.#turnedAt < QUICK_ANSWER_MS, signal);
        return updates;
      } catch (error) {
        signal.throwIfAborted();
        const failure = readError(error);
        if (failure.kind === 'internal') throw error;
        if (failure.kind === 'conflict') {
          await this.#giveWay(failure, signal);
          continue;
        }
        if (!mayPass(failure)) {
          this.#problem = { reason: 'Telegram refuses to give messages', sinceMs: clock.now() };
          throw unrecoverable(failure) ?? failure;
        }
        const limited = failure.kind === 'rate-limited';
        const reason = limited ? 'Telegram asks for a pause' : 'Telegram cannot be reached';
        this.#problem = { reason, sinceMs: this.#problem?.sinceMs ?? clock.now() };
        if (limited) {
          this.#turnedAt = clock.now() + failure.retryAfterMs;
          await clock.sleep(failure.retryAfterMs, signal);
        } else {
          log.warn({ failed: failed + 1, err: failure }, 'Telegram cannot be reached; trying again');
          await calls.backOff(failed, signal);
        }
      }
    }
  }

  /** Pauses where the server answers at once, again and again, with nothing new. */
  async #slowDown(updates: readonly Update[], wasQuick: boolean, signal: AbortSignal): Promise<void> {
    const { clock, log, inbox } = this.#options;
    const hasNews = updates.some(({ update_id }) => update_id >= inbox.offset);
    if (!wasQuick || hasNews) {
      this.#quickAnswers = 0;
      return;
    }
    if (this.#quickAnswers === 1) log.warn({}, 'Telegram answers long polls at once; asking less often');
    const waitMs = QUICK_ANSWER_WAITS_MS[Math.min(this.#quickAnswers, QUICK_ANSWER_WAITS_MS.length - 1)] ?? 0;
    this.#quickAnswers++;
    await clock.sleep(waitMs, signal);
  }

  /** Another program polls: waits for it to end. @throws TelegramStartError when this one has to */
  async #giveWay(failure: PlatformError, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const conflict = this.#rival.refused(clock.now());
    this.#problem ??= { reason: 'another program fetches the messages of this bot', sinceMs: clock.now() };
    if (conflict.over) throw unrecoverable(failure) ?? failure;
    if (conflict.isFirst) log.warn({ err: failure }, 'another program fetches messages with this token; trying again');
    else log.debug({ err: failure }, 'another program still fetches messages');
    await clock.sleep(conflict.waitMs, signal);
  }

  async #get(timeout: number, signal: AbortSignal): Promise<Update[]> {
    const { api, inbox } = this.#options;
    const updates = await api.getUpdates(
      { offset: inbox.offset, limit: MAX_BATCH, timeout, allowed_updates: UPDATE_KINDS },
      asApiSignal(signal),
    );
    return withIds(updates);
  }
}

/** What a refusal of the token means to whoever runs the bot; undefined for any other one. */
export function unrecoverable(error: unknown): TelegramStartError | undefined {
  if (isPlatformError(error, 'unauthorized')) return new TelegramStartError(BAD_TOKEN, { cause: error });
  if (isPlatformError(error, 'conflict')) return new TelegramStartError(SECOND_POLLER, { cause: error });
  return undefined;
}

/** The runner's signals are those of a package that imitates Node's. */
function toNative(signal: {
  aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}): AbortSignal {
  const native = new AbortController();
  if (signal.aborted) native.abort();
  else signal.addEventListener('abort', () => native.abort());
  return native.signal;
}
