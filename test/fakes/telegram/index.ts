import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '@reelay/async';
import { People } from './acts.ts';
import type { Call, CommandList, ServerLimits } from './context.ts';
import { type ApiVersion, whisper } from './ephemeral.ts';
import type { Fault } from './faults.ts';
import { textOf } from './people.ts';
import { ApiServer } from './server.ts';
import { type Shown, show } from './shown.ts';
import type { TgChat, TgMessage, TgUser } from './types.ts';
import type { Update } from './updates.ts';
import type { WebhookSender } from './webhook.ts';
import { type ChatAction, World } from './world.ts';

export type { Call } from './context.ts';
export { faults } from './faults.ts';
export { MEDIA_RIGHTS } from './rights.ts';
export type { Shown } from './shown.ts';
export type { TgChat, TgMessage, TgUser } from './types.ts';

const MB = 1024 * 1024;
/** https://core.telegram.org/bots/api#getfile, #sending-files and #using-a-local-bot-api-server */
const CLOUD: ServerLimits = { downloadBytes: 20 * MB, uploadBytes: 50 * MB, photoBytes: 10 * MB, callbackMs: 60_000 };
const LOCAL: ServerLimits = { ...CLOUD, downloadBytes: 2000 * MB, uploadBytes: 2000 * MB };

export interface FakeTelegramOptions {
  /** `<bot id>:<secret>`; has a default. */
  token?: string;
  /** The bot's name after the @. */
  username?: string;
  /** A local Bot API server: absolute paths instead of downloads, 2000 MB. */
  localMode?: boolean;
  limits?: Partial<ServerLimits>;
  /**
   * Telegram's privacy mode, on unless this is false: in groups the bot is given commands, mentions and replies to it, and
   * nothing else.
   */
  privacyMode?: boolean;
  /** Private chats with the bot have topics, as BotFather's Threaded Mode makes it. */
  privateTopics?: boolean;
  /** What the Bot API knows; the newest version if left away. */
  version?: ApiVersion;
  /** Whether downloads begin where a `Range` header says; they do unless this is false. */
  ranges?: boolean;
  /** For dates, the long poll's timeout and everything else that takes time; the system's if left away. */
  clock?: Clock;
}

/** Telegram with its Bot API, at the wire. */
export class FakeTelegram extends People {
  readonly token: string;
  /** Where a local Bot API server keeps its files; undefined in the cloud. */
  readonly localRoot: string | undefined;
  readonly #server: ApiServer;

  constructor(world: World, server: ApiServer, token: string, localRoot: string | undefined) {
    super(world, server.callbacks);
    this.#server = server;
    this.token = token;
    this.localRoot = localRoot;
  }

  /** Where updates go while a webhook is set. */
  get webhook(): WebhookSender {
    return this.#server.webhook;
  }

  /** The API's root, such as `http://127.0.0.1:12345`. */
  get url(): string {
    return this.#server.url;
  }

  /** Ends the server and every connection. */
  async close(): Promise<void> {
    this.#server.webhook.close();
    await this.#server.stop();
    if (this.localRoot !== undefined) await rm(this.localRoot, { recursive: true, force: true });
  }

  /** What a person sees in a chat now, in order; in one topic alone where `thread` is given. */
  shown(chat: TgChat, thread?: number): Shown[] {
    return this.history(chat).filter((one) => !one.deleted && (thread === undefined || one.thread === thread));
  }

  /** What one person sees in a group that nobody else does: their ephemeral commands, and what the bot said to them alone. */
  shownAlone(chat: TgChat, user: TgUser): Shown[] {
    const all = [...this.world.state(chat).whispers.values()].filter(({ deleted }) => !deleted);
    const theirs = all.filter(({ message }) => message.from?.id === user.id || message.receiver_user?.id === user.id);
    return theirs.map((stored) => show(this.world, stored));
  }

  /** Resolves with the first message that the bot said to a person alone and that `wanted` accepts. */
  seenAlone(chat: TgChat, user: TgUser, wanted: (message: Shown) => boolean = () => true): Promise<Shown> {
    return this.world.until(() => this.shownAlone(chat, user).find((message) => message.mine && wanted(message)));
  }

