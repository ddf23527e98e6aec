import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram, type TgChat, type TgMessage, type TgUser } from './index.ts';

let telegram: FakeTelegram;
let clock: FakeClock;
let ann: TgUser;
let chat: TgChat;

beforeEach(async () => {
  clock = new FakeClock();
  telegram = await startFakeTelegram({ clock });
  ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = telegram.dm(ann);
});

afterEach(async () => {
  await telegram.close();
});

interface Answer {
  status: number;
  description?: string;
  parameters?: Record<string, number>;
  // The Bot API's results are of all kinds; a test knows what it asked for.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  result?: any;
}

async function api(method: string, params: object = {}, at = telegram): Promise<Answer> {
  const response = await fetch(`${at.url}/bot${at.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const said = async (params: object) => (await api('sendMessage', { chat_id: 7, ...params })).description;
const button = (data: object) => ({ inline_keyboard: [[{ text: 'Go', ...data }]] });
const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

describe('what may be sent', () => {
  it.each([
    [{ text: ' \n ' }, 'Bad Request: message text is empty'],
    [{ text: '<b></b>', parse_mode: 'HTML' }, 'Bad Request: message text is empty'],
    [{ text: 'x'.repeat(4097) }, 'Bad Request: message is too long'],
    [{ text: `<b>${'x'.repeat(4096)}</b>`, parse_mode: 'HTML' }, undefined],
    [{ text: 'x', chat_id: 8 }, 'Bad Request: chat not found'],
    [{ text: 'x', message_thread_id: 3 }, 'Bad Request: message thread not found'],
    [{ text: 'x', reply_parameters: { message_id: 99 } }, 'Bad Request: message to be replied not found'],
    [{ text: 'x', reply_parameters: { message_id: 99, allow_sending_without_reply: true } }, undefined],
    [{ text: 'x', reply_markup: button({ callback_data: 'é'.repeat(32) }) }, undefined],
    [{ text: 'x', reply_markup: button({ callback_data: `${'é'.repeat(32)}!` }) }, 'Bad Request: BUTTON_DATA_INVALID'],
    [
      { text: 'x', reply_markup: button({ url: 'http://localhost:3000/' }) },
      "Bad Request: inline keyboard button URL 'http://localhost:3000/' is invalid: Wrong HTTP URL",
    ],
    [
      { text: 'x', reply_markup: button({}) },
      "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
  ])('%o: %s', async (params, refusal) => {
    expect(await said(params)).toBe(refusal);
  });

  it.each([
    ['<b>open', 'Can\'t find end tag corresponding to start tag "b"'],
    ['é<h1>x</h1>', 'Unsupported start tag "h1" at byte offset 2'],
    ['<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['1 <b 2', 'Unclosed start tag at byte offset 2'],
    ['a < b > c', 'Empty tag name at byte offset 2'],
  ])('refuses the HTML %s', async (text, what) => {
    expect(await said({ text, parse_mode: 'HTML' })).toBe(`Bad Request: can't parse entities: ${what}`);
    expect(await said({ text })).toBeUndefined();
  });

  it('parses HTML into text and entities', async () => {
    const text =
      ' 😀 <a href="https://a.b/?x=1&amp;y">link</a> &lt;tag&gt; <pre><code class="language-ts">1</code></pre>';
    await said({ text, parse_mode: 'html' });
    const [shown] = telegram.shown(chat);
    expect(shown?.text).toBe('😀 link <tag> 1');
    expect(shown?.entities).toEqual([
      { type: 'text_link', offset: 3, length: 4, url: 'https://a.b/?x=1&y' },
      { type: 'code', offset: 14, length: 1, language: 'ts' },
      { type: 'pre', offset: 14, length: 1 },
    ]);
    expect(shown?.raw).toBe(text);
  });
});

