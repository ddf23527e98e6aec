import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MAX_FILES } from '../../../src/adapters/web/limits.ts';
import { picture } from '../../contract/pictures.ts';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { webRig } from './rig.ts';

const stored = async (folder: string) =>
  (await readdir(join(folder, 'web'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

it('shows a photo, also a HEIC that browsers cannot read, by a picture from the server', async () => {
  const { visitor, rig } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  const heic = await readFile(new URL('../../fixtures/heic/irot-cw.heic', import.meta.url));
  await ann.say(id, 'status', [
    { name: 'a.jpg', bytes: await picture('#cc3333') },
    { name: 'b.heic', bytes: heic },
    { name: 'c.txt', bytes: Buffer.from('no picture') },
  ]);
  const [{ files = [] } = {}] = await ann.read(id);
  expect(files.map(({ name, preview }) => [name, preview])).toEqual([
    ['a.jpg', true],
    ['b.heic', true],
    ['c.txt', false],
  ]);
  const preview = await ann.fetch(`/files/${id}/${files[1]?.id}/preview.jpg`);
  expect(preview.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await preview.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  expect(await stored(rig.folder)).toEqual(['data', 'data', 'data', 'preview.jpg', 'preview.jpg']);
});

it('refuses a file over the limit with the reason, and keeps nothing of the message', async () => {
  const { visitor, rig } = await webRig({ maxFileBytes: 1000 });
  const ann = visitor('zh-TW');
  const { id } = await ann.open();
  const response = await ann.say(id, 'hello', [
    { name: 'small.bin', bytes: Buffer.alloc(1000) },
    { name: 'big.bin', bytes: Buffer.alloc(1001) },
  ]);
  expect(response.status).toBe(413);
  expect(await response.json()).toEqual({ sentence: 'big.bin 超過了 1 KB 的上限。請壓縮或剪短後再試。' });
  expect(await ann.read(id)).toEqual([]);
  expect(await stored(rig.folder)).toEqual([]);
});

it('refuses more files than a message has', async () => {
  const { visitor, rig } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  const files = Array.from({ length: MAX_FILES + 1 }, (_, index) => ({ name: `${index}`, bytes: Buffer.from('x') }));
  const response = await ann.say(id, 'hello', files);
  expect(response.status).toBe(413);
  expect(await stored(rig.folder)).toEqual([]);
});

it('refuses an empty message and an empty file', async () => {
  const { visitor } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  expect((await ann.say(id, '  ')).status).toBe(400);
  expect((await ann.say(id, 'hello', [{ name: 'none.jpg', bytes: Buffer.alloc(0) }])).status).toBe(413);
});

it('shows a reload, a second tab and the next process the same messages', async () => {
  const { visitor, rig } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  await ann.say(id, '/status');
  await ann.shows(() => ann.messages.get(id)?.length === 2);
  const before = await ann.read(id);
  const second = visitor();
  second.cookie = ann.cookie;
  expect(await second.read(id)).toEqual(before);
  await rig.restart();
  expect(await ann.read(id)).toEqual(before);
  const chats = await (await ann.fetch('/api/chats')).json();
  expect(chats).toEqual([{ id, title: '/status', at: expect.any(Number) }]);
});

it('answers in the next process what was kept and not journaled', async () => {
  const { visitor, rig, running } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  // The process ends between keeping the message and journaling it: the core is gone already.
  await rig.engine.stop();
  expect((await ann.say(id, '/status', [], 'message-1')).status).toBe(503);
  await rig.restart();
  expect(running.adapter?.url).toBeDefined();
  await expect.poll(async () => (await ann.read(id)).map(({ text }) => text)).toHaveLength(2);
  // The page tries it again: it is the same message.
  expect((await ann.say(id, '/status', [], 'message-1')).status).toBe(202);
  await rig.engine.idle();
  expect(await ann.read(id)).toHaveLength(2);
});

it('forgets messages and files of a project, and says so in what is left of it', async () => {
  const { visitor, rig } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  await ann.say(id, '/status', [{ name: 'a.jpg', bytes: await picture('#cc3333') }]);
  await rig.engine.idle();
  await ann.say(id, '/forget yes');
  await rig.engine.idle();
  const left = await ann.read(id);
  expect(left.map(({ from }) => from)).toEqual(['bot']);
  expect(await stored(rig.folder)).toEqual([]);
  // The next new project is this one.
  expect(await (await ann.post('/api/chats', {})).json()).toMatchObject({ id, title: '' });
});

it('gives the timeline with the pictures of its clips', async () => {
  const { visitor, nemo, rig } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  expect(await (await ann.fetch(`/api/chats/${id}/timeline`)).json()).toEqual({ durationMs: 0, tracks: [] });
  const draft = {
    d: 5000,
    t: [
      { tt: 0, sg: [{ id: 's', s: 0, d: 5000, m: { name: 'Beach.jpeg' } }] },
      { tt: 1, sg: [{ id: 'm', s: 0, d: 5000, m: { name: 'Calm' } }] },
    ],
  };
  nemo.on(ROUTES.prompt, nemo.edit(draft, [adk.text('Done.')]));
  await ann.say(id, 'make a clip', [{ name: 'beach.jpg', bytes: await picture('#cc3333') }]);
  await rig.engine.idle();
  const [{ files: [file] = [] } = {}] = await ann.read(id);
  expect(await (await ann.fetch(`/api/chats/${id}/timeline`)).json()).toEqual({
    durationMs: 5000,
    tracks: [
      { kind: 'video', segments: [{ name: 'Beach.jpeg', startMs: 0, durationMs: 5000, file: file?.id }] },
      { kind: 'audio', segments: [{ name: 'Calm', startMs: 0, durationMs: 5000 }] },
    ],
  });
});

it('says that the timeline cannot be read while Nemo is silent', async () => {
  const { visitor, nemo, rig } = await webRig();
  const ann = visitor();
  const { id } = await ann.open();
  nemo.on(ROUTES.prompt, nemo.edit(ONE_CLIP_DRAFT, [adk.text('Done.')]));
  await ann.say(id, 'make a clip', [{ name: 'a.jpg', bytes: await picture('#cc3333') }]);
  await rig.engine.idle();
  nemo.on(ROUTES.state, answer.status(500));
  const response = await ann.fetch(`/api/chats/${id}/timeline`);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    sentence: 'The timeline can’t be read right now. It is read again after the next change.',
  });
});
