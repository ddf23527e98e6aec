import { parseHtml, plainEntities, trimmed } from './html.ts';
import { badRequest, type TgEntity, type TgKeyboard, type TgMessage } from './types.ts';
import type { ChatState, World } from './world.ts';

/**
 * Characters of a message and of a caption after parsing (https://core.telegram.org/bots/api#sendmessage, #sendvideo).
 * Counted here in UTF-16 units, the strictest reading.
 */
const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
/** https://core.telegram.org/bots/api#inlinekeyboardbutton */
const MAX_CALLBACK_DATA = 64;

type Params = Record<string, unknown>;

/** The text of a message or caption out of a request, parsed and checked. */
export function composeText(params: Params, field: 'text' | 'caption'): { text: string; entities: TgEntity[] } {
  const given = params[field];
  if (given !== undefined && typeof given !== 'string') throw badRequest(`field "${field}" must be of type String`);
  const raw = (given ?? '').replaceAll('\r', '');
  const listed = params[field === 'text' ? 'entities' : 'caption_entities'];
  let parsed: { text: string; entities: TgEntity[] };
  const mode = typeof params.parse_mode === 'string' ? params.parse_mode.toLowerCase() : '';
  if (mode === 'html') parsed = parseHtml(raw);
  else if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode');
  else parsed = { text: raw, entities: Array.isArray(listed) ? [...listed] : [] };
  const { text, entities } = trimmed(parsed.text, parsed.entities);
  if (field === 'text' && text === '') throw badRequest('message text is empty');
  if (field === 'text' && text.length > MAX_TEXT) throw badRequest('message is too long');
  if (field === 'caption' && text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  return { text, entities: plainEntities(text, entities) };
}

/** The inline keyboard of a request, checked; undefined when it has none. */
export function composeKeyboard(params: Params): TgKeyboard | undefined {
  const given = params.reply_markup;
  if (given === undefined || given === '') return undefined;
  if (!isObject(given)) throw badRequest("can't parse reply keyboard markup JSON object");
  if (given.inline_keyboard === undefined) return undefined;
  if (!Array.isArray(given.inline_keyboard)) throw badRequest('field "inline_keyboard" must be of type Array');
  const rows = given.inline_keyboard.map((row: unknown) => {
    if (!Array.isArray(row)) {
      throw badRequest("can't parse inline keyboard button: InlineKeyboardButton row must be an Array");
    }
    return row.map(checkButton);
  });
  const kept = rows.filter((row) => row.length > 0);
  return kept.length > 0 ? { inline_keyboard: kept } : undefined;
}

function checkButton(button: unknown) {
  if (!isObject(button) || typeof button.text !== 'string') {
    throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String');
  }
  const { text, callback_data: data, url } = button;
  if (text.trim() === '') throw badRequest("can't parse inline keyboard button: Button text must be non-empty");
  if (typeof url === 'string' && url !== '') {
    if (!goodUrl(url)) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    return { text, url };
  }
  if (typeof data !== 'string' || data === '') {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (Buffer.byteLength(data) > MAX_CALLBACK_DATA) throw badRequest('BUTTON_DATA_INVALID');
  return { text, callback_data: data };
}

/** Telegram takes web addresses with a dot in the host, and its own. */
function goodUrl(url: string): boolean {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'tg:' || (/^https?:$/.test(protocol) && (hostname.includes('.') || hostname.includes(':')));
  } catch {
    return false;
  }
}

/** Effects are for private chats, and only some ids are known. */
export function composeEffect(state: ChatState, params: Params): Pick<TgMessage, 'effect_id'> {
  const id = params.message_effect_id;
  if (id === undefined) return {};
  if (state.chat.type !== 'private') throw badRequest('message effects can be used only in private chats');
  if (id !== '5046509860389126442') throw badRequest('EFFECT_ID_INVALID');
  return { effect_id: id };
}

/** Where in the chat a message goes: its topic and the message that it answers. */
export function composePlace(
  world: World,
  state: ChatState,
  params: Params,
): Pick<TgMessage, 'message_thread_id' | 'is_topic_message' | 'reply_to_message'> {
  const place: ReturnType<typeof composePlace> = {};
  const thread = params.message_thread_id;
  if (thread !== undefined && thread !== 0) {
    const topic = state.topics.get(Number(thread));
    // The general topic has the id 1 but is none to the API: it must be left away.
    if (!topic) throw badRequest('message thread not found');
    if (topic.closed) throw badRequest('TOPIC_CLOSED');
    place.message_thread_id = Number(thread);
    place.is_topic_message = true;
  }
  const reply = isObject(params.reply_parameters) ? params.reply_parameters : {};
  const answers = reply.message_id ?? params.reply_to_message_id;
  if (reply.message_id !== undefined && !(Number(reply.message_id) > 0)) throw badRequest('MESSAGE_ID_INVALID');
  if (answers === undefined) return place;
  const found = world.find(state, answers);
  const withoutIt = reply.allow_sending_without_reply ?? params.allow_sending_without_reply;
  if (found) {
    const { reply_to_message: _, ...flat } = found.message;
    place.reply_to_message = flat;
    if (place.message_thread_id === undefined && flat.is_topic_message) {
      place.message_thread_id = flat.message_thread_id;
      place.is_topic_message = true;
    }
  } else if (withoutIt !== true && withoutIt !== 'true') throw badRequest('message to be replied not found');
  return place;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
