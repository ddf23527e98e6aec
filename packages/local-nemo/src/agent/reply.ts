import type { LocalDraft } from '../draft.ts';
import { changesBetween, newVideo } from './changes.ts';
import type { Edit, Note, Part } from './edits.ts';
import type { Language, Phrases, Screen } from './phrases.ts';
import { EN } from './reply-en.ts';
import { ZH } from './reply-zh.ts';
import { tracksOf } from './timeline.ts';
import { read } from './words.ts';

const PHRASES: Record<Language, Phrases> = { en: EN, zh: ZH };

/** The language to answer in: that of the words, quotations not counted; without words that of the session. */
export function languageOf(text: string, session: string): Language {
  const said = read(text).raw;
  if (/\p{Script=Han}/u.test(said)) return 'zh';
  return !/\p{Script=Latin}{2,}/u.test(said) && session.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** A turn's work, as the reply needs it. */
export interface WorkDone {
  /** Edits that changed the draft; for a new video also those that it agrees with anyway. */
  edits: Edit[];
  before: LocalDraft | null;
  /** Of a new video: as it would be had nothing been asked for. */
  usual: LocalDraft | undefined;
  now: LocalDraft | null;
  notes: Note[];
  language: Language;
  /** What was answered last time, without the words about the screen. */
  last: string;
  random: () => number;
}

/** The agent's reply, and its part that tells of the work. */
export interface Reply {
  text: string;
  content: string;
}

/**
 * The agent's words about its work: what is different in the draft, whatever was asked for, and what could not be done.
 * Like the real one it believes that its user sits before an editor, and says where to click there. Two replies in a row
 * are never the same.
 */
export function replyTo(work: WorkDone): Reply {
  const phrases = PHRASES[work.language];
  const pick = (screen: Screen): string => {
    const all = phrases.screen[screen];
    return all[Math.floor(work.random() * all.length)] ?? '';
  };
  const changed = joined(changesOf(work).map(phrases.change), phrases.alike);
  const sentences = [
    ...(isVersion(work.edits) ? [phrases.newVersion] : []),
    ...(changed.length > 0 && work.edits.some((edit) => edit.kind === 'undo' || edit.kind === 'restore')
      ? [phrases.takenBack]
      : []),
    ...changed,
    ...work.notes.map((note) => wording(phrases.note(note), work.last)),
  ].filter((sentence) => sentence !== '');
  const content = fresh([...new Set(sentences)].join(phrases.gap), work.last, phrases);
  const created = work.usual !== undefined;
  if (work.edits.length === 0) {
    const asksForMedia = work.notes.some((note) => note.kind === 'need-media' || note.kind === 'need-new-media');
    return { content, text: asksForMedia ? `${content}${phrases.gap}${pick('upload')}` : content };
  }
  const hints = created ? [pick('preview'), pick('export')] : [pick(screenFor(work.edits, work.random))];
  return { content, text: `${content}\n\n${hints.join(phrases.gap)}` };
}

function changesOf({ edits, before, usual, now }: WorkDone) {
  if (!now) return [];
  if (usual) return newVideo(usual, now, new Set(edits.flatMap((edit) => ASKED[edit.kind] ?? [])));
  const changes = before ? changesBetween(before, now) : [];
  // A clip that is back is no new one: the order tells which are there.
  const isBack = edits.length === 1 && edits.some((edit) => edit.kind === 'undo' || edit.kind === 'restore');
  return changes.map((change) =>
    isBack && (change.kind === 'added' || change.kind === 'removed' || change.kind === 'shows')
      ? { kind: 'order' as const, clips: tracksOf(now).clips }
      : change,
  );
}

const ASKED: Partial<Record<Edit['kind'], Part>> = { motion: 'motion', transition: 'transition' };

/** The first wording that is not part of the last answer. */
function wording(wordings: string[], last: string): string {
  return wordings.find((words) => !last.includes(words)) ?? wordings[0] ?? '';
}

function fresh(content: string, last: string, phrases: Phrases): string {
  return content !== '' && content === last ? phrases.asBefore + content : content;
}

function isVersion(edits: Edit[]): boolean {
  const varied = edits.filter((edit) => edit.kind === 'vary');
  return varied.length > 1 || varied.some((edit) => edit.kind === 'vary' && edit.what === 'motion');
}

/** "The video is now square. The video is now 12 seconds long." in one sentence. */
function joined(sentences: string[], { openings, and }: Phrases['alike']): string[] {
  const all: string[] = [];
  for (const sentence of sentences) {
    const before = all.at(-1);
    const opening = openings.find((words) => sentence.startsWith(words) && before?.startsWith(words));
    if (before === undefined || opening === undefined || before === sentence) all.push(sentence);
    else all[all.length - 1] = before.replace(/[.。]$/, and) + sentence.slice(opening.length);
  }
  return all;
}

const SCREENS: Partial<Record<Edit['kind'], Screen>> = {
  music: 'music',
  volume: 'music',
  'music-fade': 'music',
  'remove-music': 'music',
  'add-text': 'text',
  'change-text': 'text',
  'remove-text': 'text',
  aspect: 'canvas',
};

function screenFor(edits: Edit[], random: () => number): Screen {
  const kind = edits.at(-1)?.kind;
  const draw = random();
  if (draw < 0.3) return 'export';
  if (draw < 0.6) return 'preview';
  return (kind && SCREENS[kind]) ?? 'clips';
}
