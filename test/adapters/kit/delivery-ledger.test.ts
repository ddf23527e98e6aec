import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Calls } from '../../../src/adapters/kit/calls.ts';
import {
  DeliveryLedger,
  type DeliveryLedgerOptions,
  type DeliveryPart,
  type OutgoingMessage,
  type SearchResult,
} from '../../../src/adapters/kit/delivery-ledger.ts';
import { PlatformError } from '../../../src/adapters/kit/platform-error.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';

const CHAT = 'test:1';
const lost = new PlatformError('unknown-outcome', 'no answer');
const away = new PlatformError('unavailable', 'no connection');
const refused = new PlatformError('forbidden', 'not here');
const limited = new PlatformError('rate-limited', 'slow down', { retryAfterMs: 700 });
const signal = new AbortController().signal;

let store: Store;
let clock: EagerClock;
let log: string[];
/** What `recover` was given. */
let recovered: number[];
let writes: number;

beforeEach(async () => {
  store = await openStore('sqlite://:memory:', { onWrite: () => void writes++ });
  clock = new EagerClock();
  log = [];
  recovered = [];
  // The first use makes the table.
  await ledger().unanswered();
  writes = 0;
});
afterEach(() => store.close());

/** The ledger of one process; the next one has another on the same store. */
function ledger(more: Partial<DeliveryLedgerOptions> = {}) {
  const logger = createLogger({ level: 'info', pretty: false, write: (line) => log.push(line) });
  const read = (error: unknown) => (error instanceof PlatformError ? error : lost);
  return new DeliveryLedger({
    store,
    table: 'deliveries',
    ttlMs: 3_600_000,
    calls: new Calls({ clock, log: logger, read, backOffMs: [1000, 4000], pauses: false }),
    clock,
    log: logger,
    repeats: { absent: 2, unknowable: 1 },
    recover: async (earlier) => void recovered.push(earlier),
    ...more,
  });
}

/** A message whose sends and searches end so, one after the other; then it is sent, and nothing is found. */
function message(sends: (Error | string)[], finds: SearchResult[] = [], more: Partial<OutgoingMessage> = {}) {
  const made = { sends: 0, searched: [] as DeliveryPart[] };
  const outgoing: OutgoingMessage = {
    name: 'text 0',
    what: 'send',
    async send() {
      made.sends += 1;
      const end = sends.shift() ?? `sent ${made.sends}`;
      if (typeof end === 'string') return end;
      throw end;
    },
    async find(part) {
      made.searched.push({ ...part });
      return finds.shift() ?? 'absent';
    },
    ...more,
  };
  return { made, outgoing };
}

/** What the next process knows of the reply. */
const next = () => ledger().open(CHAT, 'reply');

