import type { Context } from './clauses.ts';
import type { Edit } from './edits.ts';
import { MIN_CLIP_MS } from './timeline.ts';

/** Several texts for the same place and time cannot be read together: each gets a photo of its own, as far as they go. */
export function spreadTexts(edits: Edit[], clips: number): Edit[] {
  const key = (edit: Edit) =>
    edit.kind === 'add-text' && edit.clip === undefined ? JSON.stringify([edit.style, edit.look]) : undefined;
  const alike = (edit: Edit) => edits.filter((other) => key(other) !== undefined && key(other) === key(edit));
  return edits.map((edit) => {
    const group = alike(edit);
    if (edit.kind !== 'add-text' || group.length < 2 || group.length > clips) return edit;
    return { ...edit, style: 'caption', clip: group.indexOf(edit) + 1 };
  });
}

/** Without the edits that later ones of the same message overrule. */
export function withoutOverruled(edits: Edit[]): Edit[] {
  return edits.filter((edit, i) => {
    // "Too quiet, go back": what was wrong is no wish of its own.
    if (isVague(edit) && edits.slice(i + 1).some((later) => later.kind === 'undo')) return false;
    // "Too long, make it 8 seconds": the goal says how much.
    if (edit.kind === 'scale-length' && edits.slice(i + 1).some((later) => later.kind === 'length')) return false;
    if (
      edit.kind === 'clip-length' &&
      edit.factor !== undefined &&
      edits
        .slice(i + 1)
        .some(
          (later) =>
            later.kind === 'clip-length' && later.ms !== undefined && String(later.clips) === String(edit.clips),
        )
    )
      return false;
    // "Animate this with a slow zoom": the particular motion is what was meant by the general one.
    const general = edit.kind === 'motion' && edit.motion === 'alternate' && edit.strength === undefined;
    return !(general && edits.slice(i + 1).some((later) => later.kind === 'motion' && later.clips === 'all'));
  });
}

/** More or less of something, without a goal. */
function isVague(edit: Edit): boolean {
  return (
    edit.kind === 'scale-length' ||
    ('factor' in edit && edit.factor !== undefined) ||
    (edit.kind === 'motion' && edit.motion === undefined)
  );
}

/** A whole video needs a clip first and has music unless that was declined. */
export function firstVideo(edits: Edit[], media: string[], context: Context): Edit[] {
  const wantsNone = edits.findLast((e) => e.kind === 'music' || e.kind === 'remove-music')?.kind === 'remove-music';
  const rest = edits.filter(
    (e) => e.kind !== 'add-media' && e.kind !== 'undo' && e.kind !== 'remove-music' && !(wantsNone && isMusic(e)),
  );
  const hasMusic = rest.some((e) => e.kind === 'music');
  const own = context.newAudio.at(-1);
  const music: Edit[] =
    wantsNone || hasMusic ? [] : [own === undefined ? { kind: 'music', mood: 'calm' } : { kind: 'music', src: own }];
  // Order and shape before looks, so that "the last photo first" and lengths mean what they say.
  // What plays faster is shorter: the whole length that was asked for comes after.
  const isPlayed = (e: Edit) => e.kind === 'speed' || e.kind === 'trim';
  const isShape = (e: Edit) => e.kind === 'aspect' || e.kind === 'length';
  // Cuts go on the beat of music that is there.
  const others = [
    ...rest.filter((e) => !isShape(e) && !isPlayed(e) && e.kind !== 'beat'),
    ...rest.filter((e) => e.kind === 'beat'),
  ];
  return [
    { kind: 'create', media },
    ...rest.filter(isPlayed),
    ...rest.filter(isShape),
    ...music,
    ...withinLength(others, rest, media.length),
  ];
}

