import { expect, it } from 'vitest';
import { TelegramRig } from './rig.ts';

it('a reply that was posted to a group is not posted again to the supergroup that the group became', async () => {
  const rig = await TelegramRig.start();
  const { telegram } = rig;
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const group = telegram.group({ title: 'Family', members: [ann] });
  const asked = telegram.says(group, ann, `@${telegram.bot.username} make a clip`);
  await rig.received();
  const inReplyTo = String(asked.message_id);
  const ref = await rig.send(`telegram:${group.id}`, 'Done', { inReplyTo });
  const moved = telegram.migrates(group);
  await rig.confirmed();
  // As by a process that goes on with a turn whose chat was moved meanwhile.
  await rig.again();
  expect(await rig.send(`telegram:${moved.id}`, 'Done', { inReplyTo })).toBe(ref);
  await rig.send(`telegram:${moved.id}`, 'Another', { inReplyTo, key: 'key-2' });
  const said = (chat: typeof group) =>
    telegram
      .shown(chat)
      .filter(({ mine, text }) => mine && text)
      .map(({ text }) => text);
  expect(said(group)).toEqual(['Done']);
  expect(said(moved)).toEqual(['Another']);
});
