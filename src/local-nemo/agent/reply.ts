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
  const sentences = [
    ...toldEdits(turn.done, turn.draft, created).map((done) => phrases.done(done, turn.media)),
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

/** The sentence about a new video tells its length and format already, as they are in the end. */
function toldEdits(done: DoneEdit[], draft: LocalDraft | null, created: boolean): DoneEdit[] {
  if (!created || !draft) return done;
  const toldBefore = new Set(['length', 'scale-length', 'add-length', 'aspect']);
  return done
    .filter(({ edit }) => !toldBefore.has(edit.kind))
    .map((each) => (each.edit.kind === 'create' ? { ...each, draft } : each));
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
