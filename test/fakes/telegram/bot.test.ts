import { Readable } from 'node:stream';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '@reelay/async/fake-clock';
import { type FakeTelegram, faults, startFakeTelegram } from './index.ts';

let telegram: FakeTelegram;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  telegram = await startFakeTelegram({ clock, rateLimits: true });
  telegram.dm(telegram.user({ id: 7, first_name: 'Ann' }));
});

afterEach(async () => {
  await telegram.close();
});

async function api(method: string, params: object = {}) {
  const response = await fetch(`${telegram.url}/bot${telegram.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return { status: response.status, ...((await response.json()) as { description?: string; result?: unknown }) };
}

const help = [{ command: 'help', description: 'What I can do' }];

describe('command lists', () => {
  it('keeps one per scope and language, and falls back to none', async () => {
    await api('setMyCommands', { commands: help });
    await api('setMyCommands', { commands: help, language_code: 'zh', scope: { type: 'all_chat_administrators' } });
    expect((await api('getMyCommands')).result).toEqual(help);
    expect((await api('getMyCommands', { language_code: 'zh' })).result).toEqual([]);
    expect(telegram.commandLists().map((list) => [list.scope, list.language])).toEqual([
      ['default', ''],
      ['all_chat_administrators', 'zh'],
    ]);
    await api('deleteMyCommands');
    expect((await api('getMyCommands')).result).toEqual([]);
  });

  it.each([
    [{ commands: help, language_code: 'zh-hans' }, 'invalid language code specified'],
    [{ commands: [{ command: 'Help', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
    [{ commands: [{ command: 'help', description: '' }] }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [{ commands: [{ command: 'help', description: 'x'.repeat(257) }] }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [{ commands: Array(101).fill(help[0]) }, 'BOT_COMMANDS_TOO_MUCH'],
    [{ commands: help, scope: { type: 'chat', chat_id: 99 } }, 'chat not found'],
    [{ commands: help, scope: { type: 'all' } }, "can't parse BotCommandScope: unsupported type specified"],
  ])('refuses %o', async (params, what) => {
    expect(await api('setMyCommands', params)).toMatchObject({ status: 400, description: `Bad Request: ${what}` });
  });
});

describe('flood control', () => {
  it('takes one message a second in a chat', async () => {
    const send = (chat_id: number) => api('sendMessage', { chat_id, text: 'x' });
    telegram.dm(telegram.user({ id: 8, first_name: 'Bea' }));
    expect((await send(7)).status).toBe(200);
    expect(await send(7)).toMatchObject({ status: 429, parameters: { retry_after: 1 } });
    expect((await send(8)).status).toBe(200);
    expect((await api('sendChatAction', { chat_id: 7, action: 'typing' })).status).toBe(200);
    await clock.advance(1_000);
    expect((await send(7)).status).toBe(200);
  });

  it('takes twenty a minute in a group', async () => {
    const group = telegram.group({ title: 'Group' });
    for (let i = 0; i < 20; i++) {
      expect((await api('sendMessage', { chat_id: group.id, text: 'x' })).status).toBe(200);
      await clock.advance(1_000);
    }
    expect(await api('sendMessage', { chat_id: group.id, text: 'x' })).toMatchObject({
      status: 429,
      parameters: { retry_after: 40 },
    });
  });
});

describe('signs of life', () => {
  it('notes each with its time and topic', async () => {
    const forum = telegram.group({ title: 'Forum', forum: true });
    const thread = telegram.topic(forum, telegram.user({ id: 7, first_name: 'Ann' }), 'Films');
    await api('sendChatAction', { chat_id: forum.id, action: 'upload_video', message_thread_id: thread });
    expect(telegram.actions(forum)).toEqual([{ action: 'upload_video', thread, at: clock.now() }]);
    const wrong = await api('sendChatAction', { chat_id: forum.id, action: 'dancing' });
    expect(wrong.description).toBe('Bad Request: wrong parameter action in request');
  });
});

describe('broken transfers', () => {
  const download = (range?: string) =>
    fetch(`${telegram.url}/file/bot${telegram.token}/documents/file_0.bin`, { headers: range ? { range } : {} });

  beforeEach(async () => {
    const user = telegram.user({ id: 7, first_name: 'Ann' });
    const said = telegram.says(telegram.dm(user), user, { document: Buffer.from('0123456789') });
    await api('getFile', { file_id: said.document?.file_id });
  });

  it('breaks a download in the middle and goes on where it broke', async () => {
    telegram.next('file', faults.resetMidway());
    await expect(download().then((response) => response.text())).rejects.toThrow();
    const rest = await download('bytes=4-');
    expect(rest.status).toBe(206);
    expect(rest.headers.get('content-range')).toBe('bytes 4-9/10');
    expect(await rest.text()).toBe('456789');
    expect(telegram.calls('file').map((call) => call.params)).toEqual([
      { file_path: 'documents/file_0.bin', range: undefined },
      { file_path: 'documents/file_0.bin', range: 'bytes=4-' },
    ]);
  });

  it('takes no part of an upload that was cut off', async () => {
    const head = Buffer.from('--x\r\ncontent-disposition: form-data; name="text"\r\n\r\nhalf');
    const body = (async function* () {
      yield head;
      await telegram.cutNetwork();
      yield head;
    })();
    const path = `${telegram.url}/bot${telegram.token}/sendMessage?chat_id=7`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    await expect(request(path, { method: 'POST', headers, body: Readable.from(body) })).rejects.toThrow();
    await telegram.restoreNetwork();
    expect(telegram.calls('sendMessage')).toEqual([]);
  });
});
