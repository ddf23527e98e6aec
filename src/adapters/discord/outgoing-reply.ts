import type { ChatKey, Reply } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { Voice } from '../../i18n/language.ts';
import type { Delivery } from '../kit/delivery-ledger.ts';
import { channelOf } from './place.ts';
import type { Place, RequestRecord } from './repository.ts';

/** A reply on its way, with what is known of who asked and where. */
export interface OutgoingReply {
  chat: ChatKey;
  reply: Reply;
  /** It is shown in a frame, where it goes into the channel. */
  laidOut: boolean;
  request: RequestRecord | undefined;
  place: Place | undefined;
  language: Voice;
  delivery: Delivery;
  signal: AbortSignal;
}

/** What the place reads of an answer that is for one person alone, who takes no direct messages. */
export function withoutSecrets({ reply, language }: OutgoingReply): Reply {
  const text = discordSentences(language)('forYouAlone');
  return { ...reply, text, file: undefined, next: undefined, confidential: false };
}

/** Where an answer that everybody sees can be looked for: where the bot is a member. */
export function searchableIn({ chat, place }: OutgoingReply): { channel?: string } {
  return place?.kind === 'not-member' ? {} : { channel: channelOf(chat) };
}

/** Stands where a webhook is over: what is only looked for is never sent. */
export const EXPIRED_WEBHOOK = { application: '', token: '' };
