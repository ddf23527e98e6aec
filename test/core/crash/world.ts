import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@reelay/async';
import { Engine } from '../../../src/core/engine.ts';
import { Spool } from '../../../src/core/media/spool.ts';
import { credentialStore } from '../../../src/core/storage/credentials.ts';
import type { LedgerTable } from '../../../src/core/storage/schema.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { createNemoClient, type NemoClient } from '../../../src/nemo/api.ts';
import { bundledSkills } from '../../../src/skills.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';
import { LedgerNemo } from '../../fakes/nemo/ledger.ts';
import { Platform, PlatformAdapter } from './platform.ts';

/** Where a process is killed: right before or right after its n-th committed write, from 1. */
export interface KillPoint {
  when: 'before' | 'after';
  write: number;
}

const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** A folder in memory, where there is one: a write of the store costs nothing there. */
const TEMP = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const skills = bundledSkills();
const never = () => new Promise<never>(() => {});

/** One process of the bot: the core on a store, which ends at its kill point as by `kill -9`. */
class Process {
  readonly engine: Engine;
  /** Resolves when it was killed. */
  readonly killed: Promise<void>;
  /** Writes that were committed. */
  writes = 0;
  readonly store: Store;
  readonly #client: NemoClient;
  readonly #cut: () => void;

  constructor(parts: { engine: Engine; killed: Promise<void>; store: Store; client: NemoClient; cut: () => void }) {
    this.#cut = parts.cut;
    this.engine = parts.engine;
    this.killed = parts.killed;
    this.store = parts.store;
    this.#client = parts.client;
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.#client.close();
    await this.store.close();
  }

  /** Cuts what a killed process has open; it is not waited for, since what it waits for itself never comes. */
  cut(): void {
    this.#cut();
    this.#client.close().catch(() => {});
    this.store.close().catch(() => {});
  }
}

/** A platform, a Nemo with books and one process after the other between them. */
export class CrashWorld {
  readonly nemo: LedgerNemo;
  readonly platform = new Platform();
  readonly log: string[] = [];
  readonly #folder: string;
  readonly #clock = new EagerClock();
  readonly killPoint: KillPoint | undefined;
  readonly #userDailyCredits: number;
  readonly #processes: Process[] = [];
  /** Whether the kill point was reached. */
  crashed = false;

  private constructor(nemo: LedgerNemo, folder: string, killPoint: KillPoint | undefined, userDailyCredits: number) {
    this.#userDailyCredits = userDailyCredits;
    this.nemo = nemo;
    this.#folder = folder;
    this.killPoint = killPoint;
  }

  /** @param userDailyCredits what a person may spend a day; more than any conversation does unless given */
  static async open(video: Buffer, killPoint?: KillPoint, userDailyCredits = 5000): Promise<CrashWorld> {
    const folder = await mkdtemp(join(TEMP, 'reelay-crash-'));
    const world = new CrashWorld(await LedgerNemo.start({ video, workMs: 0 }), folder, killPoint, userDailyCredits);
    await world.#boot();
    return world;
  }

