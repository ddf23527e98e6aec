import type {
  Aspect,
  AudioSegment,
  Corner,
  Look,
  Mood,
  Motion,
  TextDesign,
  TextSegment,
  TransitionKind,
  VideoSegment,
} from '../draft.ts';
import type { Change, Moving, TextPlace, Which } from './changes.ts';
import { colorName } from './colors.ts';
import {
  article,
  capital,
  clockTime,
  count,
  listed,
  noun,
  percent,
  plural,
  seconds,
  tenths,
  yours,
} from './grammar-en.ts';

// For one clip and for several.
const MOTIONS: Record<Motion, [string, string]> = {
  'zoom-in': ['zooms in', 'zoom in'],
  'zoom-out': ['zooms out', 'zoom out'],
  'pan-left': ['pans left', 'pan left'],
  'pan-right': ['pans right', 'pan right'],
  'pan-up': ['pans up', 'pan up'],
  'pan-down': ['pans down', 'pan down'],
  still: ['stands still', 'stand still'],
};
const MOODS: Record<Mood, string> = {
  calm: 'Calm',
  lofi: 'Lo-fi',
  upbeat: 'Upbeat',
  cinematic: 'Cinematic',
  happy: 'Happy',
  romantic: 'Romantic',
};
const FORMATS: Partial<Record<Aspect, string>> = { '16:9': 'landscape', '9:16': 'vertical', '1:1': 'square' };
const TRANSITIONS: Record<TransitionKind, string> = {
  crossfade: 'a crossfade',
  'fade-black': 'a fade through black',
  slide: 'a slide',
  wipe: 'a wipe',
  cut: 'a straight cut',
};
const LOOKS: Record<Look, string> = {
  bw: 'in black and white',
  sepia: 'in sepia',
  warm: 'in warmer colors',
  cool: 'in cooler colors',
};

const CORNERS: Record<Corner, string> = {
  tl: 'top left',
  tr: 'top right',
  bl: 'bottom left',
  br: 'bottom right',
};
const DESIGNS: Record<TextDesign, string> = { plate: 'on a plate', outline: 'with an outline', glow: 'with a glow' };
/** What a text is called. */
const nameOf = ({ m }: TextSegment) => (m.under ? 'subtitle' : m.style);

type Say = { [K in Change['kind']]: (change: Extract<Change, { kind: K }>) => string };

