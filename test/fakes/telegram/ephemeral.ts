import { isDeepStrictEqual } from 'node:util';
import { composeKeyboard, composeText, isObject } from './compose.ts';
import type { Context, Method } from './context.ts';
import { ApiError, badRequest, type TgMessage } from './types.ts';
import type { ChatState, StoredMessage, World } from './world.ts';

/**
 * Versions of the Bot API that differ in what the fake does: drafts came with 9.3, ephemeral messages with 10.2, their
 * object and the drafts' Stop button with 10.3.
 */
export type ApiVersion = '9.2' | '10.1' | '10.2' | '10.3';

/** How long a press or an ephemeral command may be answered by a bot that is no administrator, in ms. */
const ANSWER_MS = 15_000;
/** Longer texts of edits are refused (https://github.com/tdlib/telegram-bot-api/issues/881). */
const MAX_EDITED_TEXT = 1024;

type Message = Omit<TgMessage, 'message_id' | 'date' | 'chat'>;

export function knowsEphemeral({ version }: Pick<World, 'version'>): boolean {
  return version === '10.2' || version === '10.3';
}

/** Whom a request is for alone; undefined for everybody. An older server passes over what it does not know. */
function receiverOf({ world, call: { params } }: Context): { user: number; query?: string } | undefined {
  if (!knowsEphemeral(world)) return undefined;
  const given = world.version === '10.3' ? params.ephemeral_message_parameters : params;
  if (given === undefined) return undefined;
  if (!isObject(given)) throw badRequest("can't parse ephemeral message parameters: expected an Object");
  if (given.receiver_user_id === undefined) return undefined;
  const query = given.callback_query_id;
  return { user: Number(given.receiver_user_id), ...(query !== undefined && { query: String(query) }) };
}

/** Posts a message for everybody, or for the one person that the request names. */
export function postFor(context: Context, state: ChatState, message: Message, more: Partial<StoredMessage>): TgMessage {
  const { world, call } = context;
  const receiver = receiverOf(context);
  const reply = isObject(call.params.reply_parameters) ? call.params.reply_parameters : {};
  if (!receiver) {
    if (reply.ephemeral_message_id !== undefined && knowsEphemeral(world)) throw badRequest('MESSAGE_NOT_EPHEMERAL');
    return world.post(state, message, more).message;
  }
  checkReceiver(context, state, receiver, reply);
  const { reply_to_message: _, ...alone } = message;
  return whisper(world, state, { ...alone, receiver_user: world.users.get(receiver.user) }, more).message;
}

function checkReceiver(
  { world, callbacks }: Context,
  state: ChatState,
  { user, query }: { user: number; query?: string },
  reply: Record<string, unknown>,
): void {
  const isAdministrator = state.members.get(world.bot.id) === 'administrator';
  // Seen on the live platform: in private chats the answer is the same.
  if (state.chat.type === 'private') throw badRequest('BOT_NOT_ADMIN');
  const receiver = world.users.get(user);
  if (!receiver || receiver.is_bot || !state.members.has(user)) throw badRequest('USER_NOT_PARTICIPANT');
  if (reply.message_id !== undefined) throw badRequest('MESSAGE_NOT_COMMAND');
  if (isAdministrator) return;
  const now = world.clock.now();
  if (query !== undefined) {
    const pressed = callbacksOf(callbacks, query, user, state.chat.id);
    if (!pressed || now - pressed.at > ANSWER_MS) throw badRequest('QUERY_ID_INVALID');
    return;
  }
  if (reply.ephemeral_message_id === undefined) throw badRequest('BOT_NOT_ADMIN');
  const command = state.whispers.get(Number(reply.ephemeral_message_id));
  const isTheirs = command?.message.from?.id === user;
  if (!command || !isTheirs || now - command.message.date * 1000 > ANSWER_MS) throw badRequest('MESSAGE_NOT_COMMAND');
}

function callbacksOf(callbacks: Context['callbacks'], id: string, user: number, chat: number) {
  return callbacks.find((one) => one.id === id && one.userId === user && one.chatId === chat);
}

/** Puts a message where one person and the bot see it; its number is one of its own. */
export function whisper(world: World, state: ChatState, message: Message, more: Partial<StoredMessage> = {}) {
  const ephemeral_message_id = 29_341_000 + state.whispers.size + 1;
  const full: TgMessage = { message_id: 0, date: world.seconds(), chat: state.chat, ...message, ephemeral_message_id };
  const stored: StoredMessage = { message: full, deleted: false, earlier: [], ...more };
  state.whispers.set(ephemeral_message_id, stored);
  world.changed();
  return stored;
}

/** The bot's ephemeral message that a request is about. */
function found({ world, call: { params } }: Context): StoredMessage {
  const state = world.reachable(params.chat_id);
  const stored = state.whispers.get(Number(params.ephemeral_message_id));
  const isTheirs = stored?.message.receiver_user?.id === Number(params.receiver_user_id);
  if (!stored || stored.deleted || !isTheirs) throw badRequest('MESSAGE_ID_INVALID');
  return stored;
}

function since102(method: Method): Method {
  return (context) => {
    if (!knowsEphemeral(context.world)) throw new ApiError(404, 'Not Found');
    return method(context);
  };
}

function edited({ world, call: { params } }: Context, stored: StoredMessage, changes: Partial<TgMessage>): true {
  const after = { ...stored.message, ...changes, reply_markup: composeKeyboard(params) };
  const plain = (message: TgMessage): TgMessage => JSON.parse(JSON.stringify(message));
  if (isDeepStrictEqual(plain(stored.message), plain(after))) throw badRequest('MESSAGE_NOT_MODIFIED');
  stored.earlier.push(stored.message.text ?? '');
  stored.message = plain(after);
  world.changed();
  return true;
}

/** The methods about ephemeral messages, which edit and delete of others know nothing of. */
export const ephemeralMethods: Record<string, Method> = {
  editEphemeralMessageText: since102((context) => {
    const stored = found(context);
    const { text, entities } = composeText(context.call.params, 'text');
    if (text.length > MAX_EDITED_TEXT) throw badRequest('MEDIA_CAPTION_TOO_LONG');
    return edited(context, stored, { text, entities: entities.length > 0 ? entities : undefined });
  }),
  editEphemeralMessageReplyMarkup: since102((context) => edited(context, found(context), {})),
  deleteEphemeralMessage: since102((context) => {
    const stored = found(context);
    stored.deleted = true;
    context.world.changed();
    return true;
  }),
};
