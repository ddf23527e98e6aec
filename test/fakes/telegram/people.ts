import { plainEntities } from './html.ts';
import { MEDIA_KINDS, type MediaKind, type TgMessage, type TgUser } from './types.ts';
import type { ChatState, FileFacts, StoredMessage, World } from './world.ts';

/** Bytes alone, or with what Telegram tells of them. */
export type MediaInput = Buffer | FileFacts;

/** What a person sends: text, or one piece of media with a caption. */
export interface Says extends Partial<Record<MediaKind, MediaInput>> {
  text?: string;
  caption?: string;
  media_group_id?: string;
  reply_to?: { message_id: number };
  /** The topic's id in a forum. */
  thread?: number;
  /** Forwarded: from this user, or from somebody who shows no more than this name. */
  forward?: TgUser | string;
  /** Whatever else the message shall carry, such as a location or another sender. */
  more?: Record<string, unknown>;
}

/** Composes a person's message as the bot gets it. */
export function compose(world: World, state: ChatState, from: TgUser, says: Says) {
  const message: Omit<TgMessage, 'message_id' | 'date' | 'chat'> = { from, ...thread(state, says) };
  if (says.text !== undefined) Object.assign(message, textOf(says.text));
  if (says.caption !== undefined) Object.assign(message, captionOf(says.caption));
  if (says.media_group_id !== undefined) message.media_group_id = says.media_group_id;
  for (const kind of MEDIA_KINDS) {
    const given = says[kind];
    if (!given) continue;
    const facts = Buffer.isBuffer(given) ? { bytes: given } : given;
    if (kind === 'photo') message.photo = world.addPhoto(facts);
    else message[kind] = world.addFile(kind, facts).file;
    // Telegram tells of an animation as a document too, for bots older than animations.
    if (kind === 'animation') message.document = message.animation;
  }
  if (typeof says.forward === 'string') {
    message.forward_origin = { type: 'hidden_user', sender_user_name: says.forward, date: world.seconds() };
  } else if (says.forward) {
    message.forward_origin = { type: 'user', sender_user: says.forward, date: world.seconds() };
  }
  return Object.assign(message, says.more);
}

/**
 * A topic's messages name it, and those that answer nothing else answer its first one. In a supergroup without topics
 * an answer names the message that began the conversation, without being in a topic.
 */
function thread(
  state: ChatState,
  says: Says,
): Pick<TgMessage, 'message_thread_id' | 'is_topic_message' | 'reply_to_message'> {
  const answered = says.reply_to && flat(state.messages.get(says.reply_to.message_id));
  if (says.thread !== undefined) {
    if (!state.topics.has(says.thread)) throw new Error(`Chat ${state.chat.id} has no topic ${says.thread}`);
    const reply = answered ?? flat(state.messages.get(says.thread));
    return { message_thread_id: says.thread, is_topic_message: true, ...(reply && { reply_to_message: reply }) };
  }
  if (!answered) return {};
  if (state.chat.type !== 'supergroup') return { reply_to_message: answered };
  const root = answered.message_thread_id ?? (state.chat.is_forum ? undefined : answered.message_id);
  return {
    reply_to_message: answered,
    ...(root !== undefined && { message_thread_id: root }),
    ...(answered.is_topic_message && { is_topic_message: true as const }),
  };
}

/** An answered message carries no further one. */
function flat(stored: StoredMessage | undefined): TgMessage | undefined {
  if (!stored) return undefined;
  const { reply_to_message: _, ...rest } = stored.message;
  return rest;
}

export function textOf(text: string): Pick<TgMessage, 'text' | 'entities'> {
  const entities = plainEntities(text);
  return { text, ...(entities.length > 0 && { entities }) };
}

export function captionOf(caption: string): Pick<TgMessage, 'caption' | 'caption_entities'> {
  const entities = plainEntities(caption);
  return { caption, ...(entities.length > 0 && { caption_entities: entities }) };
}
