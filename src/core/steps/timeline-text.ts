import type { Voice } from '../../i18n/language.ts';
import type { SentenceKey } from '../../i18n/translation.ts';
import { secondsText, type Translate, translator } from '../../i18n/translator.ts';
import type { Change, Segment, Timeline, Track, TrackKind } from '../../nemo/draft/draft.ts';
import { type ToolKind, toolInfo } from '../../nemo/tools.ts';
import { detailLine } from './detail-text.ts';

/** More pieces of a track than this are counted, not listed. */
const LISTED_SEGMENTS = 6;

/** `0-10s`, `2.5-4s`. */
function span(startMs: number, durationMs: number): string {
  return `${secondsText(startMs)}-${secondsText(startMs + durationMs)}s`;
}

const percent = (volume: number) => `${Math.round(volume * 100)}%`;

function trackName(kind: TrackKind, t: Translate): string {
  switch (kind) {
    case 'video':
      return t('trackVideo');
    case 'audio':
      return t('trackMusic');
    case 'text':
      return t('trackText');
    case 'other':
      return t('trackOther');
  }
}

function whatOf(kind: TrackKind, t: Translate): string {
  switch (kind) {
    case 'video':
      return t('whatVideo');
    case 'audio':
      return t('whatMusic');
    case 'text':
      return t('whatText');
    case 'other':
      return t('whatOther');
  }
}

/** The timeline as a list a person reads: a line a track with its pieces, when they are and how loud. */
export function timelineText(timeline: Timeline, voice: Voice): string {
  const t = translator(voice);
  const tracks = timeline.tracks.filter((track) => track.segments.length > 0);
  if (tracks.length === 0) return t('timelineEmpty');
  const seconds = secondsText(timeline.durationMs);
  const head =
    tracks.length === 1 ? t('timelineHeadOne', { seconds }) : t('timelineHead', { count: tracks.length, seconds });
  return [head, ...tracks.map((track, index) => `${index + 1}. ${trackLine(track, t)}`)].join('\n');
}

function trackLine(track: Track, t: Translate): string {
  const listed = track.segments.slice(0, LISTED_SEGMENTS).map((segment) => pieceText(track.kind, segment));
  const rest = track.segments.length - listed.length;
  if (rest > 0) listed.push(t('moreSegments', { count: rest }));
  return `${trackName(track.kind, t)}: ${listed.join(', ')}`;
}

function pieceText(kind: TrackKind, segment: Segment): string {
  const when = span(segment.startMs, segment.durationMs);
  const facts = segment.volume !== undefined && kind === 'audio' ? `${when}, ${percent(segment.volume)}` : when;
  return `${named(kind, segment.text ?? segment.name)} (${facts})`.trim();
}

/** A text is quoted, so that it is not read as part of the sentence. */
function named(kind: TrackKind, name: string): string {
  return kind === 'text' ? `“${name}”` : name;
}

/** More changes than this are counted, not listed: a reply is a few messages at most. */
const LISTED_CHANGES = 30;

/** What changed, a line each, in specifics: what, name, when, before → after. At most 31 lines. */
export function changeLines(changes: Change[], voice: Voice): string[] {
  const t = translator(voice);
  const compared = changes.filter((change) => change.kind !== 'not-compared');
  const lines = compared.slice(0, LISTED_CHANGES).map((change) => changeLine(change, t));
  const omitted = changes.reduce((sum, change) => sum + (change.kind === 'not-compared' ? change.segments : 0), 0);
  const count = compared.length - lines.length + omitted;
  return count > 0 ? [...lines, t('moreChanges', { count })] : lines;
}

function changeLine(change: Exclude<Change, { kind: 'not-compared' }>, t: Translate): string {
  const none = t('none');
  if (change.kind === 'length') {
    const [before, after] = [change.before, change.after].map((ms) => `${secondsText(ms)}s`);
    return t('changeLength', { before: before ?? none, after: after ?? none });
  }
  if (change.kind === 'project') return detailLine(change, t('wholeVideo'), t);
  if (change.kind === 'aspect') {
    return t('changeAspect', { before: change.before ?? none, after: change.after ?? none });
  }
  const what = whatOf(change.track, t);
  const name = named(change.track, change.name) || what;
  const when = span(change.startMs, change.durationMs);
  switch (change.kind) {
    case 'added':
      return t('changeAdded', { what, name, when });
    case 'removed':
      return t('changeRemoved', { what, name });
    case 'replaced':
    case 'text':
      return t(change.kind === 'text' ? 'changeText' : 'changeReplaced', {
        what,
        before: named(change.track, change.before),
        after: named(change.track, change.after),
      });
    case 'moved':
      return t('changeMoved', {
        what,
        name,
        before: `${secondsText(change.before)}s`,
        after: `${secondsText(change.after)}s`,
      });
    case 'retimed':
      return t('changeRetimed', {
        what,
        name,
        before: `${secondsText(change.before)}s`,
        after: `${secondsText(change.after)}s`,
      });
    case 'volume':
      return t('changeVolume', { name, before: percent(change.before), after: percent(change.after) });
    case 'motion':
      return t('changeMotion', { name, before: change.before ?? none, after: change.after ?? none });
    case 'transition':
      return t('changeTransition', { name, before: change.before ?? none, after: change.after ?? none });
    case 'position':
      return t('changePosition', { name, before: change.before ?? none, after: change.after ?? none });
    case 'adjusted':
      return detailLine(change, name, t);
  }
}

/** The progress stage for each kind of tool. */
const STAGES: Record<ToolKind, PlainKey> = {
  video: 'toolGenerate',
  image: 'toolImage',
  music: 'toolMusic',
  voice: 'toolVoice',
  understand: 'toolUnderstand',
  text: 'toolText',
  transition: 'toolTransition',
  motion: 'toolMotion',
  length: 'toolLength',
  frame: 'toolFrame',
  order: 'toolOrder',
  edit: 'toolOther',
  other: 'toolOther',
};

/** Keys of sentences that have nothing to fill in. */
type PlainKey = Extract<SentenceKey, `tool${string}`>;

/** The progress stage for a tool of the agent, by its name. */
export function stageOfTool(name: string): PlainKey {
  const { kind, usualSeconds } = toolInfo(name);
  return kind === 'music' && usualSeconds ? 'toolGenerateMusic' : STAGES[kind];
}
