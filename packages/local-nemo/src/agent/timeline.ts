import { type AudioSegment, type LocalDraft, MAX_VIDEO_MS, type TextSegment, type VideoSegment } from '../draft.ts';

export { MAX_VIDEO_MS };

/** The draft with its three kinds of tracks at hand. */
export interface Tracks {
  clips: VideoSegment[];
  sounds: AudioSegment[];
  texts: TextSegment[];
}

export const MIN_CLIP_MS = 500;
export const MIN_VIDEO_MS = 1000;

export function tracksOf(draft: LocalDraft): Tracks {
  const tracks: Tracks = { clips: [], sounds: [], texts: [] };
  for (const track of draft.t) {
    if (track.tt === 0) tracks.clips.push(...track.sg);
    else if (track.tt === 1) tracks.sounds.push(...track.sg);
    else tracks.texts.push(...track.sg);
  }
  return tracks;
}

/**
 * The draft with these tracks: clips follow one another without a gap, no transition is longer than its neighbours
 * allow, music lasts as long as the video, texts of a clip follow it, and texts that stood at the end or all along still
 * do.
 */
export function withTracks(draft: LocalDraft, tracks: Tracks): LocalDraft {
  const clips = layOut(tracks.clips);
  const total = clips.reduce((sum, clip) => sum + clip.d, 0);
  const before = draft.d;
  const sounds = tracks.sounds.map((sound) => ({
    ...sound,
    s: 0,
    d: total,
    m: { ...sound.m, fadeIn: Math.min(sound.m.fadeIn, total >> 1), fadeOut: Math.min(sound.m.fadeOut, total >> 1) },
  }));
  const texts = tracks.texts.flatMap((text) => {
    if (text.m.clip !== undefined) {
      const clip = clips.find(({ id }) => id === text.m.clip);
      return clip ? [{ ...text, s: clip.s, d: clip.d }] : [];
    }
    if (text.s === 0 && text.d >= before) return [{ ...text, d: total }];
    const d = Math.min(text.d, total);
    const atEnd = text.s > 0 && text.s + text.d >= before;
    return [{ ...text, d, s: atEnd ? total - d : Math.min(text.s, total - d) }];
  });
  const t: LocalDraft['t'] = [{ tt: 0, sg: clips }];
  if (sounds.length > 0) t.push({ tt: 1, sg: sounds });
  if (texts.length > 0) t.push({ tt: 7, sg: texts });
  return { ...draft, d: total, t };
}

function layOut(clips: VideoSegment[]): VideoSegment[] {
  let start = 0;
  return clips.map((clip, i) => {
    const before = clips[i - 1];
    const { kind } = clip.m.transition;
    // Centred on the cut: half of it lies in each neighbour.
    const d = before && kind !== 'cut' ? Math.min(clip.m.transition.d, before.d, clip.d) : 0;
    const placed = { ...clip, s: start, m: { ...clip.m, transition: { kind: before ? kind : ('cut' as const), d } } };
    start += clip.d;
    return placed;
  });
}

/** Whole numbers in the given proportions that add up to exactly `total`, none below {@link MIN_CLIP_MS} if possible. */
export function share(weights: number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0) || 1;
  const least = Math.min(MIN_CLIP_MS, Math.floor(total / Math.max(1, weights.length)));
  const spare = total - least * weights.length;
  let given = 0;
  let weighed = 0;
  return weights.map((weight) => {
    weighed += weight;
    const upTo = Math.round((weighed / sum) * spare);
    const part = upTo - given;
    given = upTo;
    return least + part;
  });
}
