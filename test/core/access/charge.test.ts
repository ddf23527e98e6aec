import { describe, expect, it } from 'vitest';
import { chargeOf, expectedCredits, priceOf } from '../../../src/core/access/charge.ts';
import { newExport, newPrompt, newUpload } from '../../../src/core/turn/new-work.ts';
import type { Turn, Work } from '../../../src/core/turn/turn.ts';

const prompt = (more: Partial<Extract<Work, { kind: 'prompt' }>> = {}): Work => ({ ...newPrompt('rain'), ...more });
const render = (renderId?: string): Work => ({ ...newExport(), renderId });
const action: Work = { kind: 'action', name: 'status' };

const turn = (work: Work[], more: Partial<Turn> = {}): Turn => ({
  ...{ v: 2, id: 'test:1/9', chat: 'test:1', messageId: '9', userId: 'u1', language: 'en', text: '' },
  ...{ attachments: [], acceptedAt: 1, order: 0, work, at: 0 },
  ...more,
});

describe('what a prompt is expected to take', () => {
  const cases = [
    ['a clip', {}, true, 100],
    ['an edit', {}, false, 50],
    ['a clip made again', { repeat: 'rerun' }, false, 100],
    ['what the agent asked the user to do by hand', { implied: true }, true, 50],
  ] as const;

  it.each(cases)('%s', (_what, more, makesClip, credits) => {
    expect(priceOf({ ...newPrompt('rain'), ...more }, { makesClip })).toBe(credits);
  });

  it('is summed over the turn, with what was measured in place of the price', () => {
    const measured = prompt({ charged: { credits: 7, estimate: false } });
    expect(expectedCredits(turn([newUpload([0]), measured, render(), prompt()]))).toBe(107);
    expect(expectedCredits(turn([prompt(), prompt()], { makesClip: false }))).toBe(100);
    expect(expectedCredits(turn([render(), action]))).toBe(0);
  });
});

describe('what a turn has cost', () => {
  const sent = prompt({ sending: true, charged: { credits: 40, estimate: false } });

  it('is the sum of its prompts that were sent', () => {
    const charge = chargeOf(turn([sent, prompt(), sent, render('r1'), render('r2')], { skill: 'hd' }), false);
    const who = { user: 'test:u1', community: 'test:1', skill: 'hd', action: 'edit', render: 'r2' };
    expect(charge).toEqual({ ...who, credits: 80, estimate: false });
  });

  it('is an estimate as soon as one of them is', () => {
    expect(chargeOf(turn([sent, prompt({ sending: true })]), false)).toMatchObject({ credits: 140, estimate: true });
    expect(chargeOf(turn([prompt({ sending: true }), sent]), false)).toMatchObject({ credits: 140, estimate: true });
    const edit = turn([prompt({ sending: true })], { makesClip: false });
    expect(chargeOf(edit, false)).toMatchObject({ credits: 50, estimate: true });
  });

  it('is nothing where the backend takes no credits, and no estimate', () => {
    expect(chargeOf(turn([sent, prompt({ sending: true })]), true)).toMatchObject({ credits: 0, estimate: false });
  });

  it('is counted for what the turn was', () => {
    expect(chargeOf(turn([newUpload([0]), render('r1')]), false)).toMatchObject({ action: 'export', credits: 0 });
    expect(chargeOf(turn([newUpload([0])]), false)).toMatchObject({ action: 'upload', render: undefined });
  });

  it('is not changed by a turn that only asked the bot', () => {
    const shared = { community: 'test:group' };
    const before = chargeOf(turn([sent], { shared }), false);
    expect(before).toMatchObject({ community: 'test:group' });
    expect(chargeOf(turn([action], { charge: before }), false)).toEqual(before);
    expect(chargeOf(turn([action]), false)).toBeUndefined();
  });
});
