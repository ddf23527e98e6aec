/**
 * How much memory the Discord connection of a bot in 2,000 servers of 50 channels takes, beside discord.js with its own
 * settings, and what a day of strangers adds to it. The gateway runs in a process of its own and sends what the client's
 * intents ask for. Prints one ratio per line; exits with 1 when one is over its limit.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client, Events, GatewayIntentBits, Partials } from 'discord.js';
import pino from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { connect } from '../src/adapters/discord/gateway.ts';

const SERVERS = 2000;
const CHANNELS = 50;
const ROLES = 10;
/** Messages and interactions of the day, each from another person in another channel. */
const EVENTS = 20_000;
/** Of what discord.js keeps with its own settings. */
const ALLOWED_RATIO = 0.1;
/** Of what the day adds with those. */
const ALLOWED_GROWTH = 0.25;

const MB = 1024 ** 2;
const id = (kind: number, number: number) => String(10n ** 18n + BigInt(kind) * 10n ** 12n + BigInt(number));
const person = (number: number) => ({
  id: id(3, number),
  username: `user ${number}`,
  discriminator: '0',
  global_name: `User ${number}`,
  avatar: 'a'.repeat(32),
});

function server(number: number) {
  const guild = id(1, number);
  const roles = Array.from({ length: ROLES }, (_, index) => ({
    id: index === 0 ? guild : id(4, number * ROLES + index),
    name: `role ${index}`,
    permissions: '1071698660929',
    position: index,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  }));
  const channels = Array.from({ length: CHANNELS }, (_, index) => ({
    id: id(2, number * CHANNELS + index),
    type: 0,
    guild_id: guild,
    name: `channel-${index}`,
    topic: 'What this channel is about, in a few words',
    position: index,
    parent_id: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: roles.slice(0, 2).map((role) => ({ id: role.id, type: 0, allow: '1024', deny: '2048' })),
  }));
  const lists = ['emojis', 'stickers', 'features', 'threads', 'members', 'presences', 'voice_states'];
  const empty = Object.fromEntries([...lists, 'stage_instances', 'guild_scheduled_events'].map((name) => [name, []]));
  const more = { owner_id: id(3, number), member_count: 500, premium_tier: 0, preferred_locale: 'en-US' };
  return { ...empty, ...more, id: guild, name: `Server ${number}`, unavailable: false, roles, channels };
}

function message(number: number) {
  return {
    id: id(5, number),
    channel_id: id(2, number),
    guild_id: id(1, number % SERVERS),
    channel_type: 0,
    type: 0,
    author: person(number),
    member: { roles: [], joined_at: '2026-01-01T00:00:00.000Z', deaf: false, mute: false, flags: 0 },
    content: '',
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    attachments: [],
    embeds: [],
    components: [],
    timestamp: '2026-01-01T00:00:00.000Z',
    edited_timestamp: null,
    tts: false,
    pinned: false,
    flags: 0,
  };
}

function interaction(number: number) {
  const guild_id = id(1, number % SERVERS);
  const member = { user: person(number), roles: [], permissions: '2048', joined_at: '2026-01-01T00:00:00.000Z' };
  return {
    id: id(6, number),
    application_id: id(9, 0),
    type: 2,
    token: `token-${number}`,
    version: 1,
    guild_id,
    channel_id: id(2, number),
    channel: { id: id(2, number), type: 0, guild_id, name: 'channel', permissions: '2048' },
    member: { ...member, deaf: false, mute: false, flags: 0 },
    app_permissions: '2048',
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: { 0: guild_id },
    context: 0,
    attachment_size_limit: 10 * MB,
    data: { id: id(7, 0), name: 'status', type: 1 },
  };
}

