import { FakeClock } from '@reelay/async/fake-clock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccessControl } from '../../../src/core/access/access-control.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import type { Access } from '../../../src/core/actions/declaration.ts';
import type { ChatAdapter, IncomingMessage } from '../../../src/core/chat.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { TestChat } from '../rig/test-chat.ts';

/** The people of a group in which `author` works on something; all but the stranger may be there. */
const PEOPLE = ['owner', 'moderator', 'author', 'member', 'stranger', 'blocked'] as const;
const PLACES = ['group', 'private'] as const;
type Person = (typeof PEOPLE)[number];

const GROUP = 'telegram:-100';
const IN_GROUP: Readonly<Record<Access, readonly Person[]>> = {
  member: ['owner', 'moderator', 'author', 'member'],
  'author-or-moderator': ['owner', 'moderator', 'author'],
  moderator: ['owner', 'moderator'],
  moderation: ['owner', 'moderator'],
  'place-moderator': ['owner', 'moderator'],
  owner: ['owner'],
};
const IN_PRIVATE: Readonly<Record<Access, readonly Person[]>> = {
  member: ['owner', 'moderator', 'author', 'member'],
  'author-or-moderator': ['owner', 'moderator', 'author', 'member'],
  moderator: ['owner', 'moderator', 'author', 'member'],
  moderation: ['owner'],
  'place-moderator': ['owner', 'moderator', 'author', 'member'],
  owner: ['owner'],
};
/** Arguments with which an action concerns what the author asked for. */
const ARGUMENTS: Readonly<Record<string, string>> = { remove: '1', cancel: 'all', forget: 'yes' };

let store: Store;
let access: AccessControl;

beforeAll(async () => {
  store = await openStore('sqlite://:memory:');
  const adapter: ChatAdapter = Object.assign(new TestChat(), {
    isModerator: async ({ userId }: { userId: string }) => userId === 'moderator',
  });
  access = new AccessControl({
    ...{ store, clock: new FakeClock(), actions: ACTIONS, language: 'en' },
    log: createLogger({ level: 'silent', pretty: false, write: () => {} }),
    settings: {
      owners: new Set(['telegram:owner']),
      access: 'list',
      allowed: new Set(PEOPLE.filter((each) => each !== 'stranger').map((each) => `telegram:${each}`)),
      privateChats: 'open',
    },
    adapterOf: () => adapter,
    authorsIn: async () => ({ running: 'author', waiting: ['author'] }),
  });
  await store.blocks.block('*', 'telegram:blocked', 'telegram:owner');
  for (const userId of ['author', 'another']) {
    const message = { id: userId, chat: GROUP, userId, text: 'make a clip', attachments: [] };
    await access.contributors.submitting(message, []);
  }
  // The author asked last.
  const last = { id: 'last', chat: GROUP, userId: 'author', text: 'make it longer', attachments: [] };
  await access.contributors.submitting(last, []);
});
afterAll(() => store.close());

function ask(name: string, person: Person, place: (typeof PLACES)[number]): IncomingMessage {
  return {
    ...{ id: 'm', userId: person, text: '', attachments: [], command: { name, argument: ARGUMENTS[name] } },
    ...(place === 'group' ? { chat: GROUP, shared: { community: GROUP } } : { chat: `telegram:${person}` }),
  };
}

const rows = ACTIONS.all.flatMap(({ name, access: needed }) =>
  PLACES.flatMap((place) => PEOPLE.map((person) => [name, person, place, needed] as const)),
);

it.each(rows)('/%s by the %s in a %s (%s)', async (name, person, place, needed) => {
  // A project that two people work on is neither's alone.
  const ofBoth = place === 'group' && ['new', 'link'].includes(name) && person === 'author';
  const allowed = (place === 'group' ? IN_GROUP : IN_PRIVATE)[needed].includes(person) && !ofBoth;
  const refusal = await access.refusal(ask(name, person, place));
  const reason = person === 'blocked' ? 'blocked' : person === 'stranger' ? 'stranger' : refusal?.reason.kind;
  expect(refusal?.reason.kind).toBe(allowed ? undefined : reason);
  expect(refusal === undefined).toBe(allowed);
  // Who is refused reads why; strangers and the blocked once in an hour.
  if (refusal && person !== 'blocked' && person !== 'stranger') expect(refusal.sentence).toMatch(/^🔒 \/\w+ /);
});
