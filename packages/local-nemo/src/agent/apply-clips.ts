import type { LocalDraft, VideoSegment } from '../draft.ts';
import type { ClipRef, ClipRefs, Edit, Note } from './edits.ts';
import { alternateMotion, naturalMs, newClip } from './first-draft.ts';
import { MAX_VIDEO_MS, MIN_CLIP_MS, MIN_VIDEO_MS, share, tracksOf, withTracks } from './timeline.ts';
import type { Applied, Workshop } from './workshop.ts';

const TRANSITION_MS = 700;
const MAX_TRANSITION_MS = 5000;

/** Edits of the clips and their order, length, motion, transitions; undefined for every other edit. */
export function applyClips(draft: LocalDraft, edit: Edit, workshop: Workshop): Applied | undefined {
  const tracks = tracksOf(draft);
  const { clips } = tracks;
  const notes: Note[] = [];
  const done = (changed: VideoSegment[]): Applied => ({
    draft: withTracks(draft, { ...tracks, clips: changed }),
    notes,
  });
  const refuse = (note: Note): Applied => ({ draft, notes: [...notes, note] });
  const find = (clip: ClipRef): number | undefined => {
    const index = clip > 0 ? clip - 1 : clips.length + clip;
    if (index >= 0 && index < clips.length) return index;
    notes.push({ kind: 'no-such-clip', clip, count: clips.length });
    return undefined;
  };
  const indexes = (refs: ClipRefs): Set<number> =>
    new Set(refs === 'all' ? clips.keys() : refs.flatMap((clip) => find(clip) ?? []));
  const map = (refs: ClipRefs, change: (clip: VideoSegment, index: number) => VideoSegment): Applied => {
    const chosen = indexes(refs);
    return done(clips.map((clip, i) => (chosen.has(i) ? change(clip, i) : clip)));
  };
  const resize = (ms: number): Applied => {
    const least = Math.max(MIN_VIDEO_MS, clips.length * MIN_CLIP_MS);
    const total = Math.round(Math.min(MAX_VIDEO_MS, Math.max(least, ms)));
    if (total !== Math.round(ms)) notes.push({ kind: 'clamped-length', ms: total });
    const parts = share(
      clips.map((c) => c.d),
      total,
    );
    return done(clips.map((clip, i) => ({ ...clip, d: parts[i] ?? clip.d })));
  };

  switch (edit.kind) {
    case 'length':
      return resize(edit.ms);
    case 'scale-length':
      // To the tenth of a second: nobody asked for 6.667 s.
      return resize(Math.round((draft.d * edit.factor) / 100) * 100);
    case 'add-length':
      return resize(draft.d + edit.ms);
    case 'clip-length': {
      const most = Math.floor(MAX_VIDEO_MS / clips.length);
      return map(edit.clips, (clip) => {
        const wanted = edit.ms ?? Math.round((clip.d * (edit.factor ?? 1)) / 100) * 100;
        const ms = Math.min(most, Math.max(MIN_CLIP_MS, wanted));
        if (ms !== wanted) notes.push({ kind: 'clamped-length', ms });
        return { ...clip, d: ms };
      });
    }
    case 'motion':
      return map(edit.clips, (clip, i) => {
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
    case 'transition': {
      if (clips.length < 2) return edit.transition === 'cut' ? done(clips) : refuse({ kind: 'one-clip' });
      return map(edit.clips, (clip) => {
        const before = clip.m.transition;
        const kind = edit.transition ?? (before.kind === 'cut' ? 'crossfade' : before.kind);
        const d = Math.round((edit.ms ?? (before.d || TRANSITION_MS)) * (edit.factor ?? 1));
        return {
          ...clip,
          m: { ...clip.m, transition: { kind, d: kind === 'cut' ? 0 : Math.min(MAX_TRANSITION_MS, d) } },
        };
      });
    }
    case 'reverse':
      return clips.length < 2 ? refuse({ kind: 'one-clip' }) : done(reordered(clips, clips.toReversed()));
    case 'shuffle':
      return clips.length < 2 ? refuse({ kind: 'one-clip' }) : done(reordered(clips, shuffled(clips, workshop.random)));
    case 'swap': {
      const [a, b] = [find(edit.a), find(edit.b)];
      if (a === undefined || b === undefined) return refuseOnly(draft, notes);
      const order = clips.map((clip, i) => (i === a ? clips[b] : i === b ? clips[a] : clip) ?? clip);
      return done(reordered(clips, order));
    }
    case 'move': {
      const from = find(edit.clip);
      const to = find(edit.to);
      if (from === undefined || to === undefined) return refuseOnly(draft, notes);
      const rest = clips.filter((_, i) => i !== from);
      return done(reordered(clips, rest.toSpliced(to, 0, ...clips.slice(from, from + 1))));
    }
    case 'remove-clips':
    case 'keep-clips': {
      const chosen = indexes(edit.clips);
      if (chosen.size === 0) return refuseOnly(draft, notes);
      const left = clips.filter((_, i) => chosen.has(i) === (edit.kind === 'keep-clips'));
      return left.length === 0 ? refuse({ kind: 'last-clip' }) : done(left);
    }
    case 'replace-clip': {
      const at = find(edit.clip);
      const media = workshop.media.find((m) => m.id === edit.media);
      if (at === undefined || !media) return refuseOnly(draft, notes);
      return done(
        clips.map((clip, i) => {
          if (i !== at) return clip;
          const fresh = newClip(media, i, clip.d);
          const motion = media.kind === 'video' || clip.m.kind === 'video' ? fresh.m.motion : clip.m.motion;
          return { ...fresh, m: { ...fresh.m, motion, strength: clip.m.strength, transition: clip.m.transition } };
        }),
      );
    }
    case 'use-only': {
      const left = clips.filter((clip) => edit.media.includes(clip.m.src));
      const missing = edit.media.filter((id) => !left.some((clip) => clip.m.src === id));
      if (left.length === clips.length && missing.length === 0) return done(clips);
      const usualTransition = clips.length > 1 ? clips.at(-1)?.m.transition : undefined;
      const added = missing.flatMap((id, i) => {
        const media = workshop.media.find((m) => m.id === id);
        if (!media) return [];
        const clip = newClip(media, clips.length + i, naturalMs(media));
        return [usualTransition ? { ...clip, m: { ...clip.m, transition: usualTransition } } : clip];
      });
      const all = [...restored(left), ...added];
      if (all.length === 0) return refuseOnly(draft, notes);
      // Photos share the length that the video has; a film is as long as it is.
      const hasVideo = all.some((clip) => clip.m.kind === 'video');
      const weights = all.map((clip) => (hasVideo ? clip.d : 1));
      const wanted = hasVideo ? weights.reduce((sum, d) => sum + d, 0) : Math.max(draft.d, all.length * MIN_CLIP_MS);
      const parts = share(weights, Math.min(MAX_VIDEO_MS, wanted));
      return done(all.map((clip, i) => ({ ...clip, d: parts[i] ?? clip.d })));
    }
    case 'add-media': {
      const photos = clips.filter((clip) => clip.m.kind === 'image');
      const usual =
        photos.length > 0 ? Math.round(photos.reduce((sum, clip) => sum + clip.d, 0) / photos.length) : undefined;
      const used = clips.length;
      const added = edit.media.flatMap((id, i) => {
        const media = workshop.media.find((m) => m.id === id);
        // A lone photo of 10 s is no measure for the ones that join it.
        return media ? [newClip(media, used + i, naturalMs(media, usual && Math.min(usual, 5000)))] : [];
      });
      // What was agreed for the video's transitions holds for the new ones.
      const usualTransition = clips.length > 1 ? clips.at(-1)?.m.transition : undefined;
      if (usualTransition) {
        for (const clip of added) clip.m.transition = usualTransition;
      }
      const all = edit.at === 'start' ? [...added, ...restored(clips)] : [...clips, ...added];
      const total = all.reduce((sum, clip) => sum + clip.d, 0);
      if (total <= MAX_VIDEO_MS) return done(all);
      notes.push({ kind: 'clamped-length', ms: MAX_VIDEO_MS });
      const parts = share(
        all.map((c) => c.d),
        MAX_VIDEO_MS,
      );
      return done(all.map((clip, i) => ({ ...clip, d: parts[i] ?? clip.d })));
    }
    default:
      return undefined;
  }
}

function refuseOnly(draft: LocalDraft, notes: Note[]): Applied {
  return { draft, notes };
}

/**
 * Clips in a new order. Transitions belong to places, not to pictures: the second place keeps its own, and the first
 * one, which has none, gives none to wherever its clip goes.
 */
function reordered(before: VideoSegment[], order: VideoSegment[]): VideoSegment[] {
  return order.map((clip, i) => ({
    ...clip,
    m: { ...clip.m, transition: before[i]?.m.transition ?? clip.m.transition },
  }));
}

// The clip that was first had no transition; with others before it, it takes the next one's.
function restored(clips: VideoSegment[]): VideoSegment[] {
  const transition = clips[1]?.m.transition ?? { kind: 'crossfade' as const, d: TRANSITION_MS };
  return clips.map((clip, i) => (i === 0 ? { ...clip, m: { ...clip.m, transition } } : clip));
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
