import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent, startsLongWork, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  await rig.says('make it blue', [await rig.photo()], { userId: 'ann' });
});
afterEach(() => rig.close());

const BOB = { userId: 'bob' };
const accept = (text: string, more: object = BOB) => rig.engine.accept(rig.chat.message(text, [], more));

it('again means what was asked last when it was said, though that was taken back since', async () => {
  await startsLongWork(rig, 'animate it');
  await accept('make it red');
  await accept('again', { ...BOB, ownWorkOnly: true });
  await accept('remove 1');
  await accept('cancel', {});
  await rig.engine.idle();
  expect(promptsSent(rig)).toEqual(['make it blue', 'animate it', 'make it red']);
});

it('what is asked after it does not change what it repeats', async () => {
  await startsLongWork(rig, 'animate it');
  await accept('make it red');
  await accept('another version');
  await accept('again');
  await accept('make it green');
  await accept('cancel', {});
  await rig.engine.idle();
  expect(promptsSent(rig).slice(2)).toEqual([
    'make it red',
    'Make another version of this video from the same material, with different motion, transitions and music. The request was: make it red',
    'make it red',
    'make it green',
  ]);
});

it('it repeats a request in the words that it was edited to while it waited', async () => {
  await startsLongWork(rig, 'animate it');
  const red = rig.chat.message('make it red', [], BOB);
  await rig.engine.accept(red);
  await accept('again');
  await rig.engine.amend({ ...red, text: 'make it green' });
  await accept('cancel', {});
  await rig.engine.idle();
  expect(promptsSent(rig).slice(2)).toEqual(['make it green', 'make it green']);
});

it('a request that failed is what is tried again', async () => {
  rig.nemo.next(ROUTES.state, answer.code(9999));
  const [failed] = await rig.says('make it red', [], BOB);
  expect(failed).toMatch(/^⚠️/);
  await rig.says('again', [], BOB);
  expect(promptsSent(rig)).toEqual(['make it blue', 'make it red']);
});

it('who may repeat their own requests alone does not repeat another’s, where theirs was taken back', async () => {
  await startsLongWork(rig, 'make it red');
  await accept('cancel', {});
  await rig.engine.idle();
  await accept('again', { ...BOB, ownWorkOnly: true });
  await rig.engine.idle();
  expect(texts(rig).at(-1)).toBe(
    '🔒 /rerun concerns what somebody else here asked for. Only they or a moderator can use it for that.',
  );
  expect(promptsSent(rig)).toEqual(['make it blue', 'make it red']);
});

it('a reply to a result of another project repeats what was asked there', async () => {
  const ref = `s${rig.chat.sent.length}`;
  await rig.says('new');
  await rig.says('make it red', [await rig.photo('b.jpg')], BOB);
  await rig.says('again', [], { ...BOB, repliesTo: ref });
  expect(promptsSent(rig)).toEqual(['make it blue', 'make it red', 'make it blue']);
});
