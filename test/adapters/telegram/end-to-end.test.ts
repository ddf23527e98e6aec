import { readFile, writeFile } from 'node:fs/promises';
import { type Render, type RunningNemo, startLocalNemo } from '@reelay/local-nemo';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { Harness } from '../../../packages/local-nemo/test/harness.ts';
import { picture } from '../../contract/pictures.ts';
import { startOnTelegram, type TelegramRigOptions } from '../../contract/telegram.ts';
import { type FakeNemo, startFakeNemo } from '../../fakes/nemo/index.ts';
import { faults } from '../../fakes/telegram/index.ts';
import { tinyVideo } from '../../fakes/tiny-video.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function onLocalNemo(render: Render | undefined, options: TelegramRigOptions = {}) {
  const folders = new Harness();
  closers.push(() => folders.clean());
  const nemo: RunningNemo = await startLocalNemo({ dataDir: await folders.dir(), render, random: () => 0.99 });
  closers.push(() => nemo.close());
  const stage = await startOnTelegram(nemo, options);
  closers.push(stage.close);
  const ann = stage.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  return { ...stage, ann, chat: stage.telegram.dm(ann) };
}

/** Writes a real small video; what was rendered is kept for comparison. */
function quickRender(before: () => Promise<void> = async () => {}) {
  const rendered: Buffer[] = [];
  const render: Render = async (job, { onProgress }) => {
    onProgress(50);
    await before();
    const bytes = await tinyVideo();
    await writeFile(job.outPath, bytes);
    rendered.push(bytes);
    return {
      bytes: bytes.length,
      width: 320,
      height: 180,
      fps: 30,
      resolution: '1080p',
      durationMs: 1000,
      leftOut: [],
    };
  };
  return { render, rendered };
}

async function albumOfThree() {
  const caption = 'Make a 3-second video with a slow zoom and calm music';
  return [
    { photo: await picture('#cc3333') },
    { photo: await picture('#33cc66'), caption },
    { photo: await picture('#3366cc') },
  ];
}

describe('an album of three with a caption', () => {
  it('becomes a video whose bytes are those that Nemo rendered', async () => {
    const { render, rendered } = quickRender();
    const { telegram, chat, ann, rig } = await onLocalNemo(render);
    telegram.album(chat, ann, await albumOfThree(), { order: 'shuffled' });
    const shown = await telegram.seen(chat, (message) => message.video !== undefined);
    expect(rendered).toHaveLength(1);
    expect(shown.video?.bytes.equals(rendered[0] ?? Buffer.alloc(0))).toBe(true);
    expect(shown.text).toMatch(/^✅ Video ready: 1 s, 320×180, \d+ KB\n🌐 Open the project in a browser: http/);
    expect(shown.video).toMatchObject({ width: 320, height: 180, duration: 1 });
    expect(shown.video?.thumbnail?.length).toBeGreaterThan(100);
    expect(telegram.calls('sendVideo')[0]?.params.supports_streaming).toBe(true);
    await rig.engine.idle();
    const said = telegram.shown(chat).filter((message) => message.mine);
    // The greeting, what was edited, and the video; of the progress nothing is left.
    expect(said).toHaveLength(3);
    expect(said[1]?.text).toContain('Timeline');
    expect(telegram.history(chat).filter((message) => message.mine && message.deleted)).toHaveLength(1);
    expect(await rig.spooled()).toEqual([]);
    expect(telegram.unconfirmed).toEqual([]);
  });

  it('becomes the same with the network gone for ten seconds in the middle', async () => {
    let cut: () => Promise<void> = async () => {};
    const { render, rendered } = quickRender(() => cut());
    const { telegram, chat, ann, rig, clock } = await onLocalNemo(render);
    cut = () => telegram.cutNetwork();
    telegram.album(chat, ann, await albumOfThree());
    const log = (what: string) => rig.log.filter((line) => line.includes(what)).length;
    // The render ends while nobody can be reached.
    await until(() => log('"what":"sendVideo"') > 0);
    await clock.jump(10_000);
    expect(telegram.calls('sendVideo')).toEqual([]);
    await telegram.restoreNetwork();
    telegram.says(chat, ann, '/status');
    await clock.jump(10_000);
    const shown = await telegram.seen(chat, (message) => message.video !== undefined);
    expect(shown.video?.bytes.equals(rendered[0] ?? Buffer.alloc(0))).toBe(true);
    // Messages come through again too.
    await telegram.seen(chat, (message) => /^Nothing is running|^⏳ Working on/.test(message.text));
    await rig.engine.idle();
    expect(telegram.shown(chat).filter((message) => message.video)).toHaveLength(1);
    expect(rendered).toHaveLength(1);
  });

  it('arrives whole also where Telegram counts every message', async () => {
    const { render } = quickRender();
    const { telegram, chat, ann, rig } = await onLocalNemo(render);
    telegram.album(chat, ann, await albumOfThree());
    await telegram.seen(chat, (message) => message.video !== undefined);
    await rig.engine.idle();
    expect(telegram.shown(chat).filter((message) => message.mine)).toHaveLength(3);
  });

  it('becomes a video by the real renderer too', async () => {
    const { telegram, chat, ann } = await onLocalNemo(undefined);
    telegram.album(chat, ann, await albumOfThree());
    const shown = await telegram.seen(chat, (message) => message.video !== undefined);
    expect(shown.video?.bytes.subarray(4, 8).toString('latin1')).toBe('ftyp');
    expect(shown.text).toMatch(/^✅ Video ready: 3 s, \d+×\d+/);
  }, 120_000);
});

