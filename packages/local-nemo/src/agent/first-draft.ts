import type { Aspect, LocalDraft, Motion, VideoSegment } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import { MAX_VIDEO_MS, share, withTracks } from './timeline.ts';

const WHOLE_MS = 10_000;
const PHOTO_MS = 3000;
const LONGEST_CLIP_MS = 60_000;
const TRANSITION_MS = 700;
const MOTIONS: Motion[] = ['zoom-in', 'pan-left', 'zoom-out', 'pan-right'];

/** The motion for the clip at an index, so that neighbours differ. */
export function alternateMotion(index: number): Motion {
  return MOTIONS[index % MOTIONS.length] ?? 'zoom-in';
}

/** A clip of a photo or video, not laid out yet. */
export function newClip(media: MediaRecord, index: number, ms: number): VideoSegment {
  const kind = media.kind === 'video' ? 'video' : 'image';
  return {
    id: `clip-${media.id}-${index + 1}`,
    s: 0,
    d: ms,
    m: {
      name: media.filename.replace(/\.[a-z0-9]{2,4}$/i, ''),
      src: media.id,
      kind,
      motion: kind === 'video' ? 'still' : alternateMotion(index),
      strength: 1,
      transition: { kind: 'crossfade', d: TRANSITION_MS },
    },
  };
}

/** How long a clip is shown unless it was set: a video as long as it is. */
export function naturalMs(media: MediaRecord, photoMs = PHOTO_MS): number {
  if (media.kind !== 'video' || !media.durationMs) return photoMs;
  return Math.max(PHOTO_MS / 3, Math.min(LONGEST_CLIP_MS, Math.round(media.durationMs)));
}

/** A whole video of the given media in their order: 10 s, or 3 s for each photo when there are more than three. */
export function firstDraft(ids: string[], media: MediaRecord[]): LocalDraft {
  const chosen = ids.flatMap((id) => media.find((m) => m.id === id && m.kind !== 'audio') ?? []);
  const hasVideo = chosen.some((m) => m.kind === 'video');
  const wanted = hasVideo
    ? chosen.map((m) => naturalMs(m))
    : share(
        chosen.map(() => 1),
        Math.max(WHOLE_MS, chosen.length > 3 ? chosen.length * PHOTO_MS : 0),
      );
  const total = wanted.reduce((a, b) => a + b, 0);
  const lengths = total > MAX_VIDEO_MS ? share(wanted, MAX_VIDEO_MS) : wanted;
  const clips = chosen.map((m, i) => newClip(m, i, lengths[i] ?? PHOTO_MS));
  const name = clips[0]?.m.name ?? 'project';
  return withTracks({ d: 0, m: { name, aspect: aspectOf(chosen), fps: 30 }, t: [] }, { clips, sounds: [], texts: [] });
}

/** The orientation that most photos have; upright, square or wide in a tie of none. */
function aspectOf(media: MediaRecord[]): Aspect {
  const votes: Record<'16:9' | '9:16' | '1:1', number> = { '16:9': 0, '9:16': 0, '1:1': 0 };
  for (const { width, height } of media) {
    if (!width || !height) continue;
    const ratio = width / height;
    votes[ratio > 1.1 ? '16:9' : ratio < 0.9 ? '9:16' : '1:1']++;
  }
  if (votes['9:16'] > votes['16:9'] && votes['9:16'] >= votes['1:1']) return '9:16';
  return votes['1:1'] > votes['16:9'] ? '1:1' : '16:9';
}
