import type { Readable } from 'node:stream';
import { deferred, untilAborted, withTimeLimit } from '@reelay/async';
import type { APIInteraction } from 'discord.js';
import type { Attachment, ChatKey, Limits, MessageRef, Person, PlaceKey, Reply } from '../../core/chat.ts';
import { ButtonDedupe } from '../kit/button-dedupe.ts';
import { JOIN_LONGEST_MS, JOIN_WITHIN_MS } from '../kit/joining.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import type { Platform } from '../kit/platform-module.ts';
import { ProgressMessages } from '../kit/progress-messages.ts';
import { ReceivedMessages } from '../kit/received-messages.ts';
import { CatchUp } from './catch-up.ts';
import { type Context, createContext } from './context.ts';
import { DeferredReplies } from './deferred-replies.ts';
import { Deliverer } from './deliver.ts';
import { openFile } from './download.ts';
import { type Connection, connect, GatewayStatus } from './gateway.ts';
import { Intake } from './intake.ts';
import { InteractionReplies } from './interaction-requests.ts';
import { Interactions } from './interactions.ts';
import { DEFAULT_FILE_BYTES, PROGRESS_EVERY_MS, REQUEST_LIFE_MS, TYPING_EVERY_MS } from './limits.ts';
import { Messages } from './messages.ts';
import type { DiscordOptions } from './options.ts';
import { isModeratorIn } from './permissions.ts';
import { channelOf, placeKeyOf } from './place.ts';
import { Presses } from './presses.ts';
import { DiscordProgress } from './progress-messages.ts';
import { hasThreads } from './project-thread.ts';
import type { GatewayMessage } from './read-message.ts';
import { registerUntilDone } from './register.ts';
import { escapedLength } from './text.ts';

/** How long a stop waits for requests on their way to the core, in ms: the whole process has ten seconds. */
const STOP_MS = 1_800;
/** How long a close waits for requests that came after the stop, in ms. */
const LAST_REQUESTS_MS = 300;

/** The bot on Discord. It can be registered with the engine before it is started. */
export class DiscordAdapter implements Platform {
  readonly platform = 'discord';
  readonly answersPrivately = true;
  readonly asksForFiles = true;
  readonly #options: DiscordOptions;
  readonly #context: Context;
  readonly #deferredReplies: DeferredReplies;
  readonly #buttons: ButtonDedupe;
  readonly #deliverer: Deliverer;
  readonly #progress: ProgressMessages;
  readonly #intake: Intake;
  readonly #received: ReceivedMessages;
  readonly #catchUp: CatchUp;
  #messages: Messages | undefined;
  readonly #handling = new Set<Promise<void>>();
  readonly #status: GatewayStatus;
  readonly #fatal = deferred<Error>();
  #connection: Connection | undefined;
  #stopping = false;
  readonly #ending = new AbortController();