/** The gateway's process: tells its address, and after `go` lets the day happen. */
async function gateway(): Promise<void> {
  const http = createServer((_, response) => {
    const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ url: url('ws'), shards: 1, session_start_limit: limit }));
  });
  const url = (scheme: string) => {
    const address = http.address();
    return `${scheme}://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  };
  let live: WebSocket | undefined;
  let count = 0;
  const tell = (t: string, d: object) => live?.send(JSON.stringify({ op: 0, t, d, s: ++count }));
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    live = socket;
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 40_000 }, s: null, t: null }));
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data));
      if (op === 1) socket.send(JSON.stringify({ op: 11, d: null, s: null, t: null }));
      if (op !== 2) return;
      const guilds = Array.from({ length: SERVERS }, (_, number) => ({ id: id(1, number), unavailable: true }));
      const user = { ...person(0), bot: true };
      const session = { session_id: 'bench', resume_gateway_url: url('ws'), shard: [0, 1] };
      tell('READY', { v: 10, user, guilds, private_channels: [], application: { id: id(9, 0), flags: 0 }, ...session });
      if (!(d.intents & GatewayIntentBits.Guilds)) return;
      for (let number = 0; number < SERVERS; number++) tell('GUILD_CREATE', server(number));
    });
  });
  process.on('message', () => {
    for (let number = 0; number < EVENTS; number++) {
      tell('MESSAGE_CREATE', message(number));
      tell('INTERACTION_CREATE', interaction(number));
    }
    tell('MESSAGE_CREATE', { ...message(EVENTS), content: 'the end' });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  process.send?.(url('http'));
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Heap and buffers in use after a collection, in MB. */
function used(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MB;
}

/** What a connection keeps, and what it keeps after the day, in MB. */
interface Kept {
  before: number;
  after: number;
}

async function measure(child: ChildProcess, open: (onEnd: () => void) => Promise<() => Promise<void>>): Promise<Kept> {
  const empty = used();
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const close = await open(end);
  const before = used() - empty;
  child.send('go');
  await ended;
  await new Promise((resolve) => setImmediate(resolve));
  const after = used() - empty;
  await close();
  return { before, after };
}

async function usual(api: string, onEnd: () => void): Promise<() => Promise<void>> {
  const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages],
    partials: [Partials.Channel],
    rest: { api },
  });
  client.on(Events.MessageCreate, ({ content }) => content === 'the end' && onEnd());
  client.on(Events.InteractionCreate, () => {});
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login('bench');
  await ready;
  return () => client.destroy();
}

async function ours(api: string, onEnd: () => void): Promise<() => Promise<void>> {
  const connection = await connect(
    {
      token: 'bench',
      apiRoot: api,
      log: pino({ level: 'silent' }),
      handlers: {
        messageCreated: ({ content }) => content === 'the end' && onEnd(),
        messageUpdated: () => {},
        messageDeleted: () => {},
        interaction: () => {},
        begunAnew: () => {},
      },
      onLost: () => {},
    },
    new AbortController().signal,
  );
  return () => connection.close();
}

async function main(): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), ['gateway'], { execArgv: process.execArgv });
  try {
    const api = await new Promise<string>((resolve) => child.once('message', (url) => resolve(`${url}/api`)));
    // Once without looking, so that code which is loaded and compiled on first use counts for neither.
    await measure(child, (onEnd) => ours(api, onEnd));
    const mine = await measure(child, (onEnd) => ours(api, onEnd));
    const theirs = await measure(child, (onEnd) => usual(api, onEnd));
    const ratio = mine.after / theirs.after;
    const added = mine.after - mine.before;
    const addedThere = theirs.after - theirs.before;
    const growth = Math.max(0, added) / addedThere;
    const places = `${SERVERS} servers of ${CHANNELS} channels`;
    process.stdout.write(
      `discord memory: ${mine.after.toFixed(1)} MB in ${places}, ${theirs.after.toFixed(1)} MB with the library's settings (ratio ${ratio.toFixed(3)})\n`,
    );
    process.stdout.write(
      `discord growth: ${added.toFixed(1)} MB by ${2 * EVENTS} events of strangers, ${addedThere.toFixed(1)} MB with the library's settings (ratio ${growth.toFixed(3)})\n`,
    );
    return ratio < ALLOWED_RATIO && growth < ALLOWED_GROWTH ? 0 : 1;
  } finally {
    child.kill();
  }
}

if (process.argv[2] === 'gateway') await gateway();
else process.exitCode = await main();