describe('a message', () => {
  it('that is there is neither posted nor looked for again, by the next process either', async () => {
    const { made, outgoing } = message([]);
    const delivery = await ledger().open(CHAT, 'reply');
    expect(await delivery.post(outgoing, signal)).toBe('sent 1');
    expect(await delivery.post(outgoing, signal)).toBe('sent 1');
    expect(await (await next()).post(outgoing, signal)).toBe('sent 1');
    expect(await (await next()).find(outgoing, signal)).toBe('sent 1');
    expect(made).toEqual({ sends: 1, searched: [] });
    // One before it leaves and one with its id.
    expect(writes).toBe(2);
  });

  it('is noted before it leaves, with the time and what it can be looked for by', async () => {
    const traces = [{ nonce: 1 }, { nonce: 2 }];
    const noted: unknown[] = [];
    const { made, outgoing } = message([lost, away], ['absent'], {
      trace: async () => traces.shift(),
    });
    const send = outgoing.send;
    outgoing.send = async (own) => {
      noted.push(...(await ledger().unanswered()));
      return send(own);
    };
    const begun = clock.now();
    const delivery = await ledger({ recover: (_earlier, own) => clock.sleep(5000, own) }).open(CHAT, 'reply');
    expect(await delivery.post(outgoing, signal)).toBe('sent 3');
    const first = { delivery: 'test:1/reply', part: { at: begun, trace: { nonce: 1 } } };
    // The time is that of the first attempt, the trace that of the last.
    expect(noted.slice(0, 2)).toEqual([first, { delivery: 'test:1/reply', part: { at: begun, trace: { nonce: 2 } } }]);
    expect(made.searched).toEqual([{ at: begun, trace: { nonce: 1 } }]);
    expect(await ledger().unanswered()).toEqual([]);
  });

  it('that may have arrived is looked for by the next process before it is posted', async () => {
    const stop = new AbortController();
    const recover = async () => {
      stop.abort(new Error('killed'));
      stop.signal.throwIfAborted();
    };
    const delivery = await ledger({ recover }).open(CHAT, 'reply');
    await expect(delivery.post(message([lost]).outgoing, stop.signal)).rejects.toThrow('killed');
    expect(delivery.begun('text 0')).toBe(true);
    expect(delivery.begun('text 1')).toBe(false);
    const absent = message([], ['unknowable', { ref: '77' }]);
    expect(await (await next()).find(absent.outgoing, signal)).toBeUndefined();
    expect(await (await next()).post(absent.outgoing, signal)).toBe('77');
    expect(absent.made.sends).toBe(0);
    expect(absent.made.searched).toHaveLength(2);
    // It is known from then on.
    expect(await (await next()).find(absent.outgoing, signal)).toBe('77');
    expect(absent.made.searched).toHaveLength(2);
    expect(await ledger().knownRefs(CHAT)).toEqual(new Set(['77']));
  });

  it('that was found is known to the next process also when it was found without being posted', async () => {
    const delivery = await ledger({ recover: async () => Promise.reject(new Error('killed')) }).open(CHAT, 'reply');
    await expect(delivery.post(message([lost]).outgoing, signal)).rejects.toThrow('killed');
    const found = message([], [{ ref: '77' }]);
    expect(await (await next()).find(found.outgoing, signal)).toBe('77');
    expect(await ledger().unanswered()).toEqual([]);
  });

  it('that was never begun is not looked for', async () => {
    const { made, outgoing } = message([]);
    expect(await (await next()).find(outgoing, signal)).toBeUndefined();
    expect(made.searched).toEqual([]);
  });

  it.each<[SearchResult & string, number]>([
    ['absent', 3],
    ['unknowable', 2],
  ])('whose outcome stays unknown is %s and then posted again, up to %i times in all', async (result, sends) => {
    const { made, outgoing } = message(Array(9).fill(lost), Array(9).fill(result));
    const delivery = await ledger().open(CHAT, 'reply');
    await expect(delivery.post(outgoing, signal)).rejects.toBe(lost);
    expect(made.sends).toBe(sends);
    expect(recovered).toEqual(Array.from({ length: sends }, (_, index) => index));
    // It may be there all the same: the next process looks.
    expect(delivery.begun('text 0')).toBe(true);
    expect(await ledger().unanswered()).toHaveLength(1);
  });

  it('whose repetition the platform drops is repeated without a look, as long as it says so', async () => {
    const safe: number[] = [];
    const begun = clock.now();
    const { made, outgoing } = message([lost, lost], [{ ref: '77' }], {
      repeatsSafely: (at) => {
        safe.push(at);
        return safe.length === 1;
      },
    });
    const recover = (_earlier: number, own: AbortSignal) => clock.sleep(5000, own);
    expect(await (await ledger({ recover }).open(CHAT, 'reply')).post(outgoing, signal)).toBe('77');
    expect(safe).toEqual([begun, begun]);
    expect(made.sends).toBe(2);
    expect(made.searched).toHaveLength(1);
  });

  it('that is not to be repeated is looked for once, and its outcome is what the error says', async () => {
    const found = message([lost], [{ ref: '77' }], { givesUp: () => true });
    expect(await (await next()).post(found.outgoing, signal)).toBe('77');
    const gone = message([lost], ['absent'], { name: 'text 1', givesUp: () => true });
    await expect((await next()).post(gone.outgoing, signal)).rejects.toBe(lost);
    expect([found.made.sends, gone.made.sends, gone.made.searched.length]).toEqual([1, 1, 1]);
    expect(recovered).toEqual([]);
  });

  it('that was not sent is sent later: after the wait that is asked for, longer after each failure', async () => {
    const { made, outgoing } = message([limited, limited, away, limited, away]);
    expect(await (await next()).post(outgoing, signal)).toBe('sent 6');
    expect(clock.slept).toEqual([700, 700, 1000, 700, 4000]);
    expect(made.searched).toEqual([]);
    expect(recovered).toEqual([]);
  });

  it('that was refused at once is certainly not there, and is forgotten', async () => {
    const delivery = await next();
    await expect(delivery.post(message([refused]).outgoing, signal)).rejects.toBe(refused);
    expect(delivery.begun('text 0')).toBe(false);
    expect((await next()).begun('text 0')).toBe(false);
  });

  it('that was refused after an attempt of unknown outcome may be there', async () => {
    const delivery = await next();
    await expect(delivery.post(message([lost, refused]).outgoing, signal)).rejects.toBe(refused);
    expect(delivery.begun('text 0')).toBe(true);
    // Also where the attempt was one of the process before.
    await expect((await next()).post(message([refused]).outgoing, signal)).rejects.toBe(refused);
    expect((await next()).begun('text 0')).toBe(true);
  });

  it('that this side could not make fails with its own error', async () => {
    const bug = new Error('a fault of our own');
    const read = () => new PlatformError('internal', 'a fault of our own');
    const calls = new Calls({
      clock,
      log: createLogger({ level: 'fatal', pretty: false }),
      read,
      backOffMs: [],
      pauses: false,
    });
    await expect(
      (await ledger({ calls }).open(CHAT, 'reply')).post(message([bug]).outgoing, signal),
    ).rejects.toMatchObject({
      kind: 'internal',
    });
  });

  it('ends with the reason of the signal, and may be there then', async () => {
    const stop = new AbortController();
    const { outgoing } = message([]);
    outgoing.send = async () => {
      stop.abort(new Error('stopped'));
      throw refused;
    };
    const delivery = await next();
    await expect(delivery.post(outgoing, stop.signal)).rejects.toThrow('stopped');
    expect((await next()).begun('text 0')).toBe(true);
  });
});

