import { FakeClock } from '@reelay/async/fake-clock';
import { beforeEach, expect, it } from 'vitest';
import { PlatformRights } from '../../../src/core/access/platform-rights.ts';
import type { ChatAdapter, Person } from '../../../src/core/chat.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const log = createLogger({ level: 'silent', pretty: false, write: () => {} });
const ANN: Person = { chat: 'test:1', community: 'test:1', userId: 'ann' };

let clock: FakeClock;
let asked: string[];
beforeEach(() => {
  clock = new FakeClock();
  asked = [];
});

function rights(isModerator: ChatAdapter['isModerator']): PlatformRights {
  const counted: ChatAdapter['isModerator'] = (person, signal) => {
    asked.push(`${person.chat} ${person.userId}`);
    return isModerator?.(person, signal) ?? Promise.resolve(false);
  };
  return new PlatformRights({ clock, log, adapterOf: () => ({ isModerator: counted }) });
}

it('what a platform said holds for a minute, for that person in that chat', async () => {
  const known = rights(async ({ userId }) => userId === 'ann');
  expect(await known.isModerator(ANN)).toBe(true);
  expect(await known.isModerator({ ...ANN, userId: 'bob' })).toBe(false);
  expect(await known.isModerator({ ...ANN, chat: 'test:2' })).toBe(true);
  await clock.advance(59_999);
  expect(await known.isModerator(ANN)).toBe(true);
  expect(asked).toEqual(['test:1 ann', 'test:1 bob', 'test:2 ann']);
  await clock.advance(1);
  await known.isModerator(ANN);
  expect(asked).toHaveLength(4);
});

it('a look-up that takes ten seconds is ended, denies, and is made again', async () => {
  let ended = false;
  const silent = rights((_person, signal) => {
    signal.addEventListener('abort', () => {
      ended = true;
    });
    return new Promise(() => {});
  });
  let result: boolean | undefined;
  const looking = silent.isModerator(ANN).then((moderates) => {
    result = moderates;
  });
  await clock.advance(9_999);
  expect(result).toBeUndefined();
  await clock.advance(1);
  await looking;
  expect([result, ended]).toEqual([false, true]);
  const again = silent.isModerator(ANN);
  expect(asked).toHaveLength(2);
  await clock.advance(10_000);
  expect(await again).toBe(false);
});

it('a platform that knows no moderators has none', async () => {
  const none = new PlatformRights({ clock, log, adapterOf: () => undefined });
  expect(await none.isModerator(ANN)).toBe(false);
  const without = new PlatformRights({ clock, log, adapterOf: () => ({}) });
  expect(await without.isModerator(ANN)).toBe(false);
});
