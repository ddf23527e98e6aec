import { type LocalDraft, MAX_CLIP_VOLUME, MAX_SPEED, MIN_SPEED, type VideoSegment } from '../draft.ts';
import { ClipWork, withField } from './chosen-clips.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit } from './edits.ts';
import { MAX_VIDEO_MS, MIN_CLIP_MS } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

/** How fast a clip plays; 1 is as recorded. */
function speedOf({ m }: VideoSegment): number {
  return m.speed ?? 1;
}

/** How long a clip can be shown (ms): to the end of its file; undefined for photos and where that is not known. */
export function longestOf(clip: VideoSegment, { media }: Pick<EditContext, 'media'>): number | undefined {
  const file = media.find(({ id }) => id === clip.m.src);
  if (clip.m.kind !== 'video' || !file?.durationMs) return undefined;
  return Math.max(MIN_CLIP_MS, Math.floor((file.durationMs - (clip.m.in ?? 0)) / speedOf(clip)));
}

/** Clips played faster or slower: the same part of each file takes less or more time. Photos of "all" follow in length. */
export function applySpeed(draft: LocalDraft, edit: Of<'speed'>): Applied {
  const work = new ClipWork(draft);
  const chosen = work.indexes(edit.clips);
  if (chosen.size === 0) return work.refuse();
  const footage = work.clips.some((clip, i) => chosen.has(i) && clip.m.kind === 'video');
  if (!footage && edit.clips !== 'all') return work.refuse({ kind: 'no-footage', what: 'speed' });
  const clips = work.clips.map((clip, i) => {
    if (!chosen.has(i)) return clip;
    const before = speedOf(clip);
    const wanted = clip.m.kind === 'video' ? (edit.to ?? before * (edit.factor ?? 1)) : (edit.to ?? edit.factor ?? 1);
    const speed = Math.round(Math.min(MAX_SPEED, Math.max(MIN_SPEED, wanted)) * 100) / 100;
    if (Math.abs(speed - wanted) > 0.01) work.notes.push({ kind: 'clamped-speed', speed });
    const d = Math.max(MIN_CLIP_MS, Math.round((clip.d * (clip.m.kind === 'video' ? before : 1)) / speed / 10) * 10);
    if (clip.m.kind !== 'video') return { ...clip, d };
    return { ...withField(clip, 'speed', speed === 1 ? undefined : speed), d };
  });
  const total = clips.reduce((sum, clip) => sum + clip.d, 0);
  return total > MAX_VIDEO_MS ? work.refuse({ kind: 'clamped-length', ms: MAX_VIDEO_MS }) : work.done(clips);
}

/** The own sound of clips, louder or quieter; photos have none. */
export function applyClipVolume(draft: LocalDraft, edit: Of<'clip-volume'>): Applied {
  const work = new ClipWork(draft);
  const chosen = work.indexes(edit.clips);
  if (chosen.size === 0) return work.refuse();
  if (!work.clips.some((clip, i) => chosen.has(i) && clip.m.kind === 'video'))
    return work.refuse({ kind: 'no-footage', what: 'sound' });
  return work.done(
    work.clips.map((clip, i) => {
      if (!chosen.has(i) || clip.m.kind !== 'video') return clip;
      const wanted = edit.to ?? ((clip.m.volume ?? 1) || 0.1) * (edit.factor ?? 1);
      const volume = Math.round(Math.min(MAX_CLIP_VOLUME, Math.max(0, wanted)) * 100) / 100;
      return withField(clip, 'volume', volume === 1 ? undefined : volume);
    }),
  );
}

/** Whether pictures of another shape than the frame cover it or show whole. */
export function applyFit(draft: LocalDraft, edit: Of<'fit'>): Applied {
  return new ClipWork(draft).map(edit.clips, (clip) => withField(clip, 'fit', edit.fit));
}

/** Whether the edge of a picture on a blurred backdrop is soft. */
export function applySoftEdge(draft: LocalDraft, edit: Of<'soft-edge'>): Applied {
  const { softEdge: _before, ...m } = draft.m;
  return { draft: { ...draft, m: { ...m, ...(edit.on && { softEdge: true }) } }, notes: [] };
}

