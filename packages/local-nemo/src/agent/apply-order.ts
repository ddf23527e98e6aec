import type { LocalDraft, VideoSegment } from '../draft.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit } from './edits.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

export function reverseClips(draft: LocalDraft): Applied {
  const work = new ClipWork(draft);
  return work.clips.length < 2 ? work.refuse({ kind: 'one-clip' }) : reordered(work, work.clips.toReversed());
}

export function shuffleClips(draft: LocalDraft, _edit: Of<'shuffle'>, { random }: EditContext): Applied {
  const work = new ClipWork(draft);
  return work.clips.length < 2 ? work.refuse({ kind: 'one-clip' }) : reordered(work, shuffled(work.clips, random));
}

export function swapClips(draft: LocalDraft, edit: Of<'swap'>): Applied {
  const work = new ClipWork(draft);
  const { clips } = work;
  const [a, b] = [work.find(edit.a), work.find(edit.b)];
  if (a === undefined || b === undefined) return work.refuse();
  return reordered(
    work,
    clips.map((clip, i) => (i === a ? clips[b] : i === b ? clips[a] : clip) ?? clip),
  );
}

export function moveClip(draft: LocalDraft, edit: Of<'move'>): Applied {
  const work = new ClipWork(draft);
  const from = work.find(edit.clip);
  const to = work.find(edit.to);
  if (from === undefined || to === undefined) return work.refuse();
  const rest = work.clips.filter((_, i) => i !== from);
  return reordered(work, rest.toSpliced(to, 0, ...work.clips.slice(from, from + 1)));
}

export function orderClips(draft: LocalDraft, edit: Of<'order'>): Applied {
  const work = new ClipWork(draft);
  const found = edit.clips.map((clip) => work.find(clip));
  const first = [...new Set(found.filter((index) => index !== undefined))];
  if (first.length < found.length) return work.refuse();
  const rest = [...work.clips.keys()].filter((index) => !first.includes(index));
  return reordered(
    work,
    [...first, ...rest].flatMap((index) => work.clips[index] ?? []),
  );
}

export function removeClips(draft: LocalDraft, edit: Of<'remove-clips'>): Applied {
  return left(draft, edit.clips, (chosen) => !chosen);
}

export function keepClips(draft: LocalDraft, edit: Of<'keep-clips'>): Applied {
  return left(draft, edit.clips, (chosen) => chosen);
}

function left(draft: LocalDraft, refs: number[], stays: (chosen: boolean) => boolean): Applied {
  const work = new ClipWork(draft);
  const chosen = work.indexes(refs);
  if (chosen.size === 0) return work.refuse();
  const clips = work.clips.filter((_, i) => stays(chosen.has(i)));
  return clips.length === 0 ? work.refuse({ kind: 'last-clip' }) : work.done(clips);
}

/**
 * Clips in a new order. Transitions belong to places, not to pictures: the second place keeps its own, and the first
 * one, which has none, gives none to wherever its clip goes.
 */
function reordered(work: ClipWork, order: VideoSegment[]): Applied {
  return work.done(
    order.map((clip, i) => ({
      ...clip,
      m: { ...clip.m, transition: work.clips[i]?.m.transition ?? clip.m.transition },
    })),
  );
}

function shuffled(clips: VideoSegment[], random: () => number): VideoSegment[] {
  const order = [...clips];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as VideoSegment, order[i] as VideoSegment]; // both indexes lie inside
  }
  const unchanged = order.every((clip, i) => clip === clips[i]);
  return unchanged ? [...clips.slice(1), ...clips.slice(0, 1)] : order;
}
