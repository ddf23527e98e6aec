import { describe, expect, it } from 'vitest';
import { isLastButTakenOver, isOutdatedBy, takeOverRender } from '../../../src/core/queue/outdated-render.ts';
import { newAction, newExport, newPrompt, newUpload } from '../../../src/core/turn/new-work.ts';
import type { Turn, Work } from '../../../src/core/turn/turn.ts';

const turn = (work: Work[], more: Partial<Turn> = {}): Turn => ({
  ...{ v: 2, id: 'test:1/9', chat: 'test:1', messageId: '9', userId: 'ann', language: 'en', text: '' },
  ...{ attachments: [], acceptedAt: 1, order: 0, work, at: 0 },
  ...more,
});
const RENDERS = () => turn([newUpload([0]), newPrompt('rain'), newExport('gif')], { at: 2 });
const CHANGES = () => turn([newPrompt('longer')]);
const BACK = { session: { taskId: 't', sessionId: 's' }, mediaCount: 0 };

describe('a render is outdated', () => {
  it.each([
    ['by a change of the same video', [newPrompt('longer')]],
    ['by several changes', [newPrompt('longer'), newPrompt('blue')]],
    ['by a change with an export of its own', [newPrompt('longer'), newExport()]],
  ])('%s', (_what, work) => expect(isOutdatedBy(RENDERS(), turn(work))).toBe(true));

  it.each([
    ['by an export alone', turn([newExport()])],
    ['by another version', turn([newPrompt('', { repeat: 'rerun' })])],
    ['by an action before the change', turn([newAction('new'), newPrompt('x')])],
    ['by a change that has begun', turn([newPrompt('x'), newPrompt('y')], { at: 1 })],
    ['by what brings files', turn([newPrompt('x')], { attachments: [{ name: 'a', ref: 'a' }] })],
    ['by what is about another project', turn([newPrompt('x')], { backTo: BACK })],
    ['by what begins a new project', turn([newPrompt('x')], { newProject: true })],
    ['by somebody else’s request', turn([newPrompt('x')], { userId: 'bob' })],
  ])('not %s', (_what, newer) => expect(isOutdatedBy(RENDERS(), newer)).toBe(false));

  it.each([
    ['it is finished', { work: [newPrompt('rain'), { ...newExport(), finished: true }], at: 1 }],
    ['it is all that was asked for', { work: [newExport()], at: 0 }],
    ['it is not the last piece', { work: [newPrompt('rain'), newExport(), newPrompt('x')], at: 1 }],
    ['the prompt before it runs', { at: 1 }],
    ['its turn is over', { outcome: 'done' as const }],
    ['its turn has failed', { failure: '' }],
  ])('not when %s', (_why, more) => expect(isOutdatedBy({ ...RENDERS(), ...more }, CHANGES())).toBe(false));
});

describe('a request that takes the video over', () => {
  it('brings it at its end, as it was asked for and not begun', () => {
    const earlier = turn(
      [newPrompt('rain'), { ...newExport('gif'), output: { fps: 30 }, renderId: 'r', submitted: true }],
      {
        at: 1,
      },
    );
    const newer = CHANGES();
    takeOverRender(earlier, newer);
    expect(newer.work).toEqual([newPrompt('longer'), { ...newExport('gif'), output: { fps: 30 }, takenOver: true }]);
    takeOverRender(earlier, newer);
    expect(newer.work).toHaveLength(2);
    const plain = CHANGES();
    takeOverRender(RENDERS(), plain);
    expect(plain.work[1]).toEqual({ ...newExport('gif'), takenOver: true });
  });

  it('has its own video where it asks for one, and none where nothing is rendered', () => {
    const own = turn([newPrompt('x'), newExport()]);
    takeOverRender(RENDERS(), own);
    expect(own.work).toEqual([newPrompt('x'), newExport()]);
    const newer = CHANGES();
    takeOverRender({ ...RENDERS(), at: 1 }, newer);
    expect(newer.work).toHaveLength(1);
  });

  it('is at its end but for that video', () => {
    const over = { ...newExport(), takenOver: true };
    expect(isLastButTakenOver(turn([newPrompt('x'), over]))).toBe(true);
    expect(isLastButTakenOver(turn([newPrompt('x')]))).toBe(true);
    expect(isLastButTakenOver(turn([newPrompt('x'), newExport()]))).toBe(false);
    expect(isLastButTakenOver(turn([newPrompt('x'), newPrompt('y'), over]))).toBe(false);
  });
});
