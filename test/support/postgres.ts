import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** Where Debian lays PostgreSQL's programs, one folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * The folder of PostgreSQL's server programs; without one, undefined and a printed line that says what is skipped for it.
 * @param what what the tests are about
 */
export async function findPostgres(what: string): Promise<string | undefined> {
  const versions = await readdir(DEBIAN).catch(() => [] as string[]);
  const folders = [
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  for (const programs of folders) {
    try {
      await access(join(programs, 'initdb'));
      return programs;
    } catch {}
  }
  process.stdout.write(`skipped: ${what} (PostgreSQL is not installed here)\n`);
  return undefined;
}

/** PostgreSQL refuses to run as root: the user that Debian's package makes, where this is root. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

/** A PostgreSQL server of the tests' own, on a free port, with nothing in it. */
export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #programs: string;
  readonly #as: { uid: number; gid: number } | undefined;
  readonly #durable: boolean;
  #process: ChildProcess | undefined;
  #databases = 0;

  private constructor(parts: {
    port: number;
    folder: string;
    programs: string;
    as?: { uid: number; gid: number };
    durable: boolean;
  }) {
    this.port = parts.port;
    this.#folder = parts.folder;
    this.#programs = parts.programs;
    this.#as = parts.as;
    this.#durable = parts.durable;
  }

  /** @param options.durable a commit waits for the disk, as in a server that people use */
  static async start(programs: string, { durable = false } = {}): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'reelay-postgres-'));
    const as = await unprivileged();
    if (as) await chown(folder, as.uid, as.gid);
    await chmod(folder, 0o700);
    const options = ['-U', 'reelay', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'];
    await run(join(programs, 'initdb'), ['-D', join(folder, 'data'), ...options], { ...as, cwd: folder });
    const server = new PostgresServer({ port: await freePort(), folder, programs, as, durable });
    await server.restart();
    return server;
  }

  /** Starts the server, ending the one that runs as a crash of it would. */
  async restart(): Promise<void> {
    await this.#end('SIGQUIT');
    const where = ['-h', '127.0.0.1', '-p', String(this.port), '-k', this.#folder];
    // Nothing of the tests outlives the machine: what fsync protects from cannot happen.
    const speed = this.#durable ? [] : ['-F'];
    this.#process = spawn(join(this.#programs, 'postgres'), ['-D', join(this.#folder, 'data'), ...speed, ...where], {
      ...this.#as,
      cwd: this.#folder,
      stdio: 'ignore',
    });
    while (!(await this.#answers())) {
      if (this.#process.exitCode !== null) throw new Error(`postgres ended with ${this.#process.exitCode}`);
    }
  }

  /** The address of a database that is new and empty. */
  async database(): Promise<string> {
    const name = `reelay_${++this.#databases}`;
    await this.query('postgres', `create database ${name}`);
    return this.url(name);
  }

  url(database: string): string {
    return `postgres://reelay@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs one statement as somebody else than the bot; gives its rows. */
  async query<R>(database: string, sql: string): Promise<R[]> {
    const client = new pg.Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.#end('SIGINT');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    try {
      await this.query('postgres', 'select 1');
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return false;
    }
  }

  async #end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
