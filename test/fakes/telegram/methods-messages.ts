import { isDeepStrictEqual } from 'node:util';
import { composeKeyboard, composePlace, composeText } from './compose.ts';
import type { Context, Method } from './context.ts';
import { postFor } from './ephemeral.ts';
import { ApiError, badRequest, MEDIA_KINDS, type TgMessage } from './types.ts';
import type { ChatState, StoredMessage } from './world.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
/** Older messages cannot be deleted (https://core.telegram.org/bots/api#deletemessage). */
const DELETABLE_SECONDS = 48 * 3600;
const ACTIONS =
  'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note'.split(
    ' ',
  );

const sendMessage: Method = (context) => {
  const { world } = context;
  const { params } = context.call;
  const state = world.reachable(params.chat_id);
  const { text, entities } = composeText(params, 'text');
  const message = {
    from: world.bot,
    ...composePlace(world, state, params),
    text,
    ...(entities.length > 0 && { entities }),
    ...markup(params),
  };
  return postFor(context, state, message, { raw: String(params.text) });
};

const editMessageText: Method = (context) => {
  const { params } = context.call;
  const stored = editable(context);
  if (stored.message.text === undefined) throw badRequest('there is no text in the message to edit');
  const { text, entities } = composeText(params, 'text');
  return change(context, stored, { text, entities: entities.length > 0 ? entities : undefined }, String(params.text));
};

const editMessageCaption: Method = (context) => {
  const { params } = context.call;
  const stored = editable(context);
  if (!MEDIA_KINDS.some((kind) => stored.message[kind])) {
    throw badRequest('there is no caption in the message to edit');
  }
  const { text, entities } = composeText(params, 'caption');
  const changes = { caption: text || undefined, caption_entities: entities.length > 0 ? entities : undefined };
  return change(context, stored, changes, text);
};

const editMessageReplyMarkup: Method = (context) => change(context, editable(context), {}, undefined);

/** The bot's message that a request wants to edit. */
export function editable({ world, call: { params } }: Context): StoredMessage {
  const state = world.reachable(params.chat_id);
  if (params.message_id === undefined) throw badRequest('message identifier is not specified');
  const stored = world.find(state, params.message_id);
  if (!stored) throw badRequest('message to edit not found');
  if (stored.message.from?.id !== world.bot.id) throw badRequest("message can't be edited");
  return stored;
}

/** Changes a message; a keyboard that is not sent again is taken away. */
export function change(
  { world, call: { params } }: Context,
  stored: StoredMessage,
  changes: Partial<TgMessage>,
  raw: string | undefined,
): TgMessage {
  const before = stored.message;
  const after: TgMessage = { ...before, ...changes, reply_markup: composeKeyboard(params) };
  if (isDeepStrictEqual(plain(before), plain(after))) throw badRequest(NOT_MODIFIED);
  stored.earlier.push(before.text ?? before.caption ?? '');
  stored.message = plain({ ...after, edit_date: world.seconds() });
  if (raw !== undefined) stored.raw = raw;
  world.changed();
  return stored.message;
}

/** Without the fields that are undefined. */
function plain(message: TgMessage): TgMessage {
  return JSON.parse(JSON.stringify(message));
}

const deleteMessage: Method = ({ world, call: { params } }) => {
  const state = world.reachable(params.chat_id);
  const stored = world.find(state, params.message_id);
  if (!stored) throw badRequest('message to delete not found');
  const own = stored.message.from?.id === world.bot.id;
  const administrator = state.members.get(world.bot.id) === 'administrator';
  const mayDelete = administrator || own || state.chat.type === 'private';
  const tooOld = world.seconds() - stored.message.date > DELETABLE_SECONDS && !administrator;
  if (!mayDelete || tooOld) throw badRequest("message can't be deleted");
  stored.deleted = true;
  world.changed();
  return true;
};

/** Passes over those that cannot be found or deleted. */
const deleteMessages: Method = (context) => {
  const ids = context.call.params.message_ids;
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified');
  for (const id of ids) {
    const call = { ...context.call, params: { ...context.call.params, message_id: id } };
    try {
      deleteMessage({ ...context, call });
    } catch {
      context.call.notes.push(`message ${id} was not deleted`);
    }
  }
  return true;
};

const sendChatAction: Method = ({ world, call: { params } }) => {
  const state = world.reachable(params.chat_id);
  const action = String(params.action ?? '');
  if (!ACTIONS.includes(action)) throw badRequest('wrong parameter action in request');
  const { message_thread_id: thread } = composePlace(world, state, { message_thread_id: params.message_thread_id });
  state.actions.push({ action, thread, at: world.clock.now() });
  world.changed();
  return true;
};

/** A draft is shown for 30 s, in private chats alone (https://core.telegram.org/bots/api#sendmessagedraft). */
const sendMessageDraft: Method = ({ world, call: { params } }) => {
  if (world.version === '9.2') throw new ApiError(404, 'Not Found');
  const state = world.reachable(params.chat_id);
  if (state.chat.type !== 'private' || state.refusesDrafts) throw badRequest('TEXTDRAFT_PEER_INVALID');
  if (!Number.isSafeInteger(params.draft_id) || params.draft_id === 0)
    throw badRequest('invalid draft identifier specified');
  const { text } = params.text === '' ? { text: '' } : composeText(params, 'text');
  const { message_thread_id: thread } = composePlace(world, state, { message_thread_id: params.message_thread_id });
  const canStop = params.can_stop === true && world.version === '10.3';
  state.draft = { id: Number(params.draft_id), text, canStop, thread, at: world.clock.now() };
  world.changed();
  return true;
};

const setMessageReaction: Method = ({ world, call: { params } }) => {
  const state = world.reachable(params.chat_id);
  if (!world.find(state, params.message_id)) throw badRequest('message to react not found');
  const reactions: unknown = params.reaction ?? [];
  if (!Array.isArray(reactions) || reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  return true;
};

/** The keyboard of a message that is sent. */
export function markup(params: Record<string, unknown>): Pick<TgMessage, 'reply_markup'> {
  const keyboard = composeKeyboard(params);
  return keyboard ? { reply_markup: keyboard } : {};
}

/** The methods that write into a chat as text. */
export const messageMethods: Record<string, Method> = {
  sendMessage,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  sendChatAction,
  sendMessageDraft,
  setMessageReaction,
};

/** Whether a method posts into a chat or changes what is there, and so counts against its rate. */
export function countsAsWriting(method: string): boolean {
  return /^(send(?!ChatAction)|editMessage)/.test(method);
}

/** The chat that a request writes to, if there is one. */
export function writtenChat({ world, call }: Pick<Context, 'world' | 'call'>): ChatState | undefined {
  return world.chats.get(Number(call.params.chat_id));
}
