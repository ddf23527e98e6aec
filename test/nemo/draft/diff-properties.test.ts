import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffTimelines, readTimeline } from '../../../src/nemo/draft/draft.ts';
import { holds } from '../../support/properties.ts';

interface Raw {
  id: string;
  s?: number;
  d: number;
  m: { name: string; text?: string; volume?: number; motion?: string; transition?: { kind: string; d: number } };
}

const segment = fc.record(
  {
    s: fc.integer({ min: 0, max: 60_000 }),
    d: fc.integer({ min: 0, max: 20_000 }),
    volume: fc.double({ min: 0, max: 2, noNaN: true }),
    motion: fc.constantFrom('still', 'zoom-in', 'pan-left'),
    transition: fc.record({ kind: fc.constantFrom('cut', 'crossfade'), d: fc.integer({ min: 0, max: 900 }) }),
    text: fc.string({ unit: fc.constantFrom(...'abc你'), maxLength: 8 }),
  },
  { requiredKeys: ['d'] },
);

/** Any draft of Nemo's shape, with names and ids of its own for each segment. */
const draft = fc
  .record({
    d: fc.integer({ min: 0, max: 100_000 }),
    tracks: fc.array(fc.record({ tt: fc.constantFrom(0, 1, 7, 3), sg: fc.array(segment, { maxLength: 6 }) }), {
      maxLength: 4,
    }),
  })
  .map(({ d, tracks }) => ({
    d,
    t: tracks.map(({ tt, sg }, track) => ({
      tt,
      sg: sg.map(({ s, d: length, text, ...m }, index): Raw => {
        const name = `segment ${track}.${index}`;
        const words = tt === 7 && text !== undefined ? { text: `${name} ${text}`.trim() } : {};
        return {
          id: `id-${track}-${index}`,
          ...(s === undefined ? {} : { s }),
          d: length,
          m: { name, ...m, ...words },
        };
      }),
    })),
  }));

it('a timeline does not differ from itself', () => {
  holds(
    fc.property(draft, (any) => {
      expect(diffTimelines(readTimeline(any), readTimeline(structuredClone(any)))).toEqual([]);
    }),
    500,
  );
});

it('each segment whose volume changed is named, and no other', () => {
  holds(
    fc.property(draft, fc.infiniteStream(fc.boolean()), (before, picks) => {
      const changed: string[] = [];
      const after = structuredClone(before);
      for (const { sg } of after.t) {
        for (const { m } of sg) {
          if (!picks.next().value) continue;
          m.volume = (m.volume ?? 1) + 0.5;
          changed.push(m.text ?? m.name);
        }
      }
      const changes = diffTimelines(readTimeline(before), readTimeline(after));
      expect(changes.map((each) => [each.kind, 'name' in each ? each.name : ''])).toEqual(
        expect.arrayContaining(changed.map((name) => ['volume', name])),
      );
      expect(changes).toHaveLength(changed.length);
    }),
    500,
  );
});

it('each segment that was taken out is named, whatever stays', () => {
  holds(
    fc.property(draft, fc.infiniteStream(fc.boolean()), (before, picks) => {
      const gone: string[] = [];
      const after = structuredClone(before);
      for (const track of after.t) {
        track.sg = track.sg.filter(({ m }) => {
          if (picks.next().value) return true;
          gone.push(m.text ?? m.name);
          return false;
        });
      }
      const removed = diffTimelines(readTimeline(before), readTimeline(after)).filter(({ kind }) => kind === 'removed');
      expect(removed.map((each) => ('name' in each ? each.name : '')).toSorted()).toEqual(gone.toSorted());
    }),
    500,
  );
});
