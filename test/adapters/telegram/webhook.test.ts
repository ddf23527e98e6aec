import { expect, it } from 'vitest';
import type { TelegramOptions } from '../../../src/adapters/telegram/options.ts';
import { TelegramRig } from './rig.ts';

const URL_AT_TELEGRAM = 'https://bot.example/hooks/telegram';
const SECRET = 'a-secret_of_the_test';
const webhook = { url: URL_AT_TELEGRAM, secret: SECRET, port: 0 };
const photo = (name: string) => ({ document: { bytes: Buffer.from('a photo'), name } });

/** The port that the bot listens at now, by its own word. */
function portOf(rig: TelegramRig): number | undefined {
  const said = rig.log.findLast((line) => line.includes('waits for posts'));
  return said === undefined ? undefined : Number(/"port":(\d+)/.exec(said)?.[1]);
}

async function start(options: Partial<TelegramOptions> = {}): Promise<TelegramRig> {
  const rig = await TelegramRig.prepare({ webhook, ...options });
  rig.telegram.webhook.route = (url) => {
    const port = portOf(rig);
    return port === undefined ? undefined : `http://127.0.0.1:${port}${new URL(url).pathname}`;
  };
  await rig.adapter.start(new AbortController().signal);
  return rig;
}

function post(rig: TelegramRig, headers: Record<string, string>, body: string): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(`http://127.0.0.1:${portOf(rig)}/hooks/telegram`, { method: 'POST', headers: all, body });
}

it('takes what Telegram posts, and asks for nothing itself', async () => {
  const rig = await start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  rig.telegram.says(rig.telegram.dm(ann), ann, 'make a video about the sea');
  expect(await rig.received()).toMatchObject({ text: 'make a video about the sea' });
  await rig.confirmed();
  expect(rig.telegram.calls('getUpdates')).toEqual([]);
  expect(rig.telegram.calls('setWebhook')[0]?.params).toMatchObject({
    url: URL_AT_TELEGRAM,
    allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'stopped_message_generation'],
  });
});

it('puts together what one person says in one go, though Telegram posts one message after the other', async () => {
  const rig = await start({ joinWithinMs: 1200 });
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  const chat = rig.telegram.dm(ann);
  rig.telegram.forwards(chat, ann, 'a slow zoom of this', [photo('dog.jpg')], 'Bo');
  expect(await rig.received()).toMatchObject({ text: 'a slow zoom of this', attachments: [{ name: 'dog.jpg' }] });
  expect(rig.accepted).toHaveLength(1);
});

it('an update whose answer got lost is posted again, and taken once; also by the next process', async () => {
  const rig = await start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  const chat = rig.telegram.dm(ann);
  let lost = 0;
  rig.telegram.webhook.loses = () => ++lost <= 2;
  rig.telegram.says(chat, ann, 'make a video about the sea');
  await rig.received();
  await rig.again();
  await rig.confirmed();
  expect(rig.telegram.webhook.answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(rig.accepted.map(({ text }) => text)).toEqual(['make a video about the sea']);
});

it('what was answered and not handled is handled by the next process, also one that polls', async () => {
  const rig = await start({ joinWithinMs: 1200 });
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  rig.telegram.says(rig.telegram.dm(ann), ann, 'make a video about the sea');
  await rig.telegram.until(() => (rig.telegram.unconfirmed.length === 0 ? true : undefined));
  expect(rig.accepted).toEqual([]);
  rig.options.webhook = undefined;
  await rig.again();
  expect(await rig.received()).toMatchObject({ text: 'make a video about the sea' });
  expect(rig.telegram.webhook.state.url).toBe('');
});

it('a stop leaves the webhook set, so that Telegram keeps what comes meanwhile', async () => {
  const rig = await start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  await rig.adapter.stop();
  expect(rig.telegram.webhook.state.url).toBe(URL_AT_TELEGRAM);
  rig.telegram.says(rig.telegram.dm(ann), ann, 'make a video about the sea');
  await rig.again();
  expect(await rig.received()).toMatchObject({ text: 'make a video about the sea' });
});

it('takes nothing without the secret, and nothing that is no update, or too large', async () => {
  const rig = await start();
  const { telegram } = rig;
  const ann = telegram.user({ id: 7, first_name: 'Ann' });
  const message = { message_id: 5, date: 1, chat: telegram.dm(ann), from: ann, text: 'make a video' };
  const update = JSON.stringify({ update_id: 5, message });
  const right = { 'x-telegram-bot-api-secret-token': SECRET };
  expect((await post(rig, {}, update)).status).toBe(401);
  expect((await post(rig, { 'x-telegram-bot-api-secret-token': `${SECRET}x` }, update)).status).toBe(401);
  expect((await post(rig, right, '{"update_id":"5"}')).status).toBe(400);
  expect((await post(rig, right, '{')).status).toBe(400);
  expect((await post(rig, right, JSON.stringify({ update_id: 6, text: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
  expect(rig.accepted).toEqual([]);
  expect((await post(rig, right, update)).status).toBe(200);
  await rig.received();
});

it('what cannot be stored is not answered with 200', async () => {
  const rig = await start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  await rig.store.close();
  rig.telegram.says(rig.telegram.dm(ann), ann, 'make a video');
  const first = await rig.telegram.until(() => rig.telegram.webhook.answers[0]);
  expect(first.status).toBe(503);
  expect(rig.telegram.unconfirmed).toHaveLength(1);
});