describe('a reply', () => {
  it('is known as finished by the next process, with its first answer', async () => {
    const delivery = await next();
    expect(delivery.ref).toBeUndefined();
    await delivery.finish('5');
    expect(writes).toBe(1);
    await delivery.finish('6');
    expect(writes).toBe(1);
    expect(delivery.ref).toBe('5');
    expect((await next()).ref).toBe('5');
    expect((await ledger().open(CHAT, 'another')).ref).toBeUndefined();
  });

  it('what is begun without harm is known to the next process, with the time of the first attempt', async () => {
    const begun = clock.now();
    await (await next()).begin('deferred', 'first');
    await clock.sleep(1000);
    expect(await (await next()).begin('deferred', 'second')).toEqual({ at: begun, trace: 'second' });
    expect((await next()).begun('deferred')).toBe(true);
  });

  it('of a chat with a new key goes on with what was posted under the former', async () => {
    await (await next()).post(message([]).outgoing, signal);
    const { made, outgoing } = message([]);
    expect(await (await ledger().open('test:2', 'reply', CHAT)).post(outgoing, signal)).toBe('sent 1');
    expect(made.sends).toBe(0);
    // Its own is what counts once there is any.
    const own = await ledger().open('test:2', 'reply', CHAT);
    await own.finish('9');
    expect((await ledger().open('test:2', 'reply', CHAT)).ref).toBe('9');
    expect((await next()).ref).toBeUndefined();
  });

  it('is posted although the store cannot be written, which is logged', async () => {
    const { made, outgoing } = message([]);
    const delivery = await next();
    await store.close();
    expect(await delivery.post(outgoing, signal)).toBe('sent 1');
    expect(made.sends).toBe(1);
    expect(log.filter((line) => line.includes('delivery not saved'))).toHaveLength(2);
    // `afterEach` closes one that is open.
    store = await openStore('sqlite://:memory:');
  });
});

describe('the ledger', () => {
  /** A reply of one message with this id; of one that left and has no answer without it. */
  async function replied(chat: string, key: string, ref?: string) {
    const delivery = await ledger({ recover: () => Promise.reject(new Error('killed')) }).open(chat, key);
    await delivery.post(message([ref ?? lost]).outgoing, signal).catch(() => {});
  }

  it('knows the messages of a place, whichever chat of it they answer', async () => {
    await replied('test:1', 'a', '11');
    await replied('test:1@7', 'b', '12');
    await replied('test:12', 'c', '13');
    await replied('test:1', 'd');
    expect(await ledger().knownRefs('test:1@8')).toEqual(new Set(['11', '12']));
    expect(await ledger().knownRefs('test:12')).toEqual(new Set(['13']));
  });

  it('knows what left and has no answer, of all chats', async () => {
    await replied('test:1', 'a', '11');
    await replied('test:1', 'd');
    await replied('test:2', 'e');
    expect((await ledger().unanswered()).map(({ delivery }) => delivery).sort()).toEqual(['test:1/d', 'test:2/e']);
  });

  it('forgets a chat, and no other', async () => {
    await replied('test:1', 'a', '11');
    await replied('test:12', 'c', '13');
    await ledger().forget('test:1');
    expect(await ledger().knownRefs('test:1')).toEqual(new Set());
    expect(await ledger().knownRefs('test:12')).toEqual(new Set(['13']));
  });
});
