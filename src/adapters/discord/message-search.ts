import type { ChatKey } from '../../core/chat.ts';
import type { DeliveryPart, SearchResult } from '../kit/delivery-ledger.ts';
import { mayPass, PlatformError } from '../kit/platform-error.ts';
import type { Context } from './context.ts';
import { CLOCK_SKEW_MS, LOOK_PAGES } from './limits.ts';
import type { Body } from './message-body.ts';
import { snowflakeAt } from './place.ts';

/** A message that may be there. */
export interface SearchedMessage {
  chat: ChatKey;
  body: Body;
  /** The channel where everybody would see it; without one it cannot be looked for. */
  channel?: string;
  /** The message that it would be a reply to, where it is one. */
  repliesTo?: string;
}

/**
 * Looks for a message whose answer got lost among those of its channel, where the bot may read them. What cannot be
 * looked for (an ephemeral message, a place that the bot is no member of) is `unknowable`.
 */
export async function findMessage(
  context: Context,
  message: SearchedMessage,
  part: DeliveryPart,
  signal: AbortSignal,
): Promise<SearchResult> {
  if (message.channel === undefined) return 'unknowable';
  const { ledger, calls, log } = context;
  try {
    const others = await ledger.knownRefs(message.chat);
    const look = (own: AbortSignal) => search(context, message, { at: part.at, others }, own);
    const ref = await calls.untilDone('search', look, { signal, idempotent: true });
    return ref === undefined ? 'absent' : { ref };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PlatformError) || mayPass(error)) throw error;
    log.info({ chat: message.chat, kind: error.kind }, 'channel cannot be searched for a message');
    return 'unknowable';
  }
}

async function search(
  { api }: Context,
  { body, channel = '', repliesTo }: SearchedMessage,
  { at, others }: { at: number; others: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<string | undefined> {
  const self = await api.self(signal);
  let after = snowflakeAt(at - CLOCK_SKEW_MS);
  for (let page = 0; page < LOOK_PAGES; page++) {
    const messages = await api.messagesAfter(channel, after, signal);
    const found = messages.find(
      (each) =>
        each.author.id === self &&
        !others.has(each.id) &&
        each.text === (body.content ?? '') &&
        each.file === body.file?.name &&
        (repliesTo === undefined || !each.message_reference || each.message_reference.message_id === repliesTo),
    );
    if (found) return found.id;
    after = messages.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), after);
    if (messages.length < 100) return undefined;
  }
  return undefined;
}
