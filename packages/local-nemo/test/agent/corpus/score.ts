import { readFileSync } from 'node:fs';
import { tracksOf } from '../../../src/agent/timeline.ts';
import { takeTurn } from '../../../src/agent/turn.ts';
import type { LocalDraft } from '../../../src/draft.ts';
import type { Conversation } from '../../../src/records.ts';
import { media } from '../fixtures.ts';

/** A sentence with the draft that is expected of it; see `README.md` beside this file. */
export interface Sample {
  said: string;
  base: 'plain' | 'titled' | 'history';
  expected: Map<string, string>;
}

export interface Verdict {
  sample: Sample;
  /** `harmful`: something else was changed than was asked for. `missed`: less was done, or nothing. */
  verdict: 'right' | 'missed' | 'harmful';
  got: string;
  reply: string;
}

const FILES = ['beach', 'cat', 'storm'].map((name) => media(name, 'image', { filename: `${name}.jpg` }));
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

function say(state: State, text: string, language: string) {
  return takeTurn({ text, language, media: FILES, random: () => 0.99, textlessRate: 0, ...state });
}

/** Three photos of 4 s each with calm music; with a title; after the volume was changed. */
function baseState(base: Sample['base']): State {
  const fresh: State = { draft: null, conversation: { turn: 0, awaiting: null, wishes: '', placed: [], history: [] } };
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
function facetsOf(draft: LocalDraft): Map<string, string> {
  const { clips, sounds, texts } = tracksOf(draft);
  const [music] = sounds;
  const join = clips[1]?.m.transition;
  const fades = [music?.m.fadeIn === 500 ? '' : 'in', music?.m.fadeOut === 1000 ? '' : 'out'].filter(Boolean);
  const words = texts.map(({ s, d, m }) => {
    const clip = m.clip === undefined ? '' : `#${Number(FILES.findIndex(({ id }) => m.clip?.includes(id))) + 1}`;
    const usual = m.style === 'title' ? 'center' : 'bottom';
    const when = d >= draft.d ? 'whole' : s > 0 ? 'end' : '';
    const marks = [
      COLORS[m.color],
      m.position !== usual && m.position,
      m.size && m.size !== 'medium' && m.size,
      m.clip === undefined && m.style === 'title' && when,
    ].filter(Boolean);
    return `${m.style === 'title' ? 't' : 'c'}:${m.text}${clip}${marks.length > 0 ? `{${marks.join(',')}}` : ''}`;
  });
  return new Map([
    ['asp', draft.m.aspect],
    ['ord', clips.map((clip) => FILES.findIndex(({ id }) => id === clip.m.src) + 1).join('')],
    ['len', String(Math.round(draft.d / 100) / 10)],
    ['d', clips.map((clip) => Math.round(clip.d / 100) / 10).join(',')],
    [
      'mot',
      clips
        .map((clip) => `${MOTIONS[clip.m.motion]}${FILES.findIndex(({ id }) => id === clip.m.src) + 1}`)
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
  if (name === 'd') return expected.has('len') || (removed && expected.has('ord')) || expected.has('ord');
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
  const before = facetsOf(state.draft as LocalDraft); // the base is a video
  const turn = say(state, sample.said, language);
  const after = facetsOf(turn.draft as LocalDraft);
  const differences = [...after].filter(([name, value]) => before.get(name) !== value);
  const met = [...sample.expected].every(([name, wanted]) => {
    const [got, was] = [after.get(name) ?? '', before.get(name) ?? ''];
    return name === 'txt' || !wanted.includes(',') ? fits(wanted, got, was) : fitsList(wanted, got, was);
  });
  const unasked = differences.filter(
    ([name]) => !sample.expected.has(name) && !isImplied(name, sample.expected, after),
  );
  const wrong = [...sample.expected.keys()].some((name) => before.get(name) !== after.get(name)) && !met;
  const verdict = unasked.length > 0 || (wrong && sample.expected.size === 1) ? 'harmful' : met ? 'right' : 'missed';
  const got = differences.map(([name, value]) => `${name}=${value}`).join(';') || 'same';
  return { sample, verdict, got, reply: turn.reply.split('\n\n')[0] ?? '' };
}
