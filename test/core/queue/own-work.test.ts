import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { killedAt, snapshot, startsLongWork, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  await rig.says('', [await rig.photo()]);
});
afterEach(() => rig.close());

const ANN = { userId: 'ann' };
const BOB = { userId: 'bob' };
/** As an adapter brings it after it looked whose work it concerns; that has changed since. */
const BOB_ALONE = { ...BOB, ownWorkOnly: true };

const says = (text: string, who: object) => rig.engine.accept(rig.chat.message(text, [], who));
const openTexts = async () => (await rig.journal()).filter((turn) => !turn.outcome).map((turn) => turn.text);

it('a cancel for one’s own work leaves what another’s runs by then', async () => {
  // "u1" runs.
  await startsLongWork(rig, 'animate it');
  await says('make it blue', BOB);
  await says('make it red', ANN);
  await says('cancel', BOB_ALONE);
  await expect
    .poll(() => texts(rig).at(-1))
    .toBe('What you asked for has ended already; what runs now is somebody else’s.');
  await says('cancel all', BOB_ALONE);
  await expect.poll(() => texts(rig).at(-1)).toBe('🛑 Also removed from the queue: 1.');
  await expect.poll(openTexts).toEqual(['animate it', 'make it red']);
  await says('cancel', {});
  await rig.engine.idle();
  expect(texts(rig).filter((text) => text.startsWith('Done.'))).toHaveLength(1);
});

it('a number that has become another’s is not removed from the queue', async () => {
  await startsLongWork(rig, 'animate it');
  await says('make it red', ANN);
  await says('make it blue', BOB);
  await says('remove 1', BOB_ALONE);
  const moved = 'The line has moved: number 1 is somebody else’s request now. /status shows where yours is.';
  await expect.poll(() => texts(rig).at(-1)).toBe(moved);
  await says('remove 2', BOB_ALONE);
  await expect.poll(() => texts(rig).at(-1)).toBe('🗑 Removed from the queue: “make it blue”.');
  await says('cancel', {});
  await rig.engine.idle();
  expect(rig.nemo.calls(ROUTES.prompt)).toHaveLength(2);
});

it('what it stops is decided once, also across a crash: another’s turn that runs by then goes on', async () => {
  rig.nemo.next(ROUTES.prompt, answer.sse([adk.partial('Wor')], { hang: true }));
  await says('make it blue', BOB);
  await rig.nemo.called(ROUTES.prompt);
  await says('make it red', ANN);
  let copy: string | undefined;
  rig.chat.onSend = async ({ text }) => {
    if (text.startsWith('🛑')) copy ??= await snapshot(rig);
  };
  await says('cancel', BOB_ALONE);
  await expect.poll(() => copy).toBeDefined();
  await rig.engine.idle();
  rig.chat.onSend = async () => {};
  await killedAt(rig, copy ?? '');
  await rig.engine.recover();
  await rig.engine.idle();
  const outcomes = (await rig.journal()).map(({ userId, outcome }) => [userId, outcome]);
  expect(outcomes.filter(([userId]) => userId !== 'u1').toSorted()).toEqual([
    ['ann', 'done'],
    ['bob', 'cancelled'],
    ['bob', 'done'],
  ]);
});

it('a forget for one’s own work leaves a chat in which others work by then as it is', async () => {
  await startsLongWork(rig, 'animate it');
  await says('make it red', ANN);
  await says('forget yes', BOB_ALONE);
  await expect
    .poll(() => texts(rig).at(-1))
    .toBe(
      '🔒 /forget changes things for everybody here, so it is for moderators. Write to me in private to use it for yourself.',
    );
  await expect.poll(openTexts).toEqual(['animate it', 'make it red']);
  await says('cancel all', {});
  await rig.engine.idle();
  await says('forget yes', BOB_ALONE);
  await expect.poll(() => texts(rig).at(-1)).toMatch(/^✅ Forgotten/);
});
