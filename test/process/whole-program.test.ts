import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { picture } from '../contract/pictures.ts';
import { adk, frame, ONE_CLIP_DRAFT, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/index.ts';
import { compileProgram, type Program } from './program.ts';
import { withinMs } from './time.ts';
import { World } from './world.ts';

const OTHER_TOKEN = '7000000002:ZYXwvuTSrqPONmlKJihGFEdcba987654321';
const MINUTE = 60_000;

let program: Program;
let world: World;
beforeAll(async () => {
  program = await compileProgram();
}, 2 * MINUTE);
afterAll(() => program.remove());
beforeEach(async () => {
  world = await World.open(program);
});
afterEach(() => world.close());

/** Ann, in private with the bot; she sends a photo with these words. */
async function annSends(words: string) {
  const { telegram } = world;
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const chat = telegram.dm(ann);
  telegram.says(chat, ann, { photo: await picture('#cc3333'), caption: words });
  return { ann, chat };
}

const pid = async () => (await readFile(join(world.folder, 'reelay.sqlite.pid'), 'utf8')).trim();

it(
  'a bot with a token of its own does not start on the store of another, which goes on',
  async () => {
    const { telegram, nemo } = world;
    const other = await startFakeTelegram({ token: OTHER_TOKEN });
    try {
      await twoBots(other);
    } finally {
      await other.close();
    }
    expect(telegram.unconfirmed).toEqual([]);
    expect(nemo.prompts).toHaveLength(1);
  },
  4 * MINUTE,
);

async function twoBots(other: FakeTelegram): Promise<void> {
  const { telegram } = world;
  // Somebody who wrote to the other bot before it is started.
  const bob = other.user({ id: 8, first_name: 'Bob', language_code: 'en' });
  const bobs = other.dm(bob);
  other.says(bobs, bob, 'status');
  const first = world.start();
  await first.logs(/"msg":"listening"/);
  const { ann, chat } = await annSends('Make a video with a slow zoom');
  await first.logs(/"msg":"accepted"/);

  const second = world.start({ TELEGRAM_TOKEN: OTHER_TOKEN, TELEGRAM_API_ROOT: other.url });
  const { code } = await withinMs(MINUTE, 'the second process to end', second.exited);
  expect(code).toBe(1);
  expect(second.log).toContain(`reelay.sqlite is already in use by process ${await pid()}.`);
  expect(second.log).toContain('set STORE_URL to another file for this bot');
  // It has taken nothing from its own Telegram, and has told nobody anything.
  expect(other.calls('getUpdates')).toEqual([]);
  expect(other.calls('sendMessage')).toEqual([]);

  // The first one knows nothing of it.
  await telegram.seen(chat, (message) => message.video !== undefined);
  expect(first.ending).toBeUndefined();
  telegram.says(chat, ann, 'status');
  await telegram.seen(chat, (message) => message.mine && /^Nothing is running|^⏳ Working on/.test(message.text));

  // Once that one is gone the store is free, and who was waiting for the other bot is answered.
  await first.kill();
  const third = world.start({ TELEGRAM_TOKEN: OTHER_TOKEN, TELEGRAM_API_ROOT: other.url });
  await third.logs(/"msg":"listening"/);
  await other.seen(bobs, (message) => message.mine && message.text.startsWith('Nothing is running'));
  expect(await third.stop()).toMatchObject({ code: 0 });
}

/** Most memory that a process had at one time, in bytes. */
async function peakMemory(): Promise<number> {
  const status = await readFile(`/proc/${await pid()}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** As much as is read of one stream: tool calls of two megabytes, each with ids and addresses of its own. */
function* hostileEvents(): Generator<string> {
  for (let index = 0; index < 40; index++) {
    const big = `${index}`.padEnd(900_000, 'x\n');
    yield frame({
      ...adk.call(`${index}${big.slice(0, 50_000)}`, 'cut', { big, more: [big.slice(0, 800_000)] }),
      id: big,
    });
    yield frame(adk.partial('\n'.repeat(50_000)));
    yield frame(adk.file(`https://cdn.example/${index}-${big.slice(0, 100_000)}`));
  }
}

it.runIf(existsSync('/proc/self/status'))(
  'the whole process stays within 250 MB under a hostile stream, and answers others meanwhile',
  async () => {
    const { telegram } = world;
    const nemo = await startFakeNemo();
    let streamed = 0;
    nemo.on(ROUTES.prompt, async (_request, response) => {
      nemo.state.draft = ONE_CLIP_DRAFT;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const counted = function* () {
        for (const text of hostileEvents()) {
          streamed += text.length;
          yield text;
        }
      };
      // It is cut before its end.
      await pipeline(Readable.from(counted()), response).catch(() => {});
    });
    try {
      const child = world.start({ NEMO_API_URL: nemo.url, LOG_LEVEL: 'info' });
      await child.logs(/"msg":"listening"/);
      const { chat } = await annSends('Make a video with a slow zoom');
      await nemo.called(ROUTES.prompt);
      const bob = telegram.user({ id: 8, first_name: 'Bob', language_code: 'en' });
      const bobs = telegram.dm(bob);
      telegram.says(bobs, bob, 'status');
      await telegram.seen(bobs, (message) => message.mine && message.text.startsWith('Nothing is running'));
      // What was done is told, whatever came of the stream.
      await telegram.seen(chat, (message) => message.mine && message.text.includes('Timeline'));
      expect(streamed).toBeGreaterThan(60_000_000);
      const peak = await peakMemory();
      process.stdout.write(`peak memory under a hostile stream: ${Math.round(peak / 1e6)} MB\n`);
      expect(peak).toBeLessThan(250_000_000);
      await child.kill();
    } finally {
      await nemo.close();
    }
  },
  4 * MINUTE,
);
