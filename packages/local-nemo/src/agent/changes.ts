import type { Aspect, AudioSegment, Fit, LocalDraft, Look, Motion, TextSegment, VideoSegment } from '../draft.ts';
import type { Part } from './edits.ts';
import { tracksOf } from './timeline.ts';

/** Clips of the video as it is now, by their places from 1; all of them; or the only one. */
export type Which = number[] | 'all' | 'only';

/** Clips that move in one way. */
export interface Moving {
  which: Which;
  motion: Motion;
  strength: number;
}

/** One difference between two drafts, as a sentence can say it. */
export type Change =
  | { kind: 'created'; ms: number; aspect: Aspect; clips: VideoSegment[] }
  | { kind: 'removed'; places: number[]; left: VideoSegment[] }
  | { kind: 'added'; clips: VideoSegment[]; at: 'start' | 'end'; ms: number }
  | { kind: 'replaced'; place: number; clip: VideoSegment }
  | { kind: 'shows'; clips: VideoSegment[]; ms: number }
  | { kind: 'order'; clips: VideoSegment[] }
  | { kind: 'length'; ms: number }
  | { kind: 'clip-lengths'; lengths: { which: Which; ms: number }[]; total: number }
  | { kind: 'repeated'; times: number; total: number }
  /** Clips that are shown once more, by their places now. */
  | { kind: 'copied'; places: number[]; clips: VideoSegment[]; total: number }
  /** Clips that play at other speeds. */
  | { kind: 'speed'; speeds: { which: Which; value: number }[] }
  /** Clips that begin elsewhere in their files; ms into the file. */
  | { kind: 'in-point'; clips: { place: number; inMs: number }[] }
  | { kind: 'clip-volume'; volumes: { which: Which; value: number }[] }
  | { kind: 'fit'; fits: { which: Which; value: Fit | undefined }[] }
  | { kind: 'soft-edge'; on: boolean }
  | { kind: 'loop'; on: boolean }
  | { kind: 'beat'; on: boolean }
  | { kind: 'logo'; logo: LocalDraft['m']['logo'] }
  | { kind: 'strength'; stronger: boolean }
  /** `fresh`: in a new video, where nothing moved otherwise before. */
  | { kind: 'motion'; moving: Moving[]; clips: VideoSegment[]; fresh?: boolean }
  | { kind: 'transition'; joins: VideoSegment['m']['transition'][]; changed: number[] }
  | { kind: 'music'; now: AudioSegment; before: AudioSegment | undefined }
  | { kind: 'no-music' }
  | { kind: 'volume'; now: AudioSegment }
  | { kind: 'music-fade'; inMs: number | undefined; outMs: number | undefined }
  | { kind: 'text-added'; text: TextSegment; place: TextPlace }
  | { kind: 'text-removed'; text: TextSegment }
  | { kind: 'text-changed'; before: TextSegment; now: TextSegment; place: TextPlace }
  | { kind: 'aspect'; aspect: Aspect }
  | { kind: 'look'; look: Look | undefined }
  /** Colours of single clips; undefined: as in the whole video. */
  | { kind: 'clip-looks'; looks: { which: Which; value: VideoSegment['m']['look'] }[] }
  | { kind: 'ends'; inMs: number | undefined; outMs: number | undefined };

/** When a text shows: with a clip, at one end of the video, all the time, or at a time (ms). */
export type TextPlace = { clip: number } | 'start' | 'end' | 'whole' | { fromMs: number };

/** What is different in `now`. */
export function changesBetween(before: LocalDraft, now: LocalDraft): Change[] {
  const clips = clipChanges(before, now);
  // "Shows only …" has the length.
  const lengths = clips.some(({ kind }) => kind === 'shows') ? [] : lengthChanges(before, now);
  return [
    ...clips,
    ...footageChanges(before, now),
    ...lengths,
    ...motionChanges(before, now),
    ...transitionChanges(before, now),
    ...musicChanges(before, now),
    ...textChanges(before, now),
    ...frameChanges(before, now),
  ];
}

/**
 * What there is to say of a new video: what it is, its music, and what differs from `usual`, a video for which nothing
 * was asked.
 * @param asked parts that are reported also where they are as usual
 */