const SAY: Say = {
  created: ({ ms, aspect, clips }) =>
    `I made ${article(ms)} ${tenths(ms)}-second ${aspect} video from your ${yours(clips.length, noun(clips))}.`,
  removed: ({ places, left }) =>
    `I removed ${numbered(places)}; ${count(left.length, 'clip')} ${left.length === 1 ? 'is' : 'are'} left: ${inOrder(left)}.`,
  added: ({ clips, at, ms }) =>
    `I added your ${clips.length === 1 ? '' : `${clips.length} `}new ${plural(clips.length, noun(clips))} at the ${at === 'start' ? 'beginning' : 'end'}; the video is now ${seconds(ms)} long.`,
  replaced: ({ place, clip }) => `I replaced clip ${place} with your new ${noun([clip])}.`,
  shows: ({ clips, ms }) => `The video now shows only ${inOrder(clips)} and is ${seconds(ms)} long.`,
  order: ({ clips }) => `The order is now ${inOrder(clips)}.`,
  length: ({ ms }) => `The video is now ${seconds(ms)} long.`,
  'clip-lengths': ({ lengths, total }) =>
    `${capital(listed(lengths.map(({ which, ms }) => `${subject(which)} now ${many(which) ? 'last' : 'lasts'} ${seconds(ms)}`)))}, and the whole video ${seconds(total)}.`,
  repeated: ({ times, total }) =>
    `The clips now play ${times === 2 ? 'twice' : `${times} times`}, one round after the other; the video is ${seconds(total)} long.`,
  copied: ({ places, clips, total }) =>
    `${capital(listed(places.slice(0, MOST_NAMED).map((at) => `“${clips[at - 1]?.m.name}” now shows again as clip ${at}`)))}${places.length > MOST_NAMED ? ` and ${places.length - MOST_NAMED} more do` : ''}; the video is ${seconds(total)} long.`,
  speed: ({ speeds }) =>
    `${capital(listed(speeds.map(({ which, value }) => `${subject(which)} now ${many(which) ? 'play' : 'plays'} ${value === 1 ? 'at normal speed' : `at ${value}× speed`}`)))}; any sound keeps its pitch.`,
  'in-point': ({ clips }) =>
    `${capital(listed(clips.map(({ place: at, inMs }) => `clip ${at} now begins at ${clockTime(inMs)} of its file`)))}.`,
  'clip-volume': ({ volumes }) =>
    volumes
      .map(({ which, value }) => {
        const whose = which === 'all' ? 'of all clips' : `of ${subject(which)}`;
        if (value === 0) return `The original sound ${whose} is now muted.`;
        return `The original sound ${whose} now plays ${value === 1 ? 'as recorded' : `at ${percent(value)}`}.`;
      })
      .join(' '),
  fit: ({ fits }) =>
    fits
      .map(({ which, value }) => {
        const [fills, shows] = many(which) ? ['fill', 'are'] : ['fills', 'is'];
        if (value === 'fill')
          return `${capital(subject(which))} now ${fills} the frame, cut at the edges where needed.`;
        if (value === 'whole')
          return `${capital(subject(which))} ${shows} now shown whole, on a blurred backdrop where the shape differs.`;
        return `${capital(subject(which))} ${shows} laid in as usual again.`;
      })
      .join(' '),
  'soft-edge': ({ on }) =>
    on
      ? 'Where a picture stands on a blurred backdrop, its edges are now soft.'
      : 'Where a picture stands on a blurred backdrop, its edges are sharp again.',
  loop: ({ on }) =>
    on
      ? 'The end now fades back into the first picture, so that a player that repeats the video shows no jump.'
      : 'The end no longer leads back into the beginning.',
  beat: ({ on }) => (on ? 'The cuts are now on the beat of the music.' : 'The cuts are no longer tied to the beat.'),
  logo: ({ logo }) =>
    logo
      ? `“${logo.name}” is now the logo in the ${CORNERS[logo.corner]} corner, all the time.`
      : 'I removed the logo.',
  strength: ({ stronger }) => `I made the motion ${stronger ? 'stronger' : 'gentler'}.`,
  motion: ({ moving, fresh }) => motion(moving, fresh ?? false),
  transition,
  music: ({ now, before }) => music(now, before),
  'no-music': () => 'I removed the music.',
  volume: ({ now }) =>
    now.m.volume === 0 ? 'I muted the music.' : `The music now plays at ${percent(now.m.volume)} volume.`,
  'music-fade': ({ inMs, outMs }) =>
    [
      inMs !== undefined && (inMs > 0 ? `The music fades in over ${seconds(inMs)}.` : 'The music no longer fades in.'),
      outMs !== undefined &&
        (outMs > 0 ? `The music fades out over ${seconds(outMs)}.` : 'The music no longer fades out.'),
    ]
      .filter(Boolean)
      .join(' '),
  'text-added': ({ text, place }) => `I added the ${nameOf(text)} “${text.m.text}”${lookOf(text, place)}.`,
  'text-removed': ({ text }) => `I removed the ${nameOf(text)} “${text.m.text}”.`,
  'text-changed': textChanged,
  aspect: ({ aspect }) =>
    FORMATS[aspect] ? `The video is now ${FORMATS[aspect]} (${aspect}).` : `The video is now in ${aspect} format.`,
  look: ({ look }) => (look ? `The video is now ${LOOKS[look]}.` : 'The video has its own colors again.'),
  'clip-looks': ({ looks }) =>
    `${capital(
      listed(
        looks.map(({ which, value }) => {
          const own = value === undefined || value === 'none';
          if (own) return `${subject(which)} now ${many(which) ? 'have their' : 'has its'} own colors`;
          return `${subject(which)} ${many(which) ? 'are' : 'is'} now ${LOOKS[value]}`;
        }),
      ),
    )}.`,
  ends: ({ inMs, outMs }) =>
    [
      inMs !== undefined &&
        (inMs > 0 ? `The video fades in from black over ${seconds(inMs)}.` : 'The video no longer fades in.'),
      outMs !== undefined &&
        (outMs > 0 ? `The video fades out to black over ${seconds(outMs)}.` : 'The video no longer fades out.'),
    ]
      .filter(Boolean)
      .join(' '),
};

/** A difference between two drafts in English. */
export function sayEnglish(change: Change): string {
  // The compiler cannot see that the sentence found under a change's kind is for this very change.
  return (SAY[change.kind] as (change: Change) => string)(change);
}

const MOST_NAMED = 6;

/** "1 beach, 2 cat and 3 storm" */
function inOrder(clips: VideoSegment[]): string {
  const named = clips.slice(0, MOST_NAMED).map((clip, i) => `${i + 1} “${clip.m.name}”`);
  return clips.length > MOST_NAMED ? `${named.join(', ')} and ${clips.length - MOST_NAMED} more` : listed(named);
}

function numbered(places: number[]): string {
  return places.length === 1 ? `clip ${places[0]}` : `clips ${listed(places.map(String))}`;
}

const many = (which: Which) => (which === 'all' ? false : which !== 'only' && which.length > 1);

