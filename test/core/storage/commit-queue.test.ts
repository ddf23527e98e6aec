import type { Transaction } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CommitEngine, CommitQueue, type WriteHooks } from '../../../src/core/storage/commit-queue.ts';
import { GradualRelease } from '../../../src/core/storage/gradual-release.ts';
import type { Schema } from '../../../src/core/storage/schema.ts';
import { gate } from '../rig/kill.ts';

class OwnError extends Error {}

/** What happened, in order. */
let events: string[];
/** Held before each commit, where set. */
let held: ReturnType<typeof gate> | undefined;
/** A commit of these tables fails with the error. */
let failing: { error: Error; tables: string } | undefined;
beforeEach(() => {
  events = [];
  held = undefined;
  failing = undefined;
});

const engine: CommitEngine = {
  async transaction(tables, work) {
    events.push(`begin ${tables.join(' ')}`);
    const result = await work({} as Transaction<Schema>);
    await held?.pass();
    if (failing?.tables === tables.join(' ')) throw failing.error;
    events.push(`commit ${tables.join(' ')}`);
    return result;
  },
  isOwnError: (error) => error instanceof OwnError,
  unavailable: (error) => new Error(`away: ${(error as Error).message}`),
};

function queue(hooks?: WriteHooks) {
  const writes = new CommitQueue(engine, new GradualRelease(), hooks);
  /** Writes, and notes what became of it. */
  const write = (table: string, work: () => unknown = () => table) =>
    writes
      .add(
        table,
        async () => work(),
        () => events.push(`taken ${table}`),
      )
      .then(
        (value) => events.push(`${table}: ${value}`),
        (error: Error) => events.push(`${table}: ${error.message}`),
      );
  return { writes, write };
}

it('what is written without waiting in between is one commit, and each gets what its own work gave', async () => {
  const { writes, write } = queue();
  await Promise.all([write('a'), write('b', () => 2)]);
  expect(events).toEqual(['taken a', 'taken b', 'begin a b', 'commit a b', 'a: a', 'b: 2']);
  await writes.idle();
});

it('what comes during a commit shares the next one, and nobody goes on before their own', async () => {
  const { writes, write } = queue();
  const first = gate();
  held = first;
  const done = [write('a')];
  await first.reached;
  done.push(write('b'), write('c'));
  expect(events).toEqual(['taken a', 'begin a']);
  const second = gate();
  held = second;
  first.open();
  await second.reached;
  expect(events.slice(2, 3)).toEqual(['commit a']);
  expect(events.slice(3).toSorted()).toEqual(['a: a', 'begin b c', 'taken b', 'taken c']);
  let isIdle = false;
  const idle = writes.idle().then(() => {
    isIdle = true;
  });
  held = undefined;
  expect(isIdle).toBe(false);
  second.open();
  await Promise.all([...done, idle]);
  expect(events.slice(-3)).toEqual(['commit b c', 'b: b', 'c: c']);
});

it('a write after a quiet time is committed like the first', async () => {
  const { write } = queue();
  await write('a');
  await write('b');
  expect(events.filter((event) => event.startsWith('commit'))).toEqual(['commit a', 'commit b']);
});

it('two hundred writes share a commit at most', async () => {
  const { write } = queue();
  await Promise.all(Array.from({ length: 401 }, () => write('a')));
  const commits = events.filter((event) => event.startsWith('commit'));
  expect(commits.map((event) => event.split(' ').length - 1)).toEqual([200, 200, 1]);
  expect(events.filter((event) => event === 'a: a')).toHaveLength(401);
});

describe('a commit that fails', () => {
  it('by one statement of several is done again one by one, and only that write fails', async () => {
    const { write } = queue();
    const bad = () => {
      throw new OwnError('too long');
    };
    await Promise.all([write('a'), write('b', bad), write('c')]);
    expect(events.filter((event) => /^(commit|a:|b:|c:)/.test(event)).toSorted()).toEqual([
      'a: a',
      'b: away: too long',
      'c: c',
      'commit a',
      'commit c',
    ]);
    expect(events.filter((event) => event.startsWith('taken'))).toEqual(['taken a', 'taken b', 'taken c']);
  });

  it('by its only statement is not tried again', async () => {
    const { write } = queue();
    failing = { error: new OwnError('too long'), tables: 'a' };
    await write('a');
    expect(events).toEqual(['taken a', 'begin a', 'a: away: too long']);
  });

  it('as a whole fails all of its writes, and none that comes after it', async () => {
    const { write } = queue();
    failing = { error: new Error('disk full'), tables: 'a b' };
    await Promise.all([write('a'), write('b')]);
    expect(events.slice(2)).toEqual(['begin a b', 'a: away: disk full', 'b: away: disk full']);
    await write('c');
    expect(events.slice(-2)).toEqual(['commit c', 'c: c']);
  });
});

it('hooks come before the transaction, and after the commit before its callers go on', async () => {
  const { write } = queue({
    beforeWrite: async (tables) => {
      await Promise.resolve();
      events.push(`before ${tables.join(' ')}`);
    },
    onWrite: async (tables) => {
      await Promise.resolve();
      events.push(`after ${tables.join(' ')}`);
    },
  });
  await Promise.all([write('a'), write('b')]);
  expect(events.slice(2)).toEqual(['before a b', 'begin a b', 'commit a b', 'after a b', 'a: a', 'b: b']);
});