export function newVideo(usual: LocalDraft, now: LocalDraft, asked: Set<Part>): Change[] {
  const { clips, sounds } = tracksOf(now);
  const [music] = sounds;
  const joins = clips.slice(1).map((clip) => clip.m.transition);
  // How strong the motion is stands with the motion.
  const motionIsSaid = asked.has('motion');
  const different = changesBetween(usual, now).filter(
    ({ kind }) => !SAID_OF_NEW.has(kind) && !(kind === 'strength' && motionIsSaid),
  );
  const isReported = (kind: Change['kind']) => different.some((change) => change.kind === kind);
  return [
    { kind: 'created', ms: now.d, aspect: now.m.aspect, clips },
    ...(music ? [{ kind: 'music' as const, now: music, before: undefined }] : []),
    ...(motionIsSaid && !isReported('motion')
      ? [{ kind: 'motion' as const, ...moving(clips, () => true), fresh: true }]
      : []),
    ...(asked.has('transition') && !isReported('transition') && joins.length > 0
      ? [{ kind: 'transition' as const, joins, changed: joins.map((_, i) => i + 2) }]
      : []),
    ...different.map((change) => (change.kind === 'motion' ? { ...change, fresh: true } : change)),
  ];
}

const SAID_OF_NEW = new Set<Change['kind']>(['length', 'aspect', 'music', 'volume', 'no-music']);

function clipChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const [old, clips] = [tracksOf(before).clips, tracksOf(now).clips];
  const times = clips.length / Math.max(1, old.length);
  if (times > 1 && clips.every((clip, i) => clip.m.src === old[i % old.length]?.m.src))
    return Number.isInteger(times) && old.length > 1 ? [{ kind: 'repeated', times, total: now.d }] : copies(old, now);
  const added = clips.filter((clip) => !old.some((other) => other.m.src === clip.m.src));
  const gone = old.flatMap((clip, i) => (clips.some((other) => other.m.src === clip.m.src) ? [] : [i + 1]));
  if (added.length > 0 && added.length === gone.length && old.length === clips.length) {
    return added.map((clip) => ({ kind: 'replaced', place: clips.indexOf(clip) + 1, clip }));
  }
  const stretched = gone.length > 0 && now.d === before.d;
  if (gone.length > 0 && (added.length > 0 || stretched)) return [{ kind: 'shows', clips, ms: now.d }];
  // Another clip may show the file of one that is gone.
  const missing = old.flatMap(({ id }, i) => (clips.some((clip) => clip.id === id) ? [] : [i + 1]));
  if (added.length === 0 && (gone.length > 0 || clips.length < old.length))
    return [{ kind: 'removed', places: clips.length < old.length - gone.length ? missing : gone, left: clips }];
  if (added.length > 0) {
    const at = clips[0] === added[0] ? 'start' : 'end';
    return [{ kind: 'added', clips: added, at, ms: now.d }];
  }
  if (clips.length > old.length) return copies(old, now);
  const moved = clips.some((clip, i) => clip.m.src !== old[i]?.m.src);
  return moved ? [{ kind: 'order', clips }] : [];
}

function copies(old: VideoSegment[], now: LocalDraft): Change[] {
  const { clips } = tracksOf(now);
  const places = clips.flatMap(({ id }, i) => (old.some((other) => other.id === id) ? [] : [i + 1]));
  return [{ kind: 'copied', places, clips, total: now.d }];
}

function lengthChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const [old, clips] = [tracksOf(before).clips, tracksOf(now).clips];
  const was = (clip: VideoSegment) => old.find((other) => other.id === clip.id)?.d;
  const changed = clips.flatMap((clip, i) => (was(clip) === undefined || was(clip) === clip.d ? [] : [i]));
  if (changed.length === 0) return [];
  const sameClips = old.length === clips.length;
  // All in proportion: the video as a whole has another length.
  const even = clips.every((clip) => Math.abs(clip.d / (was(clip) ?? 1) - now.d / Math.max(1, before.d)) < 0.02);
  if (clips.length === 1 || (sameClips && even)) return [{ kind: 'length', ms: now.d }];
  const byLength = new Map<number, number[]>();
  for (const i of changed) {
    const ms = clips[i]?.d ?? 0;
    byLength.set(ms, [...(byLength.get(ms) ?? []), i + 1]);
  }
  const lengths = [...byLength].map(([ms, places]) => ({ which: whichOf(places, clips.length), ms }));
  return [{ kind: 'clip-lengths', lengths, total: now.d }];
}

