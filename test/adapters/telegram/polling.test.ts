import { beforeEach, describe, expect, it } from 'vitest';
import { TelegramStartError } from '../../../src/adapters/telegram/start-error.ts';
import { ShutdownError } from '../../../src/core/queue/chat-queues.ts';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { faults, startFakeTelegram, type TgChat, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const PHOTO = Buffer.from('a photo');
const signal = new AbortController().signal;

describe('what is fetched', () => {
  let rig: TelegramRig;
  let ann: TgUser;
  let chat: TgChat;

  beforeEach(async () => {
    rig = await TelegramRig.start();
    ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
    chat = rig.telegram.dm(ann);
  });

  it('is forgotten by Telegram only when it is journaled', async () => {
    let journal = () => {};
    rig.onAccept = () =>
      new Promise((resolve) => {
        journal = resolve;
      });
    rig.telegram.says(chat, ann, 'make a clip');
    await rig.passes(() => rig.telegram.calls('getUpdates').length > 5);
    expect(rig.telegram.unconfirmed).toHaveLength(1);
    journal();
    await rig.confirmed();
    expect(rig.accepted.map(({ text }) => text)).toEqual(['make a clip']);
  });

  it('stays with Telegram while the journal cannot be written, and is accepted once it can', async () => {
    let broken = true;
    rig.onAccept = async () => {
      if (broken) throw new StoreUnavailableError('no room left');
    };
    rig.telegram.says(chat, ann, 'make a clip');
    await rig.passes(() => rig.log.some((line) => line.includes('cannot be journaled')));
    expect(rig.telegram.unconfirmed).toHaveLength(1);
    // The user hears of it, once, however often it is tried.
    const waits = '💾 My storage can’t be used right now. Your request waits and goes on by itself.';
    await rig.telegram.seen(chat, ({ text }) => text === waits);
    await rig.passes(() => rig.log.filter((line) => line.includes('cannot be journaled')).length > 2);
    broken = false;
    expect((await rig.received()).text).toBe('make a clip');
    await rig.confirmed();
    expect(rig.telegram.shown(chat).filter(({ text }) => text === waits)).toHaveLength(1);
  });

  it('stays with Telegram when the core is stopping; the next process accepts it', async () => {
    rig.onAccept = async () => {
      throw new ShutdownError('the bot is stopping');
    };
    rig.telegram.says(chat, ann, 'make a clip');
    await rig.passes(() => rig.telegram.calls('getUpdates').length > 5);
    expect(rig.telegram.unconfirmed).toHaveLength(1);
    rig.onAccept = async () => {};
    await rig.again();
    expect((await rig.received()).text).toBe('make a clip');
  });

  it('is not journaled again when Telegram repeats it', async () => {
    rig.telegram.says(chat, ann, 'make a clip');
    await rig.received();
    const call = await rig.telegram.answered('getUpdates', 2);
    const body = call.answer?.body as { result: { update_id: number }[] };
    await rig.confirmed();
    const [update] = body.result;
    if (update) rig.telegram.repeats(update);
    rig.telegram.says(chat, ann, 'and another');
    await rig.received(2);
    await rig.confirmed();
    expect(rig.accepted.map(({ text }) => text)).toEqual(['make a clip', 'and another']);
  });

  it('that cannot be understood does not hold up what follows', async () => {
    rig.onAccept = async ({ text }) => {
      if (text === 'poison') throw new TypeError('no such thing');
    };
    rig.telegram.says(chat, ann, 'poison');
    rig.telegram.says(chat, ann, 'make a clip');
    expect((await rig.received()).text).toBe('make a clip');
    await rig.confirmed();
  });

  it('of one chat does not wait for another chat', async () => {
    const bob = rig.telegram.user({ id: 8, first_name: 'Bob' });
    let journal = () => {};
    const slow = new Promise<void>((resolve) => {
      journal = resolve;
    });
    rig.onAccept = ({ userId }) => (userId === '7' ? slow : Promise.resolve());
    rig.telegram.says(chat, ann, 'stuck');
    rig.telegram.says(rig.telegram.dm(bob), bob, 'make a clip');
    expect((await rig.received()).text).toBe('make a clip');
    journal();
  });

  it('after an album stays behind it', async () => {
    rig.telegram.album(chat, ann, [{ photo: PHOTO, caption: 'slow' }, { photo: PHOTO }]);
    rig.telegram.says(chat, ann, 'and louder');
    await rig.received(2);
    expect(rig.accepted.map(({ text, attachments }) => [text, attachments.length])).toEqual([
      ['slow', 2],
      ['and louder', 0],
    ]);
  });

  it('an album is not confirmed in part: a process that ends in between leaves all of it', async () => {
    const group = { media_group_id: '42' };
    rig.telegram.says(chat, ann, { photo: PHOTO, caption: 'slow', ...group });
    await rig.telegram.answered('getUpdates', 2);
    rig.telegram.says(chat, ann, { photo: PHOTO, ...group });
    await rig.again();
    const message = await rig.received();
    expect(message.attachments).toHaveLength(2);
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
  });

  it('an album whose members come late, but within a second of each other, is one', async () => {
    const group = { media_group_id: '42' };
    const begin = rig.clock.now();
    for (const polls of [2, 4, 6]) {
      rig.telegram.says(chat, ann, { photo: PHOTO, ...group });
      // Small steps: what happens meanwhile must find the time about where it was.
      await rig.passes(() => rig.telegram.calls('getUpdates')[polls]?.answer !== undefined, 5);
    }
    expect(rig.clock.now() - begin).toBeGreaterThan(1000);
    expect((await rig.received()).attachments).toHaveLength(3);
    await rig.confirmed();
    expect(rig.accepted).toHaveLength(1);
  });

  it('an album stays open while Telegram cannot be reached: the rest of it may be waiting there', async () => {
    const group = { media_group_id: '42' };
    rig.telegram.says(chat, ann, { photo: PHOTO, caption: 'slow', ...group });
    await rig.telegram.answered('getUpdates', 2);
    await rig.telegram.cutNetwork();
    await rig.passes(() => rig.log.some((line) => line.includes('cannot be reached')));
    await rig.clock.advance(10_000);
    expect(rig.accepted).toEqual([]);
    rig.telegram.says(chat, ann, { photo: PHOTO, ...group });
    await rig.telegram.restoreNetwork();
    expect((await rig.received()).attachments).toHaveLength(2);
  });

  it.each([
    ['a lost connection', faults.resetBefore()],
    ['a gateway’s page', faults.page(502)],
    ['an error of Telegram', faults.refused(500, 'Internal Server Error')],
    ['a pause that Telegram asks for', faults.flood(3)],
  ])('goes on after %s', async (_what, fault) => {
    rig.telegram.next('getUpdates', fault, fault);
    rig.telegram.says(chat, ann, 'first');
    rig.telegram.says(chat, ann, 'second');
    await rig.received(2);
    expect(rig.accepted.map(({ text }) => text)).toEqual(['first', 'second']);
  });
});

describe('the start', () => {
  it('says that a token is not accepted', async () => {
    const rig = await TelegramRig.prepare({ token: '7000000001:wrong-secret_OfNobody0000000000000000' });
    const failed = rig.adapter.start(signal);
    await expect(failed).rejects.toBeInstanceOf(TelegramStartError);
    await expect(failed).rejects.toThrow(/TELEGRAM_TOKEN \(401\)/);
  });

  it('says so also of a token of an impossible shape', async () => {
    const rig = await TelegramRig.prepare({ token: 'no-token' });
    await expect(rig.adapter.start(signal)).rejects.toThrow(/TELEGRAM_TOKEN/);
  });

  it('says that another program polls, when that lasts for a minute', async () => {
    const rig = await TelegramRig.prepare();
    rig.telegram.secondPoller();
    let failure: unknown;
    const failed = rig.adapter.start(signal).catch((error: unknown) => {
      failure = error;
    });
    const startedAt = rig.clock.now();
    await rig.passes(() => failure !== undefined, 1000);
    await failed;
    expect(failure).toBeInstanceOf(TelegramStartError);
    expect(failure).toMatchObject({ message: expect.stringMatching(/Only one may/) });
    expect(rig.clock.now() - startedAt).toBeGreaterThanOrEqual(60_000);
    expect(rig.log.filter((line) => line.includes('another program fetches messages'))).toHaveLength(1);
  });

  it('waits for another program that ends within a minute', async () => {
    const rig = await TelegramRig.prepare();
    const rival = rig.telegram.secondPoller();
    const starting = rig.adapter.start(signal);
    await rig.passes(() => rig.telegram.calls('getUpdates').length >= 3, 1000);
    rival.stop();
    let started = false;
    void starting.then(() => {
      started = true;
    });
    await rig.passes(() => started, 1000);
    const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
    rig.telegram.says(rig.telegram.dm(ann), ann, 'hello');
    expect((await rig.received()).text).toBe('hello');
  });

  it('waits for Telegram to be reached', async () => {
    const rig = await TelegramRig.prepare();
    await rig.telegram.cutNetwork();
    let started = false;
    const starting = rig.adapter.start(signal).then(() => {
      started = true;
    });
    await rig.passes(() => rig.log.filter((line) => line.includes('"what":"getMe"')).length >= 3);
    expect(started).toBe(false);
    await rig.telegram.restoreNetwork();
    await rig.passes(() => started);
    await starting;
  });

  it('can be given up', async () => {
    const rig = await TelegramRig.prepare();
    await rig.telegram.cutNetwork();
    const giveUp = new AbortController();
    const starting = rig.adapter.start(giveUp.signal);
    giveUp.abort(new Error('enough'));
    await expect(starting).rejects.toThrow('enough');
  });

  it('removes a webhook that was left set, and loses nothing', async () => {
    const rig = await TelegramRig.prepare();
    const { telegram } = rig;
    await fetch(`${telegram.url}/bot${telegram.token}/setWebhook?url=https://example.org/hook`);
    const ann = telegram.user({ id: 7, first_name: 'Ann' });
    telegram.says(telegram.dm(ann), ann, 'hello');
    await rig.adapter.start(signal);
    expect((await rig.received()).text).toBe('hello');
  });
});

it('the stop confirms to Telegram what is journaled, and ends polling', async () => {
  const rig = await TelegramRig.start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  rig.telegram.says(rig.telegram.dm(ann), ann, 'hello');
  await rig.received();
  await rig.adapter.stop();
  expect(rig.telegram.unconfirmed).toEqual([]);
  const polls = rig.telegram.calls('getUpdates').length;
  await rig.clock.advance(60_000);
  expect(rig.telegram.calls('getUpdates')).toHaveLength(polls);
});

it('two bots on two servers do not meet', async () => {
  const other = await startFakeTelegram();
  const rig = await TelegramRig.start();
  expect(other.calls()).toEqual([]);
  await other.close();
  expect(rig.telegram.calls('getMe')).toHaveLength(1);
});
