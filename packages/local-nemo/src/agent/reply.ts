import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { Note } from './edits.ts';
import type { DoneEdit, Language, Phrases, Screen } from './phrases.ts';
import { EN } from './reply-en.ts';
import { ZH } from './reply-zh.ts';
import { read } from './words.ts';

const PHRASES: Record<Language, Phrases> = { en: EN, zh: ZH };

/** The language to answer in: Chinese in Chinese sessions and to Chinese words; quotations do not count. */
export function languageOf(text: string, session: string): Language {
  if (session.toLowerCase().startsWith('zh')) return 'zh';
  return /\p{Script=Han}/u.test(read(text).raw) ? 'zh' : 'en';
}

/**
 * The agent's words about its work. Like the real one it believes that its user sits before an editor, and says where
 * to click there.
 */
export function replyTo(turn: {
  done: DoneEdit[];
  notes: Note[];
  draft: LocalDraft | null;
  media: MediaRecord[];
  language: Language;
  random: () => number;
}): string {
  const phrases = PHRASES[turn.language];
  const pick = (screen: Screen): string => {
    const all = phrases.screen[screen];
    return all[Math.floor(turn.random() * all.length)] ?? '';
  };
  const created = turn.done.some(({ edit }) => edit.kind === 'create');
  const varied = turn.done.filter(({ edit }) => edit.kind === 'vary');
  const isVersion = varied.length > 1 || varied.some(({ edit }) => edit.kind === 'vary' && edit.what === 'motion');
  const sentences = [
    ...(isVersion ? [phrases.newVersion] : []),
    ...joined(
      toldEdits(turn.done, turn.draft, created).map((done) => phrases.done(done, turn.media)),
      phrases.alike,
    ),
    ...turn.notes.map((note) => phrases.note(note)),
  ].filter((sentence) => sentence !== '');
  const content = [...new Set(sentences)].join(phrases.gap);
  if (turn.done.length === 0) {
    const asksForMedia = turn.notes.some((note) => note.kind === 'need-media' || note.kind === 'need-new-media');
    return asksForMedia ? `${content}${phrases.gap}${pick('upload')}` : content;
  }
  const hints = created ? [pick('preview'), pick('export')] : [pick(screenFor(turn.done, turn.random))];
  return `${content}\n\n${hints.join(phrases.gap)}`;
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

/** What one sentence tells already, as it is in the end, no other one tells again. */
function toldEdits(all: DoneEdit[], draft: LocalDraft | null, created: boolean): DoneEdit[] {
  const done = withVolume(all);
  if (!created || !draft) return done;
  // The sentence about a new video has its length and format.
  const toldBefore = new Set(['length', 'scale-length', 'add-length', 'aspect']);
  return done
    .filter(({ edit }) => !toldBefore.has(edit.kind))
    .map((each) => (each.edit.kind === 'create' ? { ...each, draft } : each));
}

// The sentence about new music has its volume.
function withVolume(done: DoneEdit[]): DoneEdit[] {
  const music = done.findLastIndex(({ edit }) => edit.kind === 'music' && edit.src === undefined);
  const volume = done.findLast(({ edit }, i) => i > music && edit.kind === 'volume' && edit.to !== 0);
  if (music < 0 || !volume) return done;
  return done.flatMap((each, i) => {
    if (i === music) return [{ ...each, draft: volume.draft }];
    return i > music && each.edit.kind === 'volume' ? [] : [each];
  });
}

function screenFor(done: DoneEdit[], random: () => number): Screen {
  const kind = done.at(-1)?.edit.kind;
  const draw = random();
  if (draw < 0.3) return 'export';
  if (draw < 0.6) return 'preview';
  if (kind === 'music' || kind === 'volume' || kind === 'music-fade' || kind === 'remove-music') return 'music';
  if (kind === 'add-text' || kind === 'change-text' || kind === 'remove-text') return 'text';
  return kind === 'aspect' ? 'canvas' : 'clips';
}
