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
