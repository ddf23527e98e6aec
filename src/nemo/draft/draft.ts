import { idOf } from '../json.ts';
import { readDetails, readProjectDetails } from './details.ts';
import { type Bag, bag, firstKind, firstNumber, firstWords, list } from './fields.ts';
import type { DraftJson, Segment, Timeline, Track, TrackKind } from './timeline.ts';

export { type Change, diffTimelines } from './diff.ts';
export type { DraftJson, Segment, Timeline, Track, TrackKind } from './timeline.ts';

/** The file's own name in a path or an address. */
function fileName(source: unknown): string | undefined {
  const path = firstWords(source)?.replace(/[?#].*$/u, '');
  const last = path?.split(/[/\\]/u).findLast((part) => part !== '');
  if (last === undefined) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

const ms = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.max(0, Math.round(value));

/** Drafts carry the volume as 0..1 or in percent; sound amplified beyond 200 % does not occur. */
function readVolume(m: Bag, segment: Bag): number | undefined {
  if (m.muted === true || m.mute === true || segment.muted === true) return 0;
  const given = [m.volume, segment.volume, m.vol, segment.vol];
  for (const value of given) {
    if (typeof value === 'string' && value.trim().endsWith('%')) {
      const percent = firstNumber(value.trim().slice(0, -1));
      if (percent !== undefined && percent >= 0) return percent / 100;
    }
  }
  const volume = firstNumber(...given);
  if (volume === undefined || volume < 0) return undefined;
  return volume > 2 ? volume / 100 : volume;
}

const TRACK_KINDS: Readonly<Record<string, TrackKind>> = {
  '0': 'video',
  '1': 'audio',
  '7': 'text',
  video: 'video',
  audio: 'audio',
  text: 'text',
};

function readSegment(value: unknown, kind: TrackKind, cursorMs: number): Segment {
  const segment = bag(value);
  const m = bag(segment.m);
  const startMs = ms(firstNumber(segment.s, segment.start, segment.st, m.start)) ?? cursorMs;
  const endMs = firstNumber(segment.e, segment.end);
  const durationMs =
    ms(firstNumber(segment.d, segment.duration, endMs === undefined ? undefined : endMs - startMs)) ?? 0;
  const text = kind === 'text' ? firstWords(m.text, segment.text, m.content, m.name, segment.name) : undefined;
  const source = fileName(m.src ?? segment.src ?? m.url ?? segment.url);
  const optional = {
    id: firstWords(segment.id, m.id),
    text,
    volume: readVolume(m, segment),
    motion: firstKind(m.motion, segment.motion, m.animation),
    transition: firstKind(m.transition, segment.transition),
    position: firstKind(m.position, segment.position),
    details: readDetails(m, segment),
  };
  const name = text ?? firstWords(m.name, m.title, segment.name, segment.title, m.text, segment.text, source) ?? '';
  const present = Object.fromEntries(Object.entries(optional).filter(([, part]) => part !== undefined));
  return { name, startMs, durationMs, ...present };
}

/** Segments that are read of a timeline; more than a person could follow, few enough to be compared in milliseconds. */
const MAX_SEGMENTS = 2000;

function readTrack(value: unknown, remaining: number): Track {
  const track = bag(value);
  const type = idOf(track.tt)?.toLowerCase() ?? '';
  const kind = (Object.hasOwn(TRACK_KINDS, type) ? TRACK_KINDS[type] : undefined) ?? 'other';
  let cursorMs = 0;
  const segments = list(track.sg)
    .slice(0, remaining)
    .map((entry) => {
      const segment = readSegment(entry, kind, cursorMs);
      cursorMs = segment.startMs + segment.durationMs;
      return segment;
    });
  return { kind, segments };
}

function readAspect(draft: Bag): string | undefined {
  for (const holder of [bag(draft.m), bag(draft.canvas), bag(draft.canvas_config), draft]) {
    const named = firstWords(holder.aspect, holder.aspect_ratio, holder.aspectRatio, holder.ratio);
    if (named !== undefined) return named.replace(/\s*[x×/]\s*/u, ':');
    const width = firstNumber(holder.width, holder.w);
    const height = firstNumber(holder.height, holder.h);
    if (width === undefined || height === undefined || !(width >= 1 && height >= 1)) continue;
    const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
    const [w, h] = [Math.round(width), Math.round(height)];
    return `${w / divisor(w, h)}:${h / divisor(w, h)}`;
  }
  return undefined;
}

/**
 * Reads Nemo's short keys (`t` tracks, `tt` 0 video / 1 audio / 7 text, `sg` segments, `d` ms, `m` metadata). Never throws:
 * what is missing or odd is left out, a segment without a start follows the one before it, a nameless one has the name ''.
 */
export function readTimeline(draft: DraftJson | null): Timeline {
  const whole = bag(draft);
  const given = list(whole.t);
  let remaining = MAX_SEGMENTS;
  let omittedSegments = 0;
  const tracks: Track[] = [];
  for (const entry of given) {
    const count = list(bag(entry).sg).length;
    omittedSegments += Math.max(0, count - remaining);
    if (tracks.length < MAX_SEGMENTS) tracks.push(readTrack(entry, remaining));
    remaining = Math.max(0, remaining - count);
  }
  const ends = tracks.flatMap(({ segments }) => segments.map(({ startMs, durationMs }) => startMs + durationMs));
  const length = ms(firstNumber(whole.d, whole.duration));
  const aspect = readAspect(whole);
  const details = readProjectDetails(whole);
  // A loop, since a spread of very many segments would overflow the stack.
  const end = ends.reduce((latest, value) => Math.max(latest, value), 0);
  return {
    durationMs: length || end,
    ...(aspect === undefined ? {} : { aspect }),
    tracks,
    ...(omittedSegments > 0 ? { omittedSegments } : {}),
    ...(details === undefined ? {} : { details }),
  };
}

/** True when a render of the draft has something to show: at least one track holds a segment. */
export function isExportable(draft: DraftJson | null): boolean {
  return list(bag(draft).t).some((track) => list(bag(track).sg).length > 0);
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => equal(value, b[i]));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [bag(a), bag(b)];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && equal(left[key], right[key]));
}

const isBlank = (draft: DraftJson | null): boolean =>
  draft === null || Object.entries(draft).every(([key, value]) => key === 't' && list(value).length === 0);

/** True when both drafts say the same, whatever the order of their keys; no draft equals an empty one. */
export function sameDraft(a: DraftJson | null, b: DraftJson | null): boolean {
  return equal(a, b) || (isBlank(a) && isBlank(b));
}
