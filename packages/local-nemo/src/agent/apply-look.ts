import type { LocalDraft } from '../draft.ts';
import { ClipWork, withField } from './chosen-clips.ts';
import type { Applied } from './edit-context.ts';
import type { Edit } from './edits.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

export function applyAspect(draft: LocalDraft, edit: Of<'aspect'>): Applied {
  return { draft: { ...draft, m: { ...draft.m, aspect: edit.aspect } }, notes: [] };
}

/** The colours of the whole picture, or of single clips. */
export function applyLook(draft: LocalDraft, edit: Of<'look'>): Applied {
  const work = new ClipWork(draft);
  if (edit.clips !== undefined) {
    // What is as in the whole video needs no word of its own.
    const own = edit.look === draft.m.look ? undefined : (edit.look ?? 'none');
    return work.map(edit.clips, (clip) => withField(clip, 'look', own));
  }
  const { draft: even } = work.map('all', (clip) => withField(clip, 'look', undefined));
  const { look: _before, ...rest } = even.m;
  return { draft: { ...even, m: { ...rest, ...(edit.look && { look: edit.look }) } }, notes: [] };
}

/** Fades of the whole picture, together at most as long as the video. */
export function applyEnds(draft: LocalDraft, edit: Of<'ends'>): Applied {
  const { fadeIn, fadeOut, ...rest } = draft.m;
  const half = Math.floor(draft.d / 2);
  const ends = {
    fadeIn: Math.min(half, edit.inMs ?? fadeIn ?? 0),
    fadeOut: Math.min(half, edit.outMs ?? fadeOut ?? 0),
  };
  const m = {
    ...rest,
    ...(ends.fadeIn > 0 && { fadeIn: ends.fadeIn }),
    ...(ends.fadeOut > 0 && { fadeOut: ends.fadeOut }),
  };
  return { draft: { ...draft, m }, notes: [] };
}
