import { expect, it } from 'vitest';
import { MessageIds } from '../../../src/adapters/telegram/message-ids.ts';

const GROUP = '-1001234567890';

/** Ids over a store that can be read. */
function make(kept = new Map<string, number[]>()) {
  const store = {
    posted: async (sequence: string) => kept.get(sequence) ?? [],
    setPosted: async (sequence: string, ids: number[]) => void kept.set(sequence, ids),
  };
  return { kept, ids: new MessageIds(store) };
}

it('count together in private chats and small groups, and by themselves in a supergroup', async () => {
  const { ids } = make();
  ids.seen('7', 5);
  await ids.posted('-300', 9);
  ids.seen('8', 6);
  ids.seen(GROUP, 100);
  expect([await ids.highest('8'), await ids.highest(GROUP), await ids.highest('-1009999999999')]).toEqual([9, 100, 0]);
  expect([ids.has('8', 5), ids.has('7', 100), ids.has(GROUP, 100), ids.has(GROUP, 5)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

it('of the bot’s own are known to the next process, the last hundred, and no one else’s', async () => {
  const { ids, kept } = make();
  ids.seen('7', 500);
  for (let id = 1; id <= 102; id++) await ids.posted('7', id);
  expect(kept.get('own')).toEqual(Array.from({ length: 100 }, (_, index) => index + 3));
  const next = make(kept).ids;
  expect(await next.highest('8')).toBe(102);
  expect([next.has('7', 102), next.has('7', 3), next.has('7', 2), next.has('7', 500)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  await next.posted('7', 103);
  expect(kept.get('own')?.at(0)).toBe(4);
});

it('two thousand are kept of a sequence, and the highest in any case', async () => {
  const { ids } = make();
  ids.seen('7', 9999);
  for (let id = 1; id <= 2000; id++) ids.seen('7', id);
  expect([ids.has('7', 9999), ids.has('7', 1), ids.has('7', 2000)]).toEqual([false, true, true]);
  expect(await ids.highest('7')).toBe(9999);
});

it('of two thousand sequences are kept, the oldest goes first', () => {
  const { ids } = make();
  const group = (index: number) => `-100${String(index).padStart(10, '0')}`;
  for (let index = 0; index <= 2000; index++) ids.seen(group(index), 1);
  expect([ids.has(group(2000), 1), ids.has(group(1), 1), ids.has(group(0), 1)]).toEqual([true, true, false]);
});

it('a store that cannot be read is asked again', async () => {
  let reads = 0;
  const ids = new MessageIds({
    posted: async () => {
      reads += 1;
      if (reads === 1) throw new Error('away');
      return [4];
    },
    setPosted: async () => {},
  });
  await expect(ids.highest('7')).rejects.toThrow('away');
  expect(await ids.highest('7')).toBe(4);
});
