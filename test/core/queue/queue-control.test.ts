import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatQueues } from '../../../src/core/queue/chat-queues.ts';
import { QueueControl, type QueueControlOptions } from '../../../src/core/queue/queue-control.ts';
import { newExport, newPrompt } from '../../../src/core/turn/new-work.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';

let queues: ChatQueues;
/** Turns that have not ended, by their ids. */
let open: Map<string, Turn>;
/** What was journaled, shown and ended, in order. */
let events: string[];
let control: QueueControl;
let release: () => void;
let held: Promise<void>;
/** Who works on the chat's project. */
let users: string[];

beforeEach(() => {
  queues = new ChatQueues();
  open = new Map();
  events = [];
  users = [];
  held = new Promise((resolve) => {
    release = resolve;
  });
  const note = (what: string) => async (turn: Turn) => {
    events.push(`${what} ${turn.id} ${turn.outcome ?? 'open'}${turn.progressRef ? ' shown' : ''}`);
  };
  const forgets = (what: string) => ({ forget: async (chat: string) => void events.push(`forget ${what} ${chat}`) });
  control = new QueueControl({
    queues,
    journal: {
      find: (id: string | undefined) => (id === undefined ? undefined : open.get(id)),
      underWay: () => [...open.values()],
      save: note('save'),
      keep: note('keep'),
      end: ({ id }: Turn) => open.delete(id),
      forget: async (chat: string, { id }: Turn) => void events.push(`forget journal ${chat} but ${id}`),
    },
    positions: { remove: note('remove') },
    sessions: forgets('session'),
    contributors: { find: async () => ({ users }), ...forgets('contributors') },
    reports: forgets('reports'),
    adapterOf: () => forgets('adapter'),
    stopping: new AbortController().signal,
  } as unknown as QueueControlOptions);
});
afterEach(async () => {
  release();
  await queues.idle();
});

/** Puts a turn into its chat's queue, where the first one runs until it is stopped or the test ends. */
function queued(id: string, more: Partial<Turn> = {}): Turn {
  const turn: Turn = {
    ...{ v: 2, id, chat: 't:1', messageId: id, userId: 'ann', language: 'en', text: `text of ${id}` },
    ...{ attachments: [], acceptedAt: 7, order: 0, work: [newPrompt('x')], at: 0 },
    ...more,
  };
  open.set(id, turn);
  queues.add(turn.chat, id, (signal) =>
    Promise.race([held, new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))]),
  );
  return turn;
}
const asks = (more: Partial<Turn> = {}): Turn => ({
  ...{ v: 2, id: 'asking', chat: 't:1', messageId: 'q', userId: 'ann', language: 'en', text: '' },
  ...{ attachments: [], acceptedAt: 9, order: 9, work: [], at: 0 },
  ...more,
});

describe('the queue as a turn sees it', () => {
  it('is what runs and waits without itself, and says what a stop could not undo', () => {
    const running = queued('a');
    queued('b', { userId: 'bob', text: '', attachments: [{ name: 'cat.jpg', ref: 'c' }] });
    queued('asking');
    queued('asking+');
    const view = control.viewOf(asks());
    expect(view.running()).toEqual({ id: 'a', acceptedAt: 7, text: 'text of a', costs: 'free', stoppable: true });
    expect(view.waiting()).toEqual([{ id: 'b', text: 'cat.jpg', stoppable: true }]);
    running.work = [{ ...newPrompt('x'), sending: true }];
    expect(view.running()?.costs).toBe('spent');
    running.work = [newExport()];
    expect(view.running()?.costs).toBe('render');
    running.work = [{ ...newPrompt('x'), sending: true }, newExport()];
    running.at = 1;
    expect(view.running()?.costs).toBe('spent');
    running.outcome = 'done';
    expect(view.running()).toBeUndefined();
    const own = control.viewOf(asks({ ownWorkOnly: true }));
    expect(own.waiting().map(({ stoppable }) => stoppable)).toEqual([false]);
  });

  it('has sixty letters of a text', () => {
    queued('a', { text: 'x'.repeat(60) });
    queued('b', { text: '😀'.repeat(61) });
    queued('c', { text: '' });
    const view = control.viewOf(asks());
    expect(view.running()?.text).toBe('x'.repeat(60));
    expect(view.waiting().map(({ text }) => text)).toEqual([`${'😀'.repeat(59)}…`, '…']);
  });
});