describe('edits and deletions', () => {
  it('changes a text, keeps what it was, and refuses what changes nothing', async () => {
    const { message_id } = (
      await api('sendMessage', { chat_id: 7, text: 'one', reply_markup: button({ callback_data: 'a' }) })
    ).result;
    const edit = (params: object) => api('editMessageText', { chat_id: 7, message_id, ...params });
    const same = await edit({ text: 'one ', reply_markup: button({ callback_data: 'a' }) });
    expect(same).toMatchObject({ status: 400, description: NOT_MODIFIED });
    await clock.advance(5_000);
    expect((await edit({ text: 'one' })).result).toMatchObject({ text: 'one', edit_date: 1_767_225_605 });
    await edit({ text: 'two' });
    expect(telegram.shown(chat)).toMatchObject([{ text: 'two', earlier: ['one', 'one'], buttons: [] }]);
    expect((await api('editMessageReplyMarkup', { chat_id: 7, message_id })).description).toBe(NOT_MODIFIED);
  });

  it('finds only what is there, and edits only what is its own', async () => {
    const theirs = telegram.says(chat, ann, 'mine');
    const { message_id } = (await api('sendMessage', { chat_id: 7, text: 'x' })).result;
    const edit = async (id: number) =>
      (await api('editMessageText', { chat_id: 7, message_id: id, text: 'y' })).description;
    expect(await edit(theirs.message_id)).toBe("Bad Request: message can't be edited");
    expect((await api('deleteMessage', { chat_id: 7, message_id })).result).toBe(true);
    expect(await edit(message_id)).toBe('Bad Request: message to edit not found');
    const again = await api('deleteMessage', { chat_id: 7, message_id });
    expect(again.description).toBe('Bad Request: message to delete not found');
    expect(telegram.shown(chat).map((one) => one.text)).toEqual(['mine']);
    expect(telegram.history(chat).at(-1)).toMatchObject({ text: 'x', deleted: true });
  });

  it("deletes nobody's message in a group unless it administers it, nor an old one", async () => {
    const group = telegram.group({ title: 'Group', supergroup: true });
    const { message_id } = telegram.says(group, ann, 'hello');
    const remove = (id: number) => api('deleteMessage', { chat_id: group.id, message_id: id });
    expect((await remove(message_id)).description).toBe("Bad Request: message can't be deleted");
    const own = await api('sendMessage', { chat_id: group.id, text: 'old' });
    await clock.advance(48 * 3_600_000 + 1_000);
    expect((await remove(own.result.message_id)).description).toBe("Bad Request: message can't be deleted");
    telegram.becomes(group, telegram.bot, 'administrator');
    expect((await remove(message_id)).result).toBe(true);
  });
});

describe('buttons', () => {
  it('gives a press to the bot and takes one answer in time', async () => {
    const sent: TgMessage = (
      await api('sendMessage', { chat_id: 7, text: 'x', reply_markup: button({ callback_data: 'go' }) })
    ).result;
    const answer = async (id: string) => (await api('answerCallbackQuery', { callback_query_id: id })).description;
    const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
    const first = telegram.presses(sent, 'Go', ann);
    const { result } = await api('getUpdates');
    expect(result[0].callback_query).toMatchObject({
      id: first,
      data: 'go',
      from: { id: 7 },
      message: { message_id: 2 },
    });
    expect(telegram.unanswered()).toHaveLength(1);
    expect(await answer(first)).toBeUndefined();
    expect(await answer(first)).toBe(tooOld);
    const late = telegram.presses(sent, 0, ann);
    await clock.advance(60_001);
    expect(await answer(late)).toBe(tooOld);
    expect(telegram.unanswered().map((query) => query.id)).toEqual([late]);
    expect(() => telegram.presses(sent, 'Other', ann)).toThrow('No such button');
  });
});

describe('people', () => {
  it('sends an album out of order, with what belongs to each item', async () => {
    const items = [{ photo: Buffer.from('1'), caption: 'first @reelay_test_bot' }, { document: Buffer.from('2') }];
    const album = telegram.album(chat, ann, items, { order: 'shuffled' });
    const { result } = await api('getUpdates');
    const messages: TgMessage[] = result.map((update: { message: TgMessage }) => update.message);
    expect(messages.map((one) => one.message_id)).toEqual([3, 2]);
    expect(new Set(messages.map((one) => one.media_group_id)).size).toBe(1);
    expect(album[0]?.caption_entities).toEqual([{ type: 'mention', offset: 6, length: 16 }]);
    telegram.edits(album[0] ?? { chat, message_id: 0 }, 'changed');
    const later = await api('getUpdates');
    expect(later.result.at(-1).edited_message).toMatchObject({
      message_id: 2,
      caption: 'changed',
      edit_date: 1_767_225_600,
    });
  });

  it('answers and forwards', () => {
    const first = telegram.says(chat, ann, 'first');
    const second = telegram.says(chat, ann, { text: 'second', reply_to: first, forward: 'Somebody' });
    expect(second).toMatchObject({
      reply_to_message: { message_id: 2, text: 'first' },
      forward_origin: { type: 'hidden_user', sender_user_name: 'Somebody' },
    });
    const third = telegram.says(chat, ann, { text: 'third', reply_to: second });
    expect(third.reply_to_message?.reply_to_message).toBeUndefined();
  });
});

