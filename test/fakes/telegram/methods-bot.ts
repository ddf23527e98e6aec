import { isObject } from './compose.ts';
import type { CommandList, Context, Method } from './context.ts';
import { knowsEphemeral } from './ephemeral.ts';
import { ApiError, badRequest, type TgUser } from './types.ts';
import type { ChatState, MemberStatus } from './world.ts';

const MAX_COMMANDS = 100;
const MAX_DESCRIPTION = 256;
const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

const getMe: Method = ({ world }) => ({
  ...world.bot,
  can_join_groups: true,
  can_read_all_group_messages: world.seesAllMessages,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: world.hasPrivateTopics,
  allows_users_to_create_topics: world.hasPrivateTopics,
});

const getUpdates: Method = ({ world, call: { params }, webhook, gone }) => {
  if (webhook.state.url !== '') throw new ApiError(409, WEBHOOK_ACTIVE);
  const limit = Number(params.limit ?? 100);
  return world.updates.get(
    {
      offset: Number(params.offset ?? 0),
      limit: limit >= 1 && limit <= 100 ? limit : 100,
      timeout: Math.min(50, Math.max(0, Number(params.timeout ?? 0))),
      ...(Array.isArray(params.allowed_updates) && { allowed: params.allowed_updates.map(String) }),
    },
    gone,
  );
};