describe('a stop', () => {
  it('journals what waits as cancelled before its message goes, and what that leaves; then what runs', async () => {
    queued('a');
    queued('b', { progressRef: 'p' });
    queued('c');
    expect(await control.viewOf(asks()).stop(['a', 'b', 'no'])).toEqual(['b', 'a']);
    expect(events).toEqual(['keep b cancelled shown', 'remove b cancelled shown', 'save b cancelled']);
    expect([...open.keys()]).toEqual(['a', 'c']);
    expect(await control.viewOf(asks()).stop(['a'])).toEqual([]);
  });

  it('of one’s own work leaves that of others', async () => {
    queued('a', { userId: 'bob' });
    queued('b', { userId: 'bob' });
    queued('c');
    expect(await control.viewOf(asks({ ownWorkOnly: true })).stop(['a', 'b', 'c'])).toEqual(['c']);
  });

  it('by a moderator is of the community alone, by an owner anywhere', async () => {
    queued('a');
    queued('b');
    queued('x', { chat: 't:2', shared: { community: 't:1' } });
    queued('y', { chat: 't:3' });
    const view = control.viewOf(asks());
    expect(view.openHere().map(({ id }) => id)).toEqual(['a', 'b', 'x']);
    expect([view.counts(false), view.counts(true)]).toEqual([
      { running: 2, waiting: 1 },
      { running: 3, waiting: 1 },
    ]);
    expect(control.openEverywhere().map(({ id, running, user }) => [id, running, user])).toEqual([
      ['a', true, 't:ann'],
      ['b', false, 't:ann'],
      ['x', true, 't:ann'],
      ['y', true, 't:ann'],
    ]);
    expect((await view.stopHere(['a', 'b', 'y'])).map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await control.stopAnywhere(['y'])).map(({ id, text }) => [id, text])).toEqual([['y', 'text of y']]);
  });
});

it('a video is handed over to the next request that outdates it, which is journaled', async () => {
  const asking = queued('a', { work: [newPrompt('x'), newExport()], at: 1 });
  expect(await control.viewOf(asking).handOver()).toBe(false);
  const next = queued('b');
  expect(await control.viewOf(asking).handOver()).toBe(true);
  expect(next.work).toEqual([newPrompt('x'), { ...newExport(), takenOver: true }]);
  expect(events).toEqual(['save b open']);
  next.userId = 'bob';
  expect(await control.viewOf(asking).handOver()).toBe(false);
});

describe('a chat that is to be forgotten', () => {
  const FORGOTTEN = ['session', 'contributors', 'reports', 'adapter'].map((what) => `forget ${what} t:1`);

  it('is stopped, what waits first, and then erased everywhere', async () => {
    queued('a');
    queued('b');
    expect(await control.viewOf(asks()).forget()).toBe(true);
    expect(events).toEqual(['keep b cancelled', 'remove b cancelled', ...FORGOTTEN, 'forget journal t:1 but asking']);
    expect(queues.look('t:1')).toEqual({ running: undefined, waiting: [] });
  });

  it('stays where others work, for who may erase their own alone', async () => {
    const asking = queued('asking', { ownWorkOnly: true });
    users = ['ann', 'bob'];
    expect(await control.viewOf(asking).forget()).toBe(false);
    users = ['ann'];
    queued('b', { userId: 'bob' });
    expect(await control.viewOf(asking).forget()).toBe(false);
    expect(events).toEqual([]);
    open.delete('b');
    expect(await control.viewOf(asking).forget()).toBe(true);
    expect(events.at(-1)).toBe('forget journal t:1 but asking');
  });
});
