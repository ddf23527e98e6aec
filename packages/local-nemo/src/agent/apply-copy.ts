import { type LocalDraft, MAX_VIDEO_MS, type TextSegment, type VideoSegment } from '../draft.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied } from './edit-context.ts';
import type { ClipRef, Edit } from './edits.ts';
import { withTracks } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

/** Clips of one video; more would take minutes to render. */
const MOST_CLIPS = 200;

/** All clips, so many times over, each with its texts. */
export function repeatClips(draft: LocalDraft, edit: Of<'repeat'>): Applied {
  const work = new ClipWork(draft);
  // Rounds are made before they are counted: beyond what is refused there are none.
  const times = Math.min(Math.max(1, Math.floor(edit.times)), MOST_CLIPS + 1);
  const number = freeNumber(work);
  const rounds = Array.from({ length: times - 1 }, (_, round) =>
    copied(work, [...work.clips.keys()], `-r${number + round}`),
  ).flat();
  return withCopies(work, [...work.clips, ...rounds]);
}

/** Clips that are shown once more, or several times, at the end or behind another clip, each with its texts. */
export function copyClips(draft: LocalDraft, edit: Of<'copy-clips'>): Applied {
  const work = new ClipWork(draft);
  const chosen = [...work.indexes(edit.clips)];
  const at = placeOf(work, edit.after);
  if (chosen.length === 0 || at === undefined) return work.refuse();
  const number = freeNumber(work);
  const copies = Array.from({ length: Math.min(MOST_CLIPS, edit.times) }, (_, i) =>
    copied(work, chosen, `-c${number + i}`),
  ).flat();
  // Whatever was first is led into now.
  const clips = work.clips.map((clip, i) => (at === 0 && i === 0 ? ledInto(work, clip) : clip));
  clips.splice(at, 0, ...copies);
  return withCopies(work, clips);
}

/** The index at which copies begin. */
function placeOf(work: ClipWork, after: ClipRef | undefined): number | undefined {
  if (after === undefined) return work.clips.length;
  if (after === 0) return 0;
  const index = work.find(after);
  return index === undefined ? undefined : index + 1;
}

/** The first number that no copy's id ends with: what was copied and removed before leaves every clip an id of its own. */
function freeNumber({ tracks: { clips, texts } }: ClipWork): number {
  const taken = [...clips, ...texts].map(({ id }) => Number(/-[cr](\d{1,9})$/.exec(id)?.[1] ?? 1));
  return Math.max(1, ...taken) + 1;
}

interface Copy extends VideoSegment {
  of: string;
}

/** The first clip, which had nothing to come from, with the transition that the others have. */
function ledInto({ clips }: ClipWork, clip: VideoSegment): VideoSegment {
  return { ...clip, m: { ...clip.m, transition: clips[1]?.m.transition ?? { kind: 'crossfade', d: 700 } } };
}

function copied(work: ClipWork, indexes: readonly number[], suffix: string): Copy[] {
  return indexes.flatMap((index): Copy[] => {
    const clip = work.clips[index];
    if (!clip) return [];
    const { m } = index === 0 ? ledInto(work, clip) : clip;
    return [{ ...clip, id: `${clip.id}${suffix}`, m, of: clip.id }];
  });
}

function withCopies(work: ClipWork, placed: readonly (VideoSegment | Copy)[]): Applied {
  const total = placed.reduce((sum, { d }) => sum + d, 0);
  if (total > MAX_VIDEO_MS || placed.length > MOST_CLIPS)
    return work.refuse({ kind: 'clamped-length', ms: MAX_VIDEO_MS });
  const texts: TextSegment[] = [...work.tracks.texts];
  const clips = placed.map((clip): VideoSegment => {
    if (!('of' in clip)) return clip;
    const { of, ...copy } = clip;
    const suffix = copy.id.slice(of.length);
    for (const text of work.tracks.texts) {
      if (text.m.clip === of) texts.push({ ...text, id: `${text.id}${suffix}`, m: { ...text.m, clip: copy.id } });
    }
    return copy;
  });
  return { draft: withTracks(work.draft, { ...work.tracks, clips, texts }), notes: work.notes };
}
