import { expect, it } from 'vitest';
import { OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { TelegramRig } from './rig.ts';

const JPEG = Buffer.from('a photo');
const photo = (name: string) => ({ document: { bytes: JPEG, name } });

it('/animate and /edit say whom the words are for, with or without a photo, in private and in a group', async () => {
  const rig = await TelegramRig.start({}, { privacyMode: true });
  const { telegram } = rig;
  const ann = telegram.user({ id: 7, first_name: 'Ann' });
  const chat = telegram.dm(ann);
  const group = telegram.group({ title: 'Family', members: [ann] });
  telegram.says(chat, ann, '/animate a sunset over the sea');
  telegram.says(chat, ann, { ...photo('a.jpg'), caption: '/animate slow zoom' });
  telegram.says(chat, ann, '/edit make it shorter');
  const his = telegram.says(group, ann, photo('b.jpg'));
  telegram.says(group, ann, { text: '/animate@reelay_test_bot slowly', reply_to: his });
  telegram.says(group, ann, { ...photo('c.jpg'), caption: 'and then calm music, @reelay_test_bot please' });
  telegram.says(group, ann, 'nobody asked you');
  telegram.says(group, ann, '/foo@reelay_test_bot');
  await rig.received(6);
  await rig.confirmed();
  const told = rig.accepted.map(({ text, command, attachments, pointsAt }) => [
    command?.name ?? text,
    ...[...attachments, ...(pointsAt ?? [])].map(({ name }) => name),
  ]);
  expect(told).toEqual(
    expect.arrayContaining([
      ['a sunset over the sea'],
      ['slow zoom', 'a.jpg'],
      ['make it shorter'],
      ['slowly', 'b.jpg'],
      ['and then calm music, please', 'c.jpg'],
      ['help'],
    ]),
  );
});

it.each([
  [true, 'member', 'I am shown only such messages here'],
  [false, 'member', 'I can see all messages of this group'],
  [true, 'administrator', 'I can see all messages of this group'],
] as const)('says hello to a group once: privacy mode %s, as %s', async (privacyMode, as, told) => {
  const rig = await TelegramRig.start({}, { privacyMode });
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const group = rig.telegram.group({ title: 'Family', members: [ann] });
  rig.telegram.adds(group, ann, as);
  const hello = await rig.telegram.seen(group, ({ mine, text }) => mine && text.startsWith('👋 Hello!'));
  expect(hello.text).toContain('/animate');
  expect(hello.text).toContain(told);
  rig.telegram.kicks(group, ann);
  await rig.confirmed();
  expect(rig.telegram.shown(group).filter(({ mine }) => mine)).toHaveLength(1);
});

it('introduces itself in both languages, once', async () => {
  const rig = await TelegramRig.start();
  await rig.telegram.answered('setMyCommands', 6);
  const said = rig.telegram.calls('setMyDescription').map(({ params }) => params);
  expect(said).toMatchObject([
    { description: expect.stringMatching(/^I turn your photos into videos/) },
    { language_code: 'zh', description: expect.stringMatching(/^我把你的照片做成视频/) },
  ]);
  expect(rig.telegram.calls('setMyShortDescription')).toHaveLength(2);
  await rig.again();
  await rig.telegram.answered('getMyCommands', 12);
  expect(rig.telegram.calls('setMyDescription')).toHaveLength(2);
  const commands = rig.telegram.commandLists().find(({ scope }) => scope === 'all_group_chats')?.commands;
  expect(commands?.slice(0, 2).map(({ command }) => command)).toEqual(['animate', 'edit']);
});

it('its menu button opens the page where one is to be had, written once; else it stays as it is', async () => {
  const pageUrl = 'https://reelay.example/telegram';
  const rig = await TelegramRig.start({ pageUrl });
  await rig.telegram.answered('setMyCommands', 6);
  expect(rig.telegram.calls('setChatMenuButton').map(({ params }) => params.menu_button)).toEqual([
    { type: 'web_app', text: 'Page', web_app: { url: pageUrl } },
  ]);
  await rig.again();
  await rig.telegram.answered('getMyCommands', 12);
  expect(rig.telegram.calls('getChatMenuButton')).toHaveLength(2);
  expect(rig.telegram.calls('setChatMenuButton')).toHaveLength(1);
  const without = await TelegramRig.start();
  await without.telegram.answered('setMyCommands', 6);
  expect(without.telegram.calls('getChatMenuButton')).toHaveLength(0);
});

it('a sticker by itself is no material; with words it is; a name is shown as it is read', async () => {
  const rig = await TelegramRig.start({ joinWithinMs: 1200 });
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  const chat = rig.telegram.dm(ann);
  rig.telegram.says(chat, ann, { sticker: JPEG });
  await rig.confirmed();
  expect(rig.accepted).toEqual([]);
  rig.telegram.says(chat, ann, 'animate this sticker');
  rig.telegram.says(chat, ann, { sticker: JPEG });
  rig.telegram.says(chat, ann, photo('a\u202egpj.exe\n*b*.jpg'));
  const { text, attachments } = await rig.received();
  expect(text).toBe('animate this sticker');
  expect(attachments.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^sticker-\d+\.webp$/),
    'agpj.exe*b*.jpg',
  ]);
});

