import type { LocalDraft } from '../draft.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied } from './edit-context.ts';
import type { Edit } from './edits.ts';
import { MAX_VIDEO_MS, MIN_CLIP_MS, MIN_VIDEO_MS, share } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

export function setLength(draft: LocalDraft, edit: Of<'length'>): Applied {
  return resize(draft, edit.ms);
}

export function scaleLength(draft: LocalDraft, edit: Of<'scale-length'>): Applied {
  // To the tenth of a second: nobody asked for 6.667 s.
  return resize(draft, Math.round((draft.d * edit.factor) / 100) * 100);
}

export function addLength(draft: LocalDraft, edit: Of<'add-length'>): Applied {
  return resize(draft, draft.d + edit.ms);
}

/** Single clips' lengths, within what the whole video may last. */
export function clipLength(draft: LocalDraft, edit: Of<'clip-length'>): Applied {
  const work = new ClipWork(draft);
  const most = Math.floor(MAX_VIDEO_MS / work.clips.length);
  return work.map(edit.clips, (clip) => {
    const changed = Math.round((clip.d * (edit.factor ?? 1) + (edit.addMs ?? 0)) / 100) * 100;
    const wanted = edit.ms ?? changed;
    const ms = Math.min(most, Math.max(MIN_CLIP_MS, wanted));
    if (ms !== wanted) work.notes.push({ kind: 'clamped-length', ms });
    return { ...clip, d: ms };
  });
}

function resize(draft: LocalDraft, ms: number): Applied {
  const work = new ClipWork(draft);
  const least = Math.max(MIN_VIDEO_MS, work.clips.length * MIN_CLIP_MS);
  const total = Math.round(Math.min(MAX_VIDEO_MS, Math.max(least, ms)));
  if (total !== Math.round(ms)) work.notes.push({ kind: 'clamped-length', ms: total });
  const parts = share(
    work.clips.map((c) => c.d),
    total,
  );
  return work.done(work.clips.map((clip, i) => ({ ...clip, d: parts[i] ?? clip.d })));
}
