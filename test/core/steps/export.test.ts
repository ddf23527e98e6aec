import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
  await rig.says('', [await rig.photo()]);
  rig.nemo.state.draft = ONE_CLIP_DRAFT;
});
afterEach(() => rig.close());

it('a render whose state cannot be read twenty times in a row is cancelled at Nemo, and the user is told', async () => {
  // An answer that says nothing about the render; other calls are answered.
  rig.nemo.on(ROUTES.renderStatus, answer.html(200));
  expect(await rig.says('export')).toEqual([expect.stringMatching(/^⚠️ Nemo/)]);
  expect(rig.nemo.calls(ROUTES.renderStatus)).toHaveLength(20);
  expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(1);
  expect([...rig.nemo.renders.values()].map(({ cancelled }) => cancelled)).toEqual([true]);
});

it('polls that fail nineteen times in a row do not end a render', async () => {
  rig.nemo.next(ROUTES.renderStatus, ...Array.from({ length: 19 }, () => answer.html(200)));
  rig.nemo.renderScript = [{ status: 'completed', progress: 100 }];
  expect(await rig.says('export')).toEqual([expect.stringMatching(/^✅ Video ready/)]);
  expect(rig.nemo.calls(ROUTES.renderCancel)).toHaveLength(0);
});
