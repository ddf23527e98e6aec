import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@reelay/async';
import type { ChatAdapter } from '../../src/core/chat.ts';
import { Engine } from '../../src/core/engine.ts';
import { Spool } from '../../src/core/media/spool.ts';
import { credentialStore } from '../../src/core/storage/credentials.ts';
import { openStore, type Store } from '../../src/core/storage/store.ts';
import type { Turn } from '../../src/core/turn/turn.ts';
import type { LanguageSetting } from '../../src/i18n/language.ts';
import { createLogger, type Logger } from '../../src/lib/logger.ts';
import { createNemoClient, type NemoClient } from '../../src/nemo/api.ts';
import { bundledSkills } from '../../src/skills.ts';
import { storedTurns } from '../fakes/stored-turns.ts';

/** Where people reach what lies on the fake Nemo's own address. */
export const PUBLIC_URL = 'https://videos.example';

/** What the core gives to an adapter that is made on it. */
export interface CoreParts {
  engine: Engine;
  store: Store;
  clock: Clock;
  log: Logger;
  folder: string;
}

/** An adapter that is registered, to be started once the turns of an earlier process are taken up. */
export interface Platform {
  adapter: ChatAdapter;
  start?(): Promise<void>;
  /** Takes no more messages. */
  stop?(): Promise<void>;
  /** Releases what sending needed. */
  close?(): Promise<void>;
}

export interface CoreRigOptions {
  nemoUrl: string;
  clock: Clock;
  language?: LanguageSetting;
  /** Longest wait for a broken stream's outcome and between polls of a render, in ms. */
  waitMs?: number;
  /** As `TERMS_URL`. */
  termsUrl?: string;
  platform(door: CoreParts): Platform | Promise<Platform>;
}

/** The core as the program wires it, between a platform and a Nemo at the wire, with a store that outlives a restart. */
export class CoreRig {
  readonly folder: string;
  readonly log: string[] = [];
  readonly #options: CoreRigOptions;
  engine!: Engine;
  store!: Store;
  #platform: Platform | undefined;
  #client: NemoClient | undefined;

  private constructor(options: CoreRigOptions, folder: string) {
    this.#options = options;
    this.folder = folder;
  }

  static async start(options: CoreRigOptions): Promise<CoreRig> {
    const rig = new CoreRig(options, await mkdtemp(join(tmpdir(), 'reelay-contract-')));
    await rig.boot();
    return rig;
  }

  /** Starts a process on the store as it is: open turns are taken up, then the platform runs. */
  async boot(): Promise<void> {
    const { clock, nemoUrl, language = 'auto', waitMs = 50, termsUrl, platform } = this.#options;
    const log = createLogger({ level: 'trace', pretty: false, write: (line) => this.log.push(line) });
    this.store = await openStore(`sqlite://${join(this.folder, 'reelay.sqlite')}`, { log });
    const maxFileBytes = 200 * 1024 * 1024;
    const spool = new Spool({ dir: this.folder, maxFileBytes });
    await spool.prepare();
    const webUrl = 'https://web.example';
    this.#client = createNemoClient({
      apiUrl: nemoUrl,
      webUrl,
      credentials: credentialStore(this.store, 'nemo'),
      clock,
      log,
      rateLimitWaitMs: waitMs,
      streamTimeoutMs: 900_000,
    });
    const bundled = await bundledSkills();
    const [king, ...others] = bundled.toSorted((a) => (a.slug === 'ai-image-to-video-king' ? -1 : 0));
    if (!king) throw new Error('no skills');
    this.engine = new Engine({
      store: this.store,
      account: this.#client,
      skills: [king, ...others],
      spool,
      clock,
      log,
      settings: {
        language,
        renderPollEveryMs: waitMs,
        renderLimitMs: 600_000,
        recoveryWaitsMs: [waitMs, waitMs, waitMs],
        maxFileBytes,
        stillWorkingEveryMs: 120_000,
        sendLimitMs: 600_000,
        webUrl,
        anonymous: true,
        publicUrl: PUBLIC_URL,
        termsUrl,
      },
      maxTurns: 200,
    });
    this.#platform = await platform({ engine: this.engine, store: this.store, clock, log, folder: this.folder });
    this.engine.register(this.#platform.adapter);
    await this.engine.recover();
    await this.#platform.start?.();
  }

  /** Ends the process in order: the platform first, so that nothing comes in, then the turns. */
  async stop(): Promise<void> {
    await this.#platform?.stop?.();
    await this.engine.stop();
    await this.#platform?.close?.();
    await this.#client?.close();
    await this.store.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.boot();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
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