function whichOf(places: number[], count: number): Which {
  if (places.length < count) return places;
  return count === 1 ? 'only' : 'all';
}

/** What is different in how files are played and laid in. */
function footageChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const [old, clips] = [tracksOf(before).clips, tracksOf(now).clips];
  const pairs = clips.flatMap((clip, i) => {
    const was = old.find((other) => other.id === clip.id);
    return was ? [{ place: i + 1, now: clip.m, was: was.m }] : [];
  });
  const grouped = <T>(read: (m: VideoSegment['m']) => T): { which: Which; value: T }[] => {
    const groups = new Map<T, number[]>();
    for (const { place, now: m, was } of pairs) {
      if (read(m) !== read(was)) groups.set(read(m), [...(groups.get(read(m)) ?? []), place]);
    }
    return [...groups].map(([value, places]) => ({ which: whichOf(places, clips.length), value }));
  };
  const speeds = grouped((m) => m.speed ?? 1);
  const volumes = grouped((m) => m.volume ?? 1);
  const fits = grouped((m) => m.fit);
  // Colours of the whole video take the place of single clips'.
  const looks = before.m.look === now.m.look ? grouped((m) => m.look) : ownLooks(clips);
  const moved = pairs.filter((pair) => (pair.now.in ?? 0) !== (pair.was.in ?? 0));
  return [
    ...(speeds.length > 0 ? [{ kind: 'speed' as const, speeds }] : []),
    ...(moved.length > 0
      ? [
          {
            kind: 'in-point' as const,
            clips: moved.map(({ place, now: m }) => ({ place, inMs: m.in ?? 0 })),
          },
        ]
      : []),
    ...(volumes.length > 0 ? [{ kind: 'clip-volume' as const, volumes }] : []),
    ...(fits.length > 0 ? [{ kind: 'fit' as const, fits }] : []),
    ...(looks.length > 0 ? [{ kind: 'clip-looks' as const, looks }] : []),
  ];
}

/** Clips that keep colours of their own when those of the whole video change. */
function ownLooks(clips: VideoSegment[]): { which: Which; value: VideoSegment['m']['look'] }[] {
  return clips.flatMap(({ m }, i) => (m.look === undefined ? [] : [{ which: [i + 1], value: m.look }]));
}

function moving(
  clips: VideoSegment[],
  chosen: (clip: VideoSegment) => boolean,
): { moving: Moving[]; clips: VideoSegment[] } {
  const groups: { places: number[]; motion: Motion; strength: number }[] = [];
  for (const [i, clip] of clips.entries()) {
    if (!chosen(clip)) continue;
    const { motion, strength } = clip.m;
    const group = groups.find((one) => one.motion === motion && one.strength === strength);
    if (group) group.places.push(i + 1);
    else groups.push({ places: [i + 1], motion, strength });
  }
  return { moving: groups.map(({ places, ...rest }) => ({ which: whichOf(places, clips.length), ...rest })), clips };
}

function motionChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const [old, clips] = [tracksOf(before).clips, tracksOf(now).clips];
  const was = (clip: VideoSegment) => old.find((other) => other.id === clip.id)?.m;
  const changed = clips.filter((clip) => {
    const m = was(clip);
    return (
      m !== undefined && (m.motion !== clip.m.motion || (m.strength !== clip.m.strength && clip.m.motion !== 'still'))
    );
  });
  if (changed.length === 0) return [];
  const [first] = changed;
  const onlyStrength = changed.every((clip) => was(clip)?.motion === clip.m.motion);
  if (onlyStrength && changed.length === clips.length && first) {
    return [{ kind: 'strength', stronger: first.m.strength > (was(first)?.strength ?? 1) }];
  }
  return [{ kind: 'motion', ...moving(clips, (clip) => changed.includes(clip)) }];
}

function transitionChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const [old, clips] = [tracksOf(before).clips, tracksOf(now).clips];
  const joins = clips.slice(1).map((clip) => clip.m.transition);
  const oldJoins = old.slice(1).map((clip) => clip.m.transition);
  if (joins.length === 0 || oldJoins.length === 0) return [];
  const differ = (a: VideoSegment['m']['transition'], b: VideoSegment['m']['transition'] | undefined) =>
    b !== undefined && (a.kind !== b.kind || (a.kind !== 'cut' && a.d !== b.d));
  // Clips that came or went bring their places' transitions along; a transition shortened by its clips is no news.
  if (joins.length !== oldJoins.length && joins.every(({ kind }) => oldJoins.some((join) => join.kind === kind)))
    return [];
  const changed = joins.flatMap((join, i) => (differ(join, oldJoins[i]) ? [i + 2] : []));
  const shrunk =
    joins.every((join, i) => join.kind === oldJoins[i]?.kind && join.d <= (oldJoins[i]?.d ?? 0)) && now.d < before.d;
  return changed.length === 0 || shrunk ? [] : [{ kind: 'transition', joins, changed }];
}

function musicChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const [old] = tracksOf(before).sounds;
  const [music] = tracksOf(now).sounds;
  if (!music) return old ? [{ kind: 'no-music' }] : [];
  if (!old || old.m.mood !== music.m.mood || old.m.src !== music.m.src)
    return [{ kind: 'music', now: music, before: old }];
  const changes: Change[] = [];
  if (old.m.volume !== music.m.volume) changes.push({ kind: 'volume', now: music });
  const inMs = old.m.fadeIn === music.m.fadeIn ? undefined : music.m.fadeIn;
  const outMs = old.m.fadeOut === music.m.fadeOut ? undefined : music.m.fadeOut;
  const cut = (inMs ?? 0) < old.m.fadeIn && (outMs ?? 0) < old.m.fadeOut && now.d < before.d;
  if ((inMs !== undefined || outMs !== undefined) && !cut) changes.push({ kind: 'music-fade', inMs, outMs });
  return changes;
}

function textChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const [old, texts] = [tracksOf(before).texts, tracksOf(now).texts];
  const same = (a: TextSegment, b: TextSegment) => a.id === b.id && (a.m.text === b.m.text || a.m.clip === b.m.clip);
  const pairs = texts.map((text) => ({ text, was: old.find((other) => same(other, text)) }));
  const kept = new Set(pairs.map(({ was }) => was));
  const removed = old.filter((text) => !kept.has(text)).map((text): Change => ({ kind: 'text-removed', text }));
  const others = pairs.flatMap(({ text, was }): Change[] => {
    const place = placeOf(text, now);
    if (!was) return [{ kind: 'text-added', text, place }];
    const moved =
      JSON.stringify(placeOf(was, before)) !== JSON.stringify(place) && now.d === before.d && text.m.clip === undefined;
    const changed = JSON.stringify(was.m) !== JSON.stringify(text.m) || moved;
    return changed ? [{ kind: 'text-changed', before: was, now: text, place }] : [];
  });
  return [...removed, ...others];
}

function placeOf(text: TextSegment, draft: LocalDraft): TextPlace {
  if (text.m.clip !== undefined) return { clip: tracksOf(draft).clips.findIndex(({ id }) => id === text.m.clip) + 1 };
  if (text.s === 0) return text.d >= draft.d ? 'whole' : 'start';
  return text.s + text.d >= draft.d ? 'end' : { fromMs: text.s };
}

function frameChanges(before: LocalDraft, now: LocalDraft): Change[] {
  const changes: Change[] = [];
  if (before.m.aspect !== now.m.aspect) changes.push({ kind: 'aspect', aspect: now.m.aspect });
  if ((before.m.softEdge ?? false) !== (now.m.softEdge ?? false))
    changes.push({ kind: 'soft-edge', on: now.m.softEdge ?? false });
  if ((before.m.loop ?? false) !== (now.m.loop ?? false)) changes.push({ kind: 'loop', on: now.m.loop ?? false });
  if ((before.m.beat ?? false) !== (now.m.beat ?? false)) changes.push({ kind: 'beat', on: now.m.beat ?? false });
  if (JSON.stringify(before.m.logo) !== JSON.stringify(now.m.logo)) changes.push({ kind: 'logo', logo: now.m.logo });
  if (before.m.look !== now.m.look) changes.push({ kind: 'look', look: now.m.look });
  const inMs = before.m.fadeIn === now.m.fadeIn ? undefined : (now.m.fadeIn ?? 0);
  const outMs = before.m.fadeOut === now.m.fadeOut ? undefined : (now.m.fadeOut ?? 0);
  if (inMs !== undefined || outMs !== undefined) changes.push({ kind: 'ends', inMs, outMs });
  return changes;
}
