import { expect, it } from 'vitest';
import { readDetails, readProjectDetails } from '../../../src/nemo/draft/details.ts';
import { diffTimelines, readTimeline, sameDraft } from '../../../src/nemo/draft/draft.ts';

const clip = (m: Record<string, unknown>, segment: Record<string, unknown> = {}) =>
  readTimeline({ d: 4000, t: [{ tt: 0, sg: [{ id: 'v1', s: 0, d: 4000, m: { name: 'a.jpg', ...m }, ...segment }] }] });

const changes = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  diffTimelines(clip(before), clip(after)).map((change) => [
    change.kind,
    'before' in change ? change.before : undefined,
    'after' in change ? change.after : undefined,
  ]);

it('a detail that changed together with the transition is told as well', () => {
  const crossfade = { type: 'crossfade', d: 500 };
  expect(changes({ filter: 'warm' }, { filter: 'cold', transition: crossfade })).toEqual([
    ['transition', undefined, 'crossfade'],
    ['adjusted', 'warm', 'cold'],
  ]);
  // The length of the same transition is a change of its own.
  expect(changes({ transition: crossfade }, { transition: { ...crossfade, d: 900 } })).toEqual([
    ['adjusted', 500, 900],
  ]);
});

it.each([
  ['m.muted', clip({ volume: 1, muted: true })],
  ['m.mute', clip({ volume: 1, mute: true })],
  ['muted', clip({ volume: 1 }, { muted: true })],
])('a clip whose draft says %s is silent', (_, timeline) => {
  const [change] = diffTimelines(clip({ volume: 1 }), timeline).filter(({ kind }) => kind === 'volume');
  expect(change).toMatchObject({ before: 1, after: 0 });
});

it('a draft in which a value became another kind of value has changed', () => {
  for (const [one, other] of [
    [{ a: {} }, { a: 'x' }],
    [{ a: 'x' }, { a: {} }],
    [{ a: {} }, { a: null }],
    [{ a: [] }, { a: {} }],
    [{ a: 1 }, { b: 1 }],
  ]) {
    expect(sameDraft(one ?? null, other ?? null)).toBe(false);
  }
  expect(sameDraft({ a: { b: 1, c: [{}] } }, { a: { c: [{}], b: 1 } })).toBe(true);
});

it('details are plain values, without addresses, ids, times and what is read elsewhere', () => {
  const key = (length: number) => 'k'.repeat(length);
  const m = {
    filter: 'warm',
    on: false,
    url: 'x',
    link: 'https://a.example',
    title: 'x',
    at: {},
    [key(60)]: 1,
    [key(61)]: 2,
  };
  expect(readDetails(m, { layer: 3, assetId: 'x' })).toEqual({ filter: 'warm', on: false, layer: 3, [key(60)]: 1 });
  expect(readDetails({}, {})).toBeUndefined();
  expect(readDetails({ filter: 'x'.repeat(1001) }, {})).toEqual({ filter: 'x'.repeat(1000) });
  expect(readDetails({ transition: { duration: 500 } }, {})).toEqual({ transitionMs: 500 });
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
  expect(Object.keys(readDetails(many, {}) ?? {})).toHaveLength(40);
});

it('details of the whole video are those of its parts, too, under both names', () => {
  const details = (m: object) => readProjectDetails({ m });
  expect(details({ look: 'warm', logo: { name: 'a.png', corner: 'left', x: { y: 1 } } })).toEqual({
    ...{ look: 'warm', logo: 'a.png', logoCorner: 'left' },
  });
  for (const key of ['title', 'k'.repeat(61), 'coverImage', 'ownerInfo', 'updatedAt'])
    expect(details({ [key]: { name: 'x', corner: 'left' } })).toBeUndefined();
  expect(details({})).toBeUndefined();
});
