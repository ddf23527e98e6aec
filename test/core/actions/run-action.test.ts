import { beforeEach, expect, it } from 'vitest';
import type { Action } from '../../../src/core/actions/action.ts';
import { runAction } from '../../../src/core/actions/run-action.ts';
import type { ActionTable } from '../../../src/core/actions/table.ts';
import { newPrompt } from '../../../src/core/turn/new-work.ts';
import type { ActionWork } from '../../../src/core/turn/turn.ts';
import type { ReplyExtras, TurnContext } from '../../../src/core/turn/turn-context.ts';

/** What was done, in order, with what the journal had at each write. */
let events: string[];
beforeEach(() => {
  events = [];
});

interface Given {
  action?: object;
  work?: Partial<ActionWork>;
  resumed?: boolean;
  rights?: { isOwner?: boolean; moderates?: boolean };
  shared?: boolean;
  freeOfCharge?: boolean;
}

/** Runs an action whose parts only note that they ran. */
async function run({ action = {}, work = {}, resumed = false, rights = {}, shared, freeOfCharge }: Given) {
  const piece: ActionWork = { kind: 'action', name: 'own', ...work };
  const responder = {
    ...{ name: 'own', access: 'member', visibility: 'public' },
    run: async () => {
      events.push('run');
      return { text: 'answer', stops: ['t1'] };
    },
    carryOut: async (_context: unknown, { text, stops, again }: { text: string; stops?: string[]; again: boolean }) => {
      events.push(`carry out ${text} ${stops} ${again}`);
    },
    afterwards: async () => events.push('afterwards'),
    ...action,
  };
  const reply = (how: string) => async (text: string, extras: ReplyExtras) =>
    events.push(`${how} ${text}${extras.private ? ' in private' : ''}`);
  const turn = { work: [piece], at: 0, ...(shared && { shared: { community: 'g' } }) };
  const context = {
    ...{ turn, resumed, settings: { freeOfCharge }, t: (key: string) => key },
    rights: { isOwner: rights.isOwner ?? false, isModerator: async () => rights.moderates ?? false },
    save: async () => events.push(`save ${piece.text}`),
    ...{ reply: reply('reply'), replyConfidentially: reply('confidentially') },
  };
  const actions = { find: (name: string) => (name === 'own' ? responder : undefined) };
  await runAction(context as unknown as TurnContext, piece, actions as unknown as ActionTable<Action>);
  return turn.work;
}

it('the answer is journaled before anything is done about it, and what it became before it is said', async () => {
  await run({});
  expect(events).toEqual(['run', 'save answer', 'carry out answer t1 false', 'reply answer', 'afterwards']);
  events = [];
  await run({ action: { carryOut: async () => 'corrected' } });
  expect(events).toEqual(['run', 'save answer', 'save corrected', 'reply corrected', 'afterwards']);
});

it('an answer that an earlier process journaled is carried out again, and not found anew', async () => {
  await run({ work: { text: 'before', stops: ['t2'] }, resumed: true });
  expect(events).toEqual(['carry out before t2 true', 'reply before', 'afterwards']);
});

it('an action that there is none of any more says so', async () => {
  await run({ work: { name: 'gone' } });
  expect(events).toEqual(['reply actionGone in private']);
});

it.each<[string, Given, boolean]>([
  ['of an owner', { action: { access: 'owner' } }, true],
  ['of an owner who still is one', { action: { access: 'owner' }, rights: { isOwner: true } }, false],
  ['of a moderator', { action: { access: 'moderation' } }, true],
  ['of a moderator who still is one', { action: { access: 'moderation' }, rights: { moderates: true } }, false],
  ['of a moderator of a place', { action: { access: 'place-moderator' }, shared: true }, true],
  ['of somebody in private', { action: { access: 'place-moderator' } }, false],
  ['of anybody', {}, false],
])('a right %s that was lost since is looked at by the next process', async (_whose, given, refused) => {
  await run({ ...given, resumed: true });
  expect(events.includes('reply refusedModerators in private')).toBe(refused);
  expect(events.includes('run')).toBe(!refused);
});

it('an answer goes where it may be read', async () => {
  await run({ action: { visibility: 'private' } });
  await run({ action: { confidential: true, aboutCredits: true } });
  await run({ action: { confidential: true, aboutCredits: true }, freeOfCharge: true });
  await run({ action: { confidential: true }, freeOfCharge: true });
  expect(events.filter((event) => /^reply|^conf/.test(event))).toEqual([
    ...['reply answer in private', 'confidentially answer', 'reply answer', 'confidentially answer'],
  ]);
});

it('what the agent is asked after it follows it, and nothing empty is said', async () => {
  const asks = { text: 'go on', answers: 'question' as const };
  const work = await run({ action: { run: async () => ({ text: '', asks }) } });
  expect(work[1]).toEqual(newPrompt('go on', { answers: 'question' }));
  expect(events.some((event) => event.startsWith('reply'))).toBe(false);
  await run({ action: { run: async () => '' } });
  expect(events).toContain('reply ');
});
