import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalChat } from '../../../src/adapters/local/adapter.ts';
import { attachFile } from '../../../src/adapters/local/attachments.ts';
import { checkSavable } from '../../../src/adapters/local/deliver.ts';
import { readDemoOptions } from '../../../src/adapters/local/demo.ts';
import { readLine } from '../../../src/adapters/local/messages.ts';
import { pathWords } from '../../../src/adapters/local/named-files.ts';
import { chatPrinter, jsonPrinter, type Output } from '../../../src/adapters/local/printer.ts';
import { LocalChatError } from '../../../src/adapters/local/start-error.ts';
import { runTerminal } from '../../../src/adapters/local/terminal.ts';
import type { IncomingMessage } from '../../../src/core/chat.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-local-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function sink(isTTY = false): Output & { text: () => string } {
  let written = '';
  return {
    isTTY,
    columns: 40,
    write(text) {
      written += text;
    },
    text: () => written,
  };
}

describe('the printer', () => {
  it('writes a conversation as a person reads it', () => {
    const output = sink();
    const printer = chatPrinter(output);
    printer.show({ type: 'user', text: 'slow zoom', files: ['a.jpg', 'b.heic'] });
    printer.show({ type: 'progress', text: '🎬 Working\n⏳ Still working' });
    printer.show({ type: 'bot', text: 'Done.\nTimeline', next: [{ command: '/export', label: 'Export it' }] });
    printer.show({ type: 'video', path: 'out/x.mp4', bytes: 1, width: 2, height: 3, durationMs: 4 });
    expect(output.text()).toBe(
      '🧑 [a.jpg] [b.heic]\n   slow zoom\n   🎬 Working ⏳ Still working\n🎞 Done.\n   Timeline\n   → /export  Export it\n💾 Saved out/x.mp4\n',
    );
  });

  it('keeps progress on one line of a terminal, cut to its width, and clears it for what stays', () => {
    const output = sink(true);
    const printer = chatPrinter(output);
    printer.show({ type: 'progress', text: 'x'.repeat(100) });
    printer.show({ type: 'bot', text: 'Done.' });
    const [progress, rest] = output.text().split('\r\u001b[K');
    expect(progress).toContain(`${'x'.repeat(33)}…`);
    expect(progress).not.toContain('\n');
    expect(rest).toBe('🎞 Done.\n');
  });

  it('writes JSON lines for scripts', () => {
    const output = sink();
    jsonPrinter(output).show({ type: 'user', text: 'hi', files: [] });
    expect(output.text()).toBe('{"type":"user","text":"hi","files":[]}\n');
  });
});

describe('a line of the terminal', () => {
  it.each([
    ['make it vertical', { kind: 'message', text: 'make it vertical' }],
    ['  ', { kind: 'nothing' }],
    ['/export', { kind: 'command', command: { name: 'export', argument: undefined } }],
    ['/remove 2', { kind: 'command', command: { name: 'remove', argument: '2' } }],
    ['/HELP', { kind: 'command', command: { name: 'help', argument: undefined } }],
    ['/quit', { kind: 'quit' }],
    ['/attach photo.jpg', { kind: 'attach', path: 'photo.jpg' }],
    ['/attach "my photo.jpg"', { kind: 'attach', path: 'my photo.jpg' }],
    ['/attach my\\ photo.jpg', { kind: 'attach', path: 'my photo.jpg' }],
    ['/attach ~/photo.jpg', { kind: 'attach', path: `${homedir()}/photo.jpg` }],
    ['/attach', { kind: 'unknown', name: '/attach without a path' }],
    ['/dance', { kind: 'unknown', name: '/dance' }],
  ])('%s', (line, meaning) => {
    expect(readLine(line)).toEqual(meaning);
  });
});

describe('a path in a line of the terminal', () => {
  it.each([
    ['/home/me/sea.jpg make it vertical', ['/home/me/sea.jpg']],
    [`'/home/me/my photo.jpg' "/tmp/two 2.png"`, ['/home/me/my photo.jpg', '/tmp/two 2.png']],
    ['/home/me/my\\ photo.jpg, ~/b.mp4', ['/home/me/my photo.jpg', `${homedir()}/b.mp4`]],
    ['samples/sea.jpg as the first', ['samples/sea.jpg']],
    ['16/9 please, see https://example.org/a.jpg and sea.jpg', []],
    ['make it 1/2 as long', []],
  ])('%s', (line, paths) => {
    expect(pathWords(line).map(({ path }) => path)).toEqual(paths);
  });
});

