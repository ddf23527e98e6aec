import { expect, it } from 'vitest';
import { TelegramStartError } from '../../src/adapters/telegram/start-error.ts';
import { TelegramRig } from '../adapters/telegram/rig.ts';

/** Time passes, with no message, until the bot knows that it is alone. */
async function startedLongAgo(): Promise<TelegramRig> {
  const rig = await TelegramRig.start();
  const until = rig.clock.now() + 120_000;
  await rig.passes(() => rig.clock.now() >= until, 5000);
  return rig;
}

it('a bot that runs goes on past a second one that fetches its messages for a minute, and says so once', async () => {
  const rig = await startedLongAgo();
  let fatal: Error | undefined;
  void rig.adapter.fatal?.then((error) => {
    fatal = error;
  });
  const rival = rig.telegram.secondPoller();
  const until = rig.clock.now() + 70_000;
  await rig.passes(() => rig.clock.now() >= until, 1000);
  expect(rig.adapter.problem?.()?.reason).toBe('another program fetches the messages of this bot');
  rival.stop();
  const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
  rig.telegram.says(rig.telegram.dm(ann), ann, 'hello');
  await rig.passes(() => rig.accepted.length === 1, 1000);
  expect(fatal).toBeUndefined();
  expect(rig.log.filter((line) => line.includes('another program fetches messages'))).toHaveLength(1);
  // Alone for a minute, it reports nothing any more.
  await rig.passes(() => rig.adapter.problem?.() === undefined, 5000);
});

it('it gives up where none of its polls is answered for ten minutes', async () => {
  const rig = await startedLongAgo();
  let fatal: Error | undefined;
  void rig.adapter.fatal?.then((error) => {
    fatal = error;
  });
  rig.telegram.secondPoller();
  const since = rig.clock.now();
  await rig.passes(() => fatal !== undefined, 5000);
  expect(fatal).toBeInstanceOf(TelegramStartError);
  expect(rig.clock.now() - since).toBeGreaterThanOrEqual(600_000);
});

it('a server that answers long polls at once is asked less and less often, which is logged once', async () => {
  const rig = await TelegramRig.start();
  await rig.telegram.called('getUpdates', 2);
  rig.telegram.answersPollsAtOnce();
  const asked = () => rig.telegram.calls('getUpdates').length;
  const before = asked();
  const until = rig.clock.now() + 120_000;
  await rig.passes(() => rig.clock.now() >= until, 500);
  expect(asked() - before).toBeLessThanOrEqual(12);
  expect(rig.log.filter((line) => line.includes('asking less often'))).toHaveLength(1);
});
