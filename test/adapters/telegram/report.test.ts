import { expect, it } from 'vitest';
import { TelegramRig } from './rig.ts';

it('a video is reported and deleted by a reply; the buttons of a report are for whoever reads it', async () => {
  const rig = await TelegramRig.start();
  const { telegram } = rig;
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const bob = telegram.user({ id: 8, first_name: 'Bob', language_code: 'en' });
  const group = telegram.group({ title: 'Family', members: [ann, bob] });
  telegram.says(group, ann, '@reelay_test_bot make a clip');
  const asked = await rig.received();
  const ref = await rig.send(asked.chat, 'Done', { inReplyTo: asked.id });
  const done = telegram.message(group, Number(ref));
  telegram.says(group, bob, { text: '/report', reply_to: done });
  expect(await rig.received(2)).toMatchObject({ userId: '8', command: { name: 'report' }, repliesTo: ref });
  telegram.says(group, ann, { text: '/remove', reply_to: done });
  expect(await rig.received(3)).toMatchObject({ userId: '7', command: { name: 'remove' }, repliesTo: ref });

  const moderators = telegram.group({ title: 'Moderators', members: [bob] });
  const next = [{ name: 'report-handle', argument: 'b-0123456789abcdef', label: 'Block' }];
  const report = await rig.send(`telegram:${moderators.id}`, '🚩 A report', { next, forAnybody: true, key: 'report' });
  telegram.presses(telegram.message(moderators, Number(report)), 'Block', bob);
  expect(await rig.received(4)).toMatchObject({
    ...{ userId: '8', shared: { community: `telegram:${moderators.id}` } },
    command: { name: 'report-handle', argument: 'b-0123456789abcdef' },
  });
});
