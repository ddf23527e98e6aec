import { readFile } from 'node:fs/promises';
import { FakeClock } from '@reelay/async/fake-clock';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, faults, startFakeTelegram, type TgChat, type TgUser } from './telegram/index.ts';

let telegram: FakeTelegram;
let clock: FakeClock;
let ann: TgUser;
let chat: TgChat;

beforeEach(async () => {
  clock = new FakeClock();
  telegram = await startFakeTelegram({ clock, limits: { uploadBytes: 100_000 } });
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
});

afterEach(async () => {
  await telegram.close();
});

interface Answer {
  status: number;
  ok?: boolean;
  description?: string;
  parameters?: Record<string, number>;
  // The Bot API's results are of all kinds; a test knows what it asked for.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  result?: any;
}

async function api(method: string, params: object = {}, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(`${telegram.url}/bot${telegram.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
    ...(signal && { signal }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

async function upload(method: string, fields: Record<string, string | Blob>): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const response = await fetch(`${telegram.url}/bot${telegram.token}/${method}`, { method: 'POST', body: form });
  return { status: response.status, ...((await response.json()) as object) };
}

function jpeg(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: 'green' } })
    .jpeg()
    .toBuffer();
}

const padded = (bytes: Buffer, length: number) => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);

describe('who may speak', () => {
  it.each([
    ['7000000001:wrong', 401, 'Unauthorized'],
    ['nonsense', 404, 'Not Found'],
  ])('answers the token %s with %i', async (token, status, description) => {
    const response = await fetch(`${telegram.url}/bot${token}/getMe`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ ok: false, error_code: status, description });
  });

  it('tells who the bot is, whatever the case of the method and wherever its parameters are', async () => {
    const me = await api('GETME');
    expect(me.result).toMatchObject({ id: 7_000_000_001, is_bot: true, username: 'reelay_test_bot' });
    const response = await fetch(`${telegram.url}/bot${telegram.token}/sendMessage?chat_id=7&text=12`);
    expect(response.status).toBe(200);
    expect(telegram.shown(chat).map((one) => one.text)).toEqual(['12']);
    expect(await api('sendNothing')).toMatchObject({ status: 404, description: 'Not Found' });
  });
});

describe('updates', () => {
  it('holds a poll until something comes', async () => {
    const poll = api('getUpdates', { timeout: 30 });
    await clock.untilPending();
    const said = telegram.says(chat, ann, '/start deep');
    const { result } = await poll;
    expect(result).toHaveLength(1);
    expect(result[0].message).toEqual(said);
    expect(result[0].message).toMatchObject({
      message_id: 2,
      date: 1_767_225_600,
      text: '/start deep',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
      from: { id: 7, language_code: 'en' },
      chat: { id: 7, type: 'private' },
    });
  });

  it('ends a poll without anything after its timeout', async () => {
    let ended = false;
    const poll = api('getUpdates', { timeout: 30 }).finally(() => {
      ended = true;
    });
    await clock.untilPending();
    await clock.advance(29_999);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect((await poll).result).toEqual([]);
  });

  it('gives updates again until an offset confirms them', async () => {
    for (const text of ['a', 'b', 'c']) telegram.says(chat, ann, text);
    const texts = ({ result }: Answer) => result.map((one: { message: { text: string } }) => one.message.text);
    const first = await api('getUpdates', { limit: 2 });
    expect(texts(first)).toEqual(['a', 'b']);
    expect(texts(await api('getUpdates'))).toEqual(['a', 'b', 'c']);
    expect(texts(await api('getUpdates', { offset: first.result[1].update_id }))).toEqual(['b', 'c']);
    expect(telegram.unconfirmed).toHaveLength(2);
    expect(texts(await api('getUpdates', { offset: -1 }))).toEqual(['c']);
  });

  it('keeps what the bot does not ask for from it, and remembers what it asked for', async () => {
    await api('getUpdates', { allowed_updates: ['callback_query'] });
    telegram.says(chat, ann, 'not asked for');
    expect((await api('getUpdates')).result).toEqual([]);
    await api('getUpdates', { allowed_updates: [] });
    telegram.says(chat, ann, 'asked for');
    expect((await api('getUpdates')).result).toHaveLength(1);
  });

  it('ends the older of two polls', async () => {
    const older = api('getUpdates', { timeout: 30 });
    await clock.untilPending();
    const newer = api('getUpdates', { timeout: 30 });
    expect(await older).toMatchObject({
      status: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    telegram.says(chat, ann, 'hello');
    expect((await newer).result).toHaveLength(1);
  });

  it('forgets a poll whose client has hung up', async () => {
    const hungUp = new AbortController();
    const first = api('getUpdates', { timeout: 30 }, hungUp.signal);
    await clock.untilPending();
    hungUp.abort();
    await expect(first).rejects.toThrow();
    await telegram.until(() => (clock.pending === 0 ? true : undefined));
    telegram.says(chat, ann, 'later');
    expect((await api('getUpdates')).result).toHaveLength(1);
  });

  it('refuses polls while another instance or a webhook takes the updates', async () => {
    const rival = telegram.secondPoller();
    expect(await api('getUpdates')).toMatchObject({ status: 409 });
    rival.stop();
    await api('setWebhook', { url: 'https://example.org/hook' });
    expect((await api('getUpdates')).description).toMatch(/^Conflict: can't use getUpdates method while webhook/);
    await api('deleteWebhook', { drop_pending_updates: true });
    expect((await api('getUpdates')).result).toEqual([]);
  });
});

describe('files', () => {
  it("lists a photo's sizes with the whole one last and gives its bytes", async () => {
    const photo = await jpeg(1000, 500);
    telegram.says(chat, ann, { photo });
    const { result } = await api('getUpdates');
    const sizes = result[0].message.photo;
    expect(sizes.map((one: { width: number; height: number }) => [one.width, one.height])).toEqual([
      [90, 45],
      [320, 160],
      [800, 400],
      [1000, 500],
    ]);
    const file = await api('getFile', { file_id: sizes[3].file_id });
    expect(file.result).toMatchObject({ file_size: photo.length, file_path: 'photos/file_3.jpg' });
    const address = `${telegram.url}/file/bot${telegram.token}/photos/file_3.jpg`;
    expect(Buffer.from(await (await fetch(address)).arrayBuffer())).toEqual(photo);
    await clock.advance(3_600_001);
    expect((await fetch(address)).status).toBe(404);
  });

  it('refuses files above its limit, and ids it does not know', async () => {
    const declaredBytes = 20 * 1024 * 1024 + 1;
    const said = telegram.says(chat, ann, { document: { bytes: Buffer.from('x'), name: 'a.heic', declaredBytes } });
    expect(said.document).toMatchObject({ file_name: 'a.heic', file_size: declaredBytes });
    expect(await api('getFile', { file_id: said.document?.file_id })).toMatchObject({
      status: 400,
      description: 'Bad Request: file is too big',
    });
    expect((await api('getFile', { file_id: 'x' })).description).toBe('Bad Request: invalid file_id');
  });

  it('names an absolute path as a local server', async () => {
    const local = await startFakeTelegram({ localMode: true });
    try {
      const said = local.says(local.dm(ann), ann, { video: Buffer.from('film') });
      const response = await fetch(`${local.url}/bot${local.token}/getFile?file_id=${said.video?.file_id}`);
      const { result } = (await response.json()) as { result: { file_path: string } };
      expect(result.file_path).toBe(`${local.localRoot}/${local.token}/videos/file_0.mp4`);
      expect(await readFile(result.file_path, 'utf8')).toBe('film');
      const download = await fetch(`${local.url}/file/bot${local.token}/videos/file_0.mp4`);
      expect(download.status).toBe(404);
    } finally {
      await local.close();
    }
  });

  it('refuses uploads above its limit', async () => {
    const video = new Blob([Buffer.alloc(500_000)]);
    expect(await upload('sendVideo', { chat_id: '7', video })).toMatchObject({
      status: 413,
      description: 'Request Entity Too Large',
    });
    expect(telegram.shown(chat)).toEqual([]);
    expect(telegram.calls('sendVideo')).toHaveLength(1);
    expect((await upload('sendVideo', { chat_id: '7', video: new Blob([Buffer.alloc(100_001)]) })).description).toBe(
      'Bad Request: file of size 100001 bytes is too big for a video; the maximum size is 100000 bytes',
    );
    expect(
      await upload('sendVideo', { chat_id: '7', video: new Blob(['x']), caption: 'x'.repeat(1025) }),
    ).toMatchObject({
      description: 'Bad Request: message caption is too long',
    });
  });

  it.each([
    ['a fitting JPEG', () => jpeg(320, 180), undefined],
    ['a JPEG too wide', () => jpeg(321, 180), 'it is 321x180 px'],
    ['a JPEG too big', async () => padded(await jpeg(320, 180), 204_801), 'it has 204801 bytes'],
    ['no JPEG', async () => Buffer.from('png'), 'it is not a JPEG'],
  ])('takes a thumbnail that is %s as Telegram does', async (_, thumbnail, ignored) => {
    const bytes = await thumbnail();
    await upload('sendVideo', {
      chat_id: '7',
      video: new Blob(['film']),
      thumbnail: new Blob([new Uint8Array(bytes)]),
    });
    const [shown] = telegram.shown(chat);
    expect(shown?.thumbnailIgnored).toBe(ignored);
    expect(shown?.video?.thumbnail).toEqual(ignored === undefined ? bytes : undefined);
    expect(telegram.calls('sendVideo')[0]?.notes).toEqual(
      ignored === undefined ? [] : [`thumbnail ignored: ${ignored}`],
    );
  });
});

describe('a bad network', () => {
  it('refuses and resets while it is cut, and keeps everything', async () => {
    const poll = api('getUpdates', { timeout: 30 });
    await clock.untilPending();
    await telegram.cutNetwork();
    await expect(poll).rejects.toThrow();
    await expect(api('getMe')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    telegram.says(chat, ann, 'meanwhile');
    await telegram.restoreNetwork();
    expect((await api('getUpdates')).result).toHaveLength(1);
  });

  it('plays the scripted troubles once each, in order', async () => {
    const send = () => api('sendMessage', { chat_id: 7, text: 'hi' });
    let release: (value: unknown) => void = () => undefined;
    const gate = new Promise((resolve) => {
      release = resolve;
    });
    telegram.next('sendMessage', faults.flood(4), faults.resetBefore(), faults.resetMidway(), faults.slow(gate));
    expect(await send()).toMatchObject({
      status: 429,
      description: 'Too Many Requests: retry after 4',
      parameters: { retry_after: 4 },
    });
    await expect(send()).rejects.toThrow();
    expect(telegram.shown(chat)).toHaveLength(0);
    await expect(send()).rejects.toThrow();
    expect(telegram.shown(chat)).toHaveLength(1);
    const slow = send();
    await telegram.called('sendMessage', 4);
    expect(telegram.shown(chat)).toHaveLength(1);
    release(undefined);
    expect((await slow).status).toBe(200);
    expect(telegram.shown(chat)).toHaveLength(2);
  });

  it('answers with a page in HTML, before or after doing it', async () => {
    telegram.next('sendMessage', faults.page(502), faults.pageAfter(504));
    for (const [status, shown] of [
      [502, 0],
      [504, 1],
    ]) {
      const response = await fetch(`${telegram.url}/bot${telegram.token}/sendMessage?chat_id=7&text=x`);
      expect(response.status).toBe(status);
      expect(await response.text()).toMatch(/^<html>/);
      expect(telegram.shown(chat)).toHaveLength(shown ?? -1);
    }
  });
});
