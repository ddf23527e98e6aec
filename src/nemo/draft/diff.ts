import type { Segment, Timeline, TrackKind } from './timeline.ts';

interface About {
  track: TrackKind;
  /** The segment's name as it is now (as it was, for a removed one); '' when it has none. */
  name: string;
  startMs: number;
  durationMs: number;
}

/** One difference between two timelines. Times in ms, volumes 0 to 1. */
export type Change =
  | ({ kind: 'added' | 'removed' } & About)
  | ({ kind: 'replaced' | 'text'; before: string; after: string } & About)
  /** `before`, `after`: the start. */
  | ({ kind: 'moved'; before: number; after: number } & About)
  /** `before`, `after`: the duration. */
  | ({ kind: 'retimed'; before: number; after: number } & About)
  | ({ kind: 'volume'; before: number; after: number } & About)
  | ({ kind: 'motion' | 'transition' | 'position'; before?: string; after?: string } & About)
  /** Anything else that the draft tells of a segment, by its own name for it. */
  | ({ kind: 'adjusted'; field: string; before?: Detail; after?: Detail } & About)
  | { kind: 'length'; before: number; after: number }
  | { kind: 'aspect'; before?: string; after?: string };

type Detail = string | number | boolean;

interface Placed {
  track: TrackKind;
  /** Place within its kind: first video segment, second, … */
  index: number;
  segment: Segment;
  /** Starts where the segment before it ends, so that its start says nothing of its own. */
  follows: boolean;
}

interface Pair {
  before: Placed;
  after: Placed;
}

/** Players round to frames; less than this is no change. */
const TIME_TOLERANCE_MS = 20;
const VOLUME_TOLERANCE = 0.005;
/** Values that say the same as saying nothing. */
const NO_MOTION = new Set(['still', 'none', 'static']);
const NO_TRANSITION = new Set(['cut', 'none']);

function place(timeline: Timeline): Placed[] {
  const counts = new Map<TrackKind, number>();
  return timeline.tracks.flatMap(({ kind, segments }) => {
    let cursorMs = 0;
    return segments.map((segment) => {
      const index = counts.get(kind) ?? 0;
      counts.set(kind, index + 1);
      const follows = kind === 'video' && Math.abs(segment.startMs - cursorMs) <= TIME_TOLERANCE_MS;
      cursorMs = segment.startMs + segment.durationMs;
      return { track: kind, index, segment, follows };
    });
  });
}

/** Pairs segments by ever weaker signs: id and name, name, id, then the same place or time on a track of the same kind. */
function pairUp(before: Placed[], after: Placed[]): { pairs: Pair[]; removed: Placed[]; added: Placed[] } {
  const pairs: Pair[] = [];
  let removed = before;
  let added = after;
  const signs: ((p: Placed) => string | undefined)[] = [
    ({ track, segment: { id, name } }) => (id === undefined ? undefined : JSON.stringify([track, id, name])),
    ({ track, segment: { name } }) => (name === '' ? undefined : JSON.stringify([track, name])),
    ({ track, segment: { id } }) => (id === undefined ? undefined : JSON.stringify([track, id])),
    ({ track, segment: { startMs } }) => (track === 'other' ? undefined : JSON.stringify([track, startMs])),
    ({ track, index }) => (track === 'text' ? undefined : JSON.stringify([track, index])),
  ];
  for (const sign of signs) {
    const waiting = new Map<string, Placed[]>();
    for (const candidate of removed) {
      const key = sign(candidate);
      if (key !== undefined) waiting.set(key, [...(waiting.get(key) ?? []), candidate]);
    }
    const taken = new Set<Placed>();
    added = added.filter((candidate) => {
      const key = sign(candidate);
      const partner = key === undefined ? undefined : waiting.get(key)?.shift();
      if (!partner) return true;
      taken.add(partner);
      pairs.push({ before: partner, after: candidate });
      return false;
    });
    removed = removed.filter((candidate) => !taken.has(candidate));
  }
  pairs.sort((a, b) => after.indexOf(a.after) - after.indexOf(b.after));
  return { pairs, removed, added };
}

/**
 * The video segments that changed places: all but the longest run that kept its order, so that taking one clip to the
 * front is one move and not a move of everything behind it.
 */
