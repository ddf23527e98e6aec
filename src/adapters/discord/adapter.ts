import type { Readable } from 'node:stream';
import { type Clock, deferred, untilAborted, withTimeLimit } from '@reelay/async';
import type { APIInteraction } from 'discord.js';
import type { Attachment, ChatKey, Limits, MessageRef, Person, Reply } from '../../core/chat.ts';
import type { Store } from '../../core/storage/store.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import type { Logger } from '../../lib/logger.ts';
import { ButtonDedupe } from '../kit/button-dedupe.ts';
import { Calls } from '../kit/calls.ts';
import type { CorePort } from '../kit/core-port.ts';
import { DeliveryLedger } from '../kit/delivery-ledger.ts';
import { JOIN_LONGEST_MS, JOIN_WITHIN_MS } from '../kit/joining.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import type { Platform } from '../kit/platform-module.ts';
import { ProgressMessages } from '../kit/progress-messages.ts';
import { ReceivedMessages } from '../kit/received-messages.ts';
import { DiscordApi } from './api.ts';
import { CatchUp } from './catch-up.ts';
import type { Context } from './context.ts';
import { DeferredReplies } from './deferred-replies.ts';
import { Deliverer } from './deliver.ts';
import { openFile } from './download.ts';
import { type Connection, connect, GatewayStatus } from './gateway.ts';
import { Intake } from './intake.ts';
import { InteractionReplies } from './interaction-requests.ts';
import { Interactions } from './interactions.ts';
import {
  DEFAULT_FILE_BYTES,
  PROGRESS_EVERY_MS,
  REGISTER_WAITS_MS,
  REQUEST_LIFE_MS,
  RETRY_WAITS_MS,
  TYPING_EVERY_MS,
} from './limits.ts';
import { type GatewayMessage, Messages } from './messages.ts';
import { isModeratorIn } from './permissions.ts';
import { channelOf, placeKeyOf } from './place.ts';
import { readError } from './platform-error.ts';
import { Presses } from './presses.ts';
import { DiscordProgress } from './progress-messages.ts';
import { registerCommands } from './register.ts';
import { Repository } from './repository.ts';
import type { SuggestionSources } from './suggestions.ts';
import { escapedLength } from './text.ts';
import { UploadLimits } from './upload-limits.ts';

export interface DiscordOptions extends SuggestionSources {
  token: string;
  /** Where the API is instead of Discord's own place, such as `http://127.0.0.1:1234/api`. */
  apiRoot?: string;
  /** Registers the commands in this server alone, where they are there at once. */
  developmentGuild?: string;
  /** Gets the messages. */
  core: CorePort;
  store: Store;
  clock: Clock;
  log: Logger;
  /** The language of the adapter's own sentences; `auto` is the user's. */
  language: LanguageSetting;
  /** Ids of roles whose people moderate, whatever Discord lets them do. */
  moderatorRoles?: readonly string[];
  /** Gives each project in a server's channel a thread of its own. */
  threadPerProject?: boolean;
  /** So much quiet ends a request of several messages, in ms; 0 makes every message one of its own. */
  joinWithinMs?: number;
}

/** How long a stop waits for requests on their way to the core, in ms: the whole process has ten seconds. */
const STOP_MS = 1_800;
/** How long a close waits for requests that came after the stop, in ms. */
const LAST_REQUESTS_MS = 300;

/** The bot on Discord. It can be registered with the engine before it is started. */
export class DiscordAdapter implements Platform {
  readonly platform = 'discord';
  readonly answersPrivately = true;
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
    const api = new DiscordApi(options);
    const repository = new Repository(store, clock);
    const calls = new Calls({ clock, log, read: readError, backOffMs: RETRY_WAITS_MS, pauses: false });
    const ledger = new DeliveryLedger({
      store,
      table: 'discord-posted',
      ttlMs: REQUEST_LIFE_MS,
      calls,
      clock,
      log,
      // A result is posted again until the signal ends it.
      repeats: { absent: Number.POSITIVE_INFINITY, unknowable: Number.POSITIVE_INFINITY },
      recover: (earlier, signal) => calls.backOff(earlier, signal),
    });
    const { moderatorRoles = [] } = options;
    const uploadLimits = new UploadLimits({ api, clock, log });
    this.#context = { api, calls, ledger, repository, clock, log, moderatorRoles, uploadLimits };
    this.#deferredReplies = new DeferredReplies(this.#context);
    const isOpen = (chat: ChatKey, id: string) => core.isOpen(chat, id);
    this.#buttons = new ButtonDedupe({ store, table: 'discord-presses', ttlMs: REQUEST_LIFE_MS, isOpen, log });
    this.#deliverer = new Deliverer(this.#context, this.#deferredReplies);
    const platform = new DiscordProgress(this.#context, this.#deferredReplies);
    this.#progress = new ProgressMessages({ platform, clock, log, busyEveryMs: TYPING_EVERY_MS });
    this.#received = new ReceivedMessages({ store, table: 'discord-received', ttlMs: REQUEST_LIFE_MS, core });
    this.#intake = new Intake({ core, repository, log });
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
   * @throws DiscordStartError when Discord refuses the token or the intents, or can't be reached; the signal's reason
   */
  async start(signal: AbortSignal): Promise<void> {
    const { log, clock } = this.#context;
    const { token, apiRoot, developmentGuild } = this.#options;
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
    // Mentions and DMs work without them, and the old ones are still there.
    await this.#register(connection.application).catch((error: unknown) => {
      log.error({ err: error, guild: developmentGuild }, 'the commands could not be registered; trying again');
      void this.#registerLater(connection.application);
    });
  }

  /** What comes to a channel that is being read waits for what came there before. */
  #created(messages: Messages, data: GatewayMessage): Promise<void> {
    const reading = this.#catchUp.reading(data.channel_id);
    return reading ? reading.then(() => messages.created(data)) : messages.created(data);
  }

  #register(application: string): Promise<boolean> {
    return registerCommands(this.#context, application, this.#options.developmentGuild);
  }

  /** Registers the commands until that works or the bot stops. Never rejects. */
  async #registerLater(application: string): Promise<void> {
    const { clock, log } = this.#context;
    const { signal } = this.#ending;
    for (let failed = 0; !signal.aborted; failed++) {
      const waitMs = REGISTER_WAITS_MS[Math.min(failed, REGISTER_WAITS_MS.length - 1)] ?? 0;
      try {
        await clock.sleep(waitMs, signal);
        await this.#register(application);
        return;
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error, failed: failed + 2 }, 'the commands could not be registered');
      }
    }
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
    const { language, threadPerProject = false, joinWithinMs = JOIN_WITHIN_MS } = this.#options;
    return new Messages({
      context: this.#context,
      intake: this.#intake,
      received: this.#received,
      isOpen: (chat, id) => this.#options.core.isOpen(chat, id),
      self,
      language,
      threadPerProject,
      joining: { quietMs: joinWithinMs, longestMs: JOIN_LONGEST_MS },
      catchUp: this.#catchUp,
      stopping: () => this.#stopping,
    });
  }

  #interactions(): Interactions {
    const { language, threadPerProject = false } = this.#options;
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
      threadPerProject,
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
    const running = work()
      .catch((error: unknown) => this.#context.log.error({ err: error }, `${what} could not be handled`))
      .finally(() => this.#handling.delete(running));
    this.#handling.add(running);
  }
}

/** Makes the adapter; see {@link DiscordAdapter.start}. */
export function createDiscord(options: DiscordOptions): DiscordAdapter {
  return new DiscordAdapter(options);
}
