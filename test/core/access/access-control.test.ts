import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccessControl } from '../../../src/core/access/access-control.ts';
import { type AccessSettings, OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import type { ChatAdapter, IncomingMessage } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { TestChat } from '../rig/test-chat.ts';

const HOUR_MS = 3_600_000;
const SORRY = '🔒 This bot is not open to everybody';

let store: Store;
let clock: FakeClock;
/** Answers and counts look-ups of rights. */
let lookUp: () => Promise<boolean>;
let lookUps: number;

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  clock = new FakeClock();
  lookUps = 0;
  lookUp = async () => false;
});

afterEach(() => store.close());

function access(settings: Partial<AccessSettings> = {}) {
  const adapter: ChatAdapter = Object.assign(new TestChat(), {
    isModerator: () => {
      lookUps += 1;
      return lookUp();
    },
  });
  return new AccessControl({
    ...{ store, clock, actions: ACTIONS, language: 'en' },
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
    settings: { ...OPEN_ACCESS, ...settings },
    adapterOf: () => adapter,
    authorsIn: async () => ({ running: '1', waiting: [] }),
  });
}

const says = (text: string, more: Partial<IncomingMessage> = {}): IncomingMessage => ({
  ...{ id: 'm', chat: 'telegram:7', userId: '7', text, attachments: [] },
  ...more,
});
const inGroup = { chat: 'telegram:-100', shared: { community: 'telegram:-100' } };

describe('who may use the bot', () => {
  const cases: [string, Partial<AccessSettings>, Partial<IncomingMessage>, boolean][] = [
    ['anybody where it is open', {}, {}, true],
    ['nobody where it is closed', { access: 'closed' }, inGroup, false],
    ['an owner where it is closed', { access: 'closed', owners: new Set(['telegram:7']) }, {}, true],
    ['no namesake of another platform', { access: 'closed', owners: new Set(['discord:7']) }, {}, false],
    ['a person on the list', { access: 'list', allowed: new Set(['telegram:7']) }, {}, true],
    ['nobody else', { access: 'list', allowed: new Set(['telegram:8']) }, {}, false],
    ['a group on the list', { access: 'list', allowed: new Set(['telegram:-100']) }, inGroup, true],
    ['its people in private not', { access: 'list', allowed: new Set(['telegram:-100']) }, {}, false],
    ['private chats by name', { access: 'list', allowed: new Set(['telegram:dm']) }, {}, true],
    ['groups are no private chats', { access: 'list', allowed: new Set(['telegram:dm']) }, inGroup, false],
    ['a whole platform', { access: 'list', allowed: new Set(['telegram:*']) }, inGroup, true],
    ['strangers in private, where only groups are open', { privateChats: 'list' }, {}, false],
    ['the groups there', { privateChats: 'list' }, inGroup, true],
  ];

  it.each(cases)('%s', async (_name, settings, more, allowed) => {
    const refusal = await access(settings).refusal(says('make a clip', more));
    expect(refusal?.sentence?.startsWith(SORRY) ?? true).toBe(true);
    expect(refusal === undefined).toBe(allowed);
  });
});

it('a stranger reads one sentence, and nothing more for an hour', async () => {
  const closed = access({ access: 'closed' });
  const reads = async (more: Partial<IncomingMessage> = {}) => (await closed.refusal(says('hello', more)))?.sentence;
  expect(await reads()).toContain(SORRY);
  expect(await reads()).toBeUndefined();
  await clock.advance(HOUR_MS - 1);
  expect(await reads()).toBeUndefined();
  expect(await reads({ userId: '8' })).toContain(SORRY);
  await clock.advance(1);
  expect(await reads()).toContain(SORRY);
});

it('who is blocked is not listened to, there or everywhere; an owner always is', async () => {
  const open = access({ owners: new Set(['telegram:1']) });
  await store.blocks.block('telegram:-100', 'telegram:7', 'telegram:1');
  expect(await open.refusal(says('help', inGroup))).toMatchObject({ reason: { kind: 'blocked' } });
  expect(await open.refusal(says('help'))).toBeUndefined();
  await store.blocks.block('*', 'telegram:8', 'telegram:1');
  await store.blocks.block('*', 'telegram:-100', 'telegram:1');
  await store.blocks.block('*', 'telegram:1', 'telegram:1');
  expect(await open.refusal(says('help', { userId: '8' }))).toMatchObject({ reason: { kind: 'blocked' } });
  expect(await open.refusal(says('help', { ...inGroup, userId: '9' }))).toMatchObject({ reason: { kind: 'blocked' } });
  expect(await open.refusal(says('help', { ...inGroup, userId: '1' }))).toBeUndefined();
  expect(await store.blocks.unblock('*', 'telegram:8')).toBe(true);
  expect(await open.refusal(says('help', { userId: '8' }))).toBeUndefined();
});

describe('rights of the platform', () => {
  const cancel = says('', { ...inGroup, command: { name: 'cancel' } });

  it('are looked up when somebody acts, at most once a minute', async () => {
    const control = access();
    expect(await control.refusal(says('make a clip', inGroup))).toBeUndefined();
    expect(lookUps).toBe(0);
    expect(await control.refusal(cancel)).toMatchObject({ reason: { kind: 'others-work', action: 'cancel' } });
    lookUp = async () => true;
    await control.refusal(cancel);
    expect(lookUps).toBe(1);
    await clock.advance(60_000);
    expect(await control.refusal(cancel)).toBeUndefined();
    expect(lookUps).toBe(2);
  });

  it('that cannot be looked up are none, and are looked up again', async () => {
    const control = access();
    lookUp = () => Promise.reject(new Error('not now'));
    expect(await control.refusal(cancel)).toMatchObject({ reason: { kind: 'others-work' } });
    lookUp = async () => true;
    expect(await control.refusal(cancel)).toBeUndefined();
  });

  it('that came with the message are not looked up', async () => {
    const shared = { ...inGroup.shared, isModerator: true };
    expect(await access().refusal({ ...cancel, shared })).toBeUndefined();
    expect(lookUps).toBe(0);
  });
});

it('where a moderator paused it, nothing is begun, and what runs can be asked for and stopped', async () => {
  await store.communities.update('telegram:-100', { paused: true });
  const control = access();
  expect(await control.refusal(says('make a clip', inGroup))).toMatchObject({ reason: { kind: 'paused' } });
  expect(await control.refusal(says('status', inGroup))).toBeUndefined();
  expect(await control.refusal(says('cancel', { ...inGroup, userId: '1' }))).toBeUndefined();
  expect(await control.refusal(says('make a clip'))).toBeUndefined();
  await store.communities.update('telegram:-100', { paused: undefined, access: 'moderators' });
  expect(await control.refusal(says('make a clip', inGroup))).toMatchObject({ reason: { kind: 'moderators-use-it' } });
});
