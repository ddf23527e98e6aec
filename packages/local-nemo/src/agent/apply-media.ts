import type { LocalDraft, VideoSegment } from '../draft.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit } from './edits.ts';
import { naturalMs, newClip } from './first-draft.ts';
import { MAX_VIDEO_MS, MIN_CLIP_MS, share } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

const TRANSITION_MS = 700;
/** A lone photo of 10 s is no measure for the ones that join it. */
const LONGEST_USUAL_MS = 5000;

export function replaceClip(draft: LocalDraft, edit: Of<'replace-clip'>, context: EditContext): Applied {
  const work = new ClipWork(draft);
  const at = work.find(edit.clip);
  const media = context.media.find((m) => m.id === edit.media);
  if (at === undefined || !media) return work.refuse();
  return work.done(
    work.clips.map((clip, i) => {
      if (i !== at) return clip;
      const fresh = newClip(media, i, clip.d);
      const motion = media.kind === 'video' || clip.m.kind === 'video' ? fresh.m.motion : clip.m.motion;
      return { ...fresh, m: { ...fresh.m, motion, strength: clip.m.strength, transition: clip.m.transition } };
    }),
  );
}

/** The video with these files alone, as long as it was where they are photos. */
export function useOnly(draft: LocalDraft, edit: Of<'use-only'>, context: EditContext): Applied {
  const work = new ClipWork(draft);
  const { clips } = work;
  const left = clips.filter((clip) => edit.media.includes(clip.m.src));
  const missing = edit.media.filter((id) => !left.some((clip) => clip.m.src === id));
  if (left.length === clips.length && missing.length === 0) return work.done(clips);
  const added = withUsualTransition(clips, newClips(missing, clips.length, context, naturalMs));
  const all = [...withFirstTransition(left), ...added];
  if (all.length === 0) return work.refuse();
  // Photos share the length that the video has; a film is as long as it is.
  const hasVideo = all.some((clip) => clip.m.kind === 'video');
  const weights = all.map((clip) => (hasVideo ? clip.d : 1));
  const wanted = hasVideo ? weights.reduce((sum, d) => sum + d, 0) : Math.max(draft.d, all.length * MIN_CLIP_MS);
  return work.done(shared(all, weights, Math.min(MAX_VIDEO_MS, wanted)));
}

export function addMedia(draft: LocalDraft, edit: Of<'add-media'>, context: EditContext): Applied {
  const work = new ClipWork(draft);
  const { clips } = work;
  const photos = clips.filter((clip) => clip.m.kind === 'image');
  const usual =
    photos.length > 0
      ? Math.min(LONGEST_USUAL_MS, Math.round(photos.reduce((sum, clip) => sum + clip.d, 0) / photos.length))
      : undefined;
  const added = withUsualTransition(
    clips,
    newClips(edit.media, clips.length, context, (media) => naturalMs(media, usual)),
  );
  const all = edit.at === 'start' ? [...added, ...withFirstTransition(clips)] : [...clips, ...added];
  if (all.reduce((sum, clip) => sum + clip.d, 0) <= MAX_VIDEO_MS) return work.done(all);
  work.notes.push({ kind: 'clamped-length', ms: MAX_VIDEO_MS });
  const weights = all.map((clip) => clip.d);
  return work.done(shared(all, weights, MAX_VIDEO_MS));
}

function newClips(
  ids: string[],
  used: number,
  { media }: EditContext,
  lengthOf: (media: EditContext['media'][number]) => number,
): VideoSegment[] {
  return ids.flatMap((id, i) => {
    const found = media.find((m) => m.id === id);
    return found ? [newClip(found, used + i, lengthOf(found))] : [];
  });
}

// What was agreed for the video's transitions holds for the new clips.
function withUsualTransition(clips: VideoSegment[], added: VideoSegment[]): VideoSegment[] {
  const transition = clips.length > 1 ? clips.at(-1)?.m.transition : undefined;
  return transition ? added.map((clip) => ({ ...clip, m: { ...clip.m, transition } })) : added;
}

// The clip that was first had no transition; with others before it, it takes the next one's.
function withFirstTransition(clips: VideoSegment[]): VideoSegment[] {
  const transition = clips[1]?.m.transition ?? { kind: 'crossfade' as const, d: TRANSITION_MS };
  return clips.map((clip, i) => (i === 0 ? { ...clip, m: { ...clip.m, transition } } : clip));
}

function shared(clips: VideoSegment[], weights: number[], total: number): VideoSegment[] {
  const parts = share(weights, total);
  return clips.map((clip, i) => ({ ...clip, d: parts[i] ?? clip.d }));
}
