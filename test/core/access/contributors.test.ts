import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Contributors } from '../../../src/core/access/contributors.ts';
import type { CommandCall, IncomingMessage } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const log = createLogger({ level: 'silent', pretty: false, write: () => {} });
const CHAT = 'test:1';
const PHOTO = { name: 'a.jpg', ref: 'a' };

let store: Store;
let contributors: Contributors;
let commits: number;
beforeEach(async () => {
  store = await openStore('sqlite://:memory:', {
    onWrite: (tables) => {
      if (tables.includes('contributors')) commits += 1;
    },
  });
  contributors = new Contributors(store, log);
  // The first look makes the table.
  await contributors.find(CHAT);
  commits = 0;
});
afterEach(() => store.close());

const says = (userId: string, more: Partial<IncomingMessage> = {}): IncomingMessage => ({
  ...{ id: 'm', chat: CHAT, userId, text: 'make it blue', attachments: [] },
  ...more,
});
const calls = (...names: string[]): CommandCall[] => names.map((name) => ({ name }));

describe('who works on a project', () => {
  const cases: [string, string[], Partial<IncomingMessage>, unknown][] = [
    ['who asks the agent, who is the last one then', [], {}, { users: ['ann'], last: 'ann' }],
    ['who has the last request done again', ['rerun'], {}, { users: ['ann'], last: 'ann' }],
    ['who asks for a variation', ['variation'], {}, { users: ['ann'], last: 'ann' }],
    ['who asks for an export, which is no request that could be repeated', ['export'], {}, { users: ['ann'] }],
    ['who brings a file with something else', ['status'], { attachments: [PHOTO] }, { users: ['ann'] }],
    ['not who only asks the bot', ['status'], {}, undefined],
    ['not who stops something', ['cancel', 'credits'], {}, undefined],
  ];

  it.each(cases)('%s', async (_who, names, more, record) => {
    await contributors.submitting(says('ann', more), calls(...names));
    expect(await contributors.find(CHAT)).toEqual(record);
  });

  it('each is named once, the first one first, and nothing is written that is known', async () => {
    for (const user of ['ann', 'bob', 'ann']) await contributors.submitting(says(user), []);
    expect(await contributors.find(CHAT)).toEqual({ users: ['ann', 'bob'], last: 'ann' });
    expect(commits).toBe(3);
    await contributors.submitting(says('ann'), []);
    await contributors.submitting(says('bob'), calls('export'));
    await contributors.submitting(says('bob'), calls('status'));
    expect(commits).toBe(3);
  });

  it('twenty are remembered', async () => {
    for (let index = 1; index <= 21; index++) await contributors.submitting(says(`u${index}`), []);
    const { users = [], last } = (await contributors.find(CHAT)) ?? {};
    expect([users.length, users.at(0), users.at(-1), last]).toEqual([20, 'u2', 'u21', 'u21']);
    await contributors.submitting(says('u22'), calls('export'));
    expect((await contributors.find(CHAT))?.users.at(-1)).toBe('u22');
  });

  it('a store that cannot be written keeps nobody from asking', async () => {
    await store.close();
    await expect(contributors.submitting(says('ann'), [])).resolves.toBeUndefined();
    await expect(contributors.accepted(says('ann'), calls('new'))).resolves.toBeUndefined();
    store = await openStore('sqlite://:memory:');
  });
});

describe('a new project', () => {
  beforeEach(() => contributors.submitting(says('ann'), []));

  it('is nobody’s until somebody works on it', async () => {
    await contributors.accepted(says('bob'), calls('new'));
    expect(await contributors.find(CHAT)).toBeUndefined();
  });

  it('is whose message asks for it and brings something for it, which the agent was not asked about', async () => {
    await contributors.accepted(says('bob', { attachments: [PHOTO] }), calls('new'));
    expect(await contributors.find(CHAT)).toEqual({ users: ['bob'] });
  });

  it('is none that other actions begin', async () => {
    await contributors.accepted(says('bob'), calls('export', 'cancel'));
    await contributors.accepted(says('bob'), []);
    expect(await contributors.find(CHAT)).toEqual({ users: ['ann'], last: 'ann' });
  });
});

it('a chat without contributors has none at its new key', async () => {
  await contributors.move('test:8', 'test:9');
  expect(await contributors.find('test:9')).toBeUndefined();
  expect(commits).toBe(0);
});
