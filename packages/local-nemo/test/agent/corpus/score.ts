import { readFileSync } from 'node:fs';
import { tracksOf } from '../../../src/agent/timeline.ts';
import { takeTurn } from '../../../src/agent/turn.ts';
import type { LocalDraft } from '../../../src/draft.ts';
import type { Conversation } from '../../../src/records.ts';
import { media } from '../fixtures.ts';

/** A sentence with the draft that is expected of it; see `README.md` beside this file. */
export interface Sample {
  said: string;
  base: 'plain' | 'titled' | 'history' | 'film' | 'solo';
  expected: Map<string, string>;
}

export interface Verdict {
  sample: Sample;
  /** `harmful`: something else was changed than was asked for. `missed`: less was done, or nothing. */
  verdict: 'right' | 'missed' | 'harmful';
  got: string;
  reply: string;
}

const PHOTOS = ['beach', 'cat', 'storm'].map((name) => media(name, 'image', { filename: `${name}.jpg` }));
const FOOTAGE = [
  media('beach', 'video', { durationMs: 10_000 }),
  media('cat', 'image'),
  media('storm', 'video', { durationMs: 8_000 }),
];
const LONE = [media('cat', 'video', { durationMs: 12_000 })];
const filesOf = (base: Sample['base']) => (base === 'film' ? FOOTAGE : base === 'solo' ? LONE : PHOTOS);
const COLORS: Record<string, string> = {
  '#ff3b30': 'red',
  '#ffd60a': 'yellow',
  '#ff6b9d': 'pink',
  '#0a84ff': 'blue',
  '#ffd700': 'gold',
  '#34c759': 'green',
};
const MOTIONS: Record<string, string> = {
  'zoom-in': 'in',
  'zoom-out': 'out',
  'pan-left': 'left',
  'pan-right': 'right',
  'pan-up': 'up',
  'pan-down': 'down',
  still: 'still',
};
const KINDS: Record<string, string> = {
  crossfade: 'xf',
  'fade-black': 'black',
  slide: 'slide',
  wipe: 'wipe',
  cut: 'cut',
};

