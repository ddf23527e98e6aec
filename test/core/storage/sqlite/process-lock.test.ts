import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../../../src/core/storage/store.ts';

const CHILD = fileURLToPath(new URL('../store-child.ts', import.meta.url));

let folder: string;
let file: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-lock-'));
  file = join(folder, 'reelay.sqlite');
});
afterEach(async () => {
  for (const child of children.splice(0)) await ends(child);
  await rm(folder, { recursive: true, force: true });
});

/** Another process that opens the store; resolves with what it says of that. */
async function otherProcess(): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, `sqlite://${file}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (!child.stdout) throw new Error('no standard output');
  const [says] = await once(createInterface(child.stdout), 'line');
  return { child, says: String(says) };
}

async function ends(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

const refusal = (pid: number | undefined) =>
  `The store ${file} is already in use by process ${pid}. One bot, one store: stop that process first, ` +
  'or set STORE_URL to another file for this bot.';

it('a second process is refused with the id of the first, also while that one is stopped, until it is killed', async () => {
  const first = await otherProcess();
  expect(first.says).toBe('open');
  expect(await readFile(`${file}.pid`, 'utf8')).toBe(`${first.child.pid}\n`);
  await expect(openStore(`sqlite://${file}`)).rejects.toThrow(refusal(first.child.pid));
  expect((await otherProcess()).says).toBe(refusal(first.child.pid));

  first.child.kill('SIGSTOP');
  await expect(openStore(`sqlite://${file}`)).rejects.toThrow(refusal(first.child.pid));

  await ends(first.child);
  const store = await openStore(`sqlite://${file}`);
  expect((await otherProcess()).says).toBe(refusal(process.pid));
  await store.close();
  expect((await otherProcess()).says).toBe('open');
});

it('the same process is refused as well, and keeps what it holds, by whatever path the file is called', async () => {
  const store = await openStore(`sqlite://${file}`);
  const alias = `${folder}-alias`;
  await symlink(folder, alias);
  try {
    await expect(openStore(`sqlite://${join(alias, 'reelay.sqlite')}`)).rejects.toThrow(refusal(process.pid));
    expect((await otherProcess()).says).toBe(refusal(process.pid));
    await store.check();
  } finally {
    await rm(alias);
    await store.close();
  }
});
