import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Attachment, AttachmentRefusedError } from '../../../src/core/chat.ts';
import { AdapterRig, NO_SIGNAL, somewhere } from './rig.ts';

const bytes = Buffer.from('the very bytes');
const photo = { name: 'beach.jpg', bytes, content_type: 'image/jpeg' };

async function read(rig: AdapterRig, file: Attachment | undefined): Promise<Buffer> {
  if (!file) throw new Error('no file came');
  const chunks: Buffer[] = [];
  for await (const chunk of await rig.adapter.open(file, NO_SIGNAL)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function sent(rig: AdapterRig) {
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  const said = rig.discord.says(channel, user, { content: 'make a clip', attachments: [photo] });
  const [file] = (await rig.received()).attachments;
  return { said, channel, file };
}

async function given(rig: AdapterRig) {
  const { channel, user } = somewhere(rig.discord);
  rig.discord.slash(channel, user, 'animate', { prompt: 'zoom' }, { attachments: { image1: photo } });
  const [file] = (await rig.received()).attachments;
  return file;
}

it('a file of a message is read from its address', async () => {
  const rig = await AdapterRig.start();
  const { file } = await sent(rig);
  expect(await read(rig, file)).toEqual(bytes);
});

it('an address that is over is fetched again from the message', async () => {
  const rig = await AdapterRig.start();
  const { file } = await sent(rig);
  await rig.clock.jump(3 * 24 * 3_600_000);
  expect(await read(rig, file)).toEqual(bytes);
  expect(rig.discord.calls('GET', '/channels/:id/messages/:id')).toHaveLength(1);
});

it('so is one that Discord ended before its time', async () => {
  const rig = await AdapterRig.start();
  const { file } = await sent(rig);
  rig.discord.expireLinks();
  expect(await read(rig, file)).toEqual(bytes);
});

it('an option’s address that is over is renewed', async () => {
  const rig = await AdapterRig.start();
  const file = await given(rig);
  expect(await read(rig, file)).toEqual(bytes);
  rig.discord.expireLinks();
  expect(await read(rig, file)).toEqual(bytes);
  expect(rig.discord.calls('POST', '/attachments/refresh-urls')).toHaveLength(1);
});

it('a file that is gone for good asks for it once more', async () => {
  const rig = await AdapterRig.start();
  const { said, file } = await sent(rig);
  rig.discord.expireLinks();
  rig.discord.deletes(said);
  rig.discord.fail('POST /attachments/refresh-urls', { status: 404 });
  const error = await read(rig, file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AttachmentRefusedError);
  expect(error instanceof AttachmentRefusedError && error.sentence).toBe(
    '⚠️ Discord no longer gives me beach.jpg. Send it again.',
  );
});

it.each([
  ['breaks halfway, twice', { lost: 'after', times: 2 }],
  ['is refused for a while', { status: 503, times: 3 }],
  ['does not open', { lost: 'before', times: 3 }],
] as const)('a download that %s goes on, and gives each byte once', async (_what, script) => {
  const rig = await AdapterRig.start();
  const { file } = await sent(rig);
  rig.discord.fail('GET /attachments/:channel/:id/:name', script);
  let over = false;
  const reading = read(rig, file).finally(() => {
    over = true;
  });
  while (!over) {
    await rig.clock.jump(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await reading).toEqual(bytes);
});

it('an address that ends while the file is read is renewed', async () => {
  const rig = await AdapterRig.start();
  const { file } = await sent(rig);
  rig.discord.fail('GET /attachments/:channel/:id/:name', { lost: 'after' });
  if (!file) throw new Error('no file came');
  const stream = await rig.adapter.open(file, NO_SIGNAL);
  rig.discord.expireLinks();
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', resolve);
    stream.once('error', reject);
  });
  let over = false;
  void ended.finally(() => {
    over = true;
  });
  while (!over) {
    await rig.clock.jump(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ended;
  expect(Buffer.concat(chunks)).toEqual(bytes);
});

it('a stop ends a download', async () => {
  const rig = await AdapterRig.start();
  const { file } = await sent(rig);
  const stopping = new AbortController();
  stopping.abort(new Error('stopped'));
  const opening = file && rig.adapter.open(file, stopping.signal);
  await expect(opening).rejects.toThrow('stopped');
});

it('a file that was sent hidden is known as such, and so is a video of it', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, { content: 'zoom', attachments: [{ ...photo, name: 'SPOILER_beach.jpg' }] });
  const message = await rig.received();
  expect(message.attachments).toMatchObject([{ name: 'beach.jpg', spoiler: true }]);
  const folder = await mkdtemp(join(tmpdir(), 'reelay-discord-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'film.mp4');
  await writeFile(path, 'a film');
  const film = { path, name: 'film.mp4', bytes: 6, width: 16, height: 9, durationMs: 1000, spoiler: true };
  await rig.replies(message, { text: 'Ready', video: film });
  const posted = await rig.discord.appears(
    channel,
    ({ files }) => files.length > 0 && files[0]?.name !== 'SPOILER_beach.jpg',
  );
  expect(posted.files).toMatchObject([{ name: 'SPOILER_film.mp4' }]);
});