it('files whose paths are in a line go with its other words; a path that leads nowhere is said, and nothing is sent', async () => {
  const [photo, spaced] = [join(folder, 'a.jpg'), join(folder, 'b c.jpg')];
  await writeFile(photo, 'photo');
  await writeFile(spaced, 'photo');
  const output = sink();
  const accepted: IncomingMessage[] = [];
  const lines = [
    `${photo} '${spaced}' make it vertical`,
    `${folder}/none.jpg make it square`,
    spaced.replace(' ', '\\ '),
    'and this one longer',
  ];
  await runTerminal({
    chat: new LocalChat({ name: 'terminal', printer: chatPrinter(output), saveAs: (name) => name }),
    input: Readable.from([`${lines.join('\n')}\n`]),
    output,
    accept: async (message) => accepted.push(message),
    idle: async () => {},
    interactive: true,
    idPrefix: 'run1',
    signal: new AbortController().signal,
  });
  expect(accepted.map(({ text, attachments }) => [text, attachments.map(({ name }) => name)])).toEqual([
    ['make it vertical', ['a.jpg', 'b c.jpg']],
    ['and this one longer', ['b c.jpg']],
  ]);
  expect(output.text()).toContain(`There is no file ${folder}/none.jpg. Check the path.`);
  expect(output.text()).toContain('📎 b c.jpg goes with your next message.');
});

it('the terminal sends what was attached with the next line, and waits for the last answer', async () => {
  const photo = join(folder, 'a.jpg');
  await writeFile(photo, 'x');
  const output = sink();
  const accepted: IncomingMessage[] = [];
  let idle = 0;
  const chat = new LocalChat({ name: 'terminal', printer: chatPrinter(output), saveAs: (name) => name });
  await runTerminal({
    chat,
    input: Readable.from([`/attach ${photo}\n/attach ${folder}/none.jpg\nslow zoom\n/export\nmake it square\n`]),
    output,
    accept: async (message) => accepted.push(message),
    idle: async () => {
      idle = accepted.length;
    },
    interactive: true,
    idPrefix: 'run1',
    signal: new AbortController().signal,
  });
  expect(
    accepted.map(({ id, text, command, attachments }) => [id, text, command?.name, attachments.map((a) => a.name)]),
  ).toEqual([
    ['run1-1', 'slow zoom', undefined, ['a.jpg']],
    ['run1-2', '', 'export', []],
    ['run1-3', 'make it square', undefined, []],
  ]);
  expect(idle).toBe(3);
  expect(output.text()).toContain('📎 a.jpg goes with your next message.');
  expect(output.text()).toContain(`There is no file ${folder}/none.jpg. Check the path.`);
});

describe('files', () => {
  it('a folder is not a photo', async () => {
    await expect(attachFile(folder)).rejects.toThrow(`${folder} is not a file. Name the photos one by one.`);
  });

  it('a place that cannot be written is an error before the work', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(checkSavable(join(folder, 'file', 'demo.mp4'))).rejects.toThrow(
      /^No permission to write to .*file\. Make it writable, or choose another place with --out\.$/,
    );
    await expect(checkSavable(folder)).rejects.toThrow(/is a folder\. Name a file, such as .*clip\.mp4\.$/);
  });

  it('a video is saved whole under its name, readable as the user’s own files are', async () => {
    const video = join(folder, 'spooled.mp4');
    await writeFile(video, 'the video', { mode: 0o600 });
    const target = join(folder, 'out', 'clip.mp4');
    const output = sink();
    const chat = new LocalChat({ name: 'demo', printer: jsonPrinter(output), saveAs: () => target });
    const facts = { bytes: 9, width: 2, height: 2, durationMs: 1000 };
    await chat.send('local:demo', {
      text: 'ready',
      key: 'k1',
      private: false,
      video: { path: video, name: 'x.mp4', ...facts },
    });
    expect(await readFile(target, 'utf8')).toBe('the video');
    expect((await stat(target)).mode & 0o777).toBe(0o666 & ~process.umask());
    expect(chat.lastVideo).toBe(target);
    expect(JSON.parse(output.text().split('\n')[1] ?? '')).toEqual({ type: 'video', path: target, ...facts });
  });
});

describe('the demo’s arguments', () => {
  it('without any: the sample photos, a sentence that fits them, out/demo.mp4', () => {
    const options = readDemoOptions([], '/samples');
    expect(options).toMatchObject({ out: 'out/demo.mp4', transcript: false });
    expect(options).toHaveProperty('files', ['/samples/mountains.jpg', '/samples/sea.jpg', '/samples/aurora.jpg']);
  });

  it('with the user’s own photos and words', () => {
    expect(
      readDemoOptions(['a.jpg', 'b.heic', '--say', '10 seconds', '--out', 'clip.mp4', '--transcript'], '/s'),
    ).toEqual({
      files: ['a.jpg', 'b.heic'],
      say: '10 seconds',
      out: 'clip.mp4',
      transcript: true,
    });
  });

  it('that are wrong are errors that list what there is', () => {
    expect(() => readDemoOptions(['--sya', 'x'], '/s')).toThrow(LocalChatError);
    expect(() => readDemoOptions(['--say'], '/s')).toThrow(/^--say needs a value\./);
  });
});
