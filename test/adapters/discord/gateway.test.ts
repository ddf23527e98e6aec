import { expect, it, vi } from 'vitest';
import type { FakeDiscord } from '../../fakes/discord/index.ts';
import { AdapterRig } from './rig.ts';

function speaks(rig: AdapterRig) {
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  return (text: string) => rig.discord.says(channel, user, text);
}

const back = (discord: FakeDiscord) => discord.until(() => discord.gateway.connected);

it('what was said while the connection was down is received after the resume, once', async () => {
  const rig = await AdapterRig.start();
  const says = speaks(rig);
  says('before');
  await rig.received(1);
  rig.discord.dropGateway();
  says('meanwhile');
  await back(rig.discord);
  says('after');
  await rig.received(3);
  expect(rig.accepted.map(({ text }) => text)).toEqual(['before', 'meanwhile', 'after']);
  expect(rig.discord.gateway.resumes).toHaveLength(1);
});

it.each([4000, 4009, 1006])('a close with %i is come back from', async (code) => {
  const rig = await AdapterRig.start();
  const says = speaks(rig);
  rig.discord.dropGateway(code === 1006 ? {} : { code });
  await back(rig.discord);
  says('hello');
  expect(await rig.received()).toMatchObject({ text: 'hello' });
});

it('reports that the connection is down, since when, and that it is back', async () => {
  const rig = await AdapterRig.start();
  const { gateway } = rig.discord;
  expect(rig.adapter.problem()).toBeUndefined();
  gateway.accepting = false;
  const before = rig.clock.now();
  rig.discord.dropGateway();
  await expect
    .poll(() => rig.adapter.problem()?.reason, { timeout: 20_000 })
    .toBe('Discord’s gateway is not connected');
  const since = rig.adapter.problem()?.sinceMs ?? 0;
  expect(since).toBeGreaterThanOrEqual(before);
  await rig.clock.jump(60_000);
  expect(rig.adapter.problem()?.sinceMs).toBe(since);
  gateway.accepting = true;
  await expect.poll(() => rig.adapter.problem(), { timeout: 20_000 }).toBeUndefined();
});

it('a session that is not valid any more is begun anew', async () => {
  const rig = await AdapterRig.start();
  const says = speaks(rig);
  rig.discord.invalidSession(false);
  await rig.discord.until(() => rig.discord.gateway.identifies.length === 2);
  await back(rig.discord);
  says('hello');
  expect(await rig.received()).toMatchObject({ text: 'hello' });
});

it('a call to reconnect is followed', async () => {
  const rig = await AdapterRig.start();
  const says = speaks(rig);
  rig.discord.askToReconnect();
  await rig.discord.until(() => rig.discord.gateway.resumes.length === 1);
  says('hello');
  expect(await rig.received()).toMatchObject({ text: 'hello' });
});

it('a message that the gateway gives twice goes to the engine under one id', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  const payload = {
    id: '1234567890123456789',
    channel_id: channel.id,
    type: 0,
    author: { id: user.id, username: 'ann', discriminator: '0', global_name: null, avatar: null },
    content: 'make a clip',
    mentions: [],
    attachments: [],
    embeds: [],
    edited_timestamp: null,
  };
  rig.discord.gateway.dispatch('MESSAGE_CREATE', payload, { channel });
  rig.discord.gateway.dispatch('MESSAGE_CREATE', payload, { channel });
  rig.discord.says(channel, user, 'and this');
  await rig.received(2);
  expect(rig.accepted.map(({ id, text }) => [id, text])).toEqual([
    ['1234567890123456789', 'make a clip'],
    [expect.any(String), 'and this'],
  ]);
});

it('an interaction that has expired is dropped, and the next one is handled', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.fail('POST /interactions/:id/:token/callback', { status: 404, code: 10062 });
  rig.discord.slash(channel, user, 'export');
  await rig.discord.called('POST', '/interactions/:id/:token/callback');
  rig.discord.problems.length = 0;
  rig.discord.slash(channel, user, 'status');
  expect((await rig.received()).command).toEqual({ name: 'status' });
  await rig.discord.until(() => rig.discord.calls('POST', '/interactions/:id/:token/callback').length === 2);
  expect(rig.log.join('')).toContain('an interaction could not be acknowledged');
});

it('a gateway that closes with 4002 over and over is connected to less and less often, which is logged once', async () => {
  const rig = await AdapterRig.start();
  const { gateway } = rig.discord;
  const came: number[] = [rig.clock.now()];
  // Each connection is closed as soon as it is there.
  const closing = setInterval(() => {
    if (gateway.identifies.length + gateway.resumes.length > came.length) came.push(rig.clock.now());
    gateway.drop(4002);
  }, 5);
  try {
    await vi.waitFor(
      async () => {
        await rig.clock.jump(500);
        expect(came.length).toBeGreaterThanOrEqual(7);
      },
      { timeout: 25_000, interval: 20 },
    );
  } finally {
    clearInterval(closing);
  }
  const pauses = came.slice(1).map((at, index) => at - (came[index] ?? 0));
  // The first time at once, then after 1, 2, 5, 15 and 30 s at least.
  for (const [index, atLeast] of [0, 1000, 2000, 5000, 15_000, 30_000].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(atLeast);
  }
  expect(rig.log.filter((line) => line.includes('again and again'))).toHaveLength(1);
  const lost = rig.log.filter((line) => line.includes('"level":30') && line.includes('connection lost'));
  expect(lost.length).toBeLessThanOrEqual(2);
});
