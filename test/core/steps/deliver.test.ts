import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { Sessions } from '../../../src/core/storage/sessions.ts';
import { answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

const READY = /^✅ Video ready: 1 s, 320×180, \d+ KB$/;

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  await rig.says('', [await rig.photo()]);
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
});
afterEach(() => rig.close());

it.each([
  ['is refused', answer.code(5003, 'no links today')],
  ['is answered with a web page', answer.html(502)],
])('a video comes without the browser link when the request for the link %s', async (_what, handler) => {
  rig.nemo.on(ROUTES.claim, handler);
  expect(await rig.says('export')).toEqual([expect.stringMatching(READY)]);
  expect(rig.chat.sent.at(-1)?.video?.bytes.equals(rig.nemo.video)).toBe(true);
  expect(rig.log.join('')).toContain('no browser link');
});

it('a video waits for the browser link for fifteen seconds at most', async () => {
  rig.nemo.on(ROUTES.claim, answer.never());
  await rig.engine.accept(rig.chat.message('export'));
  await rig.nemo.called(ROUTES.claim);
  const before = rig.chat.sent.length;
  await rig.clock.sleep(14_000);
  expect(rig.chat.sent).toHaveLength(before);
  await rig.clock.sleep(2000);
  await rig.engine.idle();
  expect(rig.chat.sent.slice(before).map(({ text }) => text)).toEqual([expect.stringMatching(READY)]);
});

it('a video comes without the browser link when the store cannot keep the link', async () => {
  vi.spyOn(Sessions.prototype, 'browserLink').mockRejectedValue(new StoreUnavailableError('the disk is full'));
  expect(await rig.says('export')).toEqual([expect.stringMatching(READY)]);
  expect(rig.log.join('')).toContain('the disk is full');
});

it('an error of the program while the link is fetched is reported, not passed over', async () => {
  vi.spyOn(Sessions.prototype, 'browserLink').mockRejectedValue(new TypeError('a bug'));
  expect(await rig.says('export')).toEqual([expect.stringMatching(/^⚠️ /)]);
  expect(rig.log.some((line) => line.includes('a bug') && line.includes('"level":50'))).toBe(true);
});

it('a cancel while the link is fetched ends the turn', async () => {
  rig.nemo.on(ROUTES.claim, answer.never());
  await rig.engine.accept(rig.chat.message('export'));
  await rig.nemo.called(ROUTES.claim);
  await rig.engine.accept(rig.chat.message('cancel'));
  await rig.engine.idle();
  expect(rig.chat.sent.filter(({ video }) => video)).toEqual([]);
  expect((await rig.journal()).map(({ outcome }) => outcome)).toEqual(['done', 'cancelled', 'done']);
});
