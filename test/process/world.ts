import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Turn } from '../../src/core/turn/turn.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/index.ts';
import { LedgerNemo } from '../fakes/nemo/ledger.ts';
import { storedTurns } from '../fakes/stored-turns.ts';
import { type FakeTelegram, startFakeTelegram, type TgChat } from '../fakes/telegram/index.ts';
import { tinyVideo } from '../fakes/tiny-video.ts';
import { Child, type Ending } from './child.ts';
import type { Program } from './program.ts';
import { poll } from './time.ts';

/** Looks like Telegram's and Nemo's, so that the log's guard knows them. */
const TOKEN = '7000000001:ABCdefGhIJKlmNoPQRsTUVwxyZ123456789';
const DISCORD_TOKEN = ['M'.padEnd(24, 'x'), 'y'.repeat(6), 'z'.repeat(27)].join('.');
const SECRETS = [TOKEN, DISCORD_TOKEN, TOKEN.split(':')[1] ?? TOKEN, /nmv_usr_\w/, /clm_\w/];

const SETTINGS = {
  NEMO_BACKEND: 'cloud',
  NEMO_WEB_URL: 'http://web.example',
  RECOVERY_WAITS: '20ms,50ms,50ms,100ms,100ms',
  RENDER_POLL_EVERY: '50ms',
  RATE_LIMIT_WAIT: '50ms',
  STREAM_TIMEOUT: '5s',
  STILL_WORKING_EVERY: '1h',
  // People here say everything at once, and each of it is to be told from the rest.
  JOIN_WITHIN: 'off',
  // Few people ask for more than people would.
  USER_BURST_TURNS: '1000000',
  PLACE_BURST_TURNS: '1000000',
};

/** Where the program keeps its store, and how the turns in it are read beside it. */
export interface WorldStore {
  url: string;
  turns(): Promise<Turn[]>;
}

/** A Telegram, a Nemo that keeps books, and the program between them, which can be killed and started again. */
export class World {
  readonly telegram: FakeTelegram;
  readonly discord: FakeDiscord | undefined;
  readonly nemo: LedgerNemo;
  readonly folder: string;
  readonly children: Child[] = [];
  /** The chats that people talk in. */
  readonly chats: TgChat[] = [];
  /** For each `kill -9`: the last message of each chat by then, by the chat's id. */
  readonly kills: Map<number, number>[] = [];
  /** How long a process took at most to end after SIGTERM. */
  longestStopMs = 0;
  readonly #program: Program;

  readonly #store: WorldStore;

  private constructor(
    program: Program,
    parts: Pick<World, 'telegram' | 'discord' | 'nemo' | 'folder'>,
    store: WorldStore | undefined,
  ) {
    this.#program = program;
    const file = join(parts.folder, 'reelay.sqlite');
    this.#store = store ?? { url: `sqlite://${file}`, turns: () => storedTurns(file) };
    this.telegram = parts.telegram;
    this.discord = parts.discord;
    this.nemo = parts.nemo;
    this.folder = parts.folder;
  }

  /** @param options.store a SQLite file of its own if not given */
  static async open(program: Program, options: { discord?: boolean; store?: WorldStore } = {}): Promise<World> {
    const telegram = await startFakeTelegram({ token: TOKEN });
    const discord = options.discord ? await startFakeDiscord({ token: DISCORD_TOKEN }) : undefined;
    const nemo = await LedgerNemo.start({ video: await tinyVideo() });
    const folder = await mkdtemp(join(tmpdir(), 'reelay-process-'));
    return new World(program, { telegram, discord, nemo, folder }, options.store);
  }

  /** The process that runs now, or ran last. */
  get child(): Child {
    const child = this.children.at(-1);
    if (!child) throw new Error('nothing was started');
    return child;
  }

  /** Starts the program on the store as it is. */
  start(more: Record<string, string> = {}): Child {
    const child = new Child(this.#program.main, {
      cwd: this.folder,
      env: {
        ...SETTINGS,
        TELEGRAM_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: this.telegram.url,
        ...(this.discord && { DISCORD_TOKEN, DISCORD_API_ROOT: `${this.discord.url}/api` }),
        NEMO_API_URL: this.nemo.url,
        STORE_URL: this.#store.url,
        SPOOL_DIR: join(this.folder, 'spool'),
        LOG_LEVEL: 'debug',
        ...more,
      },
      preload: this.#program.killAtWrite,
    });
    this.children.push(child);
    void child.exited.then(({ signal }) => {
      if (signal !== 'SIGKILL') return;
      this.kills.push(new Map(this.chats.map((chat) => [chat.id, this.telegram.history(chat).at(-1)?.id ?? 0])));
    });
    return child;
  }

  /** The journal as it is on disk. */
  async journal(): Promise<Turn[]> {
    return this.#store.turns();
  }

  /** Resolves when every message is journaled and every turn is over; false when that takes longer than `ms`. */
  async quiet(ms = 60_000): Promise<boolean> {
    const over = await poll(ms, async () => {
      if (this.child.ending || this.telegram.unconfirmed.length > 0) return undefined;
      // A process that has not begun to listen has seen to nothing that the one before it left.
      if (!this.child.log.includes('"msg":"listening"')) return undefined;
      const left = (turn: Turn) => turn.progressRef ?? turn.renderToCancel;
      return (await this.journal()).every((turn) => turn.outcome && left(turn) === undefined) || undefined;
    });
    return over === true;
  }

  /** SIGTERM to the running process; false when it had been killed meanwhile. */
  async stop(): Promise<boolean> {
    const { signal, ms } = await this.child.stop();
    if (signal === 'SIGKILL') return false;
    this.longestStopMs = Math.max(this.longestStopMs, ms);
    return true;
  }

  /** Writes to the journal that the running process made. */
  get writes(): number {
    return this.child.log.match(/^journal write /gm)?.length ?? 0;
  }

  /** What broke of what holds for every process, whatever was said. Called when all of them have ended. */
  async remains(): Promise<string[]> {
    const problems: string[] = [];
    for (const [index, child] of this.children.entries()) {
      for (const secret of SECRETS) {
        const found = typeof secret === 'string' ? child.log.includes(secret) : secret.test(child.log);
        if (found) problems.push(`process ${index + 1} logged a secret like ${secret}`);
      }
      if (!expected(child.ending)) problems.push(`process ${index + 1} ended with ${child.ending?.code}`);
    }
    if (this.longestStopMs > 10_000) problems.push(`a stop took ${Math.round(this.longestStopMs)} ms`);
    for (const name of await this.#spooled()) problems.push(`left in the spool: ${name}`);
    return problems;
  }

  async #spooled(): Promise<string[]> {
    const entries = await readdir(join(this.folder, 'spool'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  async close(): Promise<void> {
    for (const child of this.children) if (!child.ending) await child.kill();
    await this.telegram.close();
    // What it promised to people was judged already; a killed bot breaks some of it.
    await this.discord?.close().catch(() => {});
    await this.nemo.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function expected(ending: Ending | undefined): boolean {
  return ending?.signal === 'SIGKILL' || ending?.code === 0;
}
