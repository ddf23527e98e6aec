import { describe, expect, it } from 'vitest';
import { type DraftJson, diffTimelines, isExportable, readTimeline, sameDraft } from '../../../src/nemo/draft/draft.ts';
import { at, changesAfter, clip, type Draft, draft, segments } from './two-photos.ts';

describe('readTimeline', () => {
  it('reads the short keys', () => {
    const timeline = readTimeline(draft());
    expect(timeline.durationMs).toBe(10_000);
    expect(timeline.aspect).toBe('16:9');
    expect(timeline.tracks.map(({ kind }) => kind)).toEqual(['video', 'audio', 'text']);
    expect(timeline.tracks[1]?.segments[0]).toMatchObject({
      name: 'Lo-fi',
      startMs: 0,
      durationMs: 10_000,
      volume: 0.35,
    });
    expect(timeline.tracks[2]?.segments[0]).toMatchObject({
      name: 'Urban Dreams',
      text: 'Urban Dreams',
      position: 'center',
    });
    expect(timeline.tracks[0]?.segments[1]).toMatchObject({ motion: 'still', transition: 'crossfade', startMs: 5000 });
  });

  it('lets segments without a start follow one another, and takes the end for the length', () => {
    const timeline = readTimeline({
      t: [{ tt: 0, sg: [{ d: 2000 }, { d: 3000 }, { start: 9000, d: 1000 }, { d: 500 }] }],
    });
    expect(timeline.tracks[0]?.segments.map(({ startMs }) => startMs)).toEqual([0, 2000, 9000, 10_000]);
    expect(timeline.durationMs).toBe(10_500);
  });

  it.each([
    [{ m: { name: 'city' } }, 'city'],
    [{ m: { title: 'city' } }, 'city'],
    [{ name: 'city' }, 'city'],
    [{ m: { src: 'https://cdn.example/u/1/my%20city.mp4?sig=x' } }, 'my city.mp4'],
    [{ m: { src: 'C:\\clips\\city.mov' } }, 'city.mov'],
    [{ m: { src: '%zz.mp4' } }, '%zz.mp4'],
    [{}, ''],
  ])('names %j %j', (segment, name) => {
    expect(readTimeline({ t: [{ tt: 0, sg: [segment] }] }).tracks[0]?.segments[0]?.name).toBe(name);
  });

  it.each([
    [0.35, 0.35],
    [35, 0.35],
    ['35%', 0.35],
    ['0.5', 0.5],
    [1, 1],
    [1.5, 1.5],
    [100, 1],
    [0, 0],
    [-1, undefined],
    ['loud', undefined],
  ])('reads the volume %j as %j', (volume, read) => {
    expect(readTimeline({ t: [{ tt: 1, sg: [{ m: { volume } }] }] }).tracks[0]?.segments[0]?.volume).toBe(read);
    expect(readTimeline({ t: [{ tt: 1, sg: [{ volume }] }] }).tracks[0]?.segments[0]?.volume).toBe(read);
    expect(readTimeline({ t: [{ tt: 1, sg: [{ m: { vol: volume } }] }] }).tracks[0]?.segments[0]?.volume).toBe(read);
  });

  it('reads the shape from the canvas', () => {
    expect(readTimeline({ canvas: { width: 1080, height: 1920 } }).aspect).toBe('9:16');
    expect(readTimeline({ canvas: { ratio: '9:16' } }).aspect).toBe('9:16');
    expect(readTimeline({ canvas: { width: 0, height: 0 } }).aspect).toBeUndefined();
  });

  const odd: unknown[] = [
    null,
    {},
    { t: null },
    { t: 'x' },
    { t: [null, 1, 'x', [], {}] },
    { t: [{ tt: 'video', sg: {} }] },
    {
      t: [
        { tt: 0, sg: [null, 3, 'x', { d: 'NaN', s: -5, m: 'x' }, { d: Number.NaN }, { d: Number.POSITIVE_INFINITY }] },
      ],
    },
    { t: [{ tt: {}, sg: [{ m: { transition: [], motion: 7, text: {} } }] }], d: 'long', m: [], canvas: 4 },
  ];
  it.each(odd)('never throws on %j', (value) => {
    const timeline = readTimeline(value as DraftJson | null); // Whatever a backend may send.
    for (const { segments: all } of timeline.tracks) {
      for (const { startMs, durationMs } of all) {
        expect(startMs).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(startMs + durationMs)).toBe(true);
      }
    }
    expect(diffTimelines(timeline, timeline)).toEqual([]);
  });
});

describe('isExportable', () => {
  it('needs one track with a segment', () => {
    expect(isExportable(null)).toBe(false);
    expect(isExportable({})).toBe(false);
    expect(isExportable({ t: [] })).toBe(false);
    expect(isExportable({ t: [{ tt: 0, sg: [] }] })).toBe(false);
    expect(
      isExportable({
        t: [
          { tt: 0, sg: [] },
          { tt: 7, sg: [{ d: 1 }] },
        ],
      }),
    ).toBe(true);
  });
});

