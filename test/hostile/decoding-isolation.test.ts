import { afterEach, expect, test } from 'vitest';
import { slowGif } from '../core/media/hostile-files.ts';
import { Rig } from '../core/rig/rig.ts';
import { ROUTES } from '../fakes/nemo/index.ts';

let rig: Rig | undefined;
afterEach(() => rig?.close());

test('rule 4: /help answers within a second while slow files are decoded', { timeout: 60_000 }, async () => {
  const gif = await slowGif(480, 340, 300);
  rig = await Rig.start();
  for (const chat of ['test:1', 'test:2', 'test:3', 'test:4'] as const) {
    await rig.engine.accept(rig.chat.message('animate it', [rig.chat.file(`${chat}.gif`, gif)], { chat }));
  }
  await expect.poll(() => rig?.chat.progress.length).toBeGreaterThanOrEqual(4);
  const before = rig.chat.sent.length;
  const asked = performance.now();
  await rig.engine.accept(rig.chat.message('/help', [], { chat: 'test:5' }));
  await expect.poll(() => rig?.chat.sent.slice(before).map(({ chat }) => chat), { interval: 5 }).toContain('test:5');
  expect(performance.now() - asked).toBeLessThan(1000);
  // The files were still being decoded.
  expect(rig.nemo.calls(ROUTES.upload)).toEqual([]);
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.upload)).toHaveLength(4);
});
