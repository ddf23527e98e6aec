import { expect, it } from 'vitest';
import { AdapterRig, somewhere } from './rig.ts';

const JOINS = { adapter: { joinWithinMs: 1200 } };
const photo = (name: string) => ({ name, bytes: Buffer.from('photo'), content_type: 'image/jpeg' });

it('what a person sends in one go is one request, and the bot types meanwhile', async () => {
  const rig = await AdapterRig.start(JOINS);
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  const first = rig.discord.says(channel, user, 'make a video');
  rig.discord.says(channel, user, 'from this');
  rig.discord.says(channel, user, { attachments: [photo('a.jpg'), photo('b.jpg')] });
  expect(await rig.received()).toMatchObject({
    id: first.id,
    text: 'make a video\nfrom this',
    attachments: [{ name: 'a.jpg' }, { name: 'b.jpg' }],
  });
  expect(rig.discord.calls('POST', '/channels/:id/typing')).toHaveLength(1);
  rig.discord.says(channel, user, 'now make it shorter');
  expect(await rig.received(2)).toMatchObject({ text: 'now make it shorter' });
});

it('a command, in words or not, waits for nobody; what was said before it goes first', async () => {
  const rig = await AdapterRig.start(JOINS);
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, { attachments: [photo('a.jpg')] });
  rig.discord.says(channel, user, 'cancel');
  rig.discord.says(channel, user, 'make a video about');
  rig.discord.slash(channel, user, 'edit', { prompt: 'add calm music' });
  await rig.received(4);
  expect(rig.accepted.map(({ text }) => text)).toEqual(['', 'cancel', 'make a video about', 'add calm music']);
});

it('two people in a channel are kept apart; a reply to something else is another request', async () => {
  const rig = await AdapterRig.start(JOINS);
  const { channel, user } = somewhere(rig.discord);
  const bob = rig.discord.user({ username: 'bob' });
  const me = `<@${rig.discord.bot.id}>`;
  const hers = rig.discord.says(channel, user, `${me} make a video about waves`);
  rig.discord.says(channel, bob, `${me} make a video about trees`);
  rig.discord.says(channel, bob, { content: `${me} like hers`, reply_to: hers });
  await rig.received(3);
  expect(rig.accepted.map(({ userId, text }) => [userId === user.id, text])).toEqual(
    expect.arrayContaining([
      [true, 'make a video about waves'],
      [false, 'make a video about trees'],
      [false, 'like hers'],
    ]),
  );
});

it('what waits when the process dies is brought to the core by the next one; a stop brings it at once', async () => {
  const rig = await AdapterRig.start(JOINS);
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.onAccept = () => new Promise(() => {});
  rig.discord.says(channel, user, 'make a video');
  rig.discord.says(channel, user, { attachments: [photo('a.jpg')] });
  for (let kept = 0; kept < 2; kept = (await rig.keysOf('discord-held')).length);
  rig.onAccept = async () => {};
  // As after a crash: nothing of the first process was finished.
  await rig.restart();
  expect(await rig.received()).toMatchObject({ text: 'make a video', attachments: [{ name: 'a.jpg' }] });
  for (let kept = 2; kept > 0; kept = (await rig.keysOf('discord-held')).length);
  rig.discord.says(channel, user, 'now make it shorter');
  await rig.discord.called('POST', '/channels/:id/typing', 2);
  await rig.adapter.stop();
  expect(rig.accepted.map(({ text }) => text)).toEqual(['make a video', 'now make it shorter']);
});

it('an edit of one of several messages changes its part of the request, also after a restart', async () => {
  const rig = await AdapterRig.start(JOINS);
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  const first = rig.discord.says(channel, user, 'make a video about the sea');
  const second = rig.discord.says(channel, user, 'with calm music');
  expect((await rig.received()).text).toBe('make a video about the sea\nwith calm music');
  await rig.restart();
  rig.discord.edits(first, 'make a video about trees');
  while (rig.amended.length < 1) await new Promise((resolve) => setImmediate(resolve));
  rig.discord.edits(second, 'with loud music');
  while (rig.amended.length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(rig.amended).toMatchObject([
    { id: first.id, text: 'make a video about trees', replaces: { from: 0, to: 26, length: 42 } },
    { id: first.id, text: 'with loud music', replaces: { from: 25, to: 40, length: 40 } },
  ]);
});
