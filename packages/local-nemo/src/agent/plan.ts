import type { LocalDraft } from '../draft.ts';
import type { Conversation, MediaRecord } from '../records.ts';
import { applyEdit } from './apply.ts';
import type { Clause, Context } from './clauses.ts';
import { clauses } from './clauses.ts';
import type { Edit, Found, Note, TextStyle } from './edits.ts';
import { parseLength } from './parse-length.ts';
import { parseBareMood, parseMusic } from './parse-music.ts';
import { parseOrder } from './parse-order.ts';
import { parseAspect, parseMotion, parseTransition } from './parse-picture.ts';
import { parseBareLook, parseText, quoteTexts } from './parse-text.ts';
import { parseUnsupported } from './parse-unsupported.ts';
import { type FileWishes, type Readers, readFiles } from './plan-files.ts';
import { readRepeat } from './request.ts';
import { COMMAND, isVideoWish, strangeCommand } from './strange.ts';
import { tracksOf } from './timeline.ts';
import { lastingWishes, variationOf, variationWish } from './variation.ts';
import { QUOTE, quoted, type Reading, read } from './words.ts';

export interface Plan {
  /** In the order to be done. */
  edits: Edit[];
  /** What to say besides. */
  notes: Note[];
  /** The next message is expected to bring these words. */
  awaiting: TextStyle | null;
  /** Wishes to be kept until the first photo comes. */
  wishes: string;
}

/** What planning needs of a conversation. */
export type Memory = Pick<Conversation, 'awaiting' | 'wishes' | 'placed'>;

const NO_MEMORY: Memory = { awaiting: null, wishes: '', placed: [] };

