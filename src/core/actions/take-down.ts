import { withTimeLimit } from '@reelay/async';
import type { ChatKey, MessageRef } from '../chat.ts';
import type { ActionContext } from './action.ts';

/** How long a platform may take to remove a message, in ms. */
const REMOVE_MS = 30_000;

/** Removes a message that the bot posted. @returns false when the platform does not do that */
export async function takeDown(
  { adapter, clock, signal, log }: Pick<ActionContext, 'adapter' | 'clock' | 'signal' | 'log'>,
  chat: ChatKey,
  ref: MessageRef,
): Promise<boolean> {
  const { remove } = adapter;
  if (!remove) return false;
  try {
    await withTimeLimit(clock, REMOVE_MS, 'removing a message', signal, (limited) =>
      remove.call(adapter, chat, ref, limited),
    );
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn({ err: error, chat }, 'result not removed');
    return false;
  }
}
