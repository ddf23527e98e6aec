import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHAT, LedgerRig, lost, message } from './ledger-rig.ts';

const rig = new LedgerRig();
beforeEach(() => rig.open());
afterEach(() => rig.close());
const signal = new AbortController().signal;

describe('a reply', () => {
  it('is known as finished by the next process, with its first answer', async () => {
    const delivery = await rig.next();
    expect(delivery.ref).toBeUndefined();
    await delivery.finish('5');
    expect(rig.writes).toBe(1);
    await delivery.finish('6');
    expect(rig.writes).toBe(1);
    expect(delivery.ref).toBe('5');
    expect((await rig.next()).ref).toBe('5');
    expect((await rig.ledger().open(CHAT, 'another')).ref).toBeUndefined();
  });

  it('what is begun without harm is known to the next process, with the time of the first attempt', async () => {
    const begun = rig.clock.now();
    await (await rig.next()).begin('deferred', 'first');
    await rig.clock.sleep(1000);
    expect(await (await rig.next()).begin('deferred', 'second')).toEqual({ at: begun, trace: 'second' });
    expect((await rig.next()).begun('deferred')).toBe(true);
  });

  it('of a chat with a new key goes on with what was posted under the former', async () => {
    await (await rig.next()).post(message([]).outgoing, signal);
    const { made, outgoing } = message([]);
    expect(await (await rig.ledger().open('test:2', 'reply', CHAT)).post(outgoing, signal)).toBe('sent 1');
    expect(made.sends).toBe(0);
    // Its own is what counts once there is any.
    const own = await rig.ledger().open('test:2', 'reply', CHAT);
    await own.finish('9');
    expect((await rig.ledger().open('test:2', 'reply', CHAT)).ref).toBe('9');
    expect((await rig.next()).ref).toBeUndefined();
  });

  it('is posted although the store cannot be written, which is logged', async () => {
    const { made, outgoing } = message([]);
    const delivery = await rig.next();
    await rig.close();
    expect(await delivery.post(outgoing, signal)).toBe('sent 1');
    expect(made.sends).toBe(1);
    expect(rig.log.filter((line) => line.includes('delivery not saved'))).toHaveLength(2);
  });
});

describe('the ledger', () => {
  /** A reply of one message with this id; of one that left and has no answer without it. */
  async function replied(chat: string, key: string, ref?: string) {
    const delivery = await rig.ledger({ recover: () => Promise.reject(new Error('killed')) }).open(chat, key);
    await delivery.post(message([ref ?? lost]).outgoing, signal).catch(() => {});
  }

  it('knows the messages of a place, whichever chat of it they answer', async () => {
    await replied('test:1', 'a', '11');
    await replied('test:1@7', 'b', '12');
    await replied('test:12', 'c', '13');
    await replied('test:1', 'd');
    expect(await rig.ledger().knownRefs('test:1@8')).toEqual(new Set(['11', '12']));
    expect(await rig.ledger().knownRefs('test:12')).toEqual(new Set(['13']));
  });

  it('knows what left and has no answer, of all chats', async () => {
    await replied('test:1', 'a', '11');
    await replied('test:1', 'd');
    await replied('test:2', 'e');
    expect((await rig.ledger().unanswered()).map(({ delivery }) => delivery).sort()).toEqual(['test:1/d', 'test:2/e']);
  });

  it('forgets a chat, and no other', async () => {
    await replied('test:1', 'a', '11');
    await replied('test:12', 'c', '13');
    await rig.ledger().forget('test:1');
    expect(await rig.ledger().knownRefs('test:1')).toEqual(new Set());
    expect(await rig.ledger().knownRefs('test:12')).toEqual(new Set(['13']));
  });
});
