import type { Clock } from '@reelay/async';
import type { Api } from 'grammy';
import type { Logger } from '../../lib/logger.ts';
import { Calls } from '../kit/calls.ts';
import { Pacer } from '../kit/pacer.ts';
import { asApiSignal } from './api.ts';
import { ALL_PACE, BACK_OFF_MS, CALL_LIMIT_MS, CHAT_PACE, GROUP_PACE } from './limits.ts';
import { isGroupId } from './place.ts';
import { readError } from './platform-error.ts';

/** The calls of the bot, as many at once and in a time as Telegram allows. */
export function pacedCalls(clock: Clock, log: Logger): Calls {
  return new Calls({
    clock,
    log,
    read: readError,
    backOffMs: BACK_OFF_MS,
    limitMs: CALL_LIMIT_MS,
    pauses: true,
    pacer: new Pacer({
      clock,
      all: ALL_PACE,
      place: (chatId) => (isGroupId(chatId) ? [CHAT_PACE, GROUP_PACE] : [CHAT_PACE]),
    }),
  });
}

/** Resolves once Telegram answers again. */
export async function untilReachable(api: Api, calls: Calls, signal: AbortSignal): Promise<void> {
  for (let failures = 0; ; failures++) {
    await calls.backOff(failures, signal);
    try {
      await calls.attempt('getMe', (limited) => api.getMe(asApiSignal(limited)), signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      // A refusal is an answer too; so is a rate limit, which the next call waits for.
      const { kind } = readError(error);
      if (kind !== 'unavailable' && kind !== 'unknown-outcome' && kind !== 'internal') return;
    }
  }
}
