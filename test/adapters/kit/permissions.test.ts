import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueAuthors } from '../../../src/adapters/kit/core-port.ts';
import { Permissions } from '../../../src/adapters/kit/permissions.ts';
import type { IncomingMessage } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const CHAT = 'test:1';
const DENIED = { action: 'cancel', access: 'author-or-moderator' };

let store: Store;
let queue: QueueAuthors;
let permissions: Permissions;
const granted: IncomingMessage[] = [];

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  queue = { waiting: [] };
  granted.length = 0;
  permissions = new Permissions({
    store,
    table: 'contributors',
    core: { authorsIn: async () => queue },
    privateReplies: true,
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
  });
});
afterEach(() => store.close());

const asks = (userId: string, text: string, more: Partial<IncomingMessage> = {}): IncomingMessage => ({
  id: `${userId}-${text}`,
  chat: CHAT,
  userId,
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
    queue = { running: 'ann', waiting: [] };
    expect(await permissions.submit(calls('ann', 'cancel'), never, accept)).toBe('accepted');
    // Whatever runs by the time that the core stops something.
    expect(told()).toEqual([['ann', 'cancel', true]]);
  });

  it('a moderator’s stops everybody’s', async () => {
    queue = { running: 'ann', waiting: [] };
    expect(await permissions.submit(calls('mo', 'cancel'), async () => true, accept)).toBe('accepted');
    expect(told()).toEqual([['mo', 'cancel', undefined]]);
  });

  it('a request that was another’s at the first look and is nobody’s at its turn is accepted for its user alone', async () => {
    queue = { running: 'ann', waiting: [] };
    const look = async () => {
      queue = { waiting: [] };
      return false;
    };
    expect(await permissions.submit(calls('bob', 'cancel'), look, accept)).toBe('accepted');
    expect(told()).toEqual([['bob', 'cancel', true]]);
  });

  it('rights are looked up when others have begun to work since the first look', async () => {
    let looks = 0;
    let askedTwice = 0;
    const core = {
      authorsIn: async (): Promise<QueueAuthors> => ({ running: askedTwice++ === 0 ? 'bob' : 'ann', waiting: [] }),
    };
    const log = createLogger({ level: 'silent', pretty: false, write: () => {} });
    const late = new Permissions({ store, table: 'late', core, privateReplies: true, log });
    const look = async () => {
      looks += 1;
      return false;
    };
    expect(await late.submit(calls('bob', 'cancel'), look, accept)).toEqual(DENIED);
    expect(looks).toBe(1);
    expect(granted).toEqual([]);
  });

  it('"new" waits for what others brought first, and is then denied', async () => {
    await permissions.submit(asks('ann', 'make a clip'), never, accept);
    let journaled = () => {};
    const writing = new Promise<void>((resolve) => {
      journaled = resolve;
    });
    const bobs = permissions.submit(asks('bob', 'make it blue'), never, async (message) => {
      await writing;
      return accept(message);
    });
    const anns = permissions.submit(calls('ann', 'new'), async () => false, accept);
    journaled();
    expect(await bobs).toBe('accepted');
    expect(await anns).toEqual({ action: 'new', access: 'author-or-moderator' });
    expect(told()).toEqual([
      ['ann', 'make a clip', undefined],
      ['bob', 'make it blue', undefined],
    ]);
  });

  it('nobody waits for another’s look-up', async () => {
    queue = { running: 'ann', waiting: [] };
    let answer = (_: boolean) => {};
    const look = () =>
      new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    const mos = permissions.submit(calls('mo', 'cancel'), look, accept);
    expect(await permissions.submit(calls('ann', 'cancel'), never, accept)).toBe('accepted');
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
    queue = { running: 'ann', waiting: [] };
    expect(await permissions.submit(calls('mo', 'cancel'), never, accept)).toEqual(DENIED);
    expect(await permissions.check(calls('mo', 'cancel'), never)).toEqual(DENIED);
  });

  it('remove concerns the author of that very request, "cancel all" everybody’s', async () => {
    queue = { waiting: ['ann', 'bob'] };
    const no = async () => false;
    expect(await permissions.check(calls('bob', 'remove', '2'), no)).toBeUndefined();
    expect(await permissions.check(calls('bob', 'remove', '1'), no)).toMatchObject({ action: 'remove' });
    expect(await permissions.check(calls('bob', 'remove', '3'), no)).toBeUndefined();
    expect(await permissions.check(calls('bob', 'cancel'), no)).toBeUndefined();
    expect(await permissions.check(calls('bob', 'cancel', 'all'), no)).toEqual(DENIED);
  });

  it('a repetition is for who asked last; a new project for who worked on it alone', async () => {
    const no = async () => false;
    await permissions.submit(asks('ann', 'make a clip'), no, accept);
    expect(await permissions.check(calls('ann', 'new'), no)).toBeUndefined();
    await permissions.submit(asks('bob', 'make it blue'), no, accept);
    expect(await permissions.check(calls('ann', 'rerun'), no)).toMatchObject({ action: 'rerun' });
    expect(await permissions.check(calls('bob', 'rerun'), no)).toBeUndefined();
    expect(await permissions.check(calls('bob', 'new'), no)).toMatchObject({ action: 'new' });
    expect(await permissions.submit(calls('mo', 'new'), async () => true, accept)).toBe('accepted');
    // The new project is nobody's yet.
    expect(await permissions.check(calls('bob', 'new'), no)).toBeUndefined();
  });

  it('an export makes a contributor, but not the one who asked last', async () => {
    const no = async () => false;
    await permissions.submit(asks('ann', 'make a clip'), no, accept);
    await permissions.submit(calls('bob', 'export'), no, accept);
    expect(await permissions.check(calls('ann', 'rerun'), no)).toBeUndefined();
    expect(await permissions.check(calls('ann', 'new'), no)).toMatchObject({ action: 'new' });
  });

  it('a new project that the core did not take leaves the old one’s contributors', async () => {
    const no = async () => false;
    await permissions.submit(asks('ann', 'make a clip'), no, accept);
    expect(await permissions.submit(calls('ann', 'new'), no, async () => 'duplicate')).toBe('duplicate');
    expect(await permissions.check(calls('bob', 'new'), no)).toMatchObject({ action: 'new' });
  });

  it('contributors move along with their chat and are forgotten with it', async () => {
    const no = async () => false;
    await permissions.submit(asks('ann', 'make a clip'), no, accept);
    await permissions.move(CHAT, 'test:2');
    expect(await permissions.check({ ...calls('bob', 'new'), chat: 'test:2' }, no)).toMatchObject({ action: 'new' });
    await permissions.forget('test:2');
    expect(await permissions.check({ ...calls('bob', 'new'), chat: 'test:2' }, no)).toBeUndefined();
  });
});
