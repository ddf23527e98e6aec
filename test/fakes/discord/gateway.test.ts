import { FakeClock } from '@reelay/async/fake-clock';
import { Events, GatewayIntentBits, RateLimitError, Status } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { discordForTest, loginForTest } from './real-bot.ts';

describe('the gateway', () => {
  it('replays what was missed when a dropped session resumes', async () => {
    const fake = await discordForTest();
    const channel = fake.channel(fake.guild());
    const ann = fake.user();
    const client = await loginForTest(fake);
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => void heard.push(message.content));
    fake.dropGateway({ code: 4000 });
    fake.says(channel, ann, `<@${fake.bot.id}> while you were away`);
    await fake.until(() => heard.length > 0);
    expect(heard).toEqual([`<@${fake.bot.id}> while you were away`]);
    expect(fake.gateway.resumes[0]).toMatchObject({ seq: 2 });
    expect(fake.gateway.identifies).toHaveLength(1);
  });

  it.each([
    [
      'a connection that breaks without a word',
      (fake: Awaited<ReturnType<typeof discordForTest>>) => fake.dropGateway(),
    ],
    ['a request to reconnect', (fake: Awaited<ReturnType<typeof discordForTest>>) => fake.askToReconnect()],
  ])('is resumed after %s', async (_what, breaks) => {
    const fake = await discordForTest();
    const client = await loginForTest(fake);
    breaks(fake);
    await fake.until(() => fake.gateway.resumes.length === 1 && client.ws.shards.first()?.status === Status.Ready);
    expect(fake.gateway.identifies).toHaveLength(1);
  });

  it('makes a client identify anew when its session is over', async () => {
    const fake = await discordForTest();
    // discord.js identifies once in 5 s unless told.
    const ws = { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) };
    const client = await loginForTest(fake, { ws });
    const again = new Promise((resolve) => client.once(Events.ShardReady, resolve));
    fake.invalidSession(false);
    await again;
    expect(fake.gateway.identifies).toHaveLength(2);
    expect(fake.gateway.resumes).toHaveLength(0);
  });

  it('can refuse connections, and leave those who identify waiting', async () => {
    const fake = await discordForTest();
    fake.gateway.accepting = false;
    const client = loginForTest(fake);
    await fake.called('GET', '/gateway/bot');
    expect(fake.gateway.connected).toBe(false);
    fake.gateway.accepting = true;
    await client;
    expect(fake.gateway.connected).toBe(true);
    fake.gateway.welcomes = false;
    const socket = new WebSocket(`${fake.url.replace('http', 'ws')}/?v=10&encoding=json`);
    const codes: number[] = [];
    socket.on('message', (data: Buffer) => codes.push(JSON.parse(data.toString()).op));
    socket.once('message', () => socket.send(JSON.stringify({ op: 2, d: { token: fake.token, intents: 0 } })));
    await fake.until(() => fake.gateway.identifies.length === 2);
    socket.send(JSON.stringify({ op: 1, d: null }));
    await fake.until(() => codes.length === 2);
    expect(codes).toEqual([10, 11]);
    socket.terminate();
  });

  it('answers heartbeats, and is left and resumed when it stops', async () => {
    const fake = await discordForTest();
    fake.gateway.heartbeatIntervalMs = 30;
    const client = await loginForTest(fake);
    await fake.until(() => fake.gateway.heartbeats >= 3);
    expect(fake.gateway.resumes).toHaveLength(0);
    fake.gateway.acknowledges = false;
    await fake.until(() => fake.gateway.resumes.length === 1);
    fake.gateway.acknowledges = true;
    await fake.until(() => client.ws.shards.first()?.status === Status.Ready);
  });

  it('refuses privileged intents unless the app has them', async () => {
    const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent, GatewayIntentBits.GuildMessages];
    const strict = await discordForTest();
    await expect(loginForTest(strict, { intents })).rejects.toThrow('disallowed intents');
    const fake = await discordForTest({ privilegedIntents: true });
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake, { intents });
    const seen = new Promise((resolve) => client.once(Events.MessageCreate, (message) => resolve(message.content)));
    fake.says(channel, fake.user(), 'among us');
    expect(await seen).toBe('among us');
  });

  it('sends only what the intents ask for', async () => {
    const fake = await discordForTest();
    const channel = fake.channel(fake.guild());
    const ann = fake.user();
    const client = await loginForTest(fake, { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages] });
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => void heard.push(message.content));
    fake.says(channel, ann, `<@${fake.bot.id}> in the server`);
    const last = new Promise((resolve) => client.once(Events.MessageCreate, resolve));
    fake.says(fake.dm(ann), ann, 'in private');
    await last;
    expect(heard).toEqual(['in private']);
  });

  it('announces servers, channels and threads that come and go', async () => {
    const fake = await discordForTest();
    const client = await loginForTest(fake);
    const joined = new Promise((resolve) => client.once(Events.GuildCreate, resolve));
    const guild = fake.guild({ name: 'New', premium_tier: 2 });
    await joined;
    expect(client.guilds.cache.get(guild.id)?.premiumTier).toBe(2);
    const made = new Promise((resolve) => client.once(Events.ThreadCreate, resolve));
    const post = fake.channel(guild, { type: 'forum post', name: 'A post' });
    await made;
    expect(client.channels.cache.get(post.id)?.isThread()).toBe(true);
    const gone = new Promise((resolve) => client.once(Events.GuildDelete, resolve));
    fake.removesBot(guild);
    await gone;
    expect(client.guilds.cache.size).toBe(0);
  });
});

