import { afterEach, beforeEach, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

it('every result has a key of its own, and only what is the asker’s alone is private', async () => {
  await rig.says('animate it', [await rig.photo()]);
  await rig.says('credits');
  const keys = rig.chat.sent.map((sent) => sent.key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[\w-]{1,25}$/);
  expect(rig.chat.sent.map((sent) => sent.private)).toEqual([false, false, false, true]);
});