/** With one photo's length and the whole video's, the others share what is left. */
function withinLength(edits: Edit[], all: Edit[], count: number): Edit[] {
  const total = all.findLast((e) => e.kind === 'length');
  const given = edits.flatMap((e) =>
    e.kind === 'clip-length' && e.clips !== 'all' && e.ms !== undefined
      ? e.clips.map((clip) => ({ clip, ms: e.ms ?? 0 }))
      : [],
  );
  const places = new Set(given.map(({ clip }) => (clip < 0 ? count + 1 + clip : clip)));
  const left = Array.from({ length: count }, (_, i) => i + 1).filter((clip) => !places.has(clip));
  const spare = (total?.kind === 'length' ? total.ms : 0) - given.reduce((sum, { ms }) => sum + ms, 0);
  if (given.length === 0 || left.length === 0 || spare < left.length * MIN_CLIP_MS) return edits;
  return [...edits, { kind: 'clip-length', clips: left, ms: Math.floor(spare / left.length) }];
}

function isMusic(edit: Edit): boolean {
  return edit.kind === 'music' || edit.kind === 'volume' || edit.kind === 'music-fade';
}

/**
 * The edits of one message with their clips where they are by then: all its numbers and names mean the video as it was
 * when it was written. @param count clips in the video
 */
export function inPlacesOfMessage(edits: Edit[], count: number): Edit[] {
  /** By today's place from 0: the place in the video as it was. */
  let order = Array.from({ length: count }, (_, i) => i);
  const isPlace = (clip: number) => clip !== 0 && Math.abs(clip) <= count;
  const original = (clip: number) => (clip > 0 ? clip - 1 : count + clip);
  const now = (clip: number) => {
    const at = isPlace(clip) ? order.indexOf(original(clip)) : -1;
    return at < 0 ? clip : at + 1;
  };
  return edits.map((edit) => {
    const placed = order.every((place, i) => place === i) && order.length === count ? edit : placedNow(edit, now);
    order = orderAfter(order, placed);
    return placed;
  });
}

function placedNow(edit: Edit, now: (clip: number) => number): Edit {
  switch (edit.kind) {
    case 'move':
      return { ...edit, clip: now(edit.clip) };
    case 'swap':
      return { ...edit, a: now(edit.a), b: now(edit.b) };
    case 'add-text':
    case 'change-text':
    case 'remove-text':
    case 'logo':
      return edit.clip === undefined ? edit : { ...edit, clip: now(edit.clip) };
    case 'clip-length':
    case 'motion':
    case 'speed':
    case 'clip-volume':
    case 'fit':
      return edit.clips === 'all' ? edit : { ...edit, clips: edit.clips.map(now) };
    case 'look':
      return edit.clips === undefined ? edit : { ...edit, clips: edit.clips.map(now) };
    case 'copy-clips':
      return {
        ...edit,
        clips: edit.clips === 'all' ? edit.clips : edit.clips.map(now),
        ...(edit.after !== undefined && { after: now(edit.after) }),
      };
    case 'trim':
      return edit.clips === 'video' ? edit : { ...edit, clips: edit.clips.map(now) };
    case 'remove-clips':
    case 'keep-clips':
    case 'order':
      return { ...edit, clips: edit.clips.map(now) };
    default:
      return edit;
  }
}

function orderAfter(order: number[], edit: Edit): number[] {
  const at = (clip: number) => (clip > 0 ? clip - 1 : order.length + clip);
  switch (edit.kind) {
    case 'move': {
      const rest = order.filter((_, i) => i !== at(edit.clip));
      return rest.toSpliced(at(edit.to), 0, ...order.slice(at(edit.clip), at(edit.clip) + 1));
    }
    case 'swap':
      return order.map(
        (place, i) => (i === at(edit.a) ? order[at(edit.b)] : i === at(edit.b) ? order[at(edit.a)] : place) ?? place,
      );
    case 'remove-clips':
      return order.filter((_, i) => !edit.clips.map(at).includes(i));
    case 'keep-clips':
      return order.filter((_, i) => edit.clips.map(at).includes(i));
    case 'order': {
      const first = edit.clips.map(at);
      return [...first.flatMap((i) => order[i] ?? []), ...order.filter((_, i) => !first.includes(i))];
    }
    case 'reverse':
      return order.toReversed();
    default:
      return order;
  }
}
