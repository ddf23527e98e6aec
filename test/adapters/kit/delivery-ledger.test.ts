import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Calls } from '../../../src/adapters/kit/calls.ts';
import type { SearchResult } from '../../../src/adapters/kit/delivery-ledger.ts';
import { PlatformError } from '../../../src/adapters/kit/platform-error.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { CHAT, LedgerRig, lost, message } from './ledger-rig.ts';

const away = new PlatformError('unavailable', 'no connection');
const refused = new PlatformError('forbidden', 'not here');
const limited = new PlatformError('rate-limited', 'slow down', { retryAfterMs: 700 });
const rig = new LedgerRig();
beforeEach(() => rig.open());
afterEach(() => rig.close());
const signal = new AbortController().signal;

describe('a message', () => {
  it('that is there is neither posted nor looked for again, by the next process either', async () => {
    const { made, outgoing } = message([]);
    const delivery = await rig.ledger().open(CHAT, 'reply');
    expect(await delivery.post(outgoing, signal)).toBe('sent 1');
    expect(await delivery.post(outgoing, signal)).toBe('sent 1');
    expect(await (await rig.next()).post(outgoing, signal)).toBe('sent 1');
    expect(await (await rig.next()).find(outgoing, signal)).toBe('sent 1');
    expect(made).toEqual({ sends: 1, searched: [] });
    // One before it leaves and one with its id.
    expect(rig.writes).toBe(2);
  });

  it('is noted before it leaves, with the time and what it can be looked for by', async () => {
    const traces = [{ nonce: 1 }, { nonce: 2 }];
    const noted: unknown[] = [];
    const { made, outgoing } = message([lost, away], ['absent'], {
      trace: async () => traces.shift(),
    });
    const send = outgoing.send;
    outgoing.send = async (own) => {
      noted.push(...(await rig.ledger().unanswered()));
      return send(own);
    };
    const begun = rig.clock.now();
    const delivery = await rig.ledger({ recover: (_earlier, own) => rig.clock.sleep(5000, own) }).open(CHAT, 'reply');
    expect(await delivery.post(outgoing, signal)).toBe('sent 3');
    const first = { delivery: 'test:1/reply', part: { at: begun, trace: { nonce: 1 } } };
    // The time is that of the first attempt, the trace that of the last.
    expect(noted.slice(0, 2)).toEqual([first, { delivery: 'test:1/reply', part: { at: begun, trace: { nonce: 2 } } }]);
    expect(made.searched).toEqual([{ at: begun, trace: { nonce: 1 } }]);
    expect(await rig.ledger().unanswered()).toEqual([]);
  });

  it('that may have arrived is looked for by the next process before it is posted', async () => {
    const stop = new AbortController();
    const recover = async () => {
      stop.abort(new Error('killed'));
      stop.signal.throwIfAborted();
    };
    const delivery = await rig.ledger({ recover }).open(CHAT, 'reply');
    await expect(delivery.post(message([lost]).outgoing, stop.signal)).rejects.toThrow('killed');
    expect(delivery.begun('text 0')).toBe(true);
    expect(delivery.begun('text 1')).toBe(false);
    const absent = message([], ['unknowable', { ref: '77' }]);
    expect(await (await rig.next()).find(absent.outgoing, signal)).toBeUndefined();
    expect(await (await rig.next()).post(absent.outgoing, signal)).toBe('77');
    expect(absent.made.sends).toBe(0);
    expect(absent.made.searched).toHaveLength(2);
    // It is known from then on.
    expect(await (await rig.next()).find(absent.outgoing, signal)).toBe('77');
    expect(absent.made.searched).toHaveLength(2);
    expect(await rig.ledger().knownRefs(CHAT)).toEqual(new Set(['77']));
  });

  it('that was found is known to the next process also when it was found without being posted', async () => {
    const delivery = await rig.ledger({ recover: async () => Promise.reject(new Error('killed')) }).open(CHAT, 'reply');
    await expect(delivery.post(message([lost]).outgoing, signal)).rejects.toThrow('killed');
    const found = message([], [{ ref: '77' }]);
    expect(await (await rig.next()).find(found.outgoing, signal)).toBe('77');
    expect(await rig.ledger().unanswered()).toEqual([]);
  });

  it('that was never begun is not looked for', async () => {
    const { made, outgoing } = message([]);
    expect(await (await rig.next()).find(outgoing, signal)).toBeUndefined();
    expect(made.searched).toEqual([]);
  });

  it.each<[SearchResult & string, number]>([
    ['absent', 3],
    ['unknowable', 2],
  ])('whose outcome stays unknown is %s and then posted again, up to %i times in all', async (result, sends) => {
    const { made, outgoing } = message(Array(9).fill(lost), Array(9).fill(result));
    const delivery = await rig.ledger().open(CHAT, 'reply');
    await expect(delivery.post(outgoing, signal)).rejects.toBe(lost);
    expect(made.sends).toBe(sends);
    expect(rig.recovered).toEqual(Array.from({ length: sends }, (_, index) => index));
    // It may be there all the same: the next process looks.
    expect(delivery.begun('text 0')).toBe(true);
    expect(await rig.ledger().unanswered()).toHaveLength(1);
  });

  it('whose repetition the platform drops is repeated without a look, as long as it says so', async () => {
    const safe: number[] = [];
    const begun = rig.clock.now();
    const { made, outgoing } = message([lost, lost], [{ ref: '77' }], {
      repeatsSafely: (at) => {
        safe.push(at);
        return safe.length === 1;
      },
    });
    const recover = (_earlier: number, own: AbortSignal) => rig.clock.sleep(5000, own);
    expect(await (await rig.ledger({ recover }).open(CHAT, 'reply')).post(outgoing, signal)).toBe('77');
    expect(safe).toEqual([begun, begun]);
    expect(made.sends).toBe(2);
    expect(made.searched).toHaveLength(1);
  });

  it('that is not to be repeated is looked for once, and its outcome is what the error says', async () => {
    const found = message([lost], [{ ref: '77' }], { givesUp: () => true });
    expect(await (await rig.next()).post(found.outgoing, signal)).toBe('77');
    const gone = message([lost], ['absent'], { name: 'text 1', givesUp: () => true });
    await expect((await rig.next()).post(gone.outgoing, signal)).rejects.toBe(lost);
    expect([found.made.sends, gone.made.sends, gone.made.searched.length]).toEqual([1, 1, 1]);
    expect(rig.recovered).toEqual([]);
  });

  it('that was not sent is sent later: after the wait that is asked for, longer after each failure', async () => {
    const { made, outgoing } = message([limited, limited, away, limited, away]);
    expect(await (await rig.next()).post(outgoing, signal)).toBe('sent 6');
    expect(rig.clock.slept).toEqual([700, 700, 1000, 700, 4000]);
    expect(made.searched).toEqual([]);
    expect(rig.recovered).toEqual([]);
  });

  it('that was refused at once is certainly not there, and is forgotten', async () => {
    const delivery = await rig.next();
    await expect(delivery.post(message([refused]).outgoing, signal)).rejects.toBe(refused);
    expect(delivery.begun('text 0')).toBe(false);
    expect((await rig.next()).begun('text 0')).toBe(false);
  });

  it('that was refused after an attempt of unknown outcome may be there', async () => {
    const delivery = await rig.next();
    await expect(delivery.post(message([lost, refused]).outgoing, signal)).rejects.toBe(refused);
    expect(delivery.begun('text 0')).toBe(true);
    // Also where the attempt was one of the process before.
    await expect((await rig.next()).post(message([refused]).outgoing, signal)).rejects.toBe(refused);
    expect((await rig.next()).begun('text 0')).toBe(true);
  });

  it('that this side could not make fails with its own error', async () => {
    const bug = new Error('a fault of our own');
    const read = () => new PlatformError('internal', 'a fault of our own');
    const calls = new Calls({
      clock: rig.clock,
      log: createLogger({ level: 'fatal', pretty: false }),
      read,
      backOffMs: [],
      pauses: false,
    });
    await expect(
      (await rig.ledger({ calls }).open(CHAT, 'reply')).post(message([bug]).outgoing, signal),
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
    const delivery = await rig.next();
    await expect(delivery.post(outgoing, stop.signal)).rejects.toThrow('stopped');
    expect((await rig.next()).begun('text 0')).toBe(true);
  });
});
