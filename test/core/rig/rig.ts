import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@reelay/async';
import sharp from 'sharp';
import type { BudgetSettings } from '../../../src/core/access/budgets.ts';
import { type AccessSettings, OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import type { TurnLimitSettings } from '../../../src/core/access/turn-limits.ts';
import type { Action } from '../../../src/core/actions/action.ts';
import type { ActionTable } from '../../../src/core/actions/table.ts';
import type { Attachment, IncomingMessage } from '../../../src/core/chat.ts';
import type { AlertSettings } from '../../../src/core/community/owner-alerts.ts';
import { Engine } from '../../../src/core/engine.ts';
import type { PagePicture } from '../../../src/core/media/page-picture.ts';
import { Spool } from '../../../src/core/media/spool.ts';
import { credentialStore } from '../../../src/core/storage/credentials.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import type { BeginTrace } from '../../../src/core/tracing.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';
import type { LanguageSetting } from '../../../src/i18n/language.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { createNemoClient, type NemoClient } from '../../../src/nemo/api.ts';
import type { Metrics } from '../../../src/runtime/metrics.ts';
import { bundledSkills } from '../../../src/skills.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';
import { type FakeNemo, startFakeNemo } from '../../fakes/nemo/index.ts';
import { storedTurns } from '../../fakes/stored-turns.ts';
import { tinyVideo } from '../../fakes/tiny-video.ts';
import { TestChat } from './test-chat.ts';

export interface RigOptions {
  clock?: Clock;
  /** The operator's token, as `NEMO_TOKEN`. */
  token?: string;
  language?: LanguageSetting;
  /** How many turns run at once; 200 unless told. */
  maxTurns?: number;
  webUrl?: string;
  /** As `PUBLIC_URL`; an address of its own unless given. */
  publicUrl?: string;
  /** Bytes that the spool holds in all; ten of the largest files unless told. */
  spoolBytes?: number;
  actions?: ActionTable<Action>;
  turnLimits?: TurnLimitSettings;
  budgets?: BudgetSettings;
  access?: Partial<AccessSettings>;
  /** As with the embedded Nemo. */
  freeOfCharge?: boolean;
  previews?: boolean;
  sharedProjects?: boolean;
  pagePicture?: PagePicture;
  /** Counts what happens. */
  metrics?: Metrics;
  /** Begins the trace of a turn. */
  trace?: BeginTrace;
  /** As `TERMS_URL`. */
  termsUrl?: string;
  alerts?: AlertSettings;
  /** As `MODERATORS_CHANNEL`. */
  moderatorsPlaces?: ReadonlySet<string>;
  /** As `OWNERS`. */
  owners?: ReadonlySet<string>;
}

/** The whole core between a chat in memory and a fake Nemo at the wire, with a store that outlives a restart. */
export class Rig {
  readonly nemo: FakeNemo;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: string[] = [];
  readonly #options: RigOptions;
  chat = new TestChat();
  engine!: Engine;
  #store: Store | undefined;
  #client: NemoClient | undefined;

  private constructor(nemo: FakeNemo, folder: string, options: RigOptions) {
    this.nemo = nemo;
    this.folder = folder;
    this.clock = options.clock ?? new EagerClock();
    this.#options = options;
  }

  static async start(options: RigOptions = {}): Promise<Rig> {
    const nemo = await startFakeNemo();
    nemo.video = await tinyVideo();
    const rig = new Rig(nemo, await mkdtemp(join(tmpdir(), 'reelay-core-')), options);
    if (options.token) nemo.tokens.add(options.token);
    await rig.boot();
    return rig;
  }

  /** Starts the core on the store as it is. */
  async boot(): Promise<void> {
    const log = createLogger({ level: 'debug', pretty: false, write: (line) => this.log.push(line) });
    // Budgets go by days, which pass on the clock of the test.
    const now = this.#options.budgets ? { now: () => this.clock.now() } : {};
    this.#store = await openStore(`sqlite://${join(this.folder, 'reelay.sqlite')}`, { log, ...now });
    this.#client = createNemoClient({
      apiUrl: this.nemo.url,
      webUrl: this.#options.webUrl ?? 'https://web.example',
      token: this.#options.token,
      credentials: credentialStore(this.#store, this.nemo.url),
      clock: this.clock,
      log,
      rateLimitWaitMs: 30_000,
      streamTimeoutMs: 900_000,
      onFailure: this.#options.metrics?.backendFailed,
    });
    this.engine = await this.anotherEngine();
  }

  /** A further engine on this process's store and Nemo: nothing that engines have in memory is shared. */
  async anotherEngine(): Promise<Engine> {
    const log = createLogger({ level: 'debug', pretty: false, write: (line) => this.log.push(line) });
    const account = this.#client;
    if (!account) throw new Error('the process is not started');
    const spool = new Spool({
      dir: this.folder,
      maxFileBytes: 10 * 1024 * 1024,
      maxTotalBytes: this.#options.spoolBytes,
    });
    await spool.prepare();
    const bundled = await bundledSkills();
    const [king, ...others] = bundled.toSorted((a) => (a.slug === 'ai-image-to-video-king' ? -1 : 0));
    if (!king) throw new Error('no skills');
    const engine = new Engine({
      store: this.store,
      account,
      skills: [king, ...others],
      spool,
      clock: this.clock,
      log,
      settings: {
        language: this.#options.language ?? 'auto',
        renderPollEveryMs: 30_000,
        renderLimitMs: 600_000,
        recoveryWaitsMs: [30_000, 60_000, 60_000, 60_000, 60_000],
        maxFileBytes: 10 * 1024 * 1024,
        stillWorkingEveryMs: 120_000,
        sendLimitMs: 600_000,
        webUrl: this.#options.webUrl ?? 'https://web.example',
        // The fake Nemo is on this machine.
        publicUrl: this.#options.publicUrl ?? 'https://nemo.example',
        anonymous: this.#options.token === undefined,
        owners: this.#options.owners,
        moderatorsPlaces: this.#options.moderatorsPlaces,
        freeOfCharge: this.#options.freeOfCharge,
        previews: this.#options.previews,
        sharedProjects: this.#options.sharedProjects,
        pagePicture: this.#options.pagePicture ?? (async () => undefined),
        termsUrl: this.#options.termsUrl,
      },
      maxTurns: this.#options.maxTurns ?? 200,
      actions: this.#options.actions,
      turnLimits: this.#options.turnLimits,
      budgets: this.#options.budgets,
      alerts: this.#options.alerts,
      metrics: this.#options.metrics?.work,
      trace: this.#options.trace,
      access: { ...OPEN_ACCESS, ...this.#options.access },
    });
    engine.register(this.chat);
    return engine;
  }

  /** The store that this process has. */
  get store(): Store {
    if (!this.#store) throw new Error('the process is not started');
    return this.#store;
  }

  /** Ends this process's part in an orderly way and starts the next one on the same store. */
  async restart(): Promise<void> {
    await this.stopProcess();
    await this.boot();
  }

  async stopProcess(): Promise<void> {
    await this.engine.stop();
    await this.#client?.close();
    await this.#store?.close();
  }

  async close(): Promise<void> {
    await this.stopProcess();
    await this.nemo.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The user says something; resolves when the bot has answered everything. Gives the texts of the answer. */
  async says(text: string, attachments: Attachment[] = [], more: Partial<IncomingMessage> = {}): Promise<string[]> {
    const before = this.chat.sent.length;
    await this.engine.accept(this.chat.message(text, attachments, more));
    await this.engine.idle();
    return this.chat.sent.slice(before).map((sent) => sent.text);
  }

  /** A small photo in the platform. */
  async photo(name = 'photo.jpg', color = '#3366cc'): Promise<Attachment> {
    const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: color } })
      .jpeg()
      .toBuffer();
    return this.chat.file(name, bytes);
  }

  /** The journal as it is on disk. */
  async journal(): Promise<Turn[]> {
    return storedTurns(join(this.folder, 'reelay.sqlite'));
  }

  /** Files that lie in the spool. */
  async spooled(): Promise<string[]> {
    const entries = await readdir(join(this.folder, 'reelay-spool'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }
}