describe('sameDraft', () => {
  it('looks at content, not at the order of keys', () => {
    expect(sameDraft({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toBe(true);
    expect(sameDraft({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(sameDraft({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(sameDraft({ a: [] }, { a: {} })).toBe(false);
  });

  it('takes no draft for an empty one', () => {
    expect(sameDraft(null, null)).toBe(true);
    expect(sameDraft(null, {})).toBe(true);
    expect(sameDraft({ t: [] }, null)).toBe(true);
    expect(sameDraft(null, draft())).toBe(false);
  });
});

describe('diffTimelines', () => {
  it('is empty when nothing changed', () => {
    expect(changesAfter(() => {})).toEqual([]);
  });

  it('sees what was added to nothing', () => {
    expect(diffTimelines(readTimeline(null), readTimeline(draft())).map(({ kind }) => kind)).toEqual([
      'added',
      'added',
      'added',
      'added',
      'length',
      'aspect',
    ]);
  });

  it('sees music removed', () => {
    expect(changesAfter((d) => void d.t.splice(1, 1))).toEqual([
      { kind: 'removed', track: 'audio', name: 'Lo-fi', startMs: 0, durationMs: 10_000 },
    ]);
  });

  it('sees a clip inserted at the front, without calling the others moved', () => {
    const changes = changesAfter((d) => {
      segments(d, 0).unshift(clip('v0', 'z.jpg', 0, 2000));
      at(segments(d, 0), 1).s = 2000;
      at(segments(d, 0), 2).s = 7000;
      d.d = 12_000;
    });
    expect(changes).toEqual([
      { kind: 'added', track: 'video', name: 'z.jpg', startMs: 0, durationMs: 2000 },
      { kind: 'length', before: 10_000, after: 12_000 },
    ]);
  });

  it('finds clips by name when their ids are only numbers of places', () => {
    const before = { t: [{ tt: 0, sg: [clip('0', 'a.jpg', 0, 1000), clip('1', 'b.jpg', 1000, 1000)] }] };
    const after = {
      t: [{ tt: 0, sg: [clip('0', 'z.jpg', 0, 1000), clip('1', 'a.jpg', 1000, 1000), clip('2', 'b.jpg', 2000, 1000)] }],
    };
    expect(diffTimelines(readTimeline(before), readTimeline(after)).map(({ kind }) => kind)).toEqual([
      'added',
      'length',
    ]);
  });

  it.each([['a1'], ['a2']])('sees music replaced (id %s)', (id) => {
    expect(changesAfter((d) => segments(d, 1).splice(0, 1, clip(id, 'Upbeat', 0, 10_000, { volume: 0.35 })))).toEqual([
      {
        kind: 'replaced',
        track: 'audio',
        name: 'Upbeat',
        startMs: 0,
        durationMs: 10_000,
        before: 'Lo-fi',
        after: 'Upbeat',
      },
    ]);
  });

  it('sees one clip moved when two change places', () => {
    const changes = changesAfter((d) => {
      segments(d, 0).reverse();
      at(segments(d, 0), 0).s = 0;
      at(segments(d, 0), 1).s = 5000;
    });
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ kind: 'moved', track: 'video' });
  });

  it('sees a title moved in time', () => {
    expect(changesAfter((d) => Object.assign(at(segments(d, 2), 0), { s: 7000 }))).toEqual([
      { kind: 'moved', track: 'text', name: 'Urban Dreams', startMs: 7000, durationMs: 3000, before: 0, after: 7000 },
    ]);
  });

  it('sees a clip retimed and the whole grow', () => {
    const changes = changesAfter((d) => {
      at(segments(d, 0), 0).d = 8000;
      at(segments(d, 0), 1).s = 8000;
      d.d = 13_000;
    });
    expect(changes).toEqual([
      { kind: 'retimed', track: 'video', name: 'a.jpg', startMs: 0, durationMs: 8000, before: 5000, after: 8000 },
      { kind: 'length', before: 10_000, after: 13_000 },
    ]);
  });

  const single: [string, (d: Draft) => void, object][] = [
    [
      'volume',
      (d) => Object.assign(at(segments(d, 1), 0).m, { volume: 0.2 }),
      { kind: 'volume', before: 0.35, after: 0.2 },
    ],
    [
      'text',
      (d) => Object.assign(at(segments(d, 2), 0).m, { text: 'Hi' }),
      { kind: 'text', before: 'Urban Dreams', after: 'Hi' },
    ],
    [
      'position',
      (d) => Object.assign(at(segments(d, 2), 0).m, { position: 'top' }),
      { kind: 'position', before: 'center', after: 'top' },
    ],
    [
      'motion',
      (d) => Object.assign(at(segments(d, 0), 1).m, { motion: 'pan-left' }),
      { kind: 'motion', after: 'pan-left' },
    ],
    [
      'transition',
      (d) => Object.assign(at(segments(d, 0), 1).m, { transition: { kind: 'cut', d: 0 } }),
      { kind: 'transition', before: 'crossfade' },
    ],
    [
      'strength',
      (d) => Object.assign(at(segments(d, 0), 0).m, { strength: 2 }),
      { kind: 'adjusted', field: 'strength', before: 1, after: 2 },
    ],
    [
      'fade',
      (d) => Object.assign(at(segments(d, 1), 0).m, { fadeIn: 0 }),
      { kind: 'adjusted', field: 'fadeIn', before: 500, after: 0 },
    ],
    ['aspect', (d) => Object.assign(d.m, { aspect: '9:16' }), { kind: 'aspect', before: '16:9', after: '9:16' }],
  ];
  it.each(single)('sees a change of %s alone', (_, edit, change) => {
    const changes = changesAfter(edit);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject(change);
  });

  it('ignores what says the same, and addresses that are signed anew', () => {
    const changes = changesAfter((d) => {
      Object.assign(at(segments(d, 0), 1).m, { motion: 'none', previewUrl: 'https://cdn.example/1?sig=2' });
      at(segments(d, 0), 0).d = 5010;
    });
    expect(changes).toEqual([]);
  });
});