function reordered(pairs: Pair[]): Set<Pair> {
  const best: Pair[][] = [];
  for (const [i, pair] of pairs.entries()) {
    let run: Pair[] = [];
    for (let j = 0; j < i; j++) {
      const earlier = best[j] ?? [];
      const last = earlier.at(-1);
      if (last && last.before.index < pair.before.index && earlier.length > run.length) run = earlier;
    }
    best.push([...run, pair]);
  }
  const kept = best.reduce((longest, run) => (run.length > longest.length ? run : longest), []);
  return new Set(pairs.filter((pair) => !kept.includes(pair)));
}

const about = ({ track, segment }: Placed): About => ({
  track,
  name: segment.name,
  startMs: segment.startMs,
  durationMs: segment.durationMs,
});

const unless = (silent: Set<string>, value: string | undefined) =>
  value === undefined || silent.has(value.toLowerCase()) ? undefined : value;

const sides = <T>(before: T | undefined, after: T | undefined): { before?: T; after?: T } => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

function compare(pair: Pair, moved: boolean): Change[] {
  const { before: was, after: is } = pair;
  const [old, now] = [was.segment, is.segment];
  const where = about(is);
  const changes: Change[] = [];
  if (old.name !== now.name) {
    const kind = is.track === 'text' ? 'text' : 'replaced';
    changes.push({ kind, ...where, before: old.name, after: now.name });
  }
  if (moved) changes.push({ kind: 'moved', ...where, before: old.startMs, after: now.startMs });
  if (Math.abs(old.durationMs - now.durationMs) > TIME_TOLERANCE_MS) {
    changes.push({ kind: 'retimed', ...where, before: old.durationMs, after: now.durationMs });
  }
  const [oldVolume, volume] = [old.volume ?? 1, now.volume ?? 1];
  if (Math.abs(oldVolume - volume) > VOLUME_TOLERANCE) {
    changes.push({ kind: 'volume', ...where, before: oldVolume, after: volume });
  }
  const [oldMotion, motion] = [unless(NO_MOTION, old.motion), unless(NO_MOTION, now.motion)];
  if (oldMotion !== motion) changes.push({ kind: 'motion', ...where, ...sides(oldMotion, motion) });
  const [oldTransition, transition] = [unless(NO_TRANSITION, old.transition), unless(NO_TRANSITION, now.transition)];
  if (oldTransition !== transition) changes.push({ kind: 'transition', ...where, ...sides(oldTransition, transition) });
  if (now.position !== undefined && old.position !== now.position) {
    changes.push({ kind: 'position', ...where, ...sides(old.position, now.position) });
  }
  // Another clip has other details; a change of the transition brings its own length.
  if (changes.some(({ kind }) => kind === 'replaced')) return changes;
  const [oldDetails, details] = [old.details ?? {}, now.details ?? {}];
  for (const field of new Set([...Object.keys(oldDetails), ...Object.keys(details)])) {
    if (field === 'transitionMs' && oldTransition !== transition) continue;
    if (oldDetails[field] !== details[field]) {
      changes.push({ kind: 'adjusted', field, ...where, ...sides(oldDetails[field], details[field]) });
    }
  }
  return changes;
}

/**
 * What happened between two readings of a timeline, for people: removed and added segments first, then changed ones in the
 * order of the timeline, then its length and shape. Video segments that only give way to others are not called moved.
 */
export function diffTimelines(before: Timeline, after: Timeline): Change[] {
  const { pairs, removed, added } = pairUp(place(before), place(after));
  const reorderedPairs = reordered(pairs.filter(({ after: { track } }) => track === 'video'));
  const changes: Change[] = [
    ...removed.map((gone): Change => ({ kind: 'removed', ...about(gone) })),
    ...added.map((fresh): Change => ({ kind: 'added', ...about(fresh) })),
  ];
  for (const pair of pairs) {
    const shifted = Math.abs(pair.before.segment.startMs - pair.after.segment.startMs) > TIME_TOLERANCE_MS;
    const gaveWay = pair.before.follows && pair.after.follows;
    changes.push(...compare(pair, reorderedPairs.has(pair) || (shifted && !gaveWay)));
  }
  if (Math.abs(before.durationMs - after.durationMs) > TIME_TOLERANCE_MS) {
    changes.push({ kind: 'length', before: before.durationMs, after: after.durationMs });
  }
  if (before.aspect !== after.aspect && after.aspect !== undefined) {
    changes.push({ kind: 'aspect', ...sides(before.aspect, after.aspect) });
  }
  return changes;
}
