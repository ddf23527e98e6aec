import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Calls } from '../../../src/adapters/kit/calls.ts';
import { DeliveryLedger, type OutgoingMessage } from '../../../src/adapters/kit/delivery-ledger.ts';
import { PlatformError } from '../../../src/adapters/kit/platform-error.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';
import { holds } from '../../support/properties.ts';

const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });

/** How an attempt ends. */
const attempt = fc.constantFrom(
  'sent',
  'lost before it arrived',
  'lost after it arrived',
  'rate limited',
  'unavailable',
  'killed before it left',
  'killed after it arrived',
);

const killed = new Error('killed');

it('a reply is there once, whatever becomes of its sends and of the processes that send it', async () => {
  const store = await openStore('sqlite://:memory:');
  let replies = 0;
  await holds(
    fc.asyncProperty(fc.array(fc.array(attempt, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), async (parts) => {
      const key = `reply-${++replies}`;
      const histories = parts.map((attempts) => [...attempts]);
      const arrived = parts.map((): string[] => []);
      const clock = new EagerClock();

      /** One process: posts all parts until it is killed. */
      const process = async (): Promise<string | undefined> => {
        const kill = new AbortController();
        const calls = new Calls({
          clock,
          log,
          read: (error) => (error instanceof PlatformError ? error : new PlatformError('internal', String(error))),
          backOffMs: [1000],
          pauses: false,
        });
        const ledger = new DeliveryLedger({
          store,
          table: 'deliveries',
          ttlMs: 3_600_000,
          calls,
          clock,
          log,
          repeats: { absent: 100, unknowable: 100 },
          recover: async () => {},
        });
        const delivery = await ledger.open('test:1', key);
        const messageOf = (index: number): OutgoingMessage => ({
          name: `part ${index}`,
          what: 'send',
          async send() {
            const how = histories[index]?.shift() ?? 'sent';
            const arrives = ['sent', 'lost after it arrived', 'killed after it arrived'].includes(how);
            const ref = `${key}/${index}/${arrived[index]?.length}`;
            if (arrives) arrived[index]?.push(ref);
            if (how.startsWith('killed')) kill.abort(killed);
            if (how === 'rate limited') throw new PlatformError('rate-limited', 'slow down', { retryAfterMs: 100 });
            if (how === 'unavailable') throw new PlatformError('unavailable', 'no connection');
            if (how !== 'sent') throw new PlatformError('unknown-outcome', 'no answer');
            return ref;
          },
          async find() {
            const ref = arrived[index]?.at(-1);
            return ref === undefined ? 'absent' : { ref };
          },
        });
        try {
          let ref = '';
          for (const index of parts.keys()) ref = await delivery.post(messageOf(index), kill.signal);
          await delivery.finish(ref);
          return ref;
        } catch (error) {
          if (error !== killed) throw error;
          return undefined;
        }
      };

      let ref: string | undefined;
      while (ref === undefined) ref = await process();
      // Asked for once more, as by a turn that was not journaled as answered.
      expect(await process()).toBe(ref);
      expect(arrived.map((refs) => refs.length)).toEqual(parts.map(() => 1));
    }),
    150,
  );
  await store.close();
});
