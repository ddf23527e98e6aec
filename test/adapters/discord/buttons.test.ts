import { expect, it } from 'vitest';
import { buttonRow, encodePress } from '../../../src/adapters/discord/buttons.ts';
import type { NextStep } from '../../../src/core/chat.ts';
import { AdapterRig, somewhere } from './rig.ts';

const next: NextStep[] = [
  { name: 'export', label: '🎞 Export the video' },
  { name: 'variation', label: '🎲 Another version' },
  { name: 'link', label: '🌐 Open in browser', url: 'https://web.example/project' },
];

/** A result with buttons that ann asked for. */
async function result(rig: AdapterRig) {
  const { channel, user } = somewhere(rig.discord);
  rig.discord.says(channel, user, `<@${rig.discord.bot.id}> make a clip`);
  const id = await rig.replies(await rig.received(), { text: 'Done.', next, project: 'abc123' });
  return { channel, user, message: { id } };
}

it('next steps are buttons: the first in colour, a link as one', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await result(rig);
  const shown = rig.discord.shown(channel).find(({ id }) => id === message.id);
  expect(shown?.buttons.map(({ label, style, url }) => ({ label, style, url }))).toEqual([
    { label: '🎞 Export the video', style: 1, url: undefined },
    { label: '🎲 Another version', style: 2, url: undefined },
    { label: '🌐 Open in browser', style: 5, url: 'https://web.example/project' },
  ]);
});

it('six buttons stand in two rows of three, and no row holds more than five', () => {
  const rowsOf = (count: number) => {
    const steps = Array.from({ length: count }, (_, index) => ({ name: 'answer', argument: `${index}`, label: 'x' }));
    return buttonRow(steps, { userId: '1' })?.map((row) => ('components' in row ? row.components.length : 0));
  };
  expect([1, 5, 6, 11, 22, 25].map(rowsOf)).toEqual([[1], [5], [3, 3], [4, 4, 3], [5, 5, 5, 5, 2], [5, 5, 5, 5, 5]]);
});

it('the longest id of a button fits', () => {
  const userId = '9'.repeat(20);
  const id = encodePress({ command: { name: 'variation' }, project: 'f'.repeat(16), userId });
  expect(id).toBe(`r1|variation||ffffffffffffffff|${userId}`);
  expect(id.length).toBeLessThanOrEqual(100);
});

it('a press is a command of its project', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await result(rig);
  const press = rig.discord.presses(message, '🎞 Export the video', user);
  expect(await press.acknowledged).toMatchObject({ type: 6 });
  expect(await rig.received(2)).toMatchObject({
    chat: `discord:${channel.id}@${user.id}`,
    userId: user.id,
    repliesTo: message.id,
    command: { name: 'export' },
    project: 'abc123',
    text: '',
  });
});

it('a button in a channel is for everybody, each for themselves, and stays when somebody else pressed it', async () => {
  const rig = await AdapterRig.start();
  const { channel, message } = await result(rig);
  const bob = rig.discord.user({ username: 'bob' });
  await rig.discord.presses(message, '🎲 Another version', bob).acknowledged;
  expect(await rig.received(2)).toMatchObject({
    chat: `discord:${channel.id}@${bob.id}`,
    userId: bob.id,
    repliesTo: message.id,
    command: { name: 'variation' },
  });
  const shown = rig.discord.shown(channel).find(({ id }) => id === message.id);
  expect(shown?.buttons.filter(({ disabled }) => disabled)).toEqual([]);
});

it('three presses at once are one request, and the others hear that it was pressed', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await result(rig);
  const [one, two, three] = [1, 2, 3].map(() => rig.discord.presses(message, '🎲 Another version', user));
  const told = await rig.discord.until(() => {
    const replies = [one, two, three].flatMap((press) => press?.replies ?? []);
    return replies.length === 2 && replies;
  });
  for (const reply of told) {
    expect(reply).toMatchObject({
      ephemeral: true,
      content: expect.stringMatching(/^That button was pressed already/),
    });
  }
  expect(rig.accepted).toHaveLength(2);
});

it('a button that started something is disabled; the others of its message stay', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await result(rig);
  rig.discord.presses(message, '🎲 Another version', user);
  const buttons = await rig.discord.until(() => {
    const shown = rig.discord.shown(channel).find(({ id }) => id === message.id);
    return shown?.buttons.some(({ disabled }) => disabled) && shown.buttons;
  });
  expect(buttons.map(({ label, disabled }) => [label, disabled])).toEqual([
    ['🎞 Export the video', false],
    ['🎲 Another version', true],
    ['🌐 Open in browser', false],
  ]);
});

it('a press after the answer, from a client that shows the old buttons, is a new request', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await result(rig);
  rig.discord.presses(message, '🎲 Another version', user);
  await rig.replies(await rig.received(2), { text: 'Another one.' });
  rig.discord.presses(message, '🎲 Another version', user, { stale: true });
  expect((await rig.received(3)).command).toEqual({ name: 'variation', argument: undefined });
});

it('a press after the turn was stopped is a new request', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await result(rig);
  rig.discord.presses(message, '🎲 Another version', user);
  const press = await rig.received(2);
  rig.ends(press);
  rig.discord.presses(message, '🎲 Another version', user, { stale: true });
  expect((await rig.received(3)).id).not.toBe(press.id);
});

it('a press that could not be journaled leaves the button as it was', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await result(rig);
  rig.onAccept = () => Promise.reject(new Error('no journal'));
  const reply = await rig.discord.presses(message, '🎲 Another version', user).reply();
  expect(reply).toMatchObject({ ephemeral: true });
  expect(rig.discord.shown(channel).flatMap(({ buttons }) => buttons.filter(({ disabled }) => disabled))).toEqual([]);
  rig.onAccept = async () => {};
  rig.discord.presses(message, '🎲 Another version', user);
  expect((await rig.received(2)).command).toEqual({ name: 'variation', argument: undefined });
});

it('buttons outlive a restart, and so does the memory of a press', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await result(rig);
  rig.discord.presses(message, '🎲 Another version', user);
  await rig.received(2);
  await rig.restart();
  const again = await rig.discord.presses(message, '🎲 Another version', user, { stale: true }).reply();
  expect(again.content).toMatch(/^That button was pressed already/);
  rig.discord.presses(message, '🎞 Export the video', user);
  expect((await rig.received(3)).command).toEqual({ name: 'export', argument: undefined });
});

it('a button of another version of the bot answers that it is over', async () => {
  const rig = await AdapterRig.start();
  const { channel, user, message } = await result(rig);
  const stored = rig.discord.shown(channel).find(({ id }) => id === message.id);
  const press = rig.discord.presses(message, stored?.buttons[0]?.customId ?? '', user);
  await press.acknowledged;
  const payload = { ...press.payload, id: '1234567890123456789', data: { custom_id: 'r0|old', component_type: 2 } };
  rig.discord.gateway.dispatch('INTERACTION_CREATE', payload);
  const call = await rig.discord.called('POST', '/interactions/1234567890123456789/:token/callback');
  expect(call.body).toMatchObject({
    type: 4,
    data: { flags: 64, content: expect.stringMatching(/^That button is over/) },
  });
});

it('a press while the bot stops is answered to come back', async () => {
  const rig = await AdapterRig.start();
  const { user, message } = await result(rig);
  await rig.adapter.stop();
  const reply = await rig.discord.presses(message, '🎲 Another version', user).reply();
  expect(reply.content).toMatch(/^🔄 I am restarting/);
});
