import type { CallbackQuery } from './context.ts';
import { captionOf, compose, type Says, textOf } from './people.ts';
import type { Right } from './rights.ts';
import type { TgChat, TgMessage, TgUser } from './types.ts';
import type { Draft, MemberStatus, StoredMessage, World } from './world.ts';

/** Messages of one album. */
const MAX_ALBUM = 10;
/** How long the bot is shown what a pressed button stands under, in s; Telegram does not say how long. */
const ACCESSIBLE_S = 48 * 3600;
/** How long a draft is seen, in ms. */
const DRAFT_MS = 30_000;

/** Anything that names a message, as people or the bot sent it. */
export type MessageLike = { chat: { id: number }; message_id: number; ephemeral_message_id?: number };

/** What people do, as a test plays it. */
export class People {
  /** The bot itself. */
  readonly bot: TgUser;
  protected readonly world: World;
  readonly #callbacks: CallbackQuery[];
  #nextChatId = 5000;
  #nextQuery = 1;

  constructor(world: World, callbacks: CallbackQuery[]) {
    this.world = world;
    this.bot = world.bot;
    this.#callbacks = callbacks;
  }

  user(facts: Omit<TgUser, 'is_bot'> & { is_bot?: boolean }): TgUser {
    const user = { is_bot: false, ...facts };
    this.world.users.set(user.id, user);
    return user;
  }

  /** The conversation of a user with the bot: it has the user's id. */
  dm(user: TgUser): TgChat {
    const existing = this.world.chats.get(user.id);
    if (existing) return existing.chat;
    const { id, first_name, username } = user;
    const state = this.world.addChat({ id, type: 'private', first_name, ...(username && { username }) });
    state.members.set(user.id, 'member');
    return state.chat;
  }

  /** A group with the bot in it; a forum is always a supergroup. */
  group(facts: {
    title: string;
    supergroup?: boolean;
    forum?: boolean;
    admins?: TgUser[];
    members?: TgUser[];
    /** What members may not send, the bot as long as it is none of the administrators. */
    forbidden?: readonly Right[];
    /** Least time between two messages of a member, in s. */
    slowModeSeconds?: number;
  }): TgChat {
    const { title, supergroup = false, forum = false } = facts;
    const number = this.#nextChatId++;
    const state = this.world.addChat(
      supergroup || forum
        ? { id: -1_000_000_000_000 - number, type: 'supergroup', title, ...(forum && { is_forum: true as const }) }
        : { id: -number, type: 'group', title },
    );
    state.forbidden = new Set(facts.forbidden);
    state.slowModeSeconds = facts.slowModeSeconds ?? 0;
    for (const user of facts.members ?? []) state.members.set(user.id, 'member');
    for (const user of facts.admins ?? []) state.members.set(user.id, 'administrator');
    return state.chat;
  }

  /** Opens a topic in a forum or a private chat, `implicit` where the client named it; resolves with its thread id. The bot is told. */
  topic(chat: TgChat, user: TgUser, name: string, how: { implicit?: true } = {}): number {
    const state = this.world.state(chat);
    const id = this.world.nextId(state);
    state.topics.set(id, { name, closed: false });
    const said = { message_thread_id: id, is_topic_message: true as const };
    const created = {
      from: user,
      ...said,
      forum_topic_created: { name, icon_color: 7_322_096, ...(how.implicit && { is_name_implicit: true as const }) },
    };
    const { message } = this.world.post(state, created, {}, id);
    this.world.updates.push('message', message);
    return id;
  }

  /** Closes a topic, or deletes it with everything in it. */
  endsTopic(chat: TgChat, thread: number, how: 'closed' | 'deleted'): void {
    const state = this.world.state(chat);
    const topic = state.topics.get(thread);
    if (topic && how === 'closed') topic.closed = true;
    else state.topics.delete(thread);
  }

  /** Makes somebody (or the bot) something else in a chat. */
  becomes(chat: TgChat, user: TgUser, status: MemberStatus): void {
    this.world.state(chat).members.set(user.id, status);
  }

