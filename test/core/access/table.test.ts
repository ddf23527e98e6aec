import { FakeClock } from '@reelay/async/fake-clock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccessControl } from '../../../src/core/access/access-control.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import type { ChatAdapter, IncomingMessage } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { TestChat } from '../rig/test-chat.ts';
import { ARGUMENTS, CELLS, type Cell, PERSONS, sentenceOf } from './roles.ts';

const GROUP = 'telegram:-100';
const HOUR_MS = 3_600_000;

let store: Store;
let access: AccessControl;
const clock = new FakeClock();

beforeAll(async () => {
  store = await openStore('sqlite://:memory:');
  const adapter: ChatAdapter = Object.assign(new TestChat(), {
    isModerator: async ({ userId }: { userId: string }) => userId === 'moderator',
  });
  access = new AccessControl({
    ...{ store, clock, actions: ACTIONS, language: 'en' },
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
    settings: {
      owners: new Set(['telegram:owner']),
      access: 'list',
      allowed: new Set(PERSONS.filter((each) => each !== 'stranger').map((each) => `telegram:${each}`)),
      privateChats: 'open',
    },
    adapterOf: () => adapter,
    authorsIn: async () => ({ running: 'author', waiting: ['author'] }),
  });
  await store.blocks.block('*', 'telegram:blocked', 'telegram:owner');
  for (const userId of ['author', 'member', 'author']) {
    const message = { id: userId, chat: GROUP, userId, text: 'make a clip', attachments: [] };
    await access.contributors.submitting(message, []);
  }
});
afterAll(() => store.close());

function ask({ action: name, role, where }: Cell): IncomingMessage {
  return {
    ...{ id: 'm', userId: role, text: '', attachments: [], command: { name, argument: ARGUMENTS[name] } },
    ...(where === 'shared' ? { chat: GROUP, shared: { community: GROUP } } : { chat: `telegram:${role}` }),
  };
}

it('the table has every action, and no other', () => {
  const written = new Set(CELLS.map(({ action }) => action));
  expect([...written].sort()).toEqual(ACTIONS.all.map(({ name }) => name).sort());
});

it.each(CELLS.map((cell) => [cell.action, cell.role, cell.where, cell.outcome, cell] as const))(
  '/%s by the %s, %s: %s',
  async (_action, _role, _where, _outcome, cell) => {
    // Strangers and the blocked read why once in an hour.
    await clock.advance(HOUR_MS);
    expect((await access.refusal(ask(cell)))?.sentence).toBe(sentenceOf(cell));
    const silenced = ['closed', 'blocked'].includes(cell.outcome);
    if (silenced) expect((await access.refusal(ask(cell)))?.sentence).toBeUndefined();
    expect(await access.refusal(ask(cell))).toEqual(cell.outcome === 'yes' ? undefined : expect.anything());
  },
);
