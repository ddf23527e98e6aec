import type { Api } from 'grammy';
import type { Calls } from '../kit/calls.ts';
import { asApiSignal } from './api.ts';

/** How many failures it takes to give up the look-up; the request is then denied. */
const ATTEMPTS = 3;

/**
 * Whether a person is an administrator of a group, asked of Telegram now: rights may have changed since the menu was
 * shown.
 * @throws PlatformError when Telegram refuses or cannot be reached; the signal's reason
 */
export async function isAdministrator(
  { api, calls }: { api: Api; calls: Calls },
  { chatId, userId }: { chatId: string; userId: string },
  signal: AbortSignal,
): Promise<boolean> {
  const look = (limited: AbortSignal) => api.getChatMember(chatId, Number(userId), asApiSignal(limited));
  const { status } = await calls.untilDone('getChatMember', look, { signal, idempotent: true, attempts: ATTEMPTS });
  return status === 'creator' || status === 'administrator';
}