describe('groups', () => {
  it('moves to another id as a supergroup', async () => {
    const group = telegram.group({ title: 'Group' });
    const moved = telegram.migrates(group);
    const { result } = await api('getUpdates');
    expect(result[0].message).toMatchObject({ chat: { id: group.id }, migrate_to_chat_id: moved.id });
    expect(result[1].message).toMatchObject({ chat: { id: moved.id }, migrate_from_chat_id: group.id });
    expect(await api('sendMessage', { chat_id: group.id, text: 'x' })).toMatchObject({
      status: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: moved.id },
    });
    expect((await api('sendMessage', { chat_id: moved.id, text: 'x' })).status).toBe(200);
  });

  it('keeps topics apart; the general one goes without an id', async () => {
    const forum = telegram.group({ title: 'Forum', forum: true });
    const thread = telegram.topic(forum, ann, 'Films');
    const inTopic = telegram.says(forum, ann, { text: 'here', thread });
    expect(inTopic).toMatchObject({
      message_thread_id: thread,
      is_topic_message: true,
      reply_to_message: { message_id: thread, forum_topic_created: { name: 'Films' } },
    });
    const send = (message_thread_id?: number) =>
      api('sendMessage', { chat_id: forum.id, text: 'x', message_thread_id });
    expect((await send(1)).description).toBe('Bad Request: message thread not found');
    expect((await send(thread)).result).toMatchObject({ message_thread_id: thread, is_topic_message: true });
    expect((await send()).result.message_thread_id).toBeUndefined();
    expect(telegram.shown(forum, thread).map((one) => one.text)).toEqual(['', 'here', 'x']);
    telegram.endsTopic(forum, thread, 'closed');
    expect((await send(thread)).description).toBe('Bad Request: TOPIC_CLOSED');
  });

  it('names a conversation, but no topic, for an answer in a supergroup without topics', () => {
    const group = telegram.group({ title: 'Group', supergroup: true });
    const first = telegram.says(group, ann, 'first');
    const answer = telegram.says(group, ann, { text: 'second', reply_to: first });
    expect(answer.message_thread_id).toBe(first.message_id);
    expect(answer.is_topic_message).toBeUndefined();
  });

  it('names the status of each member', async () => {
    const bea = telegram.user({ id: 8, first_name: 'Bea' });
    const group = telegram.group({ title: 'Group', admins: [bea], members: [ann] });
    const status = async (user_id: number) =>
      (await api('getChatMember', { chat_id: group.id, user_id })).result?.status;
    expect([await status(7), await status(8), await status(9)]).toEqual(['member', 'administrator', undefined]);
    const administrators = await api('getChatAdministrators', { chat_id: group.id });
    expect(administrators.result.map((one: { user: TgUser }) => one.user.id)).toEqual([8]);
    expect((await api('getChatAdministrators', { chat_id: 7 })).status).toBe(400);
    telegram.kicks(group, bea);
    expect(await api('getChat', { chat_id: group.id })).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was kicked from the group chat',
    });
  });

  it('says no to a bot that is blocked, until it is not', async () => {
    telegram.blocks(ann);
    expect(await api('sendMessage', { chat_id: 7, text: 'x' })).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    expect((await api('getUpdates')).result[0].my_chat_member.new_chat_member.status).toBe('kicked');
    telegram.unblocks(ann);
    expect((await api('sendMessage', { chat_id: 7, text: 'x' })).status).toBe(200);
  });
});
