import type { Readable } from 'node:stream';
import { deferred, untilAborted, withTimeLimit } from '@reelay/async';
import type { Api } from 'grammy';
import {
  type Attachment,
  ChatGoneError,
  type ChatKey,
  type Limits,
  type MessageRef,
  type Person,
  type Reply,
} from '../../core/chat.ts';
import { ButtonDedupe } from '../kit/button-dedupe.ts';
import type { Calls } from '../kit/calls.ts';
import { DeliveryLedger } from '../kit/delivery-ledger.ts';
import { JOIN_LONGEST_MS, JOIN_WITHIN_MS } from '../kit/joining.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import type { Platform, PlatformProblem } from '../kit/platform-module.ts';
import { ProgressMessages } from '../kit/progress-messages.ts';
import { ReceivedMessages } from '../kit/received-messages.ts';
import { API_ROOT, asApiSignal, createApi } from './api.ts';
import { pacedCalls, untilReachable } from './calls.ts';
import { Deliverer } from './deliver.ts';
import { Files } from './download.ts';
import { EphemeralReplies } from './ephemeral-replies.ts';
import { EphemeralSupport } from './ephemeral-support.ts';
import { Inbox } from './inbox.ts';
import { introduceBot } from './introduce.ts';
import {
  CHAT_ACTION_EVERY_MS,
  DELIVERY_TTL_MS,
  GROUP_PROGRESS_EVERY_MS,
  MAX_LOCAL_BYTES,
  MAX_UPLOAD_BYTES,
  PROGRESS_EVERY_MS,
  REPEATS_ABSENT,
  REPEATS_UNKNOWABLE,
} from './limits.ts';
import { MenuMessages } from './menu-messages.ts';
import { MessageIds } from './message-ids.ts';
import { MessageSearch } from './message-search.ts';
import type { TelegramOptions } from './options.ts';
import { isAdministrator } from './permissions.ts';
import { isGroupId, keyOf, PLATFORM, placeOf } from './place.ts';
import { Polling, unrecoverable } from './polling.ts';
import { Presses } from './presses.ts';
import { PrivateTopics } from './private-topics.ts';
import { TelegramProgress } from './progress-messages.ts';
import { Receiver } from './receiver.ts';
import { Repository } from './repository.ts';
import { StopDrafts } from './stop-drafts.ts';
import { Wire } from './transport.ts';
import { StoredUpdates, Webhook } from './webhook.ts';

/** How long a stop waits for what is being journaled, in ms: what is not stays with Telegram. */
const JOURNAL_MS = 600;
/** How long a stop waits in all, in ms. */
const STOP_MS = 1_800;

/** Makes the adapter; nothing is sent or fetched before it is started or a turn of an earlier process goes on. */
export function createTelegram(options: TelegramOptions): Platform {
  return new TelegramAdapter(options);
}

class TelegramAdapter implements Platform {
  readonly platform = PLATFORM;
  readonly #options: TelegramOptions;
  readonly #wire: Wire;
  readonly #api: Api;
  readonly #calls: Calls;
  readonly #files: Files;
  readonly #deliverer: Deliverer;
  readonly #ephemeral: EphemeralSupport;
  readonly #topics: PrivateTopics;
  readonly #progress: ProgressMessages;
  /** What stores something about chats. */
  readonly #forgetters: readonly { forget(chat: ChatKey): Promise<void> }[];
  readonly #receiver: Receiver;
  readonly #inbox: Inbox;
  readonly #source: Polling | Webhook;
  readonly #updates: StoredUpdates;
  readonly #stopping = new AbortController();
  readonly #fatal = deferred<Error>();
  #menus: Promise<void> = Promise.resolve();

