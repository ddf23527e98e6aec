import type { LocalDraft, VideoSegment } from '../draft.ts';
import { withField } from './chosen-clips.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit, Part } from './edits.ts';
import { tracksOf, withTracks } from './timeline.ts';

/** The whole draft before the last change, or before so many; the oldest one known where there were fewer. */
export function undo(
  draft: LocalDraft,
  { steps = 1 }: Extract<Edit, { kind: 'undo' }>,
  { history }: EditContext,
): Applied {
  const before = history.at(-steps) ?? history[0];
  return before ? { draft: before, notes: [] } : { draft, notes: [{ kind: 'nothing-to-undo' }] };
}

/** One part of the draft as it was before it was last changed; everything else stays. */
export function restore(
  draft: LocalDraft,
  { what }: Extract<Edit, { kind: 'restore' }>,
  { history }: EditContext,
): Applied {
  const now = partOf(draft, what);
  const earlier = history.findLast((one) => partOf(one, what) !== now);
  if (!earlier) return { draft, notes: [{ kind: 'nothing-to-restore', what }] };
  return { draft: withPart(draft, earlier, what), notes: [] };
}

/** What can be compared of a part. */
function partOf(draft: LocalDraft, what: Part): string {
  const { clips, sounds, texts } = tracksOf(draft);
  switch (what) {
    case 'text':
      return JSON.stringify(texts.map((text) => text.m));
    case 'music':
      return JSON.stringify(sounds.map((sound) => sound.m));
    case 'length':
      return JSON.stringify(clips.map((clip) => clip.d));
    case 'clips':
      return JSON.stringify(clips.map((clip) => clip.m.src));
    case 'transition':
      return JSON.stringify(clips.map((clip) => clip.m.transition));
    case 'motion':
      return JSON.stringify(clips.map((clip) => [clip.id, clip.m.motion, clip.m.strength]));
    case 'speed':
      return JSON.stringify(clips.map((clip) => [clip.id, clip.m.speed]));
    case 'sound':
      return JSON.stringify(clips.map((clip) => [clip.id, clip.m.volume]));
    case 'fit':
      return JSON.stringify([draft.m.softEdge, clips.map((clip) => [clip.id, clip.m.fit])]);
    case 'aspect':
      return draft.m.aspect;
    case 'look':
      return JSON.stringify([
        draft.m.look,
        draft.m.fadeIn,
        draft.m.fadeOut,
        clips.map((clip) => [clip.id, clip.m.look]),
      ]);
  }
}

function withPart(draft: LocalDraft, earlier: LocalDraft, what: Part): LocalDraft {
  const tracks = tracksOf(draft);
  const before = tracksOf(earlier);
  const earlierClip = (id: string) => before.clips.find((clip) => clip.id === id);
  const withClips = (
    change: (clip: VideoSegment, m: VideoSegment['m'], was: VideoSegment | undefined) => VideoSegment,
  ): LocalDraft =>
    withTracks(draft, { ...tracks, clips: tracks.clips.map((clip) => change(clip, clip.m, earlierClip(clip.id))) });
  switch (what) {
    case 'text':
      return withTracks(draft, { ...tracks, texts: before.texts });
    case 'music':
      return withTracks(draft, { ...tracks, sounds: before.sounds });
    case 'clips':
      return withTracks(draft, { ...tracks, clips: before.clips });
    case 'length':
      return withClips((clip, _m, was) => ({ ...clip, d: was?.d ?? clip.d }));
    case 'transition':
      return withTracks(draft, {
        ...tracks,
        clips: tracks.clips.map((clip, i) => ({
          ...clip,
          m: { ...clip.m, transition: before.clips[i]?.m.transition ?? clip.m.transition },
        })),
      });
    case 'motion':
      return withClips((clip, m, was) => {
        const { motion, strength } = was?.m ?? m;
        return { ...clip, m: { ...m, motion, strength } };
      });
    case 'speed':
      return withClips((clip, { speed: _speed, ...m }, was) => ({
        ...clip,
        d: was?.d ?? clip.d,
        m: { ...m, ...(was?.m.speed !== undefined && { speed: was.m.speed }) },
      }));
    case 'sound':
      return withClips((clip, { volume: _volume, ...m }, was) => ({
        ...clip,
        m: { ...m, ...(was?.m.volume !== undefined && { volume: was.m.volume }) },
      }));
    case 'fit': {
      const { softEdge: _soft, ...rest } = draft.m;
      const fitted = withClips((clip, { fit: _fit, ...m }, was) => ({
        ...clip,
        m: { ...m, ...(was?.m.fit !== undefined && { fit: was.m.fit }) },
      }));
      return { ...fitted, m: { ...rest, ...(earlier.m.softEdge && { softEdge: true }) } };
    }
    case 'aspect':
      return { ...draft, m: { ...draft.m, aspect: earlier.m.aspect } };
    case 'look': {
      const { look, fadeIn, fadeOut } = earlier.m;
      const { look: _look, fadeIn: _in, fadeOut: _out, ...rest } = draft.m;
      const m = { ...rest, ...(look && { look }), ...(fadeIn && { fadeIn }), ...(fadeOut && { fadeOut }) };
      const tinted = withClips((clip, _m, was) => withField(clip, 'look', was?.m.look));
      return { ...tinted, m };
    }
  }
}