const setWebhook: Method = ({ world, call: { params }, webhook }) => {
  const url = String(params.url ?? '');
  if (url !== '' && !url.startsWith('https://')) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  const secret = String(params.secret_token ?? '');
  if (!/^[\w-]{0,256}$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  if (Array.isArray(params.allowed_updates)) world.updates.allow(params.allowed_updates.map(String));
  Object.assign(webhook.state, { url, secret, connections: Number(params.max_connections ?? 40) });
  if (params.drop_pending_updates === true) world.updates.drop();
  webhook.wake();
  return true;
};

const deleteWebhook: Method = ({ world, call: { params }, webhook }) => {
  webhook.state.url = '';
  if (params.drop_pending_updates === true) world.updates.drop();
  return true;
};

const getWebhookInfo: Method = ({ world, webhook }) => ({
  url: webhook.state.url,
  has_custom_certificate: false,
  pending_update_count: world.updates.pending.length,
});

const setMyCommands: Method = (context) => {
  const { scope, language } = commandKey(context);
  const given = context.call.params.commands;
  if (!Array.isArray(given)) throw badRequest("can't parse list of bot commands: expected an Array");
  if (given.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  const commands: CommandList['commands'] = given.map((item: unknown) => {
    if (!isObject(item)) throw badRequest("can't parse BotCommand: expected an Object");
    const command = String(item.command ?? '').replace(/^\//, '');
    const description = String(item.description ?? '').trim();
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > MAX_DESCRIPTION) {
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    const hidden = item.is_ephemeral === true && knowsEphemeral(context.world);
    return { command, description, ...(hidden && { is_ephemeral: true as const }) };
  });
  const key = `${scope}|${language}`;
  if (commands.length === 0) context.commands.delete(key);
  else context.commands.set(key, { scope, language, commands });
  return true;
};

/** Only what was set for this very scope and language: Telegram does not fall back here. */
const getMyCommands: Method = (context) => {
  const { scope, language } = commandKey(context);
  return context.commands.get(`${scope}|${language}`)?.commands ?? [];
};

const deleteMyCommands: Method = (context) => {
  const { scope, language } = commandKey(context);
  context.commands.delete(`${scope}|${language}`);
  return true;
};

const MAX_ABOUT = 512;
const MAX_SHORT_ABOUT = 120;

/** What the bot's page says in a language; another one does not stand in for it. */
function about(field: 'description' | 'short_description', most: number): { get: Method; set: Method } {
  const keyOf = ({ call: { params } }: Context) => `${field}|${String(params.language_code ?? '')}`;
  return {
    get: (context) => ({ [field]: context.world.about.get(keyOf(context)) ?? '' }),
    set: (context) => {
      const text = String(context.call.params[field] ?? '');
      if (text.length > most) throw badRequest('BOT_DESCRIPTION_TOO_LONG');
      context.world.about.set(keyOf(context), text);
      context.world.changed();
      return true;
    },
  };
}

const description = about('description', MAX_ABOUT);
const shortDescription = about('short_description', MAX_SHORT_ABOUT);

function commandKey({ world, call: { params } }: Context): { scope: string; language: string } {
  const language = String(params.language_code ?? '');
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
  const scope = params.scope ?? { type: 'default' };
  if (!isObject(scope)) throw badRequest("can't parse BotCommandScope: expected an Object");
  const type = String(scope.type ?? '');
  if (['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'].includes(type)) {
    return { scope: type, language };
  }
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type)) {
    throw badRequest("can't parse BotCommandScope: unsupported type specified");
  }
  const chat = world.reachable(scope.chat_id);
  if (type !== 'chat' && chat.chat.type === 'private') throw badRequest("can't change commands in private chats");
  const member = type === 'chat_member' ? `:${Number(scope.user_id)}` : '';
  return { scope: `${type}:${chat.chat.id}${member}`, language };
}

const getChat: Method = ({ world, call: { params } }) => ({
  ...world.reachable(params.chat_id).chat,
  accent_color_id: 0,
  max_reaction_count: 11,
});

const getChatMember: Method = ({ world, call: { params } }) => {
  const state = world.reachable(params.chat_id);
  const user = world.users.get(Number(params.user_id));
  if (!user) throw badRequest('user not found');
  return member(user, statusOf(state, user));
};

const getChatAdministrators: Method = ({ world, call: { params } }) => {
  const state = world.reachable(params.chat_id);
  if (state.chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  return [...world.users.values()]
    .filter((user) => ['creator', 'administrator'].includes(statusOf(state, user)))
    .map((user) => member(user, statusOf(state, user)));
};

function statusOf(state: ChatState, user: TgUser): MemberStatus {
  return state.members.get(user.id) ?? 'left';
}

function member(user: TgUser, status: MemberStatus) {
  const { language_code: _, ...shown } = user;
  if (status === 'creator') return { user: shown, status, is_anonymous: false };
  if (status !== 'administrator') return { user: shown, status };
  return { user: shown, status, can_be_edited: false, is_anonymous: false, can_manage_chat: true };
}

const MAX_TOPIC_NAME = 128;

/** In a private chat whose bot has topics, and for an administrator of a forum. */
const createForumTopic: Method = ({ world, call: { params } }) => {
  const state = world.reachable(params.chat_id);
  const isForum = state.chat.type === 'private' ? world.hasPrivateTopics : state.chat.is_forum;
  if (!isForum) throw badRequest('the chat is not a forum');
  const isAdministrator = state.members.get(world.bot.id) === 'administrator';
  if (state.chat.type !== 'private' && !isAdministrator) throw badRequest('not enough rights to create a topic');
  const name = topicName(params.name);
  if (name === '') throw badRequest('TOPIC_TITLE_EMPTY');
  const id = world.nextId(state);
  state.topics.set(id, { name, closed: false });
  const created = { name, icon_color: 7_322_096 };
  world.post(
    state,
    { from: world.bot, message_thread_id: id, is_topic_message: true, forum_topic_created: created },
    {},
    id,
  );
  return { message_thread_id: id, ...created };
};

const editForumTopic: Method = ({ world, call: { params } }) => {
  const topic = world.reachable(params.chat_id).topics.get(Number(params.message_thread_id));
  if (!topic) throw badRequest('TOPIC_ID_INVALID');
  const name = topicName(params.name);
  if (name === topic.name) throw badRequest('TOPIC_NOT_MODIFIED');
  topic.name = name || topic.name;
  world.changed();
  return true;
};

function topicName(given: unknown): string {
  const name = String(given ?? '').trim();
  if (name.length > MAX_TOPIC_NAME) throw badRequest('topic name is too long');
  return name;
}

const leaveChat: Method = ({ world, call: { params } }) => {
  const state = world.reachable(params.chat_id);
  state.gone = `bot is not a member of the ${state.chat.type} chat`;
  return true;
};

/** Each query can be answered once, and not for long. */
const answerCallbackQuery: Method = ({ world, call: { params }, callbacks, limits }) => {
  const query = callbacks.find((one) => one.id === String(params.callback_query_id ?? ''));
  const open = query && !query.answer && world.clock.now() - query.at <= limits.callbackMs;
  if (!open) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const text = params.text === undefined ? undefined : String(params.text);
  if (text !== undefined && text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  query.answer = {
    showAlert: params.show_alert === true,
    ...(text !== undefined && { text }),
    ...(params.url !== undefined && { url: String(params.url) }),
  };
  world.changed();
  return true;
};

const getChatMenuButton: Method = ({ world }) => world.menuButton;

const setChatMenuButton: Method = ({ world, call: { params } }) => {
  const button = params.menu_button;
  if (!isObject(button)) throw badRequest("can't parse MenuButton: expected an Object");
  const url = isObject(button.web_app) ? String(button.web_app.url) : '';
  if (button.type === 'web_app' && !url.startsWith('https://')) throw badRequest('BUTTON_URL_INVALID');
  world.menuButton = button;
  return true;
};

/** The methods about the bot itself, its chats and its buttons. */
export const botMethods: Record<string, Method> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  getMyDescription: description.get,
  setMyDescription: description.set,
  getMyShortDescription: shortDescription.get,
  setMyShortDescription: shortDescription.set,
  getChatMenuButton,
  setChatMenuButton,
  getChat,
  getChatMember,
  getChatAdministrators,
  leaveChat,
  createForumTopic,
  editForumTopic,
  answerCallbackQuery,
};
