import { expect, it } from 'vitest';
import type { NextStep } from '../../../src/core/chat.ts';
import { AdapterRig, NO_SIGNAL, somewhere } from './rig.ts';

it('“Report” in the menu of a message asks about that message, and is answered to one person alone', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  const id = await rig.replies(await rig.received(), { text: 'Done.' });
  const bob = rig.discord.user({ username: 'bob' });
  const call = rig.discord.contextMenu(channel, bob, 'Report', { id });
  const message = await rig.received(2);
  expect(message).toMatchObject({ userId: bob.id, command: { name: 'report', argument: id } });
  await rig.replies(message, { text: '🚩 Thank you', private: true, confidential: true });
  expect(await call.reply()).toMatchObject({ content: '🚩 Thank you', ephemeral: true });
});

it('the buttons of a report are for whoever reads it in the moderators’ channel, and are used up once', async () => {
  const rig = await AdapterRig.start();
  const { guild, channel, user } = somewhere(rig.discord);
  const next: NextStep[] = [{ name: 'report-handle', argument: 'r-0123456789abcdef', label: 'Remove' }];
  const report = { text: '🚩 Somebody reports a video.', key: 'report', private: false, forAnybody: true, next };
  const id = await rig.adapter.send(`discord:${channel.id}`, report, NO_SIGNAL);
  rig.discord.presses({ id }, 'Remove', user);
  expect(await rig.received()).toMatchObject({
    command: { name: 'report-handle', argument: 'r-0123456789abcdef' },
    shared: { community: `discord:${guild.id}` },
  });
  await rig.discord.until(
    () => rig.discord.shown(channel).find((each) => each.id === id)?.buttons[0]?.disabled === true,
  );
});
