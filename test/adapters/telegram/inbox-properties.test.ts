import { FakeClock } from '@reelay/async/fake-clock';
import fc from 'fast-check';
import type { Update } from 'grammy/types';
import { expect, it } from 'vitest';
import { Inbox } from '../../../src/adapters/telegram/inbox.ts';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { holds } from '../../support/properties.ts';

const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });

interface Event {
  chat: number;
  kind: 'message' | 'album' | 'press';
  /** The journal cannot be written so often before it takes it. */
  failures: number;
}

const event: fc.Arbitrary<Event> = fc.record({
  chat: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom('message', 'album', 'press'),
  failures: fc.constantFrom(0, 0, 0, 1, 2),
});

/** How updates come: in batches of any size, some of them once more, with any time between. */
const history = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 25 }),
  batches: fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), again: fc.nat(4), pauseMs: fc.nat(1500) }), {
    minLength: 1,
    maxLength: 12,
  }),
});

function updateOf({ chat, kind }: Event, index: number): Update {
  const update_id = 100 + index;
  if (kind === 'press') return { update_id, callback_query: { id: String(index) } } as unknown as Update;
  const album = kind === 'album' ? { media_group_id: `album-${chat}` } : {};
  return {
    update_id,
    message: { message_id: index, chat: { id: chat, type: 'private' }, date: 0, ...album },
  } as unknown as Update;
}

it('updates are handled once each, those of a chat in order, and Telegram forgets none before', async () => {
  await holds(
    fc.asyncProperty(history, async ({ events, batches }) => {
      const clock = new FakeClock();
      const handled: number[] = [];
      const failures = new Map(events.map(({ failures: left }, index) => [100 + index, left]));
      const inbox = new Inbox({
        clock,
        log,
        joining: { quietMs: 0, longestMs: 6000 },
        standsAlone: () => false,
        onWaiting: () => true,
        onMessage: () => {},
        onStoreFails: () => {},
        handle: async (updates) => {
          await new Promise((resolve) => setImmediate(resolve));
          const left = failures.get(updates[0].update_id) ?? 0;
          failures.set(updates[0].update_id, left - 1);
          if (left > 0) throw new StoreUnavailableError('the disk is full');
          handled.push(...updates.map(({ update_id }) => update_id));
        },
      });
      const all = events.map(updateOf);
      const forgotten = () => all.filter(({ update_id }) => update_id < inbox.offset).map(({ update_id }) => update_id);
      for (let given = 0, turn = 0; given < all.length || inbox.size > 0; turn++) {
        const { size, again, pauseMs } = batches[turn % batches.length] ?? { size: 1, again: 0, pauseMs: 0 };
        const from = Math.max(0, given - again);
        given = Math.min(all.length, given + size);
        inbox.take(all.slice(from, given), given < all.length);
        await clock.advance(given < all.length ? pauseMs : 10_000);
        for (const id of forgotten()) expect(handled).toContain(id);
        expect(turn).toBeLessThan(200);
      }
      await inbox.stop();
      expect(handled.toSorted((a, b) => a - b)).toEqual(all.map(({ update_id }) => update_id));
      for (const chat of [1, 2, 3]) {
        // An album counts as where its first member stood: its later ones go along with it.
        const mine = handled.filter((id) => events[id - 100]?.chat === chat && events[id - 100]?.kind === 'message');
        expect(mine).toEqual(mine.toSorted((a, b) => a - b));
      }
    }),
    40,
  );
});
