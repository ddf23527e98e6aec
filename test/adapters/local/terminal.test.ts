import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LocalChat } from '../../../src/adapters/local/adapter.ts';
import { runTerminal } from '../../../src/adapters/local/terminal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-local-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['by a person', true],
  ['by a script', false],
])('rule 10: the terminal ends on the signal while a request made %s runs', { timeout: 5000 }, async (_by, live) => {
  const stop = new AbortController();
  const input = new PassThrough();
  const chat = new LocalChat({ name: 'terminal', printer: { show() {} }, saveAs: (name) => name });
  let accept: (text: string) => void = () => {};
  const accepted = new Promise<string>((resolve) => {
    accept = resolve;
  });
  const ended = runTerminal({
    chat,
    input,
    output: { write: () => true },
    accept: async (message) => accept(message.text),
    idle: () => new Promise(() => {}),
    interactive: live,
    idPrefix: 'run1',
    signal: stop.signal,
  });
  input.write('animate it\n');
  expect(await accepted).toBe('animate it');
  stop.abort();
  await expect(ended).resolves.toBeUndefined();
});

it('rule 1: a video that cannot be saved is not announced', async () => {
  await writeFile(join(folder, 'out'), 'a file, where a folder should be');
  await writeFile(join(folder, 'spooled.mp4'), 'the video');
  const shown: unknown[] = [];
  const chat = new LocalChat({
    name: 'demo',
    printer: { show: (line) => shown.push(line) },
    saveAs: (name) => join(folder, 'out', name),
  });
  const video = {
    path: join(folder, 'spooled.mp4'),
    name: 'clip.mp4',
    bytes: 9,
    width: 2,
    height: 2,
    durationMs: 1000,
  };
  const sending = chat.send('local:demo', { text: '✅ Video ready', key: 'k1', private: false, video });
  await expect(sending).rejects.toThrow(/EEXIST|ENOTDIR/);
  expect(shown).toEqual([]);
  expect(chat.lastVideo).toBeUndefined();
});