  /** A person writes; the bot gets the update. Returns the message. */
  says(chat: TgChat, user: TgUser, says: string | Says): TgMessage {
    const message = this.#said(chat, user, typeof says === 'string' ? { text: says } : says);
    this.#give(message);
    return message;
  }

  /** The bot gets the update, unless the group's privacy mode keeps the message from it. */
  #give(message: TgMessage): void {
    if (this.world.isShown(message)) this.world.updates.push('message', message);
  }

  /** Somebody adds the bot to a group. */
  adds(chat: TgChat, by: TgUser, as: 'member' | 'administrator' = 'member'): void {
    this.world.state(chat).members.set(this.bot.id, as);
    this.#memberUpdate(chat, by, 'left', as);
  }

  #said(chat: TgChat, user: TgUser, says: Says): TgMessage {
    const state = this.world.state(chat);
    this.world.users.set(user.id, user);
    if (!state.members.has(user.id)) state.members.set(user.id, 'member');
    return this.world.post(state, compose(this.world, state, user, says)).message;
  }

  /**
   * An album: one message per item, ten with one `media_group_id`, the next ten with another; `shuffled` lets the updates
   * come last item first.
   */
  album(chat: TgChat, user: TgUser, items: Says[], how: { order?: 'shuffled' } = {}): TgMessage[] {
    const albums: Says[][] = [];
    for (let at = 0; at < items.length; at += MAX_ALBUM) albums.push(items.slice(at, at + MAX_ALBUM));
    return albums.flatMap((members) => {
      const media_group_id = `1${this.world.files.size}${chat.id}`.replace('-', '');
      const messages = members.map((item) => this.#said(chat, user, { ...item, media_group_id }));
      for (const message of how.order === 'shuffled' ? messages.toReversed() : messages) this.#give(message);
      return messages;
    });
  }

  /** Forwards messages, with a comment that comes before them as a message of its own. */
  forwards(chat: TgChat, user: TgUser, comment: string | undefined, items: Says[], from: TgUser | string): TgMessage[] {
    const said = comment === undefined ? [] : [this.says(chat, user, comment)];
    return [...said, ...items.map((item) => this.says(chat, user, { ...item, forward: from }))];
  }

  /** Somebody puts a reaction on a message: the bot is told of an edit that changes nothing. */
  reacts(message: MessageLike): void {
    const { message: said } = this.#stored(message);
    if (said.from?.id !== this.bot.id && this.world.isShown(said)) this.world.updates.push('edited_message', said);
  }

  /** A person changes the text or caption of a message. */
  edits(message: MessageLike, text: string): TgMessage {
    const stored = this.#stored(message);
    stored.earlier.push(stored.message.text ?? stored.message.caption ?? '');
    const { entities: _, caption_entities: __, ...kept } = stored.message;
    const changed = kept.text === undefined ? captionOf(text) : textOf(text);
    stored.message = { ...kept, ...changed, edit_date: this.world.seconds() };
    if (this.world.isShown(stored.message)) this.world.updates.push('edited_message', stored.message);
    this.world.changed();
    return stored.message;
  }

  /** A person deletes a message: the bot is not told. */
  deletes(message: MessageLike): void {
    this.#stored(message).deleted = true;
    this.world.changed();
  }

  /**
   * A person presses a button, by its text or its place from 0, or an old one by its `data`. Returns the query's id. Of a
   * message that is deleted, or older than two days, the bot is told no more than where it was.
   */
  presses(under: MessageLike, button: string | number | { data: string }, user: TgUser): string {
    const stored = this.#stored(under);
    const buttons = stored.message.reply_markup?.inline_keyboard.flat() ?? [];
    const data =
      typeof button === 'object'
        ? button.data
        : (typeof button === 'number' ? buttons[button] : buttons.find((one) => one.text === button))?.callback_data;
    if (data === undefined) throw new Error(`No such button among: ${buttons.map((one) => one.text).join(', ')}`);
    const id = String(4_000_000_000 + this.#nextQuery++);
    const { chat, message_id, date } = stored.message;
    const at = this.world.clock.now();
    this.#callbacks.push({ id, userId: user.id, chatId: chat.id, messageId: message_id, data, at });
    const accessible = !stored.deleted && this.world.seconds() - date < ACCESSIBLE_S;
    const message = accessible ? stored.message : { chat, message_id, date: 0 };
    const query = { id, from: user, message, chat_instance: String(chat.id), data };
    this.world.updates.push('callback_query', query);
    return id;
  }

  /** What a person sees the bot write in a private chat; it goes away with a message, and after 30 s. */
  draft(chat: TgChat): Draft | undefined {
    const { draft } = this.world.state(chat);
    return draft && this.world.clock.now() - draft.at < DRAFT_MS ? draft : undefined;
  }

  /**
   * A person presses the Stop button of the draft that they see, or of an earlier one. As the live server does, the update
   * names the bot's own chat unless `documented` is set (https://github.com/tdlib/telegram-bot-api/issues/891).
   */
  stops(chat: TgChat, how: { draft?: Draft; documented?: boolean } = {}): void {
    const draft = how.draft ?? this.draft(chat);
    if (!draft?.canStop) throw new Error(`Chat ${chat.id} shows no draft that can be stopped`);
    const { id, first_name, username } = this.bot;
    const told = how.documented ? chat : { id, type: 'private', first_name, username };
    const thread = draft.thread === undefined ? {} : { message_thread_id: draft.thread };
    this.world.updates.push('stopped_message_generation', { chat: told, ...thread, draft_id: draft.id });
  }

  /** A chat takes no drafts. */
  refusesDrafts(chat: TgChat): void {
    this.world.state(chat).refusesDrafts = true;
  }

  /** Every button that was pressed, with what the bot answered. */
  get queries(): readonly CallbackQuery[] {
    return this.#callbacks;
  }

  /** The pressed buttons that the bot has not answered. */
  unanswered(): CallbackQuery[] {
    return this.#callbacks.filter((query) => !query.answer);
  }

  /** A group becomes a supergroup with another id, told by a service message in each. Returns the new chat. */
  migrates(group: TgChat): TgChat {
    const old = this.world.state(group);
    const chat = this.group({ title: group.title ?? '', supergroup: true });
    const state = this.world.state(chat);
    for (const [id, status] of old.members) state.members.set(id, status);
    const from = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
    const left = this.world.post(old, { from, migrate_to_chat_id: chat.id });
    const arrived = this.world.post(state, { from, migrate_from_chat_id: group.id });
    old.migratedTo = chat.id;
    this.world.updates.push('message', left.message);
    this.world.updates.push('message', arrived.message);
    return chat;
  }

  /** A user blocks the bot: it is told, and every send ends with 403. */
  blocks(user: TgUser): void {
    this.#leaves(this.dm(user), user, 'kicked', 'bot was blocked by the user');
  }

  unblocks(user: TgUser): void {
    const state = this.world.state(this.dm(user));
    state.gone = undefined;
    this.#memberUpdate(state.chat, user, 'kicked', 'member');
  }

  /** The bot is thrown out of a group. */
  kicks(chat: TgChat, by: TgUser): void {
    this.#leaves(chat, by, 'kicked', `bot was kicked from the ${chat.type} chat`);
  }

  #leaves(chat: TgChat, by: TgUser, status: MemberStatus, told: string): void {
    this.world.state(chat).gone = told;
    this.#memberUpdate(chat, by, 'member', status);
  }

  #memberUpdate(chat: TgChat, from: TgUser, before: MemberStatus, after: MemberStatus): void {
    const member = (status: MemberStatus) => ({
      user: this.bot,
      status,
      ...(status === 'kicked' && { until_date: 0 }),
    });
    this.world.updates.push('my_chat_member', {
      chat,
      from,
      date: this.world.seconds(),
      old_chat_member: member(before),
      new_chat_member: member(after),
    });
  }

  #stored(message: MessageLike): StoredMessage {
    const { messages, whispers } = this.world.state(message.chat);
    const { ephemeral_message_id: alone } = message;
    const stored = alone === undefined ? messages.get(message.message_id) : whispers.get(alone);
    if (!stored) throw new Error(`Chat ${message.chat.id} has no message ${message.message_id}`);
    return stored;
  }
}
