import type { LocalDraft, Look, TextSegment, TransitionKind, VideoSegment } from '../../draft.ts';
import { RenderError } from '../errors.ts';

/** A segment of the video track with the time it can be seen in, its share of both transitions included (ms). */
export interface Shot {
  segment: VideoSegment;
  from: number;
  to: number;
  /** How the shot comes in; `from` and `to` (ms) are equal for a cut. */
  entry: { kind: TransitionKind; from: number; to: number };
  /** Its first picture, standing still: what a video that repeats ends with. */
  frozen?: true;
}

export interface Plan {
  /** How many frames the film has, and how many of them in a second. */
  frames: number;
  fps: number;
  shots: Shot[];
  titles: TextSegment[];
  /** Of the shots whose segment says nothing of its own. */
  look: Look | undefined;
  /** The edges of pictures on a blurred backdrop are soft. */
  softEdge: boolean;
  /** Fades of the whole picture from and to black, the film's length, and a frame's, in ms. */
  ends: { fadeIn: number; fadeOut: number; length: number; frame: number };
}

/** What one frame shows: one shot, or one giving way to the next. */
export interface FrameView {
  shot: number;
  next?: { shot: number; kind: TransitionKind; amount: number };
}

/** Lays a draft out frame by frame. Throws a RenderError when it has nothing to show. */
export function planOf(draft: LocalDraft, fps: number): Plan {
  const segments = draft.t.flatMap((track) => (track.tt === 0 ? track.sg : [])).sort((a, b) => a.s - b.s);
  const titles = draft.t.flatMap((track) => (track.tt === 7 ? track.sg : []));
  if (segments.length === 0) throw new RenderError('bad-draft', 'the draft has no pictures or clips');
  const halves = segments.map((segment, i) => {
    const before = segments[i - 1];
    const { kind, d } = segment.m.transition;
    // Half a transition lies in each neighbour, and a neighbour may have one at either end.
    return before && kind !== 'cut' ? Math.min(d / 2, before.d / 2, segment.d / 2) : 0;
  });
  const shots = segments.map((segment, i): Shot => {
    const half = halves[i] ?? 0;
    const after = segments[i + 1];
    return {
      segment,
      from: i === 0 ? 0 : segment.s - half,
      to: after ? after.s + (halves[i + 1] ?? 0) : Math.max(draft.d, segment.s + segment.d),
      entry: { kind: half > 0 ? segment.m.transition.kind : 'cut', from: segment.s - half, to: segment.s + half },
    };
  });
  const { look, fadeIn = 0, fadeOut = 0, softEdge = false } = draft.m;
  if (draft.m.loop) shots.push(...backToStart(shots, draft.d));
  const frames = Math.max(1, Math.round((draft.d * fps) / 1000));
  const ends = { fadeIn, fadeOut, length: draft.d, frame: 1000 / fps };
  return { frames, fps, shots, titles, look, softEdge, ends };
}

const LOOP_FADE_MS = 700;

/** The first picture once more, fading in over the end (ms) of the film. */
function backToStart(shots: Shot[], end: number): Shot[] {
  const [first] = shots;
  const last = shots.at(-1);
  if (!first || !last) return [];
  const from = end - Math.min(LOOP_FADE_MS, first.segment.d / 2, last.segment.d / 2);
  const entry = { kind: 'crossfade' as const, from, to: end };
  return [{ ...first, from, to: from + first.to - first.from, entry, frozen: true }];
}

/** What the film shows at a time (ms). */
export function viewAt(plan: Plan, time: number): FrameView {
  let shot = 0;
  for (let i = 1; i < plan.shots.length; i++) {
    const entry = plan.shots[i]?.entry;
    if (!entry || time < entry.from) break;
    if (time >= entry.to) {
      shot = i;
      continue;
    }
    return { shot, next: { shot: i, kind: entry.kind, amount: (time - entry.from) / (entry.to - entry.from) } };
  }
  return { shot };
}

/** How light the picture is at a time (ms): 1, less within the fades at its ends, 0 is black. */
export function lightAt({ fadeIn, fadeOut, length, frame }: Plan['ends'], time: number): number {
  const coming = fadeIn > 0 ? time / fadeIn : 1;
  // The last frame is black, not the one after it.
  const going = fadeOut > 0 ? (length - frame - time) / fadeOut : 1;
  return Math.max(0, Math.min(1, coming, going));
}

const TITLE_FADE_MS = 350;

/** How opaque a title is at a time (ms): fades in and out, quicker when it is short. */
export function titleOpacity(title: TextSegment, time: number): number {
  const since = time - title.s;
  if (since < 0 || since >= title.d) return 0;
  const fade = Math.min(TITLE_FADE_MS, title.d / 3);
  return Math.min(1, since / fade, (title.d - since) / fade);
}
