import type { Details, Segment, Timeline, TrackKind } from './timeline.ts';

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
  /** Anything else that the draft contains about a segment, by its own name for it. */
  | ({ kind: 'adjusted'; field: string; before?: Detail; after?: Detail } & About)
  /** The same about the whole video, such as its look. */
  | { kind: 'project'; field: string; before?: Detail; after?: Detail }
  | { kind: 'length'; before: number; after: number }
  | { kind: 'aspect'; before?: string; after?: string }
  /** So many segments of a very large timeline were not compared. */
  | { kind: 'not-compared'; segments: number };

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

type Sign = (placed: Placed) => string | undefined;

/** What identifies a segment, from the strongest sign to the weakest: id and name, name, id, start, place. */
const SIGNS: readonly Sign[] = [
  ({ track, segment: { id, name } }) => (id === undefined ? undefined : JSON.stringify([track, id, name])),
  ({ track, segment: { name } }) => (name === '' ? undefined : JSON.stringify([track, name])),
  ({ track, segment: { id } }) => (id === undefined ? undefined : JSON.stringify([track, id])),
  ({ track, segment: { startMs } }) => (track === 'other' ? undefined : JSON.stringify([track, startMs])),
  ({ track, index }) => (track === 'text' ? undefined : JSON.stringify([track, index])),
];

/** Segments in the order in which those with equal keys are paired; linear, since none is ever moved. */
class Queues {
  readonly #queues = new Map<string, { items: Placed[]; next: number }>();

  constructor(candidates: readonly Placed[], sign: Sign) {
    for (const candidate of candidates) {
      const key = sign(candidate);
      if (key === undefined) continue;
      const queue = this.#queues.get(key);
      if (queue) queue.items.push(candidate);
      else this.#queues.set(key, { items: [candidate], next: 0 });
    }
  }

  next(key: string | undefined): Placed | undefined {
    const queue = key === undefined ? undefined : this.#queues.get(key);
    return queue?.items[queue.next++];
  }
}

/** Pairs segments by ever weaker signs, on tracks of the same kind; pairs in the order of the later timeline. */
function pairUp(before: Placed[], after: Placed[]): { pairs: Pair[]; removed: Placed[]; added: Placed[] } {
  const partners = new Map<Placed, Placed>();
  let removed = before;
  let added = after;
  for (const sign of SIGNS) {
    const queues = new Queues(removed, sign);
    const paired = new Set<Placed>();
    added = added.filter((candidate) => {
      const partner = queues.next(sign(candidate));
      if (!partner) return true;
      paired.add(partner);
      partners.set(candidate, partner);
      return false;
    });
    removed = removed.filter((candidate) => !paired.has(candidate));
  }
  const pairs = after.flatMap((later): Pair[] => {
    const earlier = partners.get(later);
    return earlier ? [{ before: earlier, after: later }] : [];
  });
  return { pairs, removed, added };
}

/**
 * The video segments that changed places: all but a longest run that kept its order, so that moving one clip to the
 * front is one move and not a move of everything behind it. Patience sorting, in time n log n.
 */
function reordered(pairs: Pair[]): Set<Pair> {
  /** For each length, the last pair of the run of that length that ends earliest in the old order. */
  const ends: number[] = [];
  const previous: number[] = [];
  const place = (i: number) => pairs[i]?.before.index ?? 0;
  for (let i = 0; i < pairs.length; i++) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (place(ends[middle] ?? 0) < place(i)) low = middle + 1;
      else high = middle;
    }
    previous.push(low > 0 ? (ends[low - 1] ?? -1) : -1);
    ends[low] = i;
  }
  const moved = new Set(pairs);
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i] ?? -1) {
    const kept = pairs[i];
    if (kept) moved.delete(kept);
  }
  return moved;
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

/**
 * The transition into a segment before the change. A clip that changes places may bring its transition along or leave it to
 * the one that comes there: neither is a change. Into the first clip there is none.
 */
function transitionBefore({ before, after }: Pair, places: readonly Placed[]): string | undefined {
  const now = after.segment.transition;
  if (after.track !== 'video' || before.index === after.index) return before.segment.transition;
  const atPlace = places[after.index]?.segment.transition;
  return after.index === 0 || atPlace === now ? now : before.segment.transition;
}

/** @param places the earlier segments of the video track, in their order */
function compare(pair: Pair, moved: boolean, places: readonly Placed[]): Change[] {
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
  const oldTransition = unless(NO_TRANSITION, transitionBefore(pair, places));
  const transition = unless(NO_TRANSITION, now.transition);
  if (oldTransition !== transition) changes.push({ kind: 'transition', ...where, ...sides(oldTransition, transition) });
  if (now.position !== undefined && old.position !== now.position) {
    changes.push({ kind: 'position', ...where, ...sides(old.position, now.position) });
  }
  // Another clip has other details; a change of the transition brings its own length.
  if (changes.some(({ kind }) => kind === 'replaced')) return changes;
  const newPlace = was.index !== is.index;
  for (const { field, ...values } of differences(old.details, now.details)) {
    if (field === 'transitionMs' && (newPlace || oldTransition !== transition)) continue;
    changes.push({ kind: 'adjusted', field, ...where, ...values });
  }
  return changes;
}

function differences(old: Details = {}, now: Details = {}): { field: string; before?: Detail; after?: Detail }[] {
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return fields
    .filter((field) => old[field] !== now[field])
    .map((field) => ({ field, ...sides(old[field], now[field]) }));
}

/**
 * The differences between two readings of a timeline, for people: removed and added segments first, then changed ones in the
 * order of the timeline, then its length and shape. Video segments that only give way to others are not called moved.
 */
export function diffTimelines(before: Timeline, after: Timeline): Change[] {
  const earlier = place(before);
  const { pairs, removed, added } = pairUp(earlier, place(after));
  const places = earlier.filter(({ track }) => track === 'video');
  const reorderedPairs = reordered(pairs.filter(({ after: { track } }) => track === 'video'));
  const changes: Change[] = [
    ...removed.map((gone): Change => ({ kind: 'removed', ...about(gone) })),
    ...added.map((fresh): Change => ({ kind: 'added', ...about(fresh) })),
  ];
  for (const pair of pairs) {
    const shifted = Math.abs(pair.before.segment.startMs - pair.after.segment.startMs) > TIME_TOLERANCE_MS;
    const gaveWay = pair.before.follows && pair.after.follows;
    changes.push(...compare(pair, reorderedPairs.has(pair) || (shifted && !gaveWay), places));
  }
  if (Math.abs(before.durationMs - after.durationMs) > TIME_TOLERANCE_MS) {
    changes.push({ kind: 'length', before: before.durationMs, after: after.durationMs });
  }
  if (before.aspect !== after.aspect && after.aspect !== undefined) {
    changes.push({ kind: 'aspect', ...sides(before.aspect, after.aspect) });
  }
  for (const difference of differences(before.details, after.details)) changes.push({ kind: 'project', ...difference });
  const [omitted = 0, segments = 0] = [before.omittedSegments, after.omittedSegments];
  if (omitted !== segments || (segments > 0 && changes.length > 0)) {
    changes.push({ kind: 'not-compared', segments: Math.max(omitted, segments) });
  }
  return changes;
}
