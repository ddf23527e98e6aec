import { expect, it } from 'vitest';
import { faults } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const START = Date.UTC(2026, 0, 1);

it('says that Telegram has not answered yet until it does', async () => {
  const rig = await TelegramRig.prepare();
  await rig.clock.advance(60_000);
  expect(rig.adapter.problem()).toEqual({ reason: 'Telegram has not answered yet', sinceMs: START });
  await rig.adapter.start(new AbortController().signal);
  expect(rig.adapter.problem()).toBeUndefined();
});

it('says since when polls fail, and no more once one is answered', async () => {
  const rig = await TelegramRig.start();
  await rig.telegram.called('getUpdates', 2);
  await rig.clock.advance(2_000);
  await rig.telegram.cutNetwork();
  await expect
    .poll(() => rig.adapter.problem(), { timeout: 20_000 })
    .toEqual({
      reason: 'Telegram cannot be reached',
      sinceMs: START + 2_000,
    });
  await rig.passes(() => rig.log.filter((line) => line.includes('cannot be reached')).length > 2);
  expect(rig.adapter.problem()?.sinceMs).toBe(START + 2_000);
  await rig.telegram.restoreNetwork();
  const back = rig.clock.now();
  await rig.passes(() => rig.adapter.problem() === undefined);
  // Not only after a whole long poll: half a minute of being called not ready for nothing.
  expect(rig.clock.now() - back).toBeLessThan(30_000);
});

it('is not stuck while it polls, tries again, or waits out a pause', async () => {
  const rig = await TelegramRig.start();
  await rig.telegram.called('getUpdates', 2);
  rig.telegram.next('getUpdates', faults.flood(3_600));
  await rig.passes(() => rig.adapter.problem()?.reason === 'Telegram asks for a pause', 1_000);
  await rig.clock.advance(3_000_000);
  expect(rig.adapter.stuck?.()).toBeUndefined();
  await rig.passes(() => rig.adapter.problem() === undefined, 10_000);
  await rig.telegram.cutNetwork();
  await rig.passes(() => rig.adapter.problem() !== undefined);
  for (let passed = 0; passed < 40; passed += 1) await rig.clock.advance(15_000);
  expect(rig.adapter.stuck?.()).toBeUndefined();
});

it('a stop waits for no message that hangs on its way to the journal, and none that is not confirmed is lost', async () => {
  const rig = await TelegramRig.start();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  let journal = () => {};
  const begun = new Promise<void>((resolve) => {
    rig.onAccept = () => {
      resolve();
      return new Promise((journaled) => {
        journal = journaled;
      });
    };
  });
  rig.telegram.says(rig.telegram.dm(ann), ann, 'hello');
  await begun;
  let stopped = false;
  const stopping = rig.adapter.stop().then(() => {
    stopped = true;
  });
  await rig.passes(() => stopped);
  await stopping;
  expect(rig.telegram.unconfirmed).toHaveLength(1);
  journal();
});

it('a stop waits for no Telegram that does not answer', async () => {
  const rig = await TelegramRig.start();
  await rig.telegram.called('getUpdates', 2);
  rig.telegram.next('getUpdates', faults.hang());
  const stopped = rig.adapter.stop();
  await rig.telegram.called('getUpdates', 3);
  await rig.clock.advance(1_800);
  await stopped;
});