  constructor(options: TelegramOptions) {
    const { token, clock, store, core, language, localFilesRoot, apiRoot = API_ROOT } = options;
    const log = options.log.child({ platform: PLATFORM });
    this.#options = { ...options, log };
    const wire = new Wire(clock);
    const api = createApi(token, apiRoot, wire);
    const calls = pacedCalls(clock, log);
    const repository = new Repository(store);
    const ids = new MessageIds(repository);
    const ledger = ledgerOf({ store, calls, clock, log }, api);
    const search = new MessageSearch({ calls, ids, log, ledger });
    const files = new Files({ api, calls, wire, clock, log, apiRoot, token, localFilesRoot });
    const onMigrated = (from: string, to: string) => this.#receiver.migrate(from, to);
    const support = new EphemeralSupport({ api, calls, log });
    const ephemeral = new EphemeralReplies({ api, calls, support, repository, clock, log });
    const topics = new PrivateTopics({ api, calls, repository, clock, log });
    const menus = new MenuMessages({ api, calls, repository, ephemeral, log });
    const deliverer = new Deliverer({ api, ledger, search, repository, menus, ephemeral, clock, log, onMigrated });
    const isOpen = (chat: ChatKey, id: string) => core.isOpen(chat, id);
    const buttons = new ButtonDedupe({ store, table: 'telegram_presses', ttlMs: DELIVERY_TTL_MS, isOpen, log });
    const presses = new Presses({ api, calls, core, buttons, repository, ephemeral, log, language });
    const received = new ReceivedMessages({ store, table: 'telegram_received', ttlMs: DELIVERY_TTL_MS, core });
    this.#receiver = new Receiver({
      ...{ api, calls, clock, core, log, language },
      ...{ deliverer, ephemeral, topics, buttons, files, presses, repository, ids, received },
    });
    this.#forgetters = [repository, ledger, buttons, received];
    const { handle, noticeStoreAway: onStoreFails, standsAlone, showReading, see } = this.#receiver;
    const joining = { quietMs: options.joinWithinMs ?? JOIN_WITHIN_MS, longestMs: JOIN_LONGEST_MS };
    const told = { onMessage: see, onWaiting: showReading, onStoreFails };
    const updates = new StoredUpdates(store);
    const onHandled = (id: number) => updates.drop(id, log);
    const inbox = new Inbox({ clock, log, joining, standsAlone, handle, onHandled, ...told });
    const receiving = { api, calls, inbox, clock, log };
    this.#source = options.webhook
      ? new Webhook({ ...options.webhook, ...receiving, updates })
      : new Polling(receiving);
    this.#inbox = inbox;
    this.#updates = updates;
    const drafts = new StopDrafts({ api, calls, repository, clock, log });
    const platform = new TelegramProgress({ api, calls, deliverer, search, drafts });
    this.#progress = new ProgressMessages({ platform, clock, log, busyEveryMs: CHAT_ACTION_EVERY_MS });
    this.#wire = wire;
    this.#api = api;
    this.#calls = calls;
    this.#files = files;
    this.#deliverer = deliverer;
    this.#ephemeral = support;
    this.#topics = topics;
  }

  get fatal(): Promise<Error> {
    return this.#fatal.promise;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { log } = this.#options;
    const either = AbortSignal.any([signal, this.#stopping.signal]);
    const must = <T>(what: string, call: (limited: AbortSignal) => Promise<T>) =>
      this.#calls.untilDone(what, call, { signal: either, idempotent: true });
    try {
      const me = await must('getMe', (limited) => this.#api.getMe(asApiSignal(limited)));
      // Updates come by one way only; a webhook that somebody left behind would keep them.
      if (!this.#options.webhook)
        await must('deleteWebhook', (limited) => this.#api.deleteWebhook({}, asApiSignal(limited)));
      this.#topics.enabled = me.has_topics_enabled;
      this.#receiver.me = { id: me.id, username: me.username, seesAll: me.can_read_all_group_messages };
      // What was posted to an earlier process is not given by Telegram again.
      this.#inbox.take(await this.#updates.all(), false);
      const { running, ended } = this.#source.start();
      ended.catch((error: unknown) => {
        const reason = error instanceof Error ? error : new Error(String(error));
        log.error({ err: reason }, 'fetching messages ended');
        this.#fatal.resolve(reason);
      });
      const giveUp = () => void this.#source.stop();
      either.addEventListener('abort', giveUp, { once: true });
      await running.finally(() => either.removeEventListener('abort', giveUp));
      either.throwIfAborted();
      this.#menus = introduceBot(
        { api: this.#api, calls: this.#calls, log, ephemeral: this.#ephemeral },
        this.#options,
        this.#stopping.signal,
      );
      log.info({ bot: me.username }, 'Telegram is connected');
    } catch (error) {
      throw unrecoverable(error) ?? error;
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('Telegram is stopping'));
    await this.#within(STOP_MS, 'the stop', async () => {
      await this.#within(JOURNAL_MS, 'the last messages', () => this.#inbox.stop());
      await this.#source.stop();
      await this.#receiver.settled();
      await this.#menus;
    });
  }

  problem(): PlatformProblem | undefined {
    return this.#source.problem();
  }

  stuck(): PlatformProblem | undefined {
    return this.#source.stuck();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  limits(chat: ChatKey): Limits {
    return {
      maxFileBytes: this.#options.localFilesRoot ? MAX_LOCAL_BYTES : MAX_UPLOAD_BYTES,
      progressEveryMs: isGroupId(placeOf(chat).chatId) ? GROUP_PROGRESS_EVERY_MS : PROGRESS_EVERY_MS,
    };
  }

  async forget(chat: ChatKey): Promise<void> {
    for (const each of this.#forgetters) await each.forget(chat);
  }

  open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    return this.#files.open(attachment, signal);
  }

  send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    return this.#deliverer.send(chat, reply, signal);
  }

  sendAlone(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef | undefined> {
    return this.#deliverer.sendAlone(chat, reply, signal);
  }

  showProgress(chat: ChatKey, text: string, ref: MessageRef | undefined, signal: AbortSignal) {
    return this.#progress.show(chat, text, ref, signal);
  }

  isModerator({ chat, userId }: Person, signal: AbortSignal): Promise<boolean> {
    const { chatId } = placeOf(chat);
    return isAdministrator({ api: this.#api, calls: this.#calls }, { chatId, userId }, signal);
  }

  async direct(userId: string): Promise<ChatKey> {
    // Who writes in the name of the group or of a channel: everybody reads what is sent there.
    if (isGroupId(userId)) throw new ChatGoneError('nobody is known who could be written to in private');
    return keyOf({ chatId: userId });
  }

  async remove(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    const { chatId } = await this.#deliverer.placeNow(chat);
    const take = (limited: AbortSignal) => this.#api.deleteMessage(chatId, Number(ref), asApiSignal(limited));
    const target = { place: chatId, posts: false };
    try {
      await this.#calls.untilDone('deleteMessage', take, { signal, idempotent: true, target });
    } catch (error) {
      if (!isPlatformError(error, 'message-gone')) throw error;
    }
  }

  endProgress(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    return this.#progress.end(chat, ref, signal);
  }

  showBusy(chat: ChatKey, signal: AbortSignal): Promise<void> {
    return this.#progress.showBusy(chat, signal);
  }

  /** Waits for the work, but no longer than this. */
  async #within(limitMs: number, what: string, work: () => Promise<void>): Promise<void> {
    const { clock, log } = this.#options;
    await withTimeLimit(clock, limitMs, what, undefined, (signal) => untilAborted(work(), signal)).catch(
      (error: unknown) => log.warn({ err: error }, 'stopping without waiting any longer'),
    );
  }
}

/** What is known of the messages of every reply. */
function ledgerOf(
  given: Pick<ConstructorParameters<typeof DeliveryLedger>[0], 'store' | 'calls' | 'clock' | 'log'>,
  api: Api,
): DeliveryLedger {
  return new DeliveryLedger({
    ...given,
    table: 'telegram_deliveries',
    ttlMs: DELIVERY_TTL_MS,
    repeats: { absent: REPEATS_ABSENT, unknowable: REPEATS_UNKNOWABLE },
    recover: (_earlier, signal) => untilReachable(api, given.calls, signal),
  });
}
