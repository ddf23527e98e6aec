import { Readable } from 'node:stream';
import { FakeClock } from '@reelay/async/fake-clock';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, faults, startFakeTelegram } from './index.ts';

let telegram: FakeTelegram;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  telegram = await startFakeTelegram({ clock });
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
  const send = (chat_id: number) => api('sendMessage', { chat_id, text: 'x' });
  const sends = async (count: number, chat_id: number) => {
    for (let i = 0; i < count; i++) expect((await send(chat_id)).status).toBe(200);
  };

  it('takes a short burst in a chat, then one message a second', async () => {
    telegram.dm(telegram.user({ id: 8, first_name: 'Bea' }));
    await sends(8, 7);
    expect(await send(7)).toMatchObject({ status: 429, parameters: { retry_after: 1 } });
    await sends(1, 8);
    expect((await api('sendChatAction', { chat_id: 7, action: 'typing' })).status).toBe(200);
    await clock.advance(1_000);
    await sends(1, 7);
    expect((await send(7)).status).toBe(429);
  });

  it('takes thirty a second over all chats', async () => {
    for (let id = 10; id < 20; id++) telegram.dm(telegram.user({ id, first_name: `Nr ${id}` }));
    for (let id = 10; id < 20; id++) await sends(3, id);
    expect(await send(7)).toMatchObject({ status: 429, parameters: { retry_after: 1 } });
    await clock.advance(1_000);
    await sends(1, 7);
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

describe('rights in a group', () => {
  const send = (chat_id: number) => api('sendMessage', { chat_id, text: 'x' });

  it('keeps members from sending what is forbidden, and administrators from nothing', async () => {
    const ann = telegram.user({ id: 7, first_name: 'Ann' });
    const group = telegram.group({ title: 'Quiet', forbidden: ['texts', 'videos'] });
    const refused = { status: 400, description: 'Bad Request: not enough rights to send text messages to the chat' };
    expect(await send(group.id)).toMatchObject(refused);
    expect(await api('sendVideo', { chat_id: group.id, video: 'x' })).toMatchObject({
      description: 'Bad Request: not enough rights to send videos to the chat',
    });
    telegram.adds(group, ann, 'administrator');
    expect((await send(group.id)).status).toBe(200);
  });

  it('lets a member write once in the time of the slow mode', async () => {
    const group = telegram.group({ title: 'Slow', slowModeSeconds: 30 });
    expect((await send(group.id)).status).toBe(200);
    await clock.advance(10_000);
    expect(await send(group.id)).toMatchObject({ status: 429, parameters: { retry_after: 20 } });
    await clock.advance(20_000);
    expect((await send(group.id)).status).toBe(200);
  });
});

describe('what people do', () => {
  const updates = async (): Promise<Record<string, unknown>[]> => {
    const { result } = await api('getUpdates', {});
    if (!Array.isArray(result)) throw new Error('no updates');
    return result;
  };
  const ann = { id: 7, is_bot: false, first_name: 'Ann' };

  it('tells the bot of a reaction as of an edit that changes nothing', async () => {
    const said = telegram.says(telegram.dm(ann), ann, 'hello');
    telegram.reacts(said);
    expect(await updates()).toMatchObject([{ message: said }, { edited_message: said }]);
  });

  it('splits a selection into albums of ten, and gives a comment before what it was forwarded with', async () => {
    const chat = telegram.dm(ann);
    const photos = Array.from({ length: 12 }, () => ({ photo: Buffer.from('a photo') }));
    const groups = telegram.album(chat, ann, photos).map(({ media_group_id: group }) => group);
    expect(groups.map((group) => groups.indexOf(group))).toEqual([...Array(10).fill(0), 10, 10]);
    const [comment, forwarded] = telegram.forwards(chat, ann, 'look', photos.slice(0, 1), 'Bo');
    expect(comment).toMatchObject({ text: 'look' });
    expect(forwarded?.forward_origin).toMatchObject({ type: 'hidden_user', sender_user_name: 'Bo' });
  });

  it('leaves out some ids of messages', () => {
    const group = telegram.group({ title: 'Group', supergroup: true });
    const ids = Array.from({ length: 12 }, () => telegram.says(group, ann, 'x').message_id);
    expect(new Set(ids).size).toBe(12);
    expect(ids.at(-1)).toBe(17);
  });

  it('gives no more than its place of a pressed message that is deleted or older than two days', async () => {
    const chat = telegram.dm(ann);
    const reply_markup = { inline_keyboard: [[{ text: 'Again', callback_data: 'again' }]] };
    await api('sendMessage', { chat_id: 7, text: 'x', reply_markup });
    const [shown] = telegram.shown(chat);
    const under = { chat, message_id: shown?.id ?? 0 };
    telegram.presses(under, 'Again', ann);
    await clock.advance(48 * 3_600_000);
    telegram.presses(under, 'Again', ann);
    const pressed = (await updates()).map(({ callback_query: query }) => query);
    expect(pressed).toMatchObject([{ message: { text: 'x' } }, { message: { message_id: shown?.id, date: 0 } }]);
    expect(pressed[1]).not.toHaveProperty('message.text');
  });

  it('keeps from the bot, in privacy mode, what is not for it; of an album all but the member that names it', async () => {
    const group = telegram.group({ title: 'Group' });
    const photo = Buffer.from('a photo');
    telegram.says(group, ann, 'nobody asked');
    telegram.album(group, ann, [{ photo }, { photo, caption: '@reelay_test_bot slowly' }]);
    expect(await updates()).toMatchObject([{ message: { caption: '@reelay_test_bot slowly' } }]);
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
