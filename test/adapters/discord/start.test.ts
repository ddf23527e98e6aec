import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayIntentBits } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { DiscordStartError } from '../../../src/adapters/discord/start-error.ts';
import { AdapterRig, NO_SIGNAL } from './rig.ts';

it('asks for no privileged intent, and for none that brings whole servers', async () => {
  const { discord } = await AdapterRig.start();
  expect(discord.gateway.identifies).toHaveLength(1);
  expect(discord.gateway.identifies[0]?.intents).toBe(
    GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages,
  );
});

it('a wrong token ends the start with what to do, and never shows the token', async () => {
  const rig = await AdapterRig.start({ adapter: { token: 'wrong-token' }, started: false });
  const error = await rig.adapter.start(NO_SIGNAL).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DiscordStartError);
  expect(String(error)).toMatch(/Discord refuses the token\. Set DISCORD_TOKEN/);
  expect(String(error) + rig.log.join('')).not.toContain('wrong-token');
});

it.each([
  [4004, /Discord refuses the token\. Set DISCORD_TOKEN/],
  [4014, /Discord refuses the intents of this bot \(4014\)/],
])('a gateway that closes with %i ends the start with what to do', async (code, told) => {
  const apiRoot = await refusingGateway(code);
  const rig = await AdapterRig.start({ adapter: { apiRoot }, started: false });
  const error = await rig.adapter.start(NO_SIGNAL).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DiscordStartError);
  expect(String(error)).toMatch(told);
});

it('a Discord that cannot be reached is an error with its address', async () => {
  const rig = await AdapterRig.start({ adapter: { apiRoot: 'http://127.0.0.1:9/api' }, started: false });
  await expect(rig.adapter.start(NO_SIGNAL)).rejects.toThrow(
    /Discord cannot be reached at http:\/\/127\.0\.0\.1:9\/api: .*ECONNREFUSED/,
  );
});

it('a start that is called off leaves no connection', async () => {
  const rig = await AdapterRig.start({ started: false });
  const stopping = new AbortController();
  const starting = rig.adapter.start(stopping.signal);
  stopping.abort(new Error('never mind'));
  await expect(starting).rejects.toThrow('never mind');
  await rig.discord.until(() => !rig.discord.gateway.connected);
});

it('a token that is revoked while running ends the platform for good, with the reason', async () => {
  const rig = await AdapterRig.start();
  rig.discord.dropGateway({ code: 4004 });
  expect(String(await rig.adapter.fatal)).toMatch(/Discord refuses the token/);
});

it('a start that is aborted while READY does not come ends, and nothing is received afterwards', async () => {
  const rig = await AdapterRig.start({ started: false });
  const { gateway } = rig.discord;
  gateway.welcomes = false;
  const stopping = new AbortController();
  const starting = rig.adapter.start(stopping.signal);
  await rig.discord.until(() => gateway.identifies.length > 0);
  expect(rig.adapter.problem()).toMatchObject({ reason: 'Discord’s gateway is not ready yet' });
  stopping.abort(new Error('never mind'));
  await expect(starting).rejects.toThrow('never mind');
  await rig.adapter.close();
  gateway.welcomes = true;
  const user = rig.discord.user();
  rig.discord.says(rig.discord.dm(user), user, 'hello');
  expect(rig.accepted).toEqual([]);
});

it('a stop does not wait long for a message that hangs, and its end does not either', async () => {
  const rig = await AdapterRig.start();
  const begun = new Promise<void>((resolve) => {
    rig.onAccept = () => {
      resolve();
      return new Promise(() => {});
    };
  });
  const user = rig.discord.user();
  rig.discord.says(rig.discord.dm(user), user, 'hello');
  await begun;
  const stopped = rig.adapter.stop();
  await rig.clock.jump(1_800);
  await stopped;
  const closed = rig.adapter.close();
  await rig.clock.jump(300);
  await closed;
  await rig.discord.until(() => !rig.discord.gateway.connected);
});

it('commands are written once, and again only when they differ', async () => {
  const rig = await AdapterRig.start();
  expect(rig.discord.commands.writes).toBe(1);
  const names = rig.discord.commands.list().map(({ name }) => name);
  expect(names.sort()).toEqual(
    [
      ...['animate', 'edit', 'export', 'rerun', 'variation', 'status', 'timeline', 'credits', 'link', 'new'],
      ...['cancel', 'remove', 'skill', 'language', 'help', 'forget', 'Animate', 'usage', 'block', 'unblock'],
      ...['pause', 'resume', 'turns', 'requests', 'audit', 'settings', 'report', 'Report'],
    ].sort(),
  );
  await rig.restart();
  expect(rig.discord.commands.writes).toBe(1);
  const [first] = rig.discord.commands.list();
  if (first) rig.discord.commands.change(first.id, { description: 'of an older version' });
  await rig.restart();
  expect(rig.discord.commands.writes).toBe(3);
  expect(rig.discord.commands.list().map(({ description }) => description)).not.toContain('of an older version');
});

it('commands have their names and descriptions in Chinese too, and can be called everywhere', async () => {
  const { discord } = await AdapterRig.start();
  const animate = discord.commands.list().find(({ name }) => name === 'animate');
  expect(animate).toMatchObject({
    description: 'Make a video of pictures',
    name_localizations: { 'zh-CN': '做视频', 'zh-TW': '做影片' },
    description_localizations: { 'zh-CN': '用图片做视频', 'zh-TW': '用圖片做影片' },
    contexts: [0, 1, 2],
    integration_types: [0, 1],
  });
  const options = animate?.options;
  expect(Array.isArray(options) && options.map((option: { name: string }) => option.name)).toEqual([
    'prompt',
    ...Array.from({ length: 10 }, (_, index) => `image${index + 1}`),
    'length',
    'ratio',
  ]);
});

it('while developing, the commands are registered in one server only', async () => {
  const adapter = { developmentGuild: '' };
  const rig = await AdapterRig.start({
    adapter,
    prepare: (discord) => {
      adapter.developmentGuild = discord.guild().id;
    },
  });
  const guildId = adapter.developmentGuild;
  expect(rig.discord.commands.list(guildId).length).toBe(28);
  expect(rig.discord.commands.list()).toEqual([]);
  await rig.restart();
  expect(rig.discord.commands.writes).toBe(1);
});

it('commands that cannot be registered don’t keep the bot from running, and are tried again', async () => {
  const rig = await AdapterRig.start({
    prepare: (discord) => discord.fail('PUT /applications/:id/commands', { status: 400, code: 30034, times: 1 }),
  });
  const user = rig.discord.user();
  rig.discord.says(rig.discord.dm(user), user, 'hello');
  expect(await rig.received()).toMatchObject({ text: 'hello' });
  expect(rig.log.join('')).toContain('the commands could not be registered');
  await expect.poll(() => rig.discord.calls('PUT', '/applications/:id/commands')).toHaveLength(2);
});

/** An API whose gateway answers every identification with this close code. */
async function refusingGateway(code: number): Promise<string> {
  const server = createServer((_, response) => {
    const { port } = server.address() as AddressInfo;
    const limit = { total: 1, remaining: 1, reset_after: 0, max_concurrency: 1 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limit }));
  });
  const gateway = new WebSocketServer({ server });
  gateway.on('connection', (socket) => {
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 40_000 }, s: null, t: null }));
    socket.on('message', () => socket.close(code));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of gateway.clients) socket.terminate();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
}
