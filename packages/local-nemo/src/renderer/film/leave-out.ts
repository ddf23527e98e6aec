import type { LocalDraft } from '../../draft.ts';

/**
 * The draft without what shows or plays a file. A clip that goes takes its own texts with it, and what comes after it
 * moves up; other sounds and texts end with the video at the latest. Undefined when no picture is left.
 */
export function draftWithout(draft: LocalDraft, src: string): LocalDraft | undefined {
  const clips = draft.t.flatMap((track) => (track.tt === 0 ? track.sg : []));
  const gone = clips.filter(({ m }) => m.src === src).toSorted((a, b) => a.s - b.s);
  if (clips.length > 0 && gone.length === clips.length) return undefined;
  const goneIds = new Set(gone.map(({ id }) => id));
  const length = draft.d - gone.reduce((sum, { d }) => sum + d, 0);
  /** Where a time (ms) lies once the gaps are closed. */
  const moved = (time: number) => time - gone.reduce((sum, { s, d }) => sum + Math.max(0, Math.min(d, time - s)), 0);
  const placed = <S extends { s: number; d: number }>(segments: S[]): S[] =>
    segments.flatMap((segment) => {
      const s = moved(segment.s);
      const d = Math.min(segment.d, length - s);
      return d > 0 ? [{ ...segment, s, d }] : [];
    });
  const t = draft.t.map((track): LocalDraft['t'][number] => {
    if (track.tt === 0) return { ...track, sg: placed(track.sg.filter(({ id }) => !goneIds.has(id))) };
    if (track.tt === 1) return { ...track, sg: placed(track.sg.filter(({ m }) => m.src !== src)) };
    return { ...track, sg: placed(track.sg.filter(({ m }) => m.clip === undefined || !goneIds.has(m.clip))) };
  });
  const { logo, ...m } = draft.m;
  return { ...draft, m: logo && logo.src !== src ? { ...m, logo } : m, d: length, t };
}

/** What the draft calls a file: the name under which the sender knows it. */
export function nameOf(draft: LocalDraft, src: string): string {
  for (const { sg } of draft.t) {
    for (const { m } of sg) if ('src' in m && m.src === src) return m.name;
  }
  return draft.m.logo?.src === src ? draft.m.logo.name : src;
}
