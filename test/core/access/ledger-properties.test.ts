import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS, dayOf, monthOf, nextMonthOf } from '../../../src/core/storage/days.ts';
import { type CreditLimit, Ledger } from '../../../src/core/storage/ledger.ts';
import { SqliteDatabase } from '../../../src/core/storage/sqlite/database.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { TurnRepository } from '../../../src/core/storage/turns.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';
import { holds } from '../../support/properties.ts';

const LIMIT = 200;
const USERS = ['test:ann', 'test:bob'];
const PLACE = 'test:-1';

let folder: string;
let file: string;
let now = 20_000 * DAY_MS;
/** Two processes on one file. */
let processes: { ledger: Ledger; turns: TurnRepository; database: SqliteDatabase }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-ledger-'));
  file = join(folder, 'reelay.sqlite');
  await (await openStore(`sqlite://${file}`)).close();
  processes = [1, 2].map(() => {
    const database = new SqliteDatabase(file);
    return { database, ledger: new Ledger(database, () => now), turns: new TurnRepository(database, () => now) };
  });
});

afterAll(async () => {
  for (const { database } of processes) await database.close();
  await rm(folder, { recursive: true, force: true });
});

const step = fc.record({
  process: fc.constantFrom(0, 1),
  user: fc.constantFrom(...USERS),
  needs: fc.integer({ min: 1, max: 120 }),
  /**
   * How it ends: what it took of what was set aside, nothing, the process dies and the turn stays open, or the other one
   * takes it up and both write its end.
   */
  ends: fc.constantFrom('spends', 'spends less', 'refunded', 'killed', 'taken up'),
  /** Another prompt of the turn that was not foreseen. */
  more: fc.boolean(),
  /** What the clock does before it, in hours. */
  hours: fc.constantFrom(0, 0, 0, 5, -5, 24, -24),
  /** Without waiting for what was asked before. */
  atOnce: fc.boolean(),
});

function ended(id: string, user: string, credits: number): Turn {
  const charge = { user, community: PLACE, skill: 'king', action: 'edit', credits, estimate: false };
  return {
    ...{ v: 2, id, chat: PLACE, messageId: id, userId: user, language: 'en', text: '', attachments: [] },
    ...{ acceptedAt: now, order: 0, work: [], at: 0, outcome: 'done', charge },
  };
}

async function busy<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      // SQLite makes one of two processes that write at the same moment try again.
      if (!String(error).includes('SQLITE_BUSY')) throw error;
    }
  }
}

it('no day’s budget is overspent, whatever runs at once, ends, dies, or happens to the clock', async () => {
  let turns = 0;
  await holds(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      now += 400 * DAY_MS;
      const first = dayOf(now) - 40;
      const granted = new Map<string, number>();
      const running: Promise<void>[] = [];
      for (const { process, user, needs, ends, more, hours, atOnce } of steps) {
        now += hours * 3_600_000;
        const { ledger, turns: journal } = processes[process] ?? processes[0] ?? expect.fail('no process');
        const turnId = `t${++turns}`;
        const limits: CreditLimit[] = [
          { whose: 'user', period: 'day', credits: LIMIT },
          { whose: 'community', period: 'day', credits: LIMIT + 100 },
          { whose: 'user', period: 'month', credits: LIMIT * 3 },
        ];
        const who = { user, community: PLACE, chat: PLACE, skill: 'king', action: 'edit' };
        const reserve = (credits: number) => busy(() => ledger.reserve({ turnId, ...who, credits }, limits));
        const run = async () => {
          if (await reserve(needs)) return;
          const total = more && !(await reserve(needs + 50)) ? needs + 50 : needs;
          granted.set(turnId, total);
          if (ends === 'taken up') {
            const next = processes[1 - process] ?? expect.fail('no process');
            // What is set aside already is no reason to refuse it.
            expect(await busy(() => next.ledger.reserve({ turnId, ...who, credits: total }, limits))).toBeUndefined();
            const end = (turnsOf: TurnRepository, credits: number) =>
              busy(() => turnsOf.save(ended(turnId, user, credits)));
            await Promise.all([end(journal, total), end(next.turns, 0)]);
            return;
          }
          const credits = { spends: total, 'spends less': Math.floor(total / 3), refunded: 0, killed: undefined }[ends];
          if (credits !== undefined) await busy(() => journal.save(ended(turnId, user, credits)));
        };
        running.push(run());
        if (!atOnce) await running.at(-1);
      }
      await Promise.all(running);
      const [{ ledger } = expect.fail('no process')] = processes;
      for (let day = first; day <= dayOf(now) + 40; day++) {
        for (const user of USERS) {
          const spent = await ledger.spent('user', user, day, day);
          expect(spent.credits).toBeGreaterThanOrEqual(0);
          expect(spent.credits).toBeLessThanOrEqual(LIMIT);
        }
        expect((await ledger.spent('community', PLACE, day, day)).credits).toBeLessThanOrEqual(LIMIT + 100);
        if (day === monthOf(day)) {
          const spent = await ledger.spent('user', 'test:ann', day, nextMonthOf(day) - 1);
          expect(spent.credits).toBeLessThanOrEqual(LIMIT * 3);
        }
      }
      const rows = await ledger.latest(PLACE, 1000);
      for (const { turn_id: id, credits } of rows) expect(credits).toBeLessThanOrEqual(granted.get(id) ?? credits);
    }),
    25,
  );
});