it('rule 6: the token is in no log line, no message, and nothing that Nemo gets', async () => {
  const nemo: FakeNemo = await startFakeNemo();
  closers.push(() => nemo.close());
  nemo.video = await tinyVideo();
  const lines: string[] = [];
  // Not the program's own logger: that one would hide a slip.
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const { telegram, rig, close } = await startOnTelegram(nemo, { adapter: { log } });
  closers.push(close);
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const chat = telegram.dm(ann);
  telegram.next('file', faults.resetMidway(), faults.page(502));
  telegram.next('getFile', faults.resetBefore(), faults.refused(500, 'Internal Server Error'));
  telegram.next('sendVideo', faults.flood(1), faults.resetAfter(), faults.refused(500, 'Internal'));
  telegram.next('editMessageText', faults.refused(400, 'Bad Request: something odd'), faults.resetBefore());
  telegram.says(chat, ann, { document: { bytes: await picture(), name: 'a.jpg' }, caption: 'make a clip' });
  await telegram.seen(chat, (message) => message.video !== undefined);
  await rig.engine.idle();
  telegram.next('getFile', faults.refused(404, 'Not Found'));
  telegram.says(chat, ann, { document: { bytes: await picture(), name: 'b.jpg' }, caption: 'make a clip' });
  await telegram.seen(chat, (message) => message.text.includes('could not be read'));
  await rig.engine.idle();

  const secret = telegram.token.split(':')[1] ?? '';
  const everything = [
    ...lines,
    ...rig.log,
    ...telegram
      .history(chat)
      .map((message) => JSON.stringify([message.text, message.raw, message.earlier, message.buttons])),
    ...nemo.requests.map(
      (request) => `${request.path} ${JSON.stringify(request.headers)} ${request.body.toString('latin1')}`,
    ),
    await readFile(`${rig.folder}/reelay.sqlite`, 'latin1'),
  ];
  expect(lines.length).toBeGreaterThan(3);
  expect(everything.filter((text) => text.includes(secret) || text.includes('/file/bot'))).toEqual([]);
});

/** Resolves when something has become true, looked at again and again. */
async function until(becameTrue: () => boolean): Promise<void> {
  while (!becameTrue()) await new Promise((resolve) => setImmediate(resolve));
}
