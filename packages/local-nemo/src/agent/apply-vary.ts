import type { AudioSegment, LocalDraft, Motion, TransitionKind, VideoSegment } from '../draft.ts';
import { MOODS } from '../draft.ts';
import { MOOD_NAMES } from './apply-music.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit, Varied } from './edits.ts';
import { tracksOf, withTracks } from './timeline.ts';

const MOVING: Motion[] = ['zoom-in', 'zoom-out', 'pan-left', 'pan-right', 'pan-up', 'pan-down'];
const TRANSITION_MS = 700;
const JOINING: TransitionKind[] = ['crossfade', 'fade-black', 'slide', 'wipe'];

/**
 * The draft with another motion for each clip, another transition or another mood of the music: never what it is now,
 * and as long as there is something else, nothing that an earlier version had. Where
 * some clips stand still or follow a cut, these are left so.
 */
export function applyVary(draft: LocalDraft, edit: Extract<Edit, { kind: 'vary' }>, context: EditContext): Applied {
  if (edit.what === 'transition' && tracksOf(draft).clips.length < 2) return { draft, notes: [{ kind: 'one-clip' }] };
  return { draft: varied(draft, edit.what, context), notes: [] };
}

function varied(draft: LocalDraft, what: Varied, { history, random }: EditContext): LocalDraft {
  const tracks = tracksOf(draft);
  const earlier = history.map(tracksOf);
  switch (what) {
    case 'motion':
      return withTracks(draft, {
        ...tracks,
        clips: movedOtherwise(
          tracks.clips,
          earlier.flatMap((version) => version.clips),
          random,
        ),
      });
    case 'transition': {
      const kinds = (clips: VideoSegment[]) => clips.slice(1).map((clip) => clip.m.transition.kind);
      const now = kinds(tracks.clips);
      const wornOut = earlier.flatMap((version) => kinds(version.clips));
      // With all kinds in use, each place at least gets another one than it has.
      const isMixed = JOINING.every((kind) => now.includes(kind));
      const common = isMixed ? undefined : choose(JOINING, now, [wornOut], random);
      const cutsAll = now.every((kind) => kind === 'cut');
      const clips = tracks.clips.map((clip, i) => {
        const { kind: before, d } = clip.m.transition;
        if (i === 0 || (before === 'cut' && !cutsAll)) return clip;
        const kind = common ?? choose(JOINING, [before], [], random);
        return { ...clip, m: { ...clip.m, transition: { kind, d: d || TRANSITION_MS } } };
      });
      return withTracks(draft, { ...tracks, clips });
    }
    case 'music': {
      const moods = (sounds: AudioSegment[]) => sounds.flatMap((sound) => sound.m.mood ?? []);
      const mood = choose(MOODS, moods(tracks.sounds), [earlier.flatMap((version) => moods(version.sounds))], random);
      const sounds = tracks.sounds.map((sound) =>
        sound.m.mood === undefined ? sound : { ...sound, m: { ...sound.m, name: MOOD_NAMES[mood], mood } },
      );
      return withTracks(draft, { ...tracks, sounds });
    }
  }
}

function movedOtherwise(clips: VideoSegment[], earlier: VideoSegment[], random: () => number): VideoSegment[] {
  const standsAll = clips.every((clip) => clip.m.motion === 'still');
  let neighbour: Motion | undefined;
  return clips.map((clip) => {
    const before = clip.m.motion;
    const had = earlier.filter((other) => other.m.src === clip.m.src).map((other) => other.m.motion);
    const motion =
      before === 'still' && !standsAll ? before : choose(MOVING, [before], [had, neighbour ? [neighbour] : []], random);
    neighbour = motion;
    return { ...clip, m: { ...clip.m, motion } };
  });
}

/** One of the options that is none of `now`, and none of the others to be avoided as far as that leaves a choice. */
function choose<T>(options: readonly T[], now: T[], avoided: T[][], random: () => number): T {
  let pool = options.filter((option) => !now.includes(option));
  for (const worn of avoided) {
    const rest = pool.filter((option) => !worn.includes(option));
    if (rest.length > 0) pool = rest;
  }
  const [first] = pool;
  if (first === undefined) throw new Error('nothing else to choose');
  return pool[Math.floor(random() * pool.length)] ?? first;
}
