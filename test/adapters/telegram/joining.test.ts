import { beforeEach, describe, expect, it } from 'vitest';
import type { TgChat, TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const JPEG = Buffer.from('a photo');
const photo = (name: string) => ({ document: { bytes: JPEG, name } });
const names = (rig: TelegramRig, index = 0) => rig.accepted[index]?.attachments.map(({ name }) => name);

describe('what a person sends in one go is one request', () => {
  let rig: TelegramRig;
  let ann: TgUser;
  let chat: TgChat;

  beforeEach(async () => {
    rig = await TelegramRig.start({ joinWithinMs: 1200 });
    ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
    chat = rig.telegram.dm(ann);
  });

  /** All that was said has come to the core, and nothing more comes. */
  async function settled(): Promise<void> {
    await rig.confirmed();
    await rig.clock.advance(7000);
    await rig.confirmed();
  }

  it('a comment and the photo that is forwarded with it', async () => {
    const comment = rig.telegram.says(chat, ann, 'make a slow zoom of this');
    rig.telegram.says(chat, ann, { ...photo('dog.jpg'), caption: 'Rex at the sea', forward: 'Somebody' });
    expect(await rig.received()).toMatchObject({
      id: String(comment.message_id),
      text: 'make a slow zoom of this\nRex at the sea',
      attachments: [{ name: 'dog.jpg' }],
    });
    await settled();
    expect(rig.accepted).toHaveLength(1);
  });

  it('a selection of fifteen photos, which comes as two albums, with the captions of both', async () => {
    const fifteen = Array.from({ length: 15 }, (_, index) => photo(`${index}.jpg`));
    const [first, ...others] = fifteen;
    rig.telegram.album(chat, ann, [{ ...first, caption: 'our summer' }, ...others.slice(0, 9)], { order: 'shuffled' });
    rig.telegram.album(chat, ann, [...others.slice(9, 13), { ...photo('14.jpg'), caption: 'calm music' }]);
    const message = await rig.received();
    expect(message.text).toBe('our summer\ncalm music');
    expect(names(rig)).toEqual(fifteen.map(({ document }) => document.name));
    await settled();
    expect(rig.accepted).toHaveLength(1);
  });

  it('five photos one by one, and what to make of them', async () => {
    for (let index = 0; index < 5; index++) {
      rig.telegram.says(chat, ann, photo(`${index}.jpg`));
      const polls = rig.telegram.calls('getUpdates').length;
      await rig.passes(() => rig.telegram.calls('getUpdates').length > polls + 1, 50);
    }
    rig.telegram.says(chat, ann, 'one after another');
    expect(await rig.received()).toMatchObject({ text: 'one after another' });
    expect(names(rig)).toEqual(['0.jpg', '1.jpg', '2.jpg', '3.jpg', '4.jpg']);
    await settled();
    expect(rig.accepted).toHaveLength(1);
  });

  it('a text that the client cut at 4,096 letters, in the middle of a word', async () => {
    const text = `make a clip ${'about waves '.repeat(400)}and nothing else`;
    rig.telegram.says(chat, ann, text.slice(0, 4096));
    rig.telegram.says(chat, ann, text.slice(4096));
    expect((await rig.received()).text).toBe(text);
    await settled();
    expect(rig.accepted).toHaveLength(1);
  });

  it('a sentence in short lines, and the photo it is about', async () => {
    rig.telegram.says(chat, ann, 'make a video');
    rig.telegram.says(chat, ann, 'from this');
    rig.telegram.says(chat, ann, photo('dog.jpg'));
    expect(await rig.received()).toMatchObject({ text: 'make a video\nfrom this', attachments: [{ name: 'dog.jpg' }] });
  });

  it('no more than six seconds are waited, however much comes', async () => {
    const begun = rig.clock.now();
    let sent = 0;
    await rig.passes(() => {
      if (rig.clock.now() >= begun + sent * 800) rig.telegram.says(chat, ann, photo(`${sent++}.jpg`));
      return rig.accepted.length > 0;
    });
    expect(rig.clock.now() - begun).toBeLessThan(8000);
    expect(names(rig)?.length).toBeGreaterThan(4);
  });

  it('what comes later is a request of its own', async () => {
    rig.telegram.says(chat, ann, 'make a video about waves');
    await rig.received();
    rig.telegram.says(chat, ann, 'now make it shorter');
    expect(await rig.received(2)).toMatchObject({ text: 'now make it shorter' });
  });

  it('what waited at Telegram while the bot was away is told apart by its time', async () => {
    await rig.adapter.stop();
    rig.telegram.says(chat, ann, 'make a video about waves');
    await rig.clock.advance(60_000);
    rig.telegram.says(chat, ann, 'now one about');
    rig.telegram.says(chat, ann, 'trees');
    await rig.again();
    await rig.received(2);
    expect(rig.accepted.map(({ text }) => text)).toEqual(['make a video about waves', 'now one about\ntrees']);
  });

  it('a command waits for nothing, and what was said before it goes first', async () => {
    const begun = rig.clock.now();
    rig.telegram.says(chat, ann, '/status');
    await rig.received();
    expect(rig.clock.now() - begun).toBeLessThan(1000);
    rig.telegram.says(chat, ann, photo('dog.jpg'));
    rig.telegram.says(chat, ann, 'cancel');
    await rig.received(3);
    expect(rig.accepted.map(({ text, command }) => command?.name ?? text)).toEqual(['status', '', 'cancel']);
    expect(rig.clock.now() - begun).toBeLessThan(2000);
  });

  it('a reply to something else is another request', async () => {
    const ref = await rig.send('telegram:7', 'Video ready');
    rig.telegram.says(chat, ann, 'make a video about waves');
    rig.telegram.says(chat, ann, { text: 'make this one shorter', reply_to: { message_id: Number(ref) } });
    await rig.received(2);
    expect(rig.accepted.map(({ text }) => text)).toEqual(['make a video about waves', 'make this one shorter']);
  });

  it('an edit while it waits is part of it', async () => {
    const said = rig.telegram.says(chat, ann, photo('dog.jpg'));
    await rig.telegram.answered('setMessageReaction');
    rig.telegram.edits(said, 'slow zoom');
    expect(await rig.received()).toMatchObject({ text: 'slow zoom', attachments: [{ name: 'dog.jpg' }] });
    await settled();
    expect([rig.accepted.length, rig.amended.length]).toEqual([1, 0]);
  });

  it('it is shown at once that it is read, once for a request', async () => {
    const said = rig.telegram.says(chat, ann, 'make a video');
    rig.telegram.says(chat, ann, photo('dog.jpg'));
    const reaction = await rig.telegram.answered('setMessageReaction');
    expect(reaction.params).toMatchObject({
      message_id: said.message_id,
      reaction: [{ type: 'emoji', emoji: '👀' }],
    });
    await rig.received();
    rig.telegram.says(chat, ann, '/status');
    await rig.received(2);
    expect(rig.telegram.calls('setMessageReaction')).toHaveLength(1);
  });

  it('a process that ends while it waits loses nothing of it, and the next one doubles nothing', async () => {
    rig.telegram.says(chat, ann, 'make a video');
    await rig.telegram.answered('setMessageReaction');
    await rig.again();
    rig.telegram.says(chat, ann, photo('dog.jpg'));
    expect(await rig.received()).toMatchObject({ text: 'make a video', attachments: [{ name: 'dog.jpg' }] });
    await rig.confirmed();
    // The second part alone is given again: the first one was confirmed.
    const given = rig.telegram.calls('getUpdates').flatMap(({ answer }) => {
      const body = answer?.body as { result?: { update_id: number; message?: { document?: unknown } }[] } | undefined;
      return body?.result ?? [];
    });
    const part = given.find(({ message }) => message?.document);
    await rig.again();
    if (part) rig.telegram.repeats(part);
    rig.telegram.says(chat, ann, '/status');
    await rig.received(2);
    await settled();
    expect(rig.accepted.map(({ text, command }) => command?.name ?? text)).toEqual(['make a video', 'status']);
  });
});

describe('what is pointed at', () => {
  it('goes along: a photo of one’s own or of another, an album as a whole, a marked part, something elsewhere', async () => {
    const rig = await TelegramRig.start({}, { privacyMode: false });
    const { telegram } = rig;
    const ann = telegram.user({ id: 7, first_name: 'Ann' });
    const bo = telegram.user({ id: 8, first_name: 'Bo' });
    const group = telegram.group({ title: 'Family', members: [ann, bo] });
    const album = telegram.album(group, bo, [photo('a.jpg'), { ...photo('b.jpg'), caption: 'our cats' }]);
    telegram.says(group, ann, { text: '@reelay_test_bot animate these', reply_to: album[1] });
    const { pointsAt, quote } = await rig.received();
    expect(pointsAt?.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
    expect(quote).toBe('our cats');

    const chat = telegram.dm(ann);
    const mine = telegram.says(chat, ann, photo('c.jpg'));
    await rig.received(2);
    telegram.says(chat, ann, { text: 'a slow zoom', reply_to: mine });
    expect(await rig.received(3)).toMatchObject({ attachments: [], pointsAt: [{ name: 'c.jpg' }] });

    const ref = await rig.send('telegram:7', '1. a dog\n2. a cat');
    const marked = { quote: { text: '2. a cat', position: 9, is_manual: true } };
    telegram.says(chat, ann, { text: 'remove this', reply_to: { message_id: Number(ref) }, more: marked });
    expect(await rig.received(4)).toMatchObject({ quote: '2. a cat', repliesTo: ref });

    const { document } = mine;
    const origin = { type: 'channel', chat: { id: -100, type: 'channel', title: 'News' }, message_id: 5, date: 0 };
    const elsewhere = { external_reply: { origin, document }, quote: { text: 'Rex', position: 0 } };
    telegram.says(chat, ann, { text: 'animate this', more: elsewhere });
    expect(await rig.received(5)).toMatchObject({ pointsAt: [{ name: 'c.jpg' }], quote: 'Rex' });
  });

  it('what Telegram does not give is said before anything is asked of the core', async () => {
    const rig = await TelegramRig.start();
    const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
    const bo = rig.telegram.user({ id: 8, first_name: 'Bo' });
    const group = rig.telegram.group({ title: 'Family', members: [ann, bo] });
    const film = { bytes: JPEG, name: 'film.mp4', declaredBytes: 30 * 1024 * 1024 };
    const his = rig.telegram.says(group, bo, { video: film });
    rig.telegram.says(group, ann, { text: '@reelay_test_bot make this shorter', reply_to: his });
    const told = await rig.telegram.seen(group, ({ mine, text }) => mine && text.includes('film.mp4'));
    expect(told.text).toContain('Telegram gives bots files of');
    expect(rig.accepted).toEqual([]);
  });
});

describe('in a group', () => {
  it('people who talk at the same time are kept apart, and nobody waits for another one', async () => {
    const rig = await TelegramRig.start({ joinWithinMs: 1200 }, { privacyMode: false });
    const { telegram } = rig;
    const ann = telegram.user({ id: 7, first_name: 'Ann' });
    const bo = telegram.user({ id: 8, first_name: 'Bo' });
    const group = telegram.group({ title: 'Family', members: [ann, bo] });
    telegram.says(group, ann, '@reelay_test_bot animate');
    telegram.says(group, bo, '@reelay_test_bot make a video about');
    telegram.says(group, ann, { ...photo('dog.jpg'), forward: 'Somebody' });
    telegram.says(group, ann, 'isn’t he sweet?');
    telegram.says(group, bo, '/status');
    // In small steps: the window of the one must not end before the others' messages have come.
    await rig.passes(() => rig.accepted.length >= 2, 10);
    expect(rig.accepted.map(({ text, command, userId }) => [userId, command?.name ?? text])).toEqual([
      ['8', 'make a video about'],
      ['8', 'status'],
    ]);
    await rig.received(3);
    expect(rig.accepted[2]).toMatchObject({ userId: '7', text: 'animate', attachments: [{ name: 'dog.jpg' }] });
  });
});
