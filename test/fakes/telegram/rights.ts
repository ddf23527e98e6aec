import { flood } from './rates.ts';
import { badRequest } from './types.ts';
import type { ChatState, World } from './world.ts';

/** What a group may keep its members from sending (https://core.telegram.org/bots/api#chatpermissions). */
export type Right = 'texts' | 'photos' | 'videos' | 'documents' | 'audios' | 'other';
/** All kinds of files. */
export const MEDIA_RIGHTS: readonly Right[] = ['photos', 'videos', 'documents', 'audios', 'other'];

/** The right that each kind of message takes, and what Telegram calls it when it is missing. */
const NEEDED: Record<string, readonly [Right, string]> = {
  sendMessage: ['texts', 'text messages'],
  sendPhoto: ['photos', 'photos'],
  sendVideo: ['videos', 'videos'],
  sendVideoNote: ['videos', 'video notes'],
  sendDocument: ['documents', 'documents'],
  sendMediaGroup: ['documents', 'documents'],
  sendAudio: ['audios', 'audios'],
  sendVoice: ['audios', 'voice messages'],
  sendAnimation: ['other', 'animations'],
  sendSticker: ['other', 'stickers'],
};

/** Throws what Telegram answers to a member that may not send this here, or not yet. Administrators may. */
export function checkRights(world: World, state: ChatState, method: string): void {
  const needed = NEEDED[method];
  if (!needed || state.chat.type === 'private' || state.members.get(world.bot.id) === 'administrator') return;
  const [right, name] = needed;
  if (state.forbidden.has(right)) throw badRequest(`not enough rights to send ${name} to the chat`);
  const now = world.clock.now();
  const free = (state.botWroteAt ?? Number.NEGATIVE_INFINITY) + state.slowModeSeconds * 1000;
  if (free > now) throw flood(free - now);
  state.botWroteAt = now;
}