  constructor(options: DiscordOptions) {
    this.#options = options;
    const { clock, store, core } = options;
    this.#status = new GatewayStatus(clock);
    const log = options.log.child({ platform: this.platform });
    this.#context = createContext(options, log);
    this.#deferredReplies = new DeferredReplies(this.#context);
    const isOpen = (chat: ChatKey, id: string) => core.isOpen(chat, id);
    this.#buttons = new ButtonDedupe({ store, table: 'discord-presses', ttlMs: REQUEST_LIFE_MS, isOpen, log });
    this.#deliverer = new Deliverer(this.#context, this.#deferredReplies);
    const platform = new DiscordProgress(this.#context, this.#deferredReplies);
    this.#progress = new ProgressMessages({ platform, clock, log, busyEveryMs: TYPING_EVERY_MS });
    this.#received = new ReceivedMessages({ store, table: 'discord-received', ttlMs: REQUEST_LIFE_MS, core });
    this.#intake = new Intake({ core, repository: this.#context.repository, log });
    this.#catchUp = new CatchUp({
      context: this.#context,
      store,
      handle: async (group) => this.#messages?.missed(group),
      togetherMs: options.joinWithinMs ?? JOIN_WITHIN_MS,
      signal: this.#ending.signal,
    });
  }

  /** The connection ended for good while running, such as for a token that was revoked. */
  get fatal(): Promise<Error> {
    return this.#fatal.promise;
  }

  /**
   * Connects and registers the commands; resolves once messages come in.
   * @throws DiscordStartError when Discord refuses the token or the intents, or cannot be reached; the signal's reason
   */
  async start(signal: AbortSignal): Promise<void> {
    const { log, clock } = this.#context;
    const { token, apiRoot } = this.#options;
    // Messages that come before the bot knows its own id wait for it; interactions do not.
    let knowsItself = (_messages: Messages) => {};
    const known = new Promise<Messages>((resolve) => {
      knowsItself = resolve;
    });
    const interactions = this.#interactions();
    // Without a wait once that is known: what was said takes its place in the queue before a command that comes after it.
    const onMessages = (work: (messages: Messages) => Promise<void>) =>
      this.#handle('a message', () => (this.#messages ? work(this.#messages) : known.then(work)));
    const connection = await connect(
      {
        token,
        apiRoot,
        clock,
        log,
        status: this.#status,
        handlers: {
          messageCreated: (data: GatewayMessage) => onMessages((each) => this.#created(each, data)),
          messageUpdated: (data: GatewayMessage) => onMessages((each) => each.updated(data)),
          messageDeleted: (data) => onMessages((each) => each.deleted(data)),
          begunAnew: () => this.#handle('what was missed', () => this.#catchUp.run()),
          interaction: (data: APIInteraction) => this.#handle('an interaction', () => interactions.handle(data)),
        },
        onLost: (error) => this.#fatal.resolve(error),
      },
      signal,
    );
    this.#connection = connection;
    const messages = this.#makeMessages(connection.self);
    this.#messages = messages;
    knowsItself(messages);
    this.#handle('what waited and was missed', async () => {
      await messages.resume();
      await this.#catchUp.run();
    });
    await registerUntilDone(this.#context, connection.application, this.#options.developmentGuild, this.#ending.signal);
  }

  /** What comes to a channel that is being read waits for what came there before. */
  #created(messages: Messages, data: GatewayMessage): Promise<void> {
    const reading = this.#catchUp.reading(data.channel_id);
    return reading ? reading.then(() => messages.created(data)) : messages.created(data);
  }

  /**
   * Accepts nothing more and lets what has come reach the core. Who calls now hears to try again in a minute, until
   * {@link DiscordAdapter.close}.
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#ending.abort();
    this.#messages?.closeAll();
    await this.#settled(STOP_MS);
  }

  /** Leaves Discord. Nothing can be sent afterwards, so the engine is stopped before. */
  async close(): Promise<void> {
    if (this.#stopping) await this.#settled(LAST_REQUESTS_MS);
    else await this.stop();
    await this.#connection?.close();
    this.#connection = undefined;
    this.#context.api.close();
  }

  /** Why no messages come in, and since when (ms since the Unix epoch); undefined while the gateway is there. */
  problem(): { reason: string; sinceMs: number } | undefined {
    return this.#status.problem();
  }

  textLength(text: string): number {
    return escapedLength(text);
  }

  limits(chat: ChatKey): Limits {
    const { repository, uploadLimits, clock } = this.#context;
    const place = repository.cachedPlace(chat);
    const answer = clock.now() < (place?.answerUntil ?? 0) ? (place?.answerBytes ?? 0) : 0;
    const channel = place?.kind === 'not-member' ? DEFAULT_FILE_BYTES : uploadLimits.bytes(place?.guild);
    return { maxFileBytes: Math.max(answer, channel), progressEveryMs: PROGRESS_EVERY_MS };
  }

  async forget(chat: ChatKey): Promise<void> {
    await this.#context.repository.forget(chat);
    await this.#context.ledger.forget(chat);
    await this.#buttons.forget(chat);
    await this.#received.forget(chat);
    await this.#catchUp.forget(channelOf(chat));
  }

  /** A thread that begins with a message has its id ("Threads" of Discord's documentation). */
  threadAt(ref: MessageRef): PlaceKey {
    return placeKeyOf(ref);
  }

  isModerator({ chat, userId, community }: Person, signal: AbortSignal): Promise<boolean> {
    const { api, moderatorRoles } = this.#context;
    const where = { guild: channelOf(community), channel: channelOf(chat), user: userId };
    return isModeratorIn(api, where, moderatorRoles, signal);
  }

  async open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    return openFile(attachment, this.#context, signal);
  }

  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    return this.#deliverer.send(chat, reply, signal);
  }

  async showProgress(
    chat: ChatKey,
    text: string,
    ref: MessageRef | undefined,
    signal: AbortSignal,
  ): Promise<MessageRef | undefined> {
    return this.#progress.show(chat, text, ref, signal);
  }

  async showBusy(chat: ChatKey, signal: AbortSignal): Promise<void> {
    await this.#progress.showBusy(chat, signal);
  }

  async direct(userId: string, signal: AbortSignal): Promise<ChatKey> {
    const { api, calls, repository } = this.#context;
    const open = (own: AbortSignal) => api.openDm(userId, own);
    const chat = placeKeyOf(await calls.untilDone('open DM', open, { signal, idempotent: true }));
    await repository.savePlace(chat, { kind: 'dm' });
    return chat;
  }

  async remove(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    const { api, calls } = this.#context;
    const take = (own: AbortSignal) => api.deleteMessage(channelOf(chat), ref, own);
    try {
      await calls.untilDone('delete message', take, { signal, idempotent: true });
    } catch (error) {
      if (!isPlatformError(error, 'message-gone')) throw error;
    }
  }

  async endProgress(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    await this.#progress.end(chat, ref, signal);
  }

  #makeMessages(self: string): Messages {
    const { language, joinWithinMs = JOIN_WITHIN_MS } = this.#options;
    return new Messages({
      context: this.#context,
      intake: this.#intake,
      received: this.#received,
      isOpen: (chat, id) => this.#options.core.isOpen(chat, id),
      self,
      language,
      threadPerProject: (guild) => hasThreads(guild, this.#options),
      joining: { quietMs: joinWithinMs, longestMs: JOIN_LONGEST_MS },
      catchUp: this.#catchUp,
      stopping: () => this.#stopping,
    });
  }

  #interactions(): Interactions {
    const { language } = this.#options;
    const stopping = () => this.#stopping;
    const replies = new InteractionReplies(this.#context);
    // What was said takes its place in line before a command that comes after it.
    const closeRequest = (channel: string, user: string) => this.#messages?.closeRequest(channel, user);
    const shared = { context: this.#context, intake: this.#intake, replies, stopping, closeRequest };
    return new Interactions({
      ...shared,
      presses: new Presses({ ...shared, buttons: this.#buttons }),
      deferredReplies: this.#deferredReplies,
      suggestions: this.#options,
      language,
      threadPerProject: (guild) => hasThreads(guild, this.#options),
    });
  }

  /** Waits for requests on their way to the core, but no longer than this. */
  async #settled(limitMs: number): Promise<void> {
    const { clock, log } = this.#context;
    const settled = async () => {
      await Promise.all([...this.#handling]);
      await this.#deferredReplies.close();
    };
    await withTimeLimit(clock, limitMs, 'the last messages', undefined, (signal) =>
      untilAborted(settled(), signal),
    ).catch((error: unknown) => log.warn({ err: error }, 'stopping without the last requests'));
  }

  /** Runs a handler that the gateway does not wait for; a stop does, and a failure is logged. */
  #handle(what: string, work: () => Promise<void>): void {
    // Begins at once, and what it throws at once is a rejection as well.
    const running = (async () => work())()
      .catch((error: unknown) => this.#context.log.error({ err: error }, `${what} could not be handled`))
      .finally(() => this.#handling.delete(running));
    this.#handling.add(running);
  }
}

/** Makes the adapter; see {@link DiscordAdapter.start}. */
export function createDiscord(options: DiscordOptions): DiscordAdapter {
  return new DiscordAdapter(options);
}
