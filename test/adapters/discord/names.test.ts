import { expect, it } from 'vitest';
import { BOT_ROLE } from '../../fakes/discord/present.ts';
import { AdapterRig, somewhere } from './rig.ts';

const MODERATORS = '200000000000000002';
const FIXED_DATE = '<t:1767225600:R>';

it('channels, roles, people and times reach the agent by their names, in messages and in commands', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  const bob = rig.discord.user({ username: 'bob' });
  const said = `make a clip for <#${channel.id}> and <@&${MODERATORS}> by <@${bob.id}>, ${FIXED_DATE}`;
  const text = 'make a clip for #text and @Moderators by @bob, 2026-01-01 00:00 UTC';
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> ${said}`);
  expect(await rig.received()).toMatchObject({ text });
  rig.discord.slash(channel, user, 'edit', { prompt: said });
  expect(await rig.received(2)).toMatchObject({ text });
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> like in <#123456789012345678>`);
  expect(await rig.received(3)).toMatchObject({ text: 'like in #channel' });
});

it('who mentions the role of the bot’s own means the bot; another role is nobody’s business', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@&${MODERATORS}> look at this`);
  rig.discord.says(channel, user, `<@&${BOT_ROLE}> make a sunset video`);
  expect(await rig.received()).toMatchObject({ text: 'make a sunset video' });
  expect(rig.accepted).toHaveLength(1);
});

it('where Discord does not show what mentions the role, that is said', async () => {
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.hidesRoleMentions();
  const said = rig.discord.says(channel, user, `<@&${BOT_ROLE}> make a sunset video`);
  await rig.discord.called('POST', '/channels/:id/messages');
  const told = await rig.discord.appears(channel, ({ content }) => content.includes('not what mentions my role'));
  expect(told.repliesTo).toBe(said.id);
  expect(rig.accepted).toEqual([]);
});
