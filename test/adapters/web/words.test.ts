import { describe, expect, it } from 'vitest';
import { planEdits } from '../../../packages/local-nemo/src/agent/plan.ts';
import { DRAFT, PHOTOS, PLACED } from '../../../packages/local-nemo/test/agent/fixtures.ts';
import { webWords } from '../../../src/i18n/web.ts';

describe.each(['en', 'zh', 'zh-Hant'] as const)('what dragging a clip says in %s', (voice) => {
  it.each([
    [1, 2],
    [1, 3],
    [3, 1],
    [2, 3],
  ])('is understood: %i to %i', (from, to) => {
    const said = webWords(voice).moveClip.replace('{from}', String(from)).replace('{to}', String(to));
    expect(planEdits(said, DRAFT, PHOTOS, PLACED).edits).toEqual([{ kind: 'move', clip: from, to }]);
  });
});
