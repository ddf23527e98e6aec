import { expect, test } from 'vitest';
import type { LocalDraft } from '../../src/draft.ts';
import { aroundCrashes } from '../../src/renderer/crash.ts';
import { RenderError } from '../../src/renderer/errors.ts';
import { draftOf } from './render-fixtures.ts';

const sourcesOf = ({ t }: LocalDraft) => t.flatMap((track) => (track.tt === 0 ? track.sg.map(({ m }) => m.src) : []));

/** A renderer whose process ends as soon as it decodes one of these files; `made` are the sources of each order. */
function renderer(...crashing: string[]) {
  const made: string[] = [];
  const run = async (draft: LocalDraft, purpose: 'film' | 'trial') => {
    const sources = sourcesOf(draft);
    made.push(`${purpose} ${sources.join('+')}`);
    if (sources.some((src) => crashing.includes(src))) throw new RenderError('crashed', 'SIGSEGV');
    return { durationMs: draft.d, leftOut: sources.includes('cut') ? ['cut.png'] : [] };
  };
  return { made, run };
}

const draft = draftOf([
  { d: 1000, m: { src: 'beach' } },
  { d: 2000, m: { src: 'party', kind: 'video', name: 'party.mp4' } },
  { d: 3000, m: { src: 'walk', kind: 'video', name: 'walk.mp4' } },
  { d: 500, m: { src: 'cut' } },
]);

test('a clip whose decoder crashes is found by rendering each clip alone; the rest becomes the video, and it is named', async () => {
  const { made, run } = renderer('party');
  expect(await aroundCrashes(draft, run)).toEqual({ durationMs: 4500, leftOut: ['party.mp4', 'cut.png'] });
  expect(made).toEqual(['film beach+party+walk+cut', 'trial party', 'trial walk', 'film beach+walk+cut']);
});

test('a film that renders is rendered once', async () => {
  const { made, run } = renderer();
  await aroundCrashes(draft, run);
  expect(made).toHaveLength(1);
});

test('a crash that no clip causes, or that leaves nothing, is the failure it was', async () => {
  await expect(aroundCrashes(draft, renderer('beach').run)).rejects.toMatchObject({ failure: 'crashed' });
  const alone = draftOf([{ d: 1000, m: { src: 'party', kind: 'video' } }]);
  await expect(aroundCrashes(alone, renderer('party').run)).rejects.toMatchObject({ failure: 'crashed' });
});
