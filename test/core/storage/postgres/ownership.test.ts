import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../../src/core/storage/store.ts';
import { findPostgres, PostgresServer } from '../../../support/postgres.ts';

const programs = await findPostgres('who has a store in PostgreSQL');

interface Owner {
  child: ChildProcessByStdio<Writable, Readable, null>;
  lines: AsyncIterator<string>;
}

const CHILD = fileURLToPath(new URL('../store-child.ts', import.meta.url));

describe.skipIf(programs === undefined)('who has a store in PostgreSQL', () => {
  let server: PostgresServer;
  const children: ChildProcess[] = [];
  const stores: Store[] = [];
  beforeAll(async () => {
    if (programs) server = await PostgresServer.start(programs);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
    for (const store of stores.splice(0)) await store.close();
  });
  afterAll(() => server?.stop());

  /** Another process that opens the store and has it, with the lines that it says. */
  async function owner(url: string): Promise<Owner> {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, url], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    expect(await lines.next()).toMatchObject({ value: 'open' });
    return { child, lines };
  }

  /** What it says of using the store. */
  async function ask({ child, lines }: Owner): Promise<string> {
    child.stdin.write('check\n');
    return (await lines.next()).value;
  }

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Begins to open the store in this process; tells who is waited for. */
  function next(
    url: string,
    signal?: AbortSignal,
  ): { opened: Promise<Store>; waitsFor: Promise<string>; lost: Promise<void> } {
    let onStandby = (_holder: string) => {};
    let onLost = () => {};
    const waitsFor = new Promise<string>((resolve) => {
      onStandby = resolve;
    });
    const lost = new Promise<void>((resolve) => {
      onLost = resolve;
    });
    const opened = openStore(url, { signal, onStandby, onLost });
    opened.then(
      (store) => stores.push(store),
      () => {},
    );
    return { opened, waitsFor, lost };
  }

  it('a second process waits for the first, says for whom, and has the store once that one is killed', async () => {
    const url = await server.database();
    const first = await owner(url);
    const second = next(url);
    expect(await second.waitsFor).toContain(`process ${first.child.pid} on `);
    await kill(first.child);
    await (await second.opened).check();
  });

  it('a process that is frozen loses the store within some seconds, and can write nothing when it wakes up', async () => {
    const url = await server.database();
    const first = await owner(url);
    expect(await ask(first)).toBe('works');
    const second = next(url);
    await second.waitsFor;
    first.child.kill('SIGSTOP');
    await (await second.opened).check();
    first.child.kill('SIGCONT');
    expect(await first.lines.next()).toMatchObject({ value: 'lost' });
    expect(await ask(first)).toContain('was taken over by another process. This one writes nothing any more and ends.');
    const [row] = await server.query<{ epoch: string }>(
      new URL(url).pathname.slice(1),
      'select epoch from store_owner',
    );
    expect(row?.epoch).toBe('2');
  });

  it('a cut connection does not cost the store where nobody else wants it', async () => {
    const url = await server.database();
    const first = next(url);
    const store = await first.opened;
    await server.query('postgres', `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`);
    const database = new URL(url).pathname.slice(1);
    const held = () =>
      server.query(
        database,
        `select 1 from pg_locks join pg_database d on d.oid = database where locktype = 'advisory' and datname = '${database}'`,
      );
    await expect.poll(held).toHaveLength(1);
    await store.check();
  });

  it('waiting ends with its signal', async () => {
    const url = await server.database();
    await owner(url);
    const over = new AbortController();
    const second = next(url, over.signal);
    await second.waitsFor;
    over.abort(new Error('the bot is stopping'));
    await expect(second.opened).rejects.toThrow('the bot is stopping');
  });
});