/** Reads a corpus: `@base` lines, and lines `said => expected`. */
export function readCorpus(name: string): Sample[] {
  const samples: Sample[] = [];
  let base: Sample['base'] = 'plain';
  for (const line of readFileSync(new URL(name, import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('@')) base = line.slice(1).trim() as Sample['base'];
    const at = line.lastIndexOf(' => ');
    if (at < 0 || line.startsWith('# ')) continue;
    const facets = line.slice(at + 4).trim();
    const expected = new Map<string, string>();
    if (facets !== 'same')
      for (const facet of facets.split(';')) {
        const equals = facet.indexOf('=');
        expected.set(facet.slice(0, equals), facet.slice(equals + 1));
      }
    samples.push({ said: line.slice(0, at), base, expected });
  }
  return samples;
}

interface State {
  draft: LocalDraft | null;
  conversation: Conversation;
}

function say(state: State, text: string, language: string, files = PHOTOS) {
  return takeTurn({ text, language, media: files, random: () => 0.99, textlessRate: 0, ...state });
}

/** Three photos of 4 s each with calm music; with a title; after the volume was changed; clips with sound; a lone clip. */
function baseState(base: Sample['base']): State {
  const fresh: State = { draft: null, conversation: { turn: 0, awaiting: null, wishes: '', placed: [], history: [] } };
  if (base === 'solo') {
    const alone = say(fresh, 'make a video without music', 'en', LONE);
    return { draft: alone.draft, conversation: { ...alone.conversation, history: [] } };
  }
  if (base === 'film') {
    const film = say(fresh, 'make a video, the second photo 4 seconds', 'en', FOOTAGE);
    return { draft: film.draft, conversation: { ...film.conversation, history: [] } };
  }
  let state: State = say(fresh, 'make a 12 second video', 'en');
  state = { draft: state.draft, conversation: { ...state.conversation, history: [] } };
  if (base === 'titled') {
    const titled = say(state, 'add the title "Hello"', 'en');
    state = { draft: titled.draft, conversation: { ...titled.conversation, history: [] } };
  }
  if (base === 'history') state = say(state, 'set the volume to 10%', 'en');
  return state;
}

/** What can be compared of a draft. */
function facetsOf(draft: LocalDraft, files: typeof PHOTOS): Map<string, string> {
  const { clips, sounds, texts } = tracksOf(draft);
  const numberOf = (src: string) => files.findIndex(({ id }) => id === src) + 1;
  const percentOf = (share: number) => String(Math.round(share * 100));
  const [music] = sounds;
  const join = clips[1]?.m.transition;
  const fades = [music?.m.fadeIn === 500 ? '' : 'in', music?.m.fadeOut === 1000 ? '' : 'out'].filter(Boolean);
  const words = texts.map(({ s, d, m }) => {
    const clip = m.clip === undefined ? '' : `#${Number(files.findIndex(({ id }) => m.clip?.includes(id))) + 1}`;
    const usual = m.under ? m.position : m.style === 'title' ? 'center' : 'bottom';
    const when = d >= draft.d ? 'whole' : s > 0 ? 'end' : '';
    const marks = [
      COLORS[m.color],
      m.position !== usual && m.position,
      m.size && m.size !== 'medium' && m.size,
      m.design,
      m.clip === undefined && m.style === 'title' && when,
    ].filter(Boolean);
    return `${m.under ? 's' : m.style === 'title' ? 't' : 'c'}:${m.text}${clip}${marks.length > 0 ? `{${marks.join(',')}}` : ''}`;
  });
  return new Map([
    ['asp', draft.m.aspect],
    ['ord', clips.map((clip) => files.findIndex(({ id }) => id === clip.m.src) + 1).join('')],
    ['len', String(Math.round(draft.d / 100) / 10)],
    ['d', clips.map((clip) => Math.round(clip.d / 100) / 10).join(',')],
    [
      'mot',
      clips
        .map((clip) => `${MOTIONS[clip.m.motion]}${files.findIndex(({ id }) => id === clip.m.src) + 1}`)
        .sort((a, b) => Number(a.at(-1)) - Number(b.at(-1)))
        .map((one) => one.slice(0, -1))
        .join(','),
    ],
    [
      'str',
      String(
        clips
          .filter((clip) => clip.m.motion !== 'still')
          .map((clip) => clip.m.strength)
          .find((one) => one !== 1) ?? 1,
      ),
    ],
    ['tr', join ? (KINDS[join.kind] ?? '') : ''],
    ['trms', String(join?.d ?? 0)],
    ['mus', music ? (music.m.mood ?? 'own') : 'none'],
    ['vol', music ? String(Math.round(music.m.volume * 100)) : ''],
    ['fade', fades.join(',')],
    ['txt', words.join(',')],
    ['look', draft.m.look ?? ''],
    ['spd', clips.map((clip) => (clip.m.kind === 'image' ? '-' : String(clip.m.speed ?? 1))).join(',')],
    ['in', clips.map((clip) => (clip.m.kind === 'image' ? '-' : String((clip.m.in ?? 0) / 1000))).join(',')],
    ['snd', clips.map((clip) => (clip.m.kind === 'image' ? '-' : percentOf(clip.m.volume ?? 1))).join(',')],
    ['fit', clips.map((clip) => clip.m.fit ?? '').join(',')],
    ['soft', draft.m.softEdge ? '1' : ''],
    ['loop', draft.m.loop ? '1' : ''],
    ['beat', draft.m.beat ? '1' : ''],
    ['logo', draft.m.logo ? `${numberOf(draft.m.logo.src)}${draft.m.logo.corner}` : ''],
    ['ends', [draft.m.fadeIn && 'in', draft.m.fadeOut && 'out'].filter(Boolean).join(',')],
  ]);
}

function fits(expected: string, got: string, was: string): boolean {
  if (expected === 'other') return got !== was && got !== 'none';
  const relation = /^([<>])([\d.]+)$/.exec(expected);
  if (relation) return relation[1] === '<' ? Number(got) < Number(relation[2]) : Number(got) > Number(relation[2]);
  return expected === got;
}

const fitsList = (expected: string, got: string, was: string): boolean => {
  const [wanted, have] = [expected.split(','), got.split(',')];
  return wanted.length === have.length && wanted.every((one, i) => fits(one, have[i] ?? '', was.split(',')[i] ?? ''));
};

/** Facets that follow from others: not judged by themselves where those were to change. */
function isImplied(name: string, expected: Map<string, string>, got: Map<string, string>): boolean {
  const removed = (got.get('ord') ?? '').length < 3;
  const isCut = ['spd', 'in', 'beat', 'loop'].some((other) => expected.has(other));
  if (expected.has('any')) return !['ord', 'txt', 'asp', 'logo'].includes(name);
  if (['spd', 'in', 'snd', 'fit'].includes(name)) return expected.has('ord');
  if (isCut && ['d', 'len', 'tr', 'trms', 'fade'].includes(name)) return true;
  if (name === 'd') return expected.has('len') || expected.has('ord');
  if (name === 'len') return expected.has('d') || (removed && expected.has('ord'));
  if (name === 'mot' || name === 'str') return expected.has('ord') || (name === 'str' && expected.has('mot'));
  if (name === 'tr' || name === 'trms')
    return (
      expected.has('tr') ||
      expected.has('trms') ||
      expected.has('len') ||
      expected.has('d') ||
      (removed && expected.has('ord'))
    );
  if (name === 'fade') return expected.get('mus') !== undefined || expected.has('len');
  return name === 'vol' && expected.has('mus');
}

/** Judges one sample by the draft that comes of it. */
export function judge(sample: Sample, language: string): Verdict {
  const state = baseState(sample.base);
  const files = filesOf(sample.base);
  const before = facetsOf(state.draft as LocalDraft, files); // the base is a video
  const turn = say(state, sample.said, language, files);
  const after = facetsOf(turn.draft as LocalDraft, files);
  const differences = [...after].filter(([name, value]) => before.get(name) !== value);
  const isMet = (name: string, wanted: string) => {
    if (name === 'any') return differences.length > 0;
    const [got, was] = [after.get(name) ?? '', before.get(name) ?? ''];
    return name === 'txt' || !wanted.includes(',') ? fits(wanted, got, was) : fitsList(wanted, got, was);
  };
  const met = [...sample.expected].every(([name, wanted]) => isMet(name, wanted));
  const unasked = differences.filter(
    ([name]) => !sample.expected.has(name) && !isImplied(name, sample.expected, after),
  );
  // Changed, but not to what was asked for.
  const wrong = [...sample.expected].some(
    ([name, wanted]) => name !== 'any' && before.get(name) !== after.get(name) && !isMet(name, wanted),
  );
  const verdict = unasked.length > 0 || wrong ? 'harmful' : met ? 'right' : 'missed';
  const got = differences.map(([name, value]) => `${name}=${value}`).join(';') || 'same';
  return { sample, verdict, got, reply: turn.reply.split('\n\n')[0] ?? '' };
}
