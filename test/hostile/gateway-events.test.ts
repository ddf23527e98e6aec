import { expect, it } from 'vitest';
import { AdapterRig } from '../adapters/discord/rig.ts';
import type { FakeChannel, FakeUser, Json } from '../fakes/discord/types.ts';

const messageOf = (channel: FakeChannel, user: FakeUser): Json => ({
  id: '1234567890123456789',
  channel_id: channel.id,
  type: 0,
  author: { id: user.id, username: 'ann', discriminator: '0', global_name: null, avatar: null },
  content: 'make a clip',
  timestamp: '2026-01-01T00:00:00.000Z',
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  edited_timestamp: null,
});
const command = (channel: FakeChannel, user: FakeUser): Json => ({
  id: '1234567890123456790',
  application_id: '1',
  type: 2,
  token: 'token-of-the-call',
  version: 1,
  channel_id: channel.id,
  channel: { id: channel.id, type: 1 },
  user: { id: user.id, username: 'ann', discriminator: '0', global_name: null, avatar: null },
  locale: 'en-US',
  data: { id: '1', name: 'status', type: 1 },
  entitlements: [],
  authorizing_integration_owners: {},
  context: 1,
});
const without = (fields: Json, ...names: string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

// What Discord describes as an object.
const NOTHING: Json = JSON.parse('null');

type Make = (channel: FakeChannel, user: FakeUser) => Json;
const EVENTS: [what: string, event: string, make: Make][] = [
  ['a message that is null', 'MESSAGE_CREATE', () => NOTHING],
  ['a message that is a number', 'MESSAGE_CREATE', () => JSON.parse('7')],
  ['a message without its author', 'MESSAGE_CREATE', (...at) => without(messageOf(...at), 'author')],
  ['a message without mentions', 'MESSAGE_CREATE', (...at) => without(messageOf(...at), 'mentions')],
  ['a message whose content is a number', 'MESSAGE_CREATE', (...at) => ({ ...messageOf(...at), content: 7 })],
  ['a message whose files are a text', 'MESSAGE_CREATE', (...at) => ({ ...messageOf(...at), attachments: 'x' })],
  ['a message with a file that is null', 'MESSAGE_CREATE', (...at) => ({ ...messageOf(...at), attachments: [null] })],
  [
    'a forwarded message without what it forwards',
    'MESSAGE_CREATE',
    (...at) => ({ ...messageOf(...at), message_snapshots: [{}] }),
  ],
  ['a message without a channel', 'MESSAGE_CREATE', (...at) => without(messageOf(...at), 'channel_id')],
  ['an edit without its author', 'MESSAGE_UPDATE', (...at) => without(messageOf(...at), 'author')],
  ['an edit that is null', 'MESSAGE_UPDATE', () => NOTHING],
  ['a deletion that is null', 'MESSAGE_DELETE', () => NOTHING],
  ['an interaction that is null', 'INTERACTION_CREATE', () => NOTHING],
  [
    'a command without authorizing_integration_owners',
    'INTERACTION_CREATE',
    (...at) => without(command(...at), 'authorizing_integration_owners'),
  ],
  ['a command without entitlements', 'INTERACTION_CREATE', (...at) => without(command(...at), 'entitlements')],
  ['a command without data', 'INTERACTION_CREATE', (...at) => without(command(...at), 'data')],
  ['a command of nobody', 'INTERACTION_CREATE', (...at) => without(command(...at), 'user')],
  [
    'a call of the message menu without resolved',
    'INTERACTION_CREATE',
    (...at) => ({ ...command(...at), data: { id: '1', name: 'Animate', type: 3, target_id: '5' } }),
  ],
  [
    'a press of a button without its message',
    'INTERACTION_CREATE',
    (...at) => ({ ...command(...at), type: 3, data: { component_type: 2, custom_id: 'a' } }),
  ],
  [
    'a window of which nothing came back',
    'INTERACTION_CREATE',
    (...at) => ({ ...command(...at), type: 5, data: { custom_id: 'a' } }),
  ],
  ['a server that is null', 'GUILD_CREATE', () => NOTHING],
];

it('an event of the gateway that cannot be read is dropped and logged, and the next one is handled', async () => {
  const rig = await AdapterRig.start();
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  for (const [what, event, make] of EVENTS) {
    const before = rig.log.length;
    rig.discord.gateway.dispatch(event, make(channel, user), event.startsWith('GUILD') ? {} : { channel });
    rig.discord.says(channel, user, `after ${what}`);
    expect((await rig.received(EVENTS.findIndex(([each]) => each === what) + 1)).text).toBe(`after ${what}`);
    expect(rig.log.slice(before).join(''), what).toMatch(/cannot be read; dropped|could not be handled/);
  }
  // With its kind, so that it can be found.
  expect(rig.log.filter((line) => line.includes('"event":"INTERACTION_CREATE"')).length).toBeGreaterThan(5);
});
