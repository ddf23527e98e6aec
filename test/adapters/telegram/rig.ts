import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, vi } from 'vitest';
import type { Platform as PlatformAdapter } from '../../../src/adapters/kit/platform-module.ts';
import { createTelegram } from '../../../src/adapters/telegram/adapter.ts';
import type { TelegramOptions } from '../../../src/adapters/telegram/options.ts';
import { AccessControl } from '../../../src/core/access/access-control.ts';
import type { QueueAuthors } from '../../../src/core/access/rules.ts';
import { type AccessSettings, OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import { type ChatKey, type IncomingMessage, placeOf, type Reply } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { type FakeTelegram, type FakeTelegramOptions, startFakeTelegram } from '../../fakes/telegram/index.ts';

/**
 * The adapter between a fake Telegram and a core that only takes note; the time stands still until it is moved. Every
 * message is a request of its own unless a test says otherwise.
 */
export class TelegramRig {
  readonly clock: FakeClock;
  readonly telegram: FakeTelegram;
  readonly store: Store;
  readonly log: string[] = [];
  readonly accepted: IncomingMessage[] = [];
  readonly amended: IncomingMessage[] = [];
  /** Whether what was accepted still waits in the core, so that an edit changes it. */
  waiting = true;
  readonly moved: [ChatKey, ChatKey][] = [];
  /** Turns that have ended, by `<chat>/<message id>`. */
  readonly ended = new Set<string>();
  /** Whose turns run and wait, as the core would tell. */
  queue: QueueAuthors = { waiting: [] };
  readonly options: Partial<TelegramOptions>;
  /** Who may use the bot; everybody unless given. */
  readonly access: AccessSettings;
  adapter: PlatformAdapter;
  /** Stands in for the core's journal; may throw or wait. */
  onAccept: (message: IncomingMessage) => Promise<void> = async () => {};

  private constructor(
    clock: FakeClock,
    telegram: FakeTelegram,
    store: Store,
    options: Partial<TelegramOptions>,
    access: AccessSettings,
  ) {
    this.clock = clock;
    this.telegram = telegram;
    this.store = store;
    this.options = options;
    this.access = access;
    this.adapter = this.#make();
  }

  static async start(
    options: Partial<TelegramOptions> = {},
    fake: FakeTelegramOptions = {},
    access: AccessSettings = OPEN_ACCESS,
  ): Promise<TelegramRig> {
    const rig = await TelegramRig.prepare(options, fake, access);
    await rig.adapter.start(new AbortController().signal);
    return rig;
  }

  /** Everything but the start. */
  static async prepare(
    options: Partial<TelegramOptions> = {},
    fake: FakeTelegramOptions = {},
    access: AccessSettings = OPEN_ACCESS,
  ): Promise<TelegramRig> {
    const clock = new FakeClock();
    const telegram = await startFakeTelegram({ clock, ...fake });
    const rig = new TelegramRig(clock, telegram, await openStore('sqlite://:memory:'), options, access);
    opened.add(rig);
    return rig;
  }

  #make(): PlatformAdapter {
    const log = createLogger({ level: 'trace', pretty: false, write: (line) => this.log.push(line) });
    const access = new AccessControl({
      ...{ store: this.store, clock: this.clock, log, settings: this.access, actions: ACTIONS, language: 'auto' },
      adapterOf: () => this.adapter,
      authorsIn: async () => this.queue,
    });
    return createTelegram({
      token: this.telegram.token,
      apiRoot: this.telegram.url,
      localFilesRoot: this.telegram.localRoot,
      core: {
        accept: async (message) => {
          await this.onAccept(message);
          return access.submit(message, async (granted) => {
            const { chat, id } = granted;
            // Requests of buttons have ids of their own; others are told apart by the inbox.
            if (granted.command && this.accepted.some((each) => each.chat === chat && each.id === id)) {
              return 'duplicate' as const;
            }
            this.accepted.push(granted);
            return 'accepted' as const;
          });
        },
        amend: async (message) => this.waiting && !(await access.refusal(message)) && this.amended.push(message) > 0,
        refusal: (message) => access.refusal(message),
        knows: async (chat, id) => this.accepted.some((each) => each.chat === chat && each.id === id),
        isOpen: async (chat, id) =>
          this.accepted.some((each) => placeOf(each.chat) === placeOf(chat) && each.id === id) &&
          !this.ended.has(`${placeOf(chat)}/${id}`),
        migrate: async (from, to) => {
          this.moved.push([from, to]);
        },
      },
      store: this.store,
      clock: this.clock,
      log,
      language: 'auto',
      joinWithinMs: 0,
      ...this.options,
    });
  }

  /** The next process, on the same store. */
  async again(): Promise<void> {
    await this.adapter.stop();
    await this.adapter.close();
    this.adapter = this.#make();
    await this.adapter.start(new AbortController().signal);
  }

  /** Resolves with the `n`-th message (from 1) that the core took, letting an album's second of quiet pass. */
  async received(n = 1): Promise<IncomingMessage> {
    await this.passes(() => this.accepted.length >= n);
    const message = this.accepted[n - 1];
    if (!message) throw new Error('nothing was received');
    return message;
  }

  /** Moves the time on until something has become true, at a pace that leaves every request its time. */
  async passes(becameTrue: () => boolean, stepMs = 100): Promise<void> {
    await vi.waitFor(
      async () => {
        await this.clock.advance(stepMs);
        if (!becameTrue()) throw new Error('it did not become true');
      },
      { timeout: 20_000, interval: 5 },
    );
  }

  /** Resolves once Telegram has been told that everything up to now is safe. */
  async confirmed(): Promise<void> {
    await this.passes(() => this.telegram.unconfirmed.length === 0);
  }

  send(chat: ChatKey, text: string, more: Partial<Reply> = {}, signal = new AbortController().signal): Promise<string> {
    return this.adapter.send(chat, { text, key: 'key-1', private: false, ...more }, signal);
  }

  async close(): Promise<void> {
    await this.adapter.stop();
    await this.adapter.close();
    await this.telegram.close();
    await this.store.close();
  }
}

const opened = new Set<TelegramRig>();

afterEach(async () => {
  for (const rig of opened) await rig.close();
  opened.clear();
});