  /** A person types a command that the bot declared ephemeral: nobody else sees it. Throws where it did not. */
  whispers(chat: TgChat, user: TgUser, text: string, thread?: number): TgMessage {
    const name = /^\/([a-z0-9_]+)/.exec(text)?.[1];
    const declared = this.commandLists().filter(
      ({ scope }) => scope === 'all_group_chats' || scope === 'all_chat_administrators',
    );
    const isHidden = declared.some(({ commands }) => commands.some((one) => one.command === name && one.is_ephemeral));
    if (!isHidden) throw new Error(`The bot declared no ephemeral command ${name}`);
    const topic = thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true as const };
    const state = this.world.state(chat);
    state.members.set(user.id, state.members.get(user.id) ?? 'member');
    const { message } = whisper(this.world, state, { from: user, ...textOf(text), ...topic });
    this.world.updates.push('message', message);
    return message;
  }

  /** Every message that was ever in a chat, the deleted ones too. */
  history(chat: TgChat): Shown[] {
    return [...this.world.state(chat).messages.values()].map((stored) => show(this.world, stored));
  }

  /** Resolves with the first message on show that `wanted` accepts, as soon as there is one. */
  seen(chat: TgChat, wanted: (message: Shown) => boolean): Promise<Shown> {
    return this.world.until(() => this.shown(chat).find(wanted));
  }

  /** A message as the API has it now, to press its buttons or answer it. */
  message(chat: TgChat, id: number): TgMessage {
    const stored = this.world.state(chat).messages.get(id);
    if (!stored) throw new Error(`Chat ${chat.id} has no message ${id}`);
    return stored.message;
  }

  /** What a topic is called; undefined for none. */
  topicName(chat: TgChat, thread: number): string | undefined {
    return this.world.state(chat).topics.get(thread)?.name;
  }

  /** The bot's signs of life in a chat ("typing"), in order. */
  actions(chat: TgChat): readonly ChatAction[] {
    return this.world.state(chat).actions;
  }

  /** The command lists that the bot has set. */
  commandLists(): CommandList[] {
    return [...this.#server.commands.values()];
  }

  /** The requests of a method (`file` for downloads) in order of arrival, or all of them. */
  calls(method?: string): Call[] {
    return this.#server.calls.filter((call) => method === undefined || call.method === method);
  }

  /** Resolves with the method's `n`-th request (from 1) as soon as it has arrived. */
  called(method: string, n = 1): Promise<Call> {
    return this.world.until(() => this.calls(method)[n - 1]);
  }

  /** Resolves with the method's `n`-th request (from 1) that was answered, with its answer. */
  answered(method: string, n = 1): Promise<Call> {
    return this.world.until(() => this.calls(method).filter((call) => call.answer)[n - 1]);
  }

  /** Resolves once `look` finds something; it is asked again after every request, answer and message. */
  until<T>(look: () => T | undefined): Promise<T> {
    return this.world.until(look);
  }

  /** Gives the method's next requests these faults, one each, in order. */
  next(method: string, ...list: Fault[]): void {
    this.#server.faults.add(method, list);
  }

  /** The updates that no offset has confirmed yet. */
  get unconfirmed(): readonly Update[] {
    return this.world.updates.pending;
  }

  /** Gives an update of this kind with whatever it is to bring, as no real Telegram does. */
  gives(kind: string, value: unknown): void {
    this.world.updates.push(kind, value);
  }

  /** Gives an update once more, though it may have been confirmed. */
  repeats(update: Update): void {
    this.world.updates.repeat(structuredClone(update));
  }

  /** From now on connections are refused; the open ones are reset, whatever they were about. */
  async cutNetwork(): Promise<void> {
    await this.#server.stop();
  }

  /** Takes connections again, at the same address. */
  async restoreNetwork(): Promise<void> {
    await this.#server.start();
  }

  /** No poll waits any more, as with a proxy in between that answers by itself. */
  answersPollsAtOnce(): void {
    this.world.updates.answerAtOnce();
  }

  /** Another instance polls with the same token until `stop` is called: every poll of ours ends with 409. */
  secondPoller(): { stop(): void } {
    this.world.updates.rival = true;
    return {
      stop: () => {
        this.world.updates.rival = false;
      },
    };
  }
}

/** Starts a Telegram of its own at a free port of this machine. */
export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const token = options.token ?? '7000000001:fake-secret_OfTheFakeTelegram000000';
  const username = options.username ?? 'reelay_test_bot';
  const bot = { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Reelay', username };
  const world = new World(options.clock ?? systemClock, bot);
  world.hasPrivateTopics = options.privateTopics ?? false;
  world.version = options.version ?? '10.3';
  world.seesAllMessages = options.privacyMode === false;
  const localRoot = options.localMode ? await mkdtemp(join(tmpdir(), 'fake-telegram-')) : undefined;
  const limits = { ...(options.localMode ? LOCAL : CLOUD), ...options.limits };
  const { ranges = true } = options;
  const server = new ApiServer(world, { token, limits, localRoot, ranges });
  await server.start();
  return new FakeTelegram(world, server, token, localRoot);
}
