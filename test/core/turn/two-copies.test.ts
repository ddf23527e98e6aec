import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { gate, promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  await rig.says('', [await rig.photo()]);
});
afterEach(() => rig.close());

/** Two engines have the same open turn, and both are about to send its prompt. */
async function race(): Promise<void> {
  const baseline = gate();
  rig.nemo.on(ROUTES.state, async (request, response) => {
    await baseline.pass();
    await answer.ok({ state: rig.nemo.state })(request, response);
  });
  const reads = rig.nemo.calls(ROUTES.state).length;
  const first = await rig.anotherEngine();
  const second = await rig.anotherEngine();
  await first.accept(rig.chat.message('animate it'));
  await rig.nemo.called(ROUTES.state, reads + 1);
  expect(await second.recover()).toBe(1);
  await rig.nemo.called(ROUTES.state, reads + 2);
  baseline.open();
  await Promise.all([first.idle(), second.idle()]);
  await Promise.all([first.stop(), second.stop()]);
}

it('two copies of a turn that come to its prompt at once send it once; the other reads the state', async () => {
  await race();
  expect(promptsSent(rig)).toEqual(['animate it']);
  expect(rig.log.join('')).toContain('another copy of the turn sends the prompt');
  expect((await rig.journal()).map(({ outcome }) => outcome)).toEqual(['done', 'done']);
});

it('it is the row of the prompt that does it: without it both send', async () => {
  const { turns } = rig.store;
  turns.claimPrompt = async (turn) => {
    await turns.save(turn);
    return true;
  };
  await race();
  expect(promptsSent(rig)).toEqual(['animate it', 'animate it']);
});

it('a prompt that Nemo has refused for now leaves again, as the next attempt', async () => {
  rig.nemo.next(ROUTES.prompt, answer.status(429));
  await rig.says('animate it');
  expect(promptsSent(rig)).toEqual(['animate it', 'animate it']);
  expect((await rig.journal()).at(-1)?.outcome).toBe('done');
});
