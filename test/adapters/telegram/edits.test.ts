import { beforeEach, expect, it } from 'vitest';
import type { TgChat, TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const photo = (name: string) => ({ document: { bytes: Buffer.from('a photo'), name } });
let rig: TelegramRig;
let ann: TgUser;
let chat: TgChat;

beforeEach(async () => {
  rig = await TelegramRig.start();
  ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  chat = rig.telegram.dm(ann);
});

it('a caption that is added to a photo later says what to make of it; once', async () => {
  rig.waiting = false;
  const said = rig.telegram.says(chat, ann, photo('dog.jpg'));
  await rig.received();
  await rig.again();
  rig.telegram.edits(said, 'slow zoom');
  const message = await rig.received(2);
  expect(message).toMatchObject({ text: 'slow zoom', attachments: [] });
  expect(message.id).toMatch(new RegExp(`^${said.message_id}e`));
  // Telegram reports a reaction as an edit, too.
  rig.telegram.edits(said, 'slow zoom');
  await rig.confirmed();
  expect(rig.accepted).toHaveLength(2);
});

it('an edit of what is under way or done is answered; a reaction is none', async () => {
  rig.waiting = false;
  const said = rig.telegram.says(chat, ann, 'make a video about the sea');
  await rig.received();
  rig.telegram.edits(said, 'make a video about the sea');
  rig.telegram.edits(said, 'make a video about trees');
  expect((await rig.received(2)).command).toEqual({ name: 'late-edit', argument: 'make a video about trees' });
  await rig.confirmed();
  expect(rig.accepted).toHaveLength(2);
});

it('who addresses the bot by an edit asks it then', async () => {
  const group = rig.telegram.group({ title: 'Family', members: [ann] });
  const said = rig.telegram.says(group, ann, photo('dog.jpg'));
  await rig.confirmed();
  rig.telegram.edits(said, '@reelay_test_bot animate this');
  expect(await rig.received()).toMatchObject({ text: 'animate this', attachments: [{ name: 'dog.jpg' }] });
});

it('an edit of one of several messages changes its part of the request, also after a restart', async () => {
  const joining = await TelegramRig.start({ joinWithinMs: 1200 });
  const bob = joining.telegram.user({ id: 8, first_name: 'Bob', language_code: 'en' });
  const dm = joining.telegram.dm(bob);
  const first = joining.telegram.says(dm, bob, 'make a video about the sea');
  const second = joining.telegram.says(dm, bob, 'with calm music');
  expect((await joining.received()).text).toBe('make a video about the sea\nwith calm music');
  await joining.confirmed();
  await joining.again();
  joining.telegram.edits(first, 'make a video about trees');
  await joining.passes(() => joining.amended.length === 1);
  joining.telegram.edits(second, 'with loud music');
  await joining.passes(() => joining.amended.length === 2);
  const id = String(first.message_id);
  expect(joining.amended).toMatchObject([
    { id, text: 'make a video about trees', replaces: { from: 0, to: 26, length: 42 } },
    { id, text: 'with loud music', replaces: { from: 25, to: 40, length: 40 } },
  ]);
});