function subject(which: Which): string {
  if (which === 'only') return 'the clip';
  return which === 'all' ? 'every clip' : numbered(which);
}

function motion(moving: Moving[], fresh: boolean): string {
  if (moving.length > 4) return 'Every clip now moves in another way.';
  const [first] = moving;
  if (moving.length === 1 && first && !Array.isArray(first.which)) {
    return `${capital(subject(first.which))} ${fresh ? '' : 'now '}${MOTIONS[first.motion][0]}${how(first)}.`;
  }
  const parts = moving.flatMap(({ which, ...one }) => (Array.isArray(which) ? [{ which, ...one }] : []));
  const said = parts
    .sort((a, b) => (a.which[0] ?? 0) - (b.which[0] ?? 0))
    .map(
      (one, i) =>
        `${numbered(one.which)} ${i === 0 && !fresh ? 'now ' : ''}${MOTIONS[one.motion][one.which.length > 1 ? 1 : 0]}${how(one)}`,
    );
  return `${capital(listed(said))}.`;
}

function how({ motion: way, strength }: { motion: Motion; strength: number }): string {
  if (way === 'still' || strength === 1) return '';
  return strength < 1 ? ' gently' : ' strongly';
}

function transition({ joins, changed }: Extract<Change, { kind: 'transition' }>): string {
  if (joins.every(({ kind }) => kind === 'cut')) return 'The clips now follow each other with straight cuts.';
  const [first] = joins.filter((_, i) => changed.includes(i + 2));
  const what = (join: VideoSegment['m']['transition']) =>
    join.kind === 'cut' ? TRANSITIONS.cut : `${TRANSITIONS[join.kind]} of ${seconds(join.d)}`;
  const alike = joins.every((join) => join.kind === first?.kind && join.d === first?.d);
  if (first && alike) return `Between the clips there is now ${what(first)}.`;
  if (first && changed.length === 1) return `${capital(what(first))} now leads into clip ${changed[0]}.`;
  return `Between the clips there are now other transitions: ${listed([...new Set(joins.map(what))])}.`;
}

function music(now: AudioSegment, before: AudioSegment | undefined): string {
  if (now.m.src !== undefined)
    return `Your audio “${now.m.name}” is now the music, at ${percent(now.m.volume)} volume.`;
  const mood = now.m.mood ? MOODS[now.m.mood] : 'Your';
  return `${mood} music ${before ? 'now ' : ''}plays at ${percent(now.m.volume)} volume.`;
}

function lookOf({ m, d }: TextSegment, place: TextPlace): string {
  return [
    m.size && m.size !== 'medium' && (m.size === 'big' ? ' in big letters' : ' in small letters'),
    m.color !== '#ffffff' && ` in ${colorName(m.color, 'en')}`,
    m.design && ` ${DESIGNS[m.design]}`,
    m.under && ' under the title',
    typeof place === 'object' && 'clip' in place && ` on clip ${place.clip}`,
    m.style === 'title' && m.position !== 'center' && ` at the ${m.position}`,
    !m.under &&
      m.style === 'caption' &&
      m.position !== 'bottom' &&
      (m.position === 'center' ? ' in the middle' : ' at the top'),
    place === 'end' && ` at the end for ${seconds(d)}`,
    place === 'whole' && m.style === 'title' && ' for the whole video',
    !m.under && place === 'start' && m.style === 'caption' && ` at the start for ${seconds(d)}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('');
}

function textChanged({ before, now, place }: Extract<Change, { kind: 'text-changed' }>): string {
  const { m } = now;
  const when = { start: 'shows at the start', end: 'shows at the end', whole: 'shows throughout' };
  const moved = before.s !== now.s || before.d !== now.d;
  const parts = [
    m.text !== before.m.text && `says “${m.text}”`,
    m.position !== before.m.position &&
      (m.position === 'center' ? 'stands in the middle' : `stands at the ${m.position}`),
    m.design !== before.m.design && (m.design ? `stands ${DESIGNS[m.design]}` : 'has a plain shadow'),
    m.color !== before.m.color && `is ${colorName(m.color, 'en')}`,
    m.size !== before.m.size && { small: 'is small', medium: 'has its usual size', big: 'is big' }[m.size ?? 'medium'],
    moved && typeof place === 'string' && `${when[place]}${place === 'whole' ? '' : ` for ${seconds(now.d)}`}`,
  ].filter((part) => typeof part === 'string');
  // "Is now yellow", but "now says".
  const words = listed(parts.length > 0 ? parts : ['is as it was']);
  const name = `${nameOf(now)}${m.text === before.m.text ? ` “${m.text}”` : ''}`;
  return `The ${name} ${words.startsWith('is ') ? words.replace('is ', 'is now ') : `now ${words}`}.`;
}
