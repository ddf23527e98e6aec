import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { storedRows } from '../../fakes/stored-turns.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

it('turns of the same millisecond are resumed in the order they came, however the store lists them', async () => {
  rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
  await rig.engine.accept(rig.chat.message('first'));
  await rig.nemo.called(ROUTES.prompt);
  for (const text of ['second', 'third', 'fourth']) await rig.engine.accept(rig.chat.message(text));
  const waiting = (await rig.journal()).filter(({ text }) => text !== 'first');
  expect(new Set(waiting.map(({ acceptedAt }) => acceptedAt)).size).toBe(1);
  await rig.stopProcess();
  // The table lists them the other way round.
  await storedRows(join(rig.folder, 'reelay.sqlite'), 'UPDATE turns SET rowid = -rowid');
  await rig.boot();
  expect(await rig.engine.recover()).toBe(4);
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['first', 'second', 'third', 'fourth']);
});