describe('traffic', () => {
  it('answers 429 as scripted, which discord.js waits out', async () => {
    const fake = await discordForTest();
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake);
    fake.limit('POST /channels/:id/messages', { times: 2, retryAfter: 0.02 });
    await client.rest.post(`/channels/${channel.id}/messages`, { body: { content: 'x' } });
    const calls = fake.calls('POST', '/channels/:id/messages');
    expect(calls.map((call) => call.status)).toEqual([429, 429, 200]);
    expect(fake.shown(channel)).toHaveLength(1);
  });

  it('tells a client that does not wait how long it would have to', async () => {
    const fake = await discordForTest();
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake, { rest: { rejectOnRateLimit: () => true } });
    fake.limit('POST /channels/:id/messages', { retryAfter: 7, global: true });
    const sent = client.rest.post(`/channels/${channel.id}/messages`, { body: { content: 'x' } });
    const refused: unknown = await sent.catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimitError);
    expect(refused).toMatchObject({ global: true, retryAfter: 7000 });
  });

  it('counts a bucket per channel by its clock, with the headers of the API', async () => {
    const clock = new FakeClock();
    const fake = await discordForTest({ clock });
    const guild = fake.guild();
    const [one, two] = [fake.channel(guild), fake.channel(guild)];
    fake.limit('POST /channels/:id/typing', { bucket: 2, perSeconds: 5 });
    const type = (id: string) =>
      fetch(`${fake.url}/api/v10/channels/${id}/typing`, {
        method: 'POST',
        headers: { authorization: `Bot ${fake.token}` },
      });
    const first = await type(one.id);
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    expect(first.headers.get('x-ratelimit-limit')).toBe('2');
    await clock.advance(1000);
    expect((await type(one.id)).headers.get('x-ratelimit-reset-after')).toBe('4.000');
    const refused = await type(one.id);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({ message: 'You are being rate limited.', retry_after: 4, global: false });
    expect((await type(two.id)).status).toBe(204);
    await clock.advance(4000);
    expect((await type(one.id)).status).toBe(204);
  });

  it('can lose an answer after doing what was asked', async () => {
    const fake = await discordForTest();
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake, { rest: { retries: 0 } });
    const send = () => client.rest.post(`/channels/${channel.id}/messages`, { body: { content: 'x' } });
    fake.fail('POST /channels/:id/messages', { lost: 'before' });
    await expect(send()).rejects.toThrow();
    expect(fake.shown(channel)).toHaveLength(0);
    fake.fail('POST /channels/:id/messages', { lost: 'after' });
    await expect(send()).rejects.toThrow();
    expect(fake.shown(channel)).toHaveLength(1);
    fake.fail('POST /channels/:id/messages', { status: 403, code: 50278, message: 'No mutual guilds' });
    await expect(send()).rejects.toMatchObject({ status: 403, code: 50278 });
  });

  it('takes few edits of a message that is older than an hour', async () => {
    const clock = new FakeClock();
    const fake = await discordForTest({ clock });
    const channel = fake.channel(fake.guild());
    const client = await loginForTest(fake, { rest: { rejectOnRateLimit: () => true } });
    fake.oldEditLimit(1);
    const there = await client.channels.fetch(channel.id);
    const message = there?.isSendable() ? await there.send('x') : undefined;
    await message?.edit('1');
    await message?.edit('2');
    await clock.advance(3_600_001);
    await message?.edit('3');
    await expect(message?.edit('4')).rejects.toMatchObject({ retryAfter: 20_000 });
    expect(fake.calls('PATCH', '/channels/:id/messages/:message').at(-1)?.status).toBe(429);
    await clock.advance(20_000);
    expect(fake.shown(channel)[0]).toMatchObject({ content: '3', edited: true });
  });
});