const KEEP =
  /\b(?:keep|leave|don'?t (?:change|touch|remove|alter|modify|delete)|do not (?:change|touch|remove))\b(?! (?:only|it at|it to|it under|it short))|保留|保持|(?:不要|别|不用)(?:改|动|换|删|碰)/;
const NEVER_MIND =
  /^\W*(?:never ?mind|forget it|cancel|no(?:thing)?|skip (?:it|that)|none|no thanks?|算了|不用了?|不要了?|取消)\W*$/;
const GREETING =
  /^\W*(?:hi|hello|hey|yo|good (?:morning|evening|afternoon)|thanks?(?: you)?|thank you(?: so much)?|thx|ok(?:ay)?|great|nice|cool|perfect|awesome|你好|您好|嗨|谢谢|多谢|好的?|不错|很棒)(?: there| reelay| nemo)?[\s!.~,。！]*$/;
const HELP =
  /\b(?:what can you do|how (?:does|do) (?:this|it|i|you)|help me|what do you do|who are you|can you help)\b|^\W*help\W*$|你能做什么|怎么用|如何使用|^帮助|你是谁|有什么功能/;
const FRESH =
  /\b(?:start over|start again|from scratch|(?:a )?(?:new|another|different) (?:video|clip|project)|redo (?:it|everything)|re-?make (?:it|the video))\b|重新(?:开始|做|来|制作)|重做|(?:新的|另一个|再做一个)视频|从头(?:开始|再来)/;

/** Reads a message and says what to do about it. Pure: the same message for the same video gives the same plan. */
export function planEdits(text: string, draft: LocalDraft | null, media: MediaRecord[], memory = NO_MEMORY): Plan {
  const repeat = readRepeat(text.normalize('NFC'));
  if (repeat && !draft) return planEdits(repeat.earlier, draft, media, memory);
  const said = (repeat?.head ?? text).normalize('NFC');
  const placed = new Set(memory.placed);
  const pictures = media.filter((m) => m.kind !== 'audio');
  const newMedia = pictures.filter((m) => !placed.has(m.id)).map((m) => m.id);

  if (!draft && pictures.length === 0) {
    const wishes = memory.wishes === '' ? text : `${memory.wishes}\n${text}`;
    const isTalk = GREETING.test(text.toLowerCase()) || HELP.test(text.toLowerCase());
    const notes: Note[] = [...(isTalk ? [{ kind: 'help' } as const] : []), { kind: 'need-media' }];
    return { edits: [], notes, awaiting: null, wishes: (isTalk ? memory.wishes : wishes).slice(-4000) };
  }

  const files = readFiles(said, draft ? '' : memory.wishes, { draft, media, newMedia }, READERS);
  if (files.futile) return { edits: [], notes: files.notes, awaiting: null, wishes: '' };
  let reading = quoteTexts(read(files.message));
  const wish = variationWish(reading.text, newMedia.length > 0);
  const isFree = !files.restricted && (files.material === undefined || newMedia.length === 0);
  const varies = draft !== null && (repeat !== undefined || (wish !== undefined && isFree));
  // "Surprise me" for a first video leaves everything open.
  if (wish) reading = { ...reading, text: wish.rest };
  const material = varies ? undefined : files.material;
  const context = contextOf(reading, draft, media, placed, files);
  const found = repeat ? [] : readClauses(reading, context, material !== undefined);
  let edits = withoutOverruled(found.flatMap((f) => (f.edit ? [f.edit] : [])));
  let notes = uniqueNotes([...files.notes, ...found.flatMap((f) => (f.note ? [f.note] : []))]);

  // "Happy birthday" is a mood elsewhere; as the answer to "what should the title say?" it is the title.
  const saysLittle = edits.every((e) => e.kind === 'music') && !notes.some((n) => n.kind !== 'ignored');
  if (memory.awaiting && draft && !varies && saysLittle && !COMMAND.test(reading.text)) {
    const answer = awaitedWords(text, reading, memory.awaiting);
    if (answer) return { ...answer, wishes: '' };
  }
  if (varies) {
    const earlier = repeat ? lastingEdits(repeat.earlier, draft, media, placed) : [];
    const varied = variationOf(draft, wish?.keeps ?? [], [...edits, ...earlier]);
    notes = notes.filter((n) => n.kind !== 'kept' && n.kind !== 'ignored');
    if (varied.length + edits.length === 0) notes.unshift({ kind: 'nothing-to-vary' });
    edits = [...varied, ...edits.filter((e) => e.kind !== 'undo'), ...news(earlier, draft, media)];
  } else if (material) {
    const isTalk = edits.length === 0 && !draft && memory.wishes === '' && HELP.test(reading.text);
    if (isTalk) return { edits: [], notes: [{ kind: 'help' }], awaiting: null, wishes: '' };
    edits = firstVideo(edits, material, context);
    notes = notes.filter(
      (n) => (n.kind !== 'need-new-media' && n.kind !== 'ignored') || (n.kind === 'ignored' && !isVideoWish(n.text)),
    );
  } else if (edits.length + files.keep.length === 0 && notes.length === 0) {
    notes = GREETING.test(reading.text.trim())
      ? [{ kind: 'greeting' }]
      : [HELP.test(reading.text) ? { kind: 'help' } : { kind: 'not-understood' }];
  } else if (edits.length + files.keep.length === 0 && notes.every((n) => n.kind === 'ignored')) {
    notes = [{ kind: 'not-understood' }];
  }
  edits = material ? edits : [...files.keep, ...edits];
  const untouched =
    material || files.restricted ? 0 : newMedia.filter((id) => !edits.some((edit) => usesMedia(edit, id))).length;
  if (untouched > 0) notes.push({ kind: 'unused-media', count: untouched });
  const needsWords = notes.find((n) => n.kind === 'need-words');
  return { edits, notes, awaiting: needsWords?.kind === 'need-words' ? needsWords.style : null, wishes: '' };
}

function contextOf(
  reading: Reading,
  draft: LocalDraft | null,
  media: MediaRecord[],
  placed: Set<string>,
  files: Pick<FileWishes, 'newMedia' | 'sound' | 'clips'>,
): Context {
  const sounds = media.filter((m) => m.kind === 'audio').map((m) => m.id);
  const unplaced = media.filter((m) => m.kind !== 'audio' && !placed.has(m.id)).map((m) => m.id);
  const newSounds = sounds.filter((id) => !placed.has(id));
  // The newest sound is taken, unless another one is named.
  const named = files.sound === undefined ? [] : [files.sound];
  return {
    reading,
    newMedia: [...(files.newMedia ?? unplaced)],
    audio: [...sounds, ...named],
    newAudio: [...newSounds, ...named],
    clips: files.clips,
    hasText: hasTrack(draft, 7),
    hasMusic: hasTrack(draft, 1),
  };
}

/** What the earlier request of a variation laid down; everything else in it is done already. */
function lastingEdits(text: string, draft: LocalDraft, media: MediaRecord[], placed: Set<string>): Edit[] {
  const files = readFiles(text, '', { draft, media, newMedia: [] }, READERS);
  const reading = quoteTexts(read(files.message));
  const context = contextOf(reading, draft, media, placed, { ...files, clips: tracksOf(draft).clips.length });
  const edits = readClauses(reading, context, false).flatMap((f) => (f.edit ? [f.edit] : []));
  return lastingWishes(withoutOverruled(edits));
}

/** The edits that would change this draft: that the others hold already is no news. */
function news(edits: Edit[], draft: LocalDraft, media: MediaRecord[]): Edit[] {
  const workshop = { media, history: [], random: () => 0 };
  return edits.filter((edit) => JSON.stringify(applyEdit(draft, edit, workshop).draft) !== JSON.stringify(draft));
}

function usesMedia(edit: Edit, id: string): boolean {
  return edit.kind === 'replace-clip' ? edit.media === id : edit.kind === 'add-media' && edit.media.includes(id);
}

const READERS: Readers = {
  isFresh: (message) => FRESH.test(read(message).text),
  isInstruction(words) {
    const reading = read(words);
    const context = contextOf(reading, null, [], new Set(), { newMedia: [], sound: undefined, clips: 1 });
    return readClauses(reading, context, false).length > 0;
  },
};

function readClauses(reading: Reading, context: Context, isFirst: boolean): Found[] {
  const all: Found[] = [];
  for (const clause of clauses(reading.text)) {
    if (clause.has(KEEP) && !clause.has(/只|only|\b(?:still|static|motionless)\b|静止|不动/)) {
      if (
        clause.has(
          /\b(?:music|title|text|transition|order|length|rest|everything|photo|picture|sound|aspect|size|caption)|音乐|标题|文字|转场|顺序|时长|其他|照片|字幕/,
        )
      ) {
        all.push({ at: clause.at, note: { kind: 'kept' } });
        continue;
      }
    }
    readClause(clause, context, isFirst);
    context.topic = clause.topic ?? context.topic;
    // Later clauses see what this one will bring about.
    if (clause.found.some((f) => f.edit?.kind === 'add-text')) context.hasText = true;
    all.push(...clause.found);
  }
  const done = all.some((f) => f.edit || f.note?.kind !== 'kept');
  return (done ? all.filter((f) => f.note?.kind !== 'kept') : all).sort((a, b) => a.at - b.at);
}

// From the particular to the general: what one reader has understood is gone for the next.
function readClause(clause: Clause, context: Context, isFirst: boolean): void {
  parseUnsupported(clause);
  parseText(clause, context);
  parseMusic(clause, context);
  if (!isFirst) parseOrder(clause, context);
  parseTransition(clause, context);
  parseAspect(clause);
  const lengthFirst =
    clause.has(/\b(?:longer|shorter|long|length|duration)\b|时长|长度|缩短|延长/) || context.topic === 'length';
  if (lengthFirst) parseLength(clause, context);
  parseMotion(clause, context);
  if (!lengthFirst) parseLength(clause, context);
  if (isFirst) parseOrder(clause, context);
  if (clause.found.length === 0) parseBareLook(clause, context);
  if (clause.found.length === 0) parseBareMood(clause);
  if (clause.found.length === 0) {
    const strange = strangeCommand(clause, isFirst);
    if (strange !== undefined) clause.note({ kind: 'ignored', text: strange });
  }
}

// "Animate this with a slow zoom": the particular motion is what was meant by the general one.
function withoutOverruled(edits: Edit[]): Edit[] {
  return edits.filter((edit, i) => {
    // "Too long, make it 8 seconds": the goal says how much.
    if (edit.kind === 'scale-length' && edits.slice(i + 1).some((later) => later.kind === 'length')) return false;
    const general = edit.kind === 'motion' && edit.motion === 'alternate' && edit.strength === undefined;
    return !(general && edits.slice(i + 1).some((later) => later.kind === 'motion' && later.clips === 'all'));
  });
}

/** A whole video needs a clip first and has music unless that was declined. */
function firstVideo(edits: Edit[], media: string[], context: Context): Edit[] {
  const wantsNone = edits.findLast((e) => e.kind === 'music' || e.kind === 'remove-music')?.kind === 'remove-music';
  const rest = edits.filter(
    (e) => e.kind !== 'add-media' && e.kind !== 'undo' && e.kind !== 'remove-music' && !(wantsNone && isMusic(e)),
  );
  const hasMusic = rest.some((e) => e.kind === 'music');
  const own = context.newAudio.at(-1);
  const music: Edit[] =
    wantsNone || hasMusic ? [] : [own === undefined ? { kind: 'music', mood: 'calm' } : { kind: 'music', src: own }];
  // Order and shape before looks, so that "the last photo first" and lengths mean what they say.
  const isShape = (e: Edit) => e.kind === 'aspect' || e.kind === 'length';
  return [{ kind: 'create', media }, ...rest.filter(isShape), ...music, ...rest.filter((e) => !isShape(e))];
}

function isMusic(edit: Edit): boolean {
  return edit.kind === 'music' || edit.kind === 'volume' || edit.kind === 'music-fade';
}

function awaitedWords(text: string, reading: Reading, style: TextStyle): Omit<Plan, 'wishes'> | undefined {
  if (NEVER_MIND.test(reading.text)) return { edits: [], notes: [{ kind: 'kept' }], awaiting: null };
  const letter = new RegExp(QUOTE).exec(reading.text)?.[0];
  const words = (quoted(reading, letter) ?? text).trim();
  if (words === '' || words.length > 120 || HELP.test(reading.text)) return undefined;
  return { edits: [{ kind: 'add-text', style, text: words, look: {} }], notes: [], awaiting: null };
}

function uniqueNotes(notes: Note[]): Note[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    const key = JSON.stringify(note);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function hasTrack(draft: LocalDraft | null, kind: 1 | 7): boolean {
  return draft?.t.some((track) => track.tt === kind && track.sg.length > 0) ?? false;
}
