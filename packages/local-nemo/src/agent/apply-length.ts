import type { LocalDraft } from '../draft.ts';
import { longestOf } from './apply-clip.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit } from './edits.ts';
import { MAX_VIDEO_MS, MIN_CLIP_MS, MIN_VIDEO_MS, share } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

export function setLength(draft: LocalDraft, edit: Of<'length'>, context: EditContext): Applied {
  return resize(draft, edit.ms, context);
}

export function scaleLength(draft: LocalDraft, edit: Of<'scale-length'>, context: EditContext): Applied {
  // To the tenth of a second: nobody asked for 6.667 s.
  return resize(draft, Math.round((draft.d * edit.factor) / 100) * 100, context);
}

export function addLength(draft: LocalDraft, edit: Of<'add-length'>, context: EditContext): Applied {
  return resize(draft, draft.d + edit.ms, context);
}

/** Single clips' lengths, within what the whole video may last. */
export function clipLength(draft: LocalDraft, edit: Of<'clip-length'>, context: EditContext): Applied {
  const work = new ClipWork(draft);
  const most = Math.floor(MAX_VIDEO_MS / work.clips.length);
  return work.map(edit.clips, (clip) => {
    const changed = Math.round((clip.d * (edit.factor ?? 1) + (edit.addMs ?? 0)) / 100) * 100;
    const wanted = edit.ms ?? changed;
    const ms = Math.min(most, Math.max(MIN_CLIP_MS, wanted));
    const longest = longestOf(clip, context);
    if (longest !== undefined && ms > longest) {
      // Its last picture would stand still from there on.
      work.notes.push({ kind: 'footage-short', ms: longest });
      return { ...clip, d: Math.max(clip.d, longest) };
    }
    if (ms !== wanted) work.notes.push({ kind: 'clamped-length', ms });
    return { ...clip, d: ms };
  });
}

function resize(draft: LocalDraft, ms: number, context: EditContext): Applied {
  const work = new ClipWork(draft);
  // So short for so many clips was meant for one of them.
  if (work.clips.length > 2 && ms <= work.clips.length * MIN_CLIP_MS)
    return work.refuse({ kind: 'which-clip', what: 'length' });
  const least = Math.max(MIN_VIDEO_MS, work.clips.length * MIN_CLIP_MS);
  const total = Math.round(Math.min(MAX_VIDEO_MS, Math.max(least, ms)));
  if (total !== Math.round(ms)) work.notes.push({ kind: 'clamped-length', ms: total });
  const parts = shareWithin(
    work.clips.map((c) => c.d),
    work.clips.map((clip) => Math.max(clip.d, longestOf(clip, context) ?? MAX_VIDEO_MS)),
    total,
  );
  const reached = parts.reduce((sum, part) => sum + part, 0);
  if (reached < total) work.notes.push({ kind: 'footage-short', ms: reached });
  return work.done(work.clips.map((clip, i) => ({ ...clip, d: parts[i] ?? clip.d })));
}

/** {@link share} with a most for each part: what one cannot take goes to the others, as far as they can. */
function shareWithin(weights: number[], most: number[], total: number): number[] {
  const full = new Map<number, number>();
  for (;;) {
    const open = weights.flatMap((_, i) => (full.has(i) ? [] : [i]));
    const given = [...full.values()].reduce((sum, part) => sum + part, 0);
    const parts = share(
      open.map((i) => weights[i] ?? 1),
      total - given,
    );
    const over = open.filter((i, at) => (parts[at] ?? 0) > (most[i] ?? 0));
    if (over.length === 0) return weights.map((_, i) => full.get(i) ?? parts[open.indexOf(i)] ?? 0);
    for (const i of over) full.set(i, most[i] ?? 0);
    if (full.size === weights.length) return weights.map((_, i) => full.get(i) ?? 0);
  }
}
