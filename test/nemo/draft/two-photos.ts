import { type Change, diffTimelines, readTimeline } from '../../../src/nemo/draft/draft.ts';

export const clip = (id: string, name: string, s: number, d: number, m: object = {}) => ({
  id,
  s,
  d,
  m: { name, ...m },
});

/** Two photos, music and a title, as the embedded Nemo writes them. */
export function draft(): { d: number; m: { aspect: string }; t: { tt: number; sg: ReturnType<typeof clip>[] }[] } {
  return {
    d: 10_000,
    m: { aspect: '16:9' },
    t: [
      {
        tt: 0,
        sg: [
          clip('v1', 'a.jpg', 0, 5000, { motion: 'zoom-in', strength: 1, transition: { kind: 'cut', d: 0 } }),
          clip('v2', 'b.jpg', 5000, 5000, { motion: 'still', strength: 1, transition: { kind: 'crossfade', d: 500 } }),
        ],
      },
      { tt: 1, sg: [clip('a1', 'Lo-fi', 0, 10_000, { volume: 0.35, fadeIn: 500 })] },
      { tt: 7, sg: [clip('x1', 'title', 0, 3000, { text: 'Urban Dreams', position: 'center' })] },
    ],
  };
}

export type Draft = ReturnType<typeof draft>;

export function changesAfter(edit: (d: Draft) => void): Change[] {
  const after = draft();
  edit(after);
  return diffTimelines(readTimeline(draft()), readTimeline(after));
}

export const at = <T>(list: T[], i: number): T => {
  const found = list[i];
  if (found === undefined) throw new Error(`nothing at ${i}`);
  return found;
};
export const segments = (d: Draft, track: number) => at(d.t, track).sg;
