import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccessControl } from '../../../src/core/access/access-control.ts';
import type { QueueAuthors } from '../../../src/core/access/rules.ts';
import { OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import type { ChatAdapter, IncomingMessage, Person } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { JumpingClock } from '../../contract/jumping-clock.ts';
import { TestChat } from '../rig/test-chat.ts';

type Look = () => Promise<boolean>;

const CHAT = 'test:1';
const DENIED_NEW = { kind: 'others-work', action: 'new' };
const DENIED = { kind: 'others-work', action: 'cancel' };

let store: Store;
let queue: () => QueueAuthors;
/** By the person's id. */
const looks = new Map<string, Look>();
let access: AccessControl;
const granted: IncomingMessage[] = [];

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  queue = () => ({ waiting: [] });
  granted.length = 0;
  const adapter: ChatAdapter = Object.assign(new TestChat(), {
    answersPrivately: true,
    isModerator: ({ userId }: Person) => looks.get(userId)?.() ?? Promise.resolve(false),
  });
  access = new AccessControl({
    ...{ store, clock: new JumpingClock(), actions: ACTIONS, settings: OPEN_ACCESS, language: 'en' },
    adapterOf: () => adapter,
    authorsIn: async () => queue(),
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
  });
});
afterEach(() => store.close());

/** @param looked what the platform says when it is asked whether the person moderates */
async function submit(message: IncomingMessage, looked: Look, accept: (granted: IncomingMessage) => Promise<string>) {
  looks.set(message.userId, looked);
  const result = await access.submit(message, accept);
  return typeof result === 'object' ? result.reason : result;
}

async function check(message: IncomingMessage, looked: Look) {
  looks.set(message.userId, looked);
  return (await access.refusal(message))?.reason;
}

const asks = (userId: string, text: string, more: Partial<IncomingMessage> = {}): IncomingMessage => ({
  id: `${userId}-${text}`,
  chat: CHAT,
  userId,
  shared: { community: CHAT },
  text,
  attachments: [],
  ...more,
});
const calls = (userId: string, name: string, argument?: string) => asks(userId, '', { command: { name, argument } });

const accept = async (message: IncomingMessage) => {
  granted.push(message);
  return 'accepted' as const;
};
const never = async () => {
  throw new Error('looked up');
};

const told = () =>
  granted.map(({ userId, text, command, ownWorkOnly }) => [userId, command?.name ?? text, ownWorkOnly]);

describe('what comes between the check and the core', () => {
  it('another person’s request that begins while the rights are looked up is not stopped by it', async () => {
    queue = () => ({ running: 'ann', waiting: [] });
    expect(await submit(calls('ann', 'cancel'), never, accept)).toBe('accepted');
    // Whatever runs by the time that the core stops something.
    expect(told()).toEqual([['ann', 'cancel', true]]);
  });

  it('a moderator’s stops everybody’s', async () => {
    queue = () => ({ running: 'ann', waiting: [] });
    expect(await submit(calls('mo', 'cancel'), async () => true, accept)).toBe('accepted');
    expect(told()).toEqual([['mo', 'cancel', undefined]]);
  });

  it('a request that was another’s at the first look and is nobody’s at its turn is accepted for its user alone', async () => {
    queue = () => ({ running: 'ann', waiting: [] });
    const looked = async () => {
      queue = () => ({ waiting: [] });
      return false;
    };
    expect(await submit(calls('bob', 'cancel'), looked, accept)).toBe('accepted');
    expect(told()).toEqual([['bob', 'cancel', true]]);
  });

  it('rights are looked up when others have begun to work since the first look', async () => {
    let looks = 0;
    let asked = 0;
    queue = () => ({ running: asked++ === 0 ? 'bob' : 'ann', waiting: [] });
    const looked = async () => {
      looks += 1;
      return false;
    };
    expect(await submit(calls('bob', 'cancel'), looked, accept)).toEqual(DENIED);
    expect(looks).toBe(1);
    expect(granted).toEqual([]);
  });

  it('"new" waits for what others brought first, and is then denied', async () => {
    await submit(asks('ann', 'make a clip'), never, accept);
    let journaled = () => {};
    const writing = new Promise<void>((resolve) => {
      journaled = resolve;
    });
    const bobs = submit(asks('bob', 'make it blue'), never, async (message) => {
      await writing;
      return accept(message);
    });
    const anns = submit(calls('ann', 'new'), async () => false, accept);
    journaled();
    expect(await bobs).toBe('accepted');
    expect(await anns).toEqual(DENIED_NEW);
    expect(told()).toEqual([
      ['ann', 'make a clip', undefined],
      ['bob', 'make it blue', undefined],
    ]);
  });

  it('nobody waits for another’s look-up', async () => {
    queue = () => ({ running: 'ann', waiting: [] });
    let answer = (_: boolean) => {};
    const looked = () =>
      new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    const mos = submit(calls('mo', 'cancel'), looked, accept);
    expect(await submit(calls('ann', 'cancel'), never, accept)).toBe('accepted');
    answer(true);
    expect(await mos).toBe('accepted');
    expect(told()).toEqual([
      ['ann', 'cancel', true],
      ['mo', 'cancel', undefined],
    ]);
  });
});