it('a sticker of thanks, or beside the photos that are meant, is no material', async () => {
  const rig = await TelegramRig.start({ joinWithinMs: 1200 });
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  const chat = rig.telegram.dm(ann);
  rig.telegram.says(chat, ann, 'Thank you so much!');
  rig.telegram.says(chat, ann, { sticker: JPEG });
  expect(await rig.received()).toMatchObject({ text: 'Thank you so much!', attachments: [] });
  rig.telegram.says(chat, ann, photo('a.jpg'));
  rig.telegram.says(chat, ann, 'a slow zoom');
  rig.telegram.says(chat, ann, { sticker: JPEG });
  expect(await rig.received(2)).toMatchObject({ text: 'a slow zoom', attachments: [{ name: 'a.jpg' }] });
  rig.telegram.says(chat, ann, 'make it dance');
  rig.telegram.says(chat, ann, { sticker: JPEG });
  expect((await rig.received(3)).attachments).toHaveLength(1);
});

it('in privacy mode, what is hidden of an album is said before anything is paid', async () => {
  const rig = await TelegramRig.start();
  const { telegram } = rig;
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const group = telegram.group({ title: 'Family', members: [ann] });
  const own = telegram.album(group, ann, [photo('a.jpg'), { ...photo('b.jpg'), caption: '@reelay_test_bot slowly' }]);
  const told = () => telegram.shown(group).find(({ mine, replyTo }) => mine && replyTo === own[1]?.message_id);
  await rig.passes(() => told() !== undefined);
  expect(told()?.text).toMatch(/^Of this album I can see one file only.*I have not started/);
  await rig.confirmed();
  expect(rig.accepted).toEqual([]);
  const other = telegram.album(group, ann, [photo('c.jpg'), photo('d.jpg')]);
  telegram.says(group, ann, { text: '@reelay_test_bot animate this', reply_to: other[0] });
  expect(await rig.received()).toMatchObject({ text: 'animate this', pointsAt: [{ name: 'c.jpg' }] });
  const seen = telegram.shown(group).filter(({ mine }) => mine);
  expect(seen[1]?.text).toMatch(/^Of this album I can see only the file that you reply to/);
});

it('who may not use the bot reads that, once, for a part of an album as well', async () => {
  const access = { ...OPEN_ACCESS, access: 'list' as const, allowed: new Set(['telegram:8']) };
  const rig = await TelegramRig.start({}, {}, access);
  const { telegram } = rig;
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const group = telegram.group({ title: 'Family', members: [ann] });
  telegram.album(group, ann, [photo('a.jpg'), { ...photo('b.jpg'), caption: '@reelay_test_bot slowly' }]);
  const told = () => telegram.shown(group).flatMap(({ mine, text }) => (mine ? [text] : []));
  await rig.passes(() => told().length > 0);
  telegram.album(group, ann, [photo('c.jpg'), { ...photo('d.jpg'), caption: '@reelay_test_bot slowly' }]);
  await rig.confirmed();
  expect(told()).toEqual([
    '🔒 This bot is not open to everybody, so I can’t help here. If you should have access, ask whoever runs it.',
  ]);
  expect(rig.accepted).toEqual([]);
});

it('an administrator of a group is shown albums whole', async () => {
  const rig = await TelegramRig.start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  const group = rig.telegram.group({ title: 'Family', members: [ann] });
  rig.telegram.becomes(group, rig.telegram.bot, 'administrator');
  rig.telegram.album(group, ann, [photo('a.jpg'), { ...photo('b.jpg'), caption: '@reelay_test_bot slowly' }]);
  expect((await rig.received()).attachments).toHaveLength(2);
});
