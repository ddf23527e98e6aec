import type { LocalDraft } from '../draft.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied } from './edit-context.ts';
import type { Edit } from './edits.ts';
import { alternateMotion } from './first-draft.ts';

const TRANSITION_MS = 700;
const MAX_TRANSITION_MS = 5000;

/** How the camera moves over clips. */
export function applyMotion(draft: LocalDraft, edit: Extract<Edit, { kind: 'motion' }>): Applied {
  return new ClipWork(draft).map(edit.clips, (clip, i) => {
    const motion = edit.motion === 'alternate' ? alternateMotion(i) : (edit.motion ?? clip.m.motion);
    // "Stronger" for a clip that stands still means that it should move.
    const moves = edit.motion === undefined && motion === 'still' && clip.m.kind === 'image';
    return {
      ...clip,
      m: {
        ...clip.m,
        motion: moves ? alternateMotion(i) : motion,
        strength: edit.strength ?? (edit.motion ? 1 : clip.m.strength),
      },
    };
  });
}

/** How clips follow one another. */
export function applyTransition(draft: LocalDraft, edit: Extract<Edit, { kind: 'transition' }>): Applied {
  const work = new ClipWork(draft);
  if (work.clips.length < 2)
    return edit.transition === 'cut' ? work.done(work.clips) : work.refuse({ kind: 'one-clip' });
  return work.map(edit.clips, (clip) => {
    const before = clip.m.transition;
    const kind = edit.transition ?? (before.kind === 'cut' ? 'crossfade' : before.kind);
    const d = Math.round((edit.ms ?? (before.d || TRANSITION_MS)) * (edit.factor ?? 1));
    return {
      ...clip,
      m: { ...clip.m, transition: { kind, d: kind === 'cut' ? 0 : Math.min(MAX_TRANSITION_MS, d) } },
    };
  });
}