describe('who may', () => {
  it('a look-up that fails denies', async () => {
    queue = () => ({ running: 'ann', waiting: [] });
    expect(await submit(calls('mo', 'cancel'), never, accept)).toEqual(DENIED);
    expect(await check(calls('mo', 'cancel'), never)).toEqual(DENIED);
  });

  it('remove concerns the author of that very request, "cancel all" everybody’s', async () => {
    queue = () => ({ waiting: ['ann', 'bob'] });
    const no = async () => false;
    expect(await check(calls('bob', 'remove', '2'), no)).toBeUndefined();
    expect(await check(calls('bob', 'remove', '1'), no)).toMatchObject({ action: 'remove' });
    expect(await check(calls('bob', 'remove', '3'), no)).toBeUndefined();
    expect(await check(calls('bob', 'cancel'), no)).toBeUndefined();
    expect(await check(calls('bob', 'cancel', 'all'), no)).toEqual(DENIED);
  });

  it('a repetition is for who asked last; a new project for who worked on it alone', async () => {
    const no = async () => false;
    await submit(asks('ann', 'make a clip'), no, accept);
    expect(await check(calls('ann', 'new'), no)).toBeUndefined();
    await submit(asks('bob', 'make it blue'), no, accept);
    expect(await check(calls('ann', 'rerun'), no)).toMatchObject({ action: 'rerun' });
    expect(await check(calls('bob', 'rerun'), no)).toBeUndefined();
    expect(await check(calls('bob', 'new'), no)).toMatchObject({ action: 'new' });
    expect(await submit(calls('mo', 'new'), async () => true, accept)).toBe('accepted');
    // The new project is nobody's yet.
    expect(await check(calls('bob', 'new'), no)).toBeUndefined();
  });

  it('an export makes a contributor, but not the one who asked last', async () => {
    const no = async () => false;
    await submit(asks('ann', 'make a clip'), no, accept);
    await submit(calls('bob', 'export'), no, accept);
    expect(await check(calls('ann', 'rerun'), no)).toBeUndefined();
    expect(await check(calls('ann', 'new'), no)).toMatchObject({ action: 'new' });
  });

  it('a new project that the core did not take leaves the old one’s contributors', async () => {
    const no = async () => false;
    await submit(asks('ann', 'make a clip'), no, accept);
    expect(await submit(calls('ann', 'new'), no, async () => 'duplicate')).toBe('duplicate');
    expect(await check(calls('bob', 'new'), no)).toMatchObject({ action: 'new' });
  });

  it('contributors move along with their chat and are forgotten with it', async () => {
    const no = async () => false;
    await submit(asks('ann', 'make a clip'), no, accept);
    await access.contributors.move(CHAT, 'test:2');
    expect(await check({ ...calls('bob', 'new'), chat: 'test:2' }, no)).toMatchObject({ action: 'new' });
    await access.contributors.forget('test:2');
    expect(await check({ ...calls('bob', 'new'), chat: 'test:2' }, no)).toBeUndefined();
  });
});
