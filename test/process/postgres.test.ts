import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../src/core/storage/record-format.ts';
import { type Turn, turnFormat } from '../../src/core/turn/turn.ts';
import { findPostgres, PostgresServer } from '../support/postgres.ts';
import { conversationWithCrashes } from './crash.ts';
import { CHAINS } from './crash-chains.ts';
import type { KillPoint } from './kill-points.ts';
import { compileProgram, type Program } from './program.ts';
import { World, type WorldStore } from './world.ts';

const programs = await findPostgres('the whole program on PostgreSQL');

/** One chain reaches what is to be known of prompts; all of them, as on SQLite, run with `REELAY_THOROUGH=1`. */
const chains = Object.entries<KillPoint[]>(CHAINS).filter(
  ([name]) => process.env.REELAY_THOROUGH === '1' || name === 'around the prompts',
);

describe.skipIf(programs === undefined)('the whole program on PostgreSQL', () => {
  let server: PostgresServer;
  let program: Program;
  beforeAll(async () => {
    if (programs) server = await PostgresServer.start(programs);
    program = await compileProgram();
  });
  afterAll(async () => {
    await program?.remove();
    await server?.stop();
  });

  async function newStore(): Promise<WorldStore> {
    const url = await server.database();
    const database = new URL(url).pathname.slice(1);
    const turns = async () => {
      const exists = await server.query(database, `select 1 from information_schema.tables where table_name = 'turns'`);
      if (exists.length === 0) return [];
      const rows = await server.query<{ data: string }>(
        database,
        'select data from turns order by accepted_at, position',
      );
      return rows.map(({ data }) => turnIn(data));
    };
    return { url, turns };
  }

  function turnIn(data: string): Turn {
    const read = readRecord(data, turnFormat);
    if ('value' in read) return read.value;
    throw new Error(`a turn is ${read.reason}: ${read.problem}`);
  }

  it.each(chains)(
    'kill -9 %s: one ending, nothing paid twice, no render left alone',
    { timeout: 240_000 },
    async (_name, points) => {
      const { problems } = await conversationWithCrashes(program, points, await newStore());
      expect(problems.join('\n')).toBe('');
    },
  );

  it('another process takes over while the first is frozen amid a prompt, and that one ends when it wakes up', {
    timeout: 240_000,
  }, async () => {
    const world = await World.open(program, { store: await newStore() });
    try {
      const { telegram, nemo } = world;
      const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
      const chat = telegram.dm(ann);
      const first = world.start();
      await first.logs(/"msg":"listening"/);
      const second = world.start();
      await second.logs(/another process has the store; standing by/);

      const received = new Promise<void>((resolve) => {
        nemo.watch = async (step) => {
          if (step === 'prompt received') resolve();
        };
      });
      telegram.says(chat, ann, 'make a sunset video');
      await received;
      first.freeze();
      await second.logs(/"msg":"listening"/);
      first.thaw();
      expect(await first.exited).toMatchObject({ code: 1 });

      expect(await world.quiet()).toBe(true);
      await world.stop();
      expect(nemo.prompts.map(({ text }) => text)).toEqual(['make a sunset video']);
      expect(nemo.orphanedRenders).toEqual([]);
      const answers = telegram
        .history(chat)
        .filter(({ text }) => /^(Edit \d|✅ Clip|⚠️|The connection broke)/u.test(text ?? ''));
      expect(answers).toHaveLength(1);
    } finally {
      await world.close();
    }
  });

  it('a rolling restart replaces each process in turn: every message is answered, each prompt sent once', {
    timeout: 240_000,
  }, async () => {
    const world = await World.open(program, { store: await newStore() });
    try {
      const { telegram, nemo } = world;
      const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
      const chat = telegram.dm(ann);
      const port = String(20_000 + Math.floor(Math.random() * 12_000));
      const first = world.start();
      await first.logs(/"msg":"listening"/);
      const second = world.start({ HEALTH_PORT: port });
      await second.logs(/another process has the store; standing by/);
      const tells = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
      expect(await tells('/ready')).toContain('standing by: another process has the store');
      expect(await tells('/live')).toBe('{"status":"live"}');
      expect(await tells('/metrics')).toMatch(/^reelay_standby 1$/m);

      const received = new Promise<void>((resolve) => {
        nemo.watch = async (step) => {
          if (step === 'prompt received') resolve();
        };
      });
      telegram.says(chat, ann, 'make a sunset video');
      await received;
      // The new version takes the place of the one that worked, and stands by.
      expect(await first.stop()).toMatchObject({ code: 0 });
      const third = world.start();
      telegram.says(chat, ann, 'make it longer');
      await second.logs(/"msg":"listening"/);
      expect(await tells('/metrics')).toMatch(/^reelay_standby 0$/m);
      await third.logs(/another process has the store; standing by/);
      expect(await second.stop()).toMatchObject({ code: 0 });
      telegram.says(chat, ann, 'make it square');
      await third.logs(/"msg":"listening"/);

      expect(await world.quiet()).toBe(true);
      await world.stop();
      expect(nemo.prompts.map(({ text }) => text)).toEqual(['make a sunset video', 'make it longer', 'make it square']);
      expect(nemo.orphanedRenders).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
