import type { Language } from '../../i18n/language.ts';
import type { SentenceKey } from '../../i18n/translation.ts';
import { secondsText, type Translate, translator } from '../../i18n/translator.ts';
import type { Change, Segment, Timeline, Track, TrackKind } from '../../nemo/draft/draft.ts';
import { type ToolKind, toolInfo } from '../../nemo/tools.ts';

/** More pieces of a track than this are counted, not listed. */
const LISTED_SEGMENTS = 6;

/** `0-10s`, `2.5-4s`. */
function span(startMs: number, durationMs: number): string {
  return `${secondsText(startMs)}-${secondsText(startMs + durationMs)}s`;
}

const percent = (volume: number) => `${Math.round(volume * 100)}%`;

function trackName(kind: TrackKind, say: Translate): string {
  switch (kind) {
    case 'video':
      return say('trackVideo');
    case 'audio':
      return say('trackMusic');
    case 'text':
      return say('trackText');
    case 'other':
      return say('trackOther');
  }
}

function whatOf(kind: TrackKind, say: Translate): string {
  switch (kind) {
    case 'video':
      return say('whatVideo');
    case 'audio':
      return say('whatMusic');
    case 'text':
      return say('whatText');
    case 'other':
      return say('whatOther');
  }
}

/** The timeline as a list a person reads: a line a track with its pieces, when they are and how loud. */
export function timelineText(timeline: Timeline, language: Language): string {
  const say = translator(language);
  const tracks = timeline.tracks.filter((track) => track.segments.length > 0);
  if (tracks.length === 0) return say('timelineEmpty');
  const seconds = secondsText(timeline.durationMs);
  const head =
    tracks.length === 1 ? say('timelineHeadOne', { seconds }) : say('timelineHead', { count: tracks.length, seconds });
  return [head, ...tracks.map((track, index) => `${index + 1}. ${trackLine(track, say)}`)].join('\n');
}

function trackLine(track: Track, say: Translate): string {
  const listed = track.segments.slice(0, LISTED_SEGMENTS).map((segment) => pieceText(track.kind, segment));
  const rest = track.segments.length - listed.length;
  if (rest > 0) listed.push(say('moreSegments', { count: rest }));
  return `${trackName(track.kind, say)}: ${listed.join(', ')}`;
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
export function changeLines(changes: Change[], language: Language): string[] {
  const say = translator(language);
  const compared = changes.filter((change) => change.kind !== 'not-compared');
  const lines = compared.slice(0, LISTED_CHANGES).map((change) => changeLine(change, say));
  const omitted = changes.reduce((sum, change) => sum + (change.kind === 'not-compared' ? change.segments : 0), 0);
  const count = compared.length - lines.length + omitted;
  return count > 0 ? [...lines, say('moreChanges', { count })] : lines;
}

function changeLine(change: Exclude<Change, { kind: 'not-compared' }>, say: Translate): string {
  const none = say('none');
  if (change.kind === 'length') {
    const [before, after] = [change.before, change.after].map((ms) => `${secondsText(ms)}s`);
    return say('changeLength', { before: before ?? none, after: after ?? none });
  }
  if (change.kind === 'aspect') {
    return say('changeAspect', { before: change.before ?? none, after: change.after ?? none });
  }
  const what = whatOf(change.track, say);
  const name = named(change.track, change.name) || what;
  const when = span(change.startMs, change.durationMs);
  switch (change.kind) {
    case 'added':
      return say('changeAdded', { what, name, when });
    case 'removed':
      return say('changeRemoved', { what, name });
    case 'replaced':
    case 'text':
      return say(change.kind === 'text' ? 'changeText' : 'changeReplaced', {
        what,
        before: named(change.track, change.before),
        after: named(change.track, change.after),
      });
    case 'moved':
      return say('changeMoved', {
        what,
        name,
        before: `${secondsText(change.before)}s`,
        after: `${secondsText(change.after)}s`,
      });
    case 'retimed':
      return say('changeRetimed', {
        what,
        name,
        before: `${secondsText(change.before)}s`,
        after: `${secondsText(change.after)}s`,
      });
    case 'volume':
      return say('changeVolume', { name, before: percent(change.before), after: percent(change.after) });
    case 'motion':
      return say('changeMotion', { name, before: change.before ?? none, after: change.after ?? none });
    case 'transition':
      return say('changeTransition', { name, before: change.before ?? none, after: change.after ?? none });
    case 'position':
      return say('changePosition', { name, before: change.before ?? none, after: change.after ?? none });
    case 'adjusted':
      return say('changeDetail', {
        name,
        field: change.field,
        before: String(change.before ?? none),
        after: String(change.after ?? none),
      });
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
