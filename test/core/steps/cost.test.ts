import { afterEach, beforeEach, expect, it } from 'vitest';
import { adk, answer, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

/** A prompt that takes so many credits. */
function takes(credits: number, draft: unknown = rig.nemo.state.draft, frozen = 0) {
  return answer.all(
    () => {
      rig.nemo.credits = { available: Number(rig.nemo.credits.available) - credits, frozen, total: 100 };
    },
    rig.nemo.edit(draft, [adk.text('All right.')]),
  );
}

it('a finished turn says what it cost and what is left, once', async () => {
  rig.nemo.next(ROUTES.prompt, takes(52), takes(8, ONE_CLIP_DRAFT));
  expect((await rig.says('plan it')).at(-1)).toBe('All right.\n\n💳 −52 credits, 48 left');
  // With a video, it stands with the video.
  const texts = await rig.says('make it', [await rig.photo()]);
  expect(texts.filter((text) => text.includes('💳 −'))).toEqual([
    expect.stringMatching(/^✅ Video ready[\s\S]*\n💳 −8 credits, 40 left$/),
  ]);
  expect((await rig.says('export')).join('\n')).not.toContain('💳 −');
});

it('says in a group what it cost, and neither there nor for the agent’s hint what the account has left', async () => {
  const group = { userId: 'ann', shared: { community: 'test:g' } };
  rig.nemo.next(ROUTES.prompt, takes(52));
  expect((await rig.says('plan it', [], group)).at(-1)).toBe('All right.\n\n💳 −52 credits');
  rig.nemo.next(ROUTES.prompt, rig.nemo.edit(null, [adk.text('Check your credit balance in the top bar.')]));
  expect((await rig.says('plan it again', [], group)).join('\n')).not.toMatch(/available|48/);
});

it('says it in Chinese', async () => {
  rig.nemo.next(ROUTES.prompt, takes(52));
  expect((await rig.says('先出个方案')).at(-1)).toContain('💳 用了 52 积分，剩 48');
});

it.each([
  ['nothing was taken', () => takes(0)],
  ['some are still reserved', () => takes(52, null, 50)],
])('says nothing where %s', async (_what, handler) => {
  rig.nemo.next(ROUTES.prompt, handler());
  expect((await rig.says('plan it')).join('\n')).not.toContain('💳 −');
});

it('says nothing where the balance cannot be read, and keeps nobody waiting', async () => {
  rig.nemo.on(ROUTES.credits, answer.code(500, 'no', 500));
  rig.nemo.next(ROUTES.prompt, takes(52));
  expect((await rig.says('plan it')).at(-1)).toBe('All right.');
});

it('says nothing where another request of the account overlapped', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  rig.nemo.next(ROUTES.prompt, async (request, response) => {
    await held;
    return takes(52)(request, response);
  });
  rig.nemo.next(ROUTES.prompt, takes(20));
  await rig.engine.accept(rig.chat.message('plan it'));
  await rig.nemo.called(ROUTES.prompt);
  await rig.engine.accept(rig.chat.message('plan that', [], { chat: 'test:2' }));
  await rig.nemo.called(ROUTES.prompt, 2);
  release();
  await rig.engine.idle();
  expect(rig.chat.sent.map(({ text }) => text).join('\n')).not.toContain('💳 −');
});

it('asks for no balance with the embedded backend', async () => {
  await rig.close();
  rig = await Rig.start({ freeOfCharge: true });
  await rig.says('plan it');
  expect(rig.nemo.calls(ROUTES.credits)).toEqual([]);
});

it('a failed turn says what it cost all the same, in groups without the balance', async () => {
  const fails = () =>
    answer.all(
      () => {
        rig.nemo.credits = { ...rig.nemo.credits, available: Number(rig.nemo.credits.available) - 30 };
      },
      rig.nemo.edit(null, [{ errorCode: 'RESOURCE_EXHAUSTED', errorMessage: 'model overloaded' }]),
    );
  rig.nemo.next(ROUTES.prompt, fails(), fails());
  expect((await rig.says('plan it')).at(-1)).toMatch(/^⚠️ .*\n\n💳 −30 credits, 70 left$/);
  const group = { userId: 'ann', shared: { community: 'test:g' } };
  expect((await rig.says('plan it', [], group)).at(-1)).toMatch(/\n\n💳 −30 credits$/);
});

it('reads the balance once before a prompt and once after it', async () => {
  rig.nemo.next(ROUTES.prompt, takes(52));
  await rig.says('plan it');
  expect(rig.nemo.calls(ROUTES.credits)).toHaveLength(2);
});
