import { expect, it } from 'vitest';
import { AdapterRig, somewhere } from './rig.ts';

const photo = { name: 'beach.jpg', bytes: Buffer.from('photo'), content_type: 'image/jpeg' };

it('a thread that the bot makes first says how to be heard there, and its button asks what is to change', async () => {
  const rig = await AdapterRig.start({ adapter: { threadPerProject: true } });
  const { channel, user } = somewhere(rig.discord);
  const bot = `<@${rig.discord.bot.id}>`;
  const said = rig.discord.says(channel, user, { content: `${bot} make a clip`, attachments: [photo] });
  const request = await rig.received();
  expect(request.chat).toBe(`discord:${said.id}`);
  const [hello] = rig.discord.shown({ id: said.id });
  expect(hello?.content).toBe(
    `This thread is for your video. Discord shows me here only what mentions me: write ${bot} in front of your wish, use /edit, or press the button.`,
  );
  if (!hello) throw new Error('nothing was said');
  const press = rig.discord.presses(hello, 'Say what is to change', user);
  await rig.discord.submitsModal(press, { prompt: 'make it slower' });
  expect(await rig.received(2)).toMatchObject({ chat: request.chat, text: 'make it slower', attachments: [] });
});

it('a server’s moderators may turn threads on and off there, whatever the operator has set', async () => {
  const rig = await AdapterRig.start({ adapter: { threadPerProject: false } });
  const { channel, user, guild } = somewhere(rig.discord);
  const say = () => rig.discord.says(channel, user, { content: `<@${rig.discord.bot.id}> go`, attachments: [photo] });
  await rig.store.communities.update(`discord:${guild.id}`, { threads: 'on' });
  const said = say();
  expect((await rig.received()).chat).toBe(`discord:${said.id}`);
  await rig.store.communities.update(`discord:${guild.id}`, { threads: 'off' });
  say();
  expect((await rig.received(2)).chat).toBe(`discord:${channel.id}@${user.id}`);
});

it('says it in the language of who asked', async () => {
  const rig = await AdapterRig.start({ adapter: { threadPerProject: true } });
  const { channel, user } = somewhere(rig.discord);
  const said = rig.discord.says(channel, user, {
    content: `<@${rig.discord.bot.id}> 請做成影片`,
    attachments: [photo],
  });
  await rig.received();
  expect(rig.discord.shown({ id: said.id })[0]?.content).toMatch(/^這個/);
});
