import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { gate, promptsSent, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

const WAITS = '💾 My storage can’t be used right now. Your request waits and goes on by itself.';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const file = () => join(rig.folder, 'reelay.sqlite');
const takeAway = () => rename(file(), `${file()}.away`);
const putBack = () => rename(`${file()}.away`, file());

it('rule 1: what cannot be journaled is not taken, and is taken when it can', async () => {
  await takeAway();
  const message = rig.chat.message('status');
  await expect(rig.engine.accept(message)).rejects.toThrow(StoreUnavailableError);
  await expect(rig.engine.accept(message)).rejects.toThrow(/the file is gone/);
  expect(texts(rig)).toEqual([]);
  await putBack();
  expect(await rig.engine.accept(message)).toBe('accepted');
  await rig.engine.idle();
  expect(texts(rig)).toHaveLength(1);
});

it('rule 2: a prompt is not sent before its journal entry stands, and the turn goes on once it does', async () => {
  await rig.says('', [await rig.photo()]);
  // The time goes on far enough for the wait to be told, and then stands still until the store is back.
  const back = gate();
  const sleep = rig.clock.sleep.bind(rig.clock);
  let naps = 0;
  rig.clock.sleep = async (ms, signal) => {
    if (++naps > 4) await back.pass();
    await sleep(ms, signal);
  };
  rig.nemo.next(ROUTES.state, async (request, response) => {
    await takeAway();
    await answer.ok({ state: rig.nemo.state })(request, response);
  });
  rig.nemo.on(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text('Your clip has a slow zoom.')]));
  await rig.engine.accept(rig.chat.message('animate it'));
  await expect.poll(() => rig.chat.progress.some((text) => text.endsWith(WAITS)), { timeout: 20_000 }).toBe(true);
  expect(promptsSent(rig)).toEqual([]);
  await putBack();
  back.open();
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['animate it']);
  expect(texts(rig).at(-1)).toContain('Your clip has a slow zoom.');
  expect((await rig.journal()).map(({ outcome }) => outcome)).toEqual(['done', 'done']);
});

it('rule 10: a store that cannot be written fails the turn after a quarter of an hour, and the user is told', async () => {
  await rig.says('', [await rig.photo()]);
  rig.nemo.next(ROUTES.state, async (request, response) => {
    await takeAway();
    await answer.ok({ state: rig.nemo.state })(request, response);
  });
  const began = rig.clock.now();
  await rig.engine.accept(rig.chat.message('animate it'));
  await rig.engine.idle();
  expect(texts(rig).at(-1)).toMatch(/^⚠️ I can’t write my notes/);
  expect(rig.clock.now() - began).toBeGreaterThanOrEqual(900_000);
  expect(promptsSent(rig)).toEqual([]);
  await putBack();
});

it('a turn that waits for its store can be stopped by the end of the process, and goes on in the next', async () => {
  await rig.says('', [await rig.photo()]);
  rig.nemo.next(ROUTES.state, async (request, response) => {
    await takeAway();
    await answer.ok({ state: rig.nemo.state })(request, response);
  });
  rig.nemo.on(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, [adk.text('Your clip has a slow zoom.')]));
  // A clock that stands still while the store is away: the wait would last for ever.
  rig.clock.sleep = (_ms, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  await rig.engine.accept(rig.chat.message('animate it'));
  await expect.poll(() => rig.log.join('')).toContain('the journal cannot be written; waiting');
  await rig.stopProcess();
  await putBack();
  await rig.boot();
  expect(await rig.engine.recover()).toBe(1);
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['animate it']);
});