/** Takes parts of clips, or of the whole video, away. */
export function applyTrim(draft: LocalDraft, edit: Of<'trim'>, context: EditContext): Applied {
  const work = new ClipWork(draft);
  if (edit.clips === 'video') return trimVideo(work, edit, context);
  const chosen = work.indexes(edit.clips);
  if (chosen.size === 0) return work.refuse();
  const isStretch = !('cut' in edit) && !('keep' in edit);
  if (isStretch && work.clips.some((clip, i) => chosen.has(i) && clip.m.kind !== 'video'))
    return work.refuse({ kind: 'no-footage', what: 'trim' });
  const clips: VideoSegment[] = [];
  for (const [i, clip] of work.clips.entries()) {
    const left = chosen.has(i) ? trimmed(clip, edit, context) : clip;
    if (!left) return work.refuse({ kind: 'trim-too-much', ms: clip.d });
    clips.push(left);
  }
  return work.done(clips);
}

/** What is left of a clip; undefined when that is too little to be shown. */
function trimmed(clip: VideoSegment, edit: Of<'trim'>, context: EditContext): VideoSegment | undefined {
  if ('cut' in edit) return edit.cut === 'start' ? later(clip, edit.ms) : shorter(clip, clip.d - edit.ms);
  if ('keep' in edit) {
    if (edit.ms >= clip.d) return clip;
    return edit.keep === 'first' ? shorter(clip, edit.ms) : later(clip, clip.d - edit.ms);
  }
  const speed = speedOf(clip);
  const from = edit.fromMs ?? clip.m.in ?? 0;
  const shownTo = (clip.m.in ?? 0) + clip.d * speed;
  const fileEnd = context.media.find(({ id }) => id === clip.m.src)?.durationMs ?? edit.toMs ?? shownTo;
  const to = Math.min(edit.toMs ?? shownTo, fileEnd);
  return shorter(withField(clip, 'in', from > 0 ? Math.round(from) : undefined), Math.round((to - from) / speed));
}

function shorter(clip: VideoSegment, d: number): VideoSegment | undefined {
  return d < MIN_CLIP_MS ? undefined : { ...clip, d };
}

/** A clip that begins so much later; of a photo that is just a shorter time. */
function later(clip: VideoSegment, ms: number): VideoSegment | undefined {
  const left = shorter(clip, clip.d - ms);
  if (!left || clip.m.kind !== 'video') return left;
  return withField(left, 'in', Math.round((clip.m.in ?? 0) + ms * speedOf(clip)));
}

function trimVideo(work: ClipWork, edit: Of<'trim'>, context: EditContext): Applied {
  const total = work.draft.d;
  const [only] = work.clips;
  // Of a lone clip, the times are those of its file.
  if (work.clips.length === 1 && only && (only.m.kind === 'video' || 'cut' in edit || 'keep' in edit)) {
    const left = trimmed(only, edit, context);
    return left ? work.done([left]) : work.refuse({ kind: 'trim-too-much', ms: total });
  }
  const { start, end } = cutsOf(edit, total);
  const clips = cutFromEnd(cutFromStart(work.clips, start), end);
  const left = clips.reduce((sum, clip) => sum + clip.d, 0);
  return left < MIN_CLIP_MS || start + end >= total
    ? work.refuse({ kind: 'trim-too-much', ms: total })
    : work.done(clips);
}

/** How much goes at either end, in ms. */
function cutsOf(edit: Of<'trim'>, total: number): { start: number; end: number } {
  if ('cut' in edit) return edit.cut === 'start' ? { start: edit.ms, end: 0 } : { start: 0, end: edit.ms };
  if ('keep' in edit) {
    const rest = Math.max(0, total - edit.ms);
    return edit.keep === 'first' ? { start: 0, end: rest } : { start: rest, end: 0 };
  }
  return { start: edit.fromMs ?? 0, end: Math.max(0, total - (edit.toMs ?? total)) };
}

/** Clips that are over before the cut go; a rest too short to be seen goes to its neighbour. */
function cutFromStart(clips: VideoSegment[], ms: number): VideoSegment[] {
  const [first, ...rest] = clips;
  if (ms <= 0 || !first) return clips;
  if (ms >= first.d) return cutFromStart(rest, ms - first.d);
  const left = later(first, ms);
  if (left) return [left, ...rest];
  const [next, ...others] = rest;
  const spare = first.d - ms;
  return next ? [{ ...next, d: next.d + spare }, ...others] : clips;
}

function cutFromEnd(clips: VideoSegment[], ms: number): VideoSegment[] {
  const last = clips.at(-1);
  const rest = clips.slice(0, -1);
  if (ms <= 0 || !last) return clips;
  if (ms >= last.d) return cutFromEnd(rest, ms - last.d);
  const left = shorter(last, last.d - ms);
  if (left) return [...rest, left];
  const before = rest.at(-1);
  const spare = last.d - ms;
  return before ? [...rest.slice(0, -1), { ...before, d: before.d + spare }] : clips;
}
