import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createDiscord, type DiscordAdapter } from '../../../src/adapters/discord/adapter.ts';
import type { DiscordOptions } from '../../../src/adapters/discord/options.ts';
import { AccessControl } from '../../../src/core/access/access-control.ts';
import type { QueueAuthors } from '../../../src/core/access/rules.ts';
import { type AccessSettings, OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import { type IncomingMessage, placeOf, type Reply } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { JumpingClock } from '../../contract/jumping-clock.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '../../fakes/discord/index.ts';

export interface AdapterRigOptions {
  fake?: FakeDiscordOptions;
  adapter?: Partial<DiscordOptions>;
  /** Called with the fake before the bot connects to it. */
  prepare?(discord: FakeDiscord): void;
  /** Who may use the bot; everybody unless given. */
  access?: AccessSettings;
  /** False: the test starts the adapter itself. */
  started?: boolean;
}

/** The adapter between the fake Discord and an engine that only writes down what it is given. */
export class AdapterRig {
  readonly discord: FakeDiscord;
  readonly clock: JumpingClock;
  readonly store: Store;
  /** What the engine was given, in order. */
  readonly accepted: IncomingMessage[] = [];
  readonly amended: IncomingMessage[] = [];
  /** Whether what was accepted still waits in the core, so that an edit changes it. */
  waiting = true;
  /** Whose turns run and wait, as the core would tell. */
  queue: QueueAuthors = { waiting: [] };
  readonly log: string[] = [];
  /** Called before a message is taken; may throw. */
  onAccept: (message: IncomingMessage) => Promise<void> = async () => {};
  adapter: DiscordAdapter;
  readonly #options: AdapterRigOptions;
  readonly #ended = new Set<string>();
  #keys = 0;

  private constructor(discord: FakeDiscord, clock: JumpingClock, store: Store, options: AdapterRigOptions) {
    this.discord = discord;
    this.clock = clock;
    this.store = store;
    this.#options = options;
    this.adapter = this.#make();
  }

  /** For one test. */
  static async start(options: AdapterRigOptions = {}): Promise<AdapterRig> {
    const clock = new JumpingClock();
    const discord = await startFakeDiscord({ clock, ...options.fake });
    onTestFinished(() => discord.close());
    options.prepare?.(discord);
    const store = await openStore('sqlite://:memory:');
    onTestFinished(() => store.close());
    const rig = new AdapterRig(discord, clock, store, options);
    onTestFinished(() => rig.adapter.close());
    if (options.started !== false) await rig.adapter.start(new AbortController().signal);
    return rig;
  }

  /** The next process: another adapter on the same store. */
  async restart(): Promise<void> {
    await this.adapter.close();
    this.adapter = this.#make();
    await this.adapter.start(new AbortController().signal);
  }

  /** Resolves with the `count`-th message that the engine was given. */
  async received(count = 1): Promise<IncomingMessage> {
    for (;;) {
      const found = this.accepted[count - 1];
      if (found) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The keys of everything in a table of the store. */
  async keysOf(table: string): Promise<string[]> {
    return (await this.store.table(table, z.unknown()).all()).map(([key]) => key);
  }

  /** The adapter posts a reply in answer to a request. */
  replies(to: IncomingMessage, reply: Partial<Reply> & { text: string }, signal = new AbortController().signal) {
    const key = `key${++this.#keys}`;
    this.ends(to);
    return this.adapter.send(to.chat, { key, private: false, inReplyTo: to.id, ...reply }, signal);
  }

  /** The turn of a message ends. */
  ends({ chat, id }: IncomingMessage): void {
    this.#ended.add(`${placeOf(chat)}/${id}`);
  }

  #make(): DiscordAdapter {
    const log = createLogger({ level: 'trace', pretty: false, write: (line) => this.log.push(line) });
    const access = new AccessControl({
      ...{
        store: this.store,
        clock: this.clock,
        log,
        settings: this.#options.access ?? OPEN_ACCESS,
        actions: ACTIONS,
        language: 'auto',
      },
      adapterOf: () => this.adapter,
      authorsIn: async () => this.queue,
    });
    const seen = new Set<string>();
    return createDiscord({
      token: this.discord.token,
      apiRoot: `${this.discord.url}/api`,
      core: {
        accept: async (message) => {
          await this.onAccept(message);
          return access.submit(message, async (granted) => {
            const id = `${granted.chat}/${granted.id}`;
            if (seen.has(id) || this.accepted.some((each) => `${each.chat}/${each.id}` === id)) {
              return 'duplicate' as const;
            }
            seen.add(id);
            this.accepted.push(granted);
            return 'accepted' as const;
          });
        },
        refusal: (message) => access.refusal(message),
        knows: async (chat, id) => this.accepted.some((each) => each.chat === chat && each.id === id),
        isOpen: async (chat, id) =>
          this.accepted.some((each) => placeOf(each.chat) === placeOf(chat) && each.id === id) &&
          !this.#ended.has(`${placeOf(chat)}/${id}`),
        migrate: async () => {},
        amend: async (message) => {
          if (!this.waiting || (await access.refusal(message))) return false;
          this.amended.push(message);
          return true;
        },
      },
      store: this.store,
      clock: this.clock,
      log,
      language: 'auto',
      joinWithinMs: 0,
      skills: [
        { slug: 'king', title: 'Video King', examples: { en: ['A slow zoom into the picture'], zh: ['慢慢放大'] } },
        { slug: 'hd', title: 'Motion HD', examples: { en: ['A pan in full HD'], zh: ['高清平移'] } },
      ],
      recentPrompts: async () => [],
      ...this.#options.adapter,
    });
  }
}

/** A server with one channel of a kind, and a person in it. */
export function somewhere(discord: FakeDiscord, type: 'text' | 'thread' | 'forum post' | 'voice' = 'text') {
  const guild = discord.guild();
  return { guild, channel: discord.channel(guild, { type }), user: discord.user({ username: 'ann' }) };
}

export const NO_SIGNAL = new AbortController().signal;