  get #process(): Process {
    const process = this.#processes.at(-1);
    if (!process) throw new Error('no process runs');
    return process;
  }

  /** Committed writes of the first process. */
  get writes(): number {
    return this.#processes[0]?.writes ?? 0;
  }

  /**
   * Does something with the process that runs; when that is killed meanwhile, once more with the next one, as a platform
   * does with what was not taken.
   */
  async act(action: (engine: Engine) => Promise<unknown>): Promise<void> {
    for (;;) {
      const process = this.#process;
      const done = action(process.engine).then(() => true);
      done.catch(() => {});
      if (await Promise.race([done, process.killed.then(() => false)])) return;
      process.cut();
      await this.#boot();
      await this.#process.engine.recover();
    }
  }

  /** Resolves when nothing runs or waits any more; takes up what a killed process left. */
  async idle(): Promise<void> {
    await this.act((engine) => engine.idle());
  }

  /** Turns that are open in the journal. */
  async openTurns(): Promise<string[]> {
    return (await this.#process.store.turns.open()).turns.map(({ id }) => id);
  }

  /** What the ledger says of both chats, and what all of it comes to. */
  async ledger(): Promise<{ rows: LedgerTable[]; credits: number }> {
    const { ledger } = this.#process.store;
    const rows = await Promise.all(['test:1', 'test:2'].map((each) => ledger.latest(each, 1000)));
    const { credits } = await ledger.total(0, Number.MAX_SAFE_INTEGER);
    return { rows: rows.flat(), credits };
  }

  /** Files that the last process left in its spool; what a dead one leaves is swept by its process id, which is ours here. */
  async spooled(): Promise<string[]> {
    const entries = await readdir(join(this.#folder, `spool-${this.#processes.length}`), {
      recursive: true,
      withFileTypes: true,
    });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  async close(): Promise<void> {
    await this.#process.stop();
    await this.nemo.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #file(): string {
    return join(this.#folder, `store-${this.crashed ? 2 : 1}.sqlite`);
  }

  async #boot(): Promise<void> {
    const number = this.#processes.length + 1;
    const point = this.crashed ? undefined : this.killPoint;
    let dead = false;
    let kill = () => {};
    const killed = new Promise<void>((resolve) => {
      kill = resolve;
    });
    const alive = () => (dead ? never() : Promise.resolve());
    let opened = false;
    let begun = 0;
    let cut = () => {};
    const isCut = new Promise<never>((_, reject) => {
      cut = () => reject(new Error('the process is dead'));
    });
    isCut.catch(() => {});
    const die = async (): Promise<void> => {
      dead = true;
      this.crashed = true;
      await store.backup(this.#file());
      kill();
      await isCut;
    };
    const store: Store = await openStore(`sqlite://${this.#file()}`, {
      beforeWrite: async () => {
        if (dead) await isCut;
        if (!opened) return;
        begun += 1;
        if (point?.when === 'before' && begun === point.write) await die();
      },
      onWrite: async () => {
        if (!opened) return;
        process.writes = begun;
        if (point?.when === 'after' && begun === point.write) await die();
      },
    });
    opened = true;
    const clock = mortal(this.#clock, () => dead);
    const log = createLogger({ level: 'info', pretty: false, write: (line) => this.log.push(`${number} ${line}`) });
    const spool = new Spool({ dir: join(this.#folder, `spool-${number}`), maxFileBytes: MAX_FILE_BYTES });
    await spool.prepare();
    const client = createNemoClient({
      apiUrl: this.nemo.url,
      webUrl: 'https://web.example',
      credentials: credentialStore(store, this.nemo.url),
      clock,
      log,
      rateLimitWaitMs: 30_000,
      streamTimeoutMs: 900_000,
    });
    const [first, ...others] = await skills;
    if (!first) throw new Error('no skills');
    const engine = new Engine({
      store,
      account: client,
      skills: [first, ...others],
      spool,
      clock,
      log,
      settings: {
        language: 'auto',
        renderPollEveryMs: 1000,
        renderLimitMs: 600_000,
        recoveryWaitsMs: [1000, 1000, 1000],
        maxFileBytes: MAX_FILE_BYTES,
        stillWorkingEveryMs: 120_000,
        sendLimitMs: 600_000,
        webUrl: 'https://web.example',
        anonymous: true,
      },
      maxTurns: 200,
      budgets: { userDailyCredits: this.#userDailyCredits },
    });
    engine.register(new PlatformAdapter(this.platform, number, alive));
    const process = new Process({ engine, killed, store, client, cut });
    this.#processes.push(process);
  }
}

/** A clock on which nothing happens any more once the process is dead. */
function mortal(clock: Clock, dead: () => boolean): Clock {
  return {
    now: () => clock.now(),
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (dead()) await never();
    },
    setTimeout: (ms, run) => clock.setTimeout(ms, () => void (dead() || run())),
  };
}
