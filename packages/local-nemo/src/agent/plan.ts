import type { LocalDraft } from '../draft.ts';
import type { Conversation, MediaRecord } from '../records.ts';
import { applyEdit } from './apply.ts';
import { withCaptionLists } from './caption-lists.ts';
import type { Context } from './clauses.ts';
import { firstVideo, inPlacesOfMessage, spreadTexts, withoutOverruled } from './edit-list.ts';
import type { Edit, Note, Talk, TextStyle } from './edits.ts';
import { orderList } from './order-list.ts';
import { NEVER_MIND, talkOf } from './parse-talk.ts';
import { type FileWishes, type Readers, readFiles } from './plan-files.ts';
import { quoteTexts } from './quote-texts.ts';
import { readClauses } from './read-clauses.ts';
import { contextOf } from './reading-context.ts';
import { another, corrected, correctedLength, withoutOnly } from './repeated-edit.ts';
import { readRepeat } from './request.ts';
import { mendSpelling } from './spelling.ts';
import { stateAsked } from './state-talk.ts';
import { withTextHints } from './text-hints.ts';
import { tracksOf } from './timeline.ts';
import { inUsersWords } from './users-words.ts';
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
export type Memory = Pick<Conversation, 'awaiting' | 'wishes' | 'placed' | 'lastEdit' | 'lastPart' | 'lastText'>;

const NO_MEMORY: Memory = { awaiting: null, wishes: '', placed: [] };
/** Letters of a message that are read; nobody's instruction is longer, and reading stays quick whatever is sent. */
const MOST_LETTERS = 2000;

const FRESH =
  /\b(?:start over|start again|from scratch|(?:a )?(?:new|another|different) (?:video|clip|project)|redo (?:it|everything)|re-?make (?:it|the video))\b|重新(?:开始|做|来|制作)|重做|全部重来|推倒重来|重来一[遍次]|(?:新的|另一个|再做一个)视频|从头(?:开始|再来)/;
/** Talk that is known before anything else is read; a complaint may come with an order. */
const SURE_TALK = new Set<Talk>([
  'greeting',
  'thanks',
  'praise',
  'help',
  'price',
  'duration',
  'formats',
  'maker',
  'show',
  'question',
  'yes',
]);
const COMMAND =
  /^\W*(?:please |also |and |now )*(?:add|put|make|set|change|remove|use|zoom|export)\b|^[请再也帮我给]*(?:加|换|改|删|去掉|放|做|设|把)/;

/** Reads a message and says what to do about it. Pure: the same message for the same video gives the same plan. */
export function planEdits(text: string, draft: LocalDraft | null, media: MediaRecord[], memory = NO_MEMORY): Plan {
  const whole = text.normalize('NFC');
  const mended = mendSpelling(whole.slice(0, MOST_LETTERS), media);
  const message = withTextHints(withCaptionLists(mended, media, draft), draft);
  const repeat = readRepeat(message);
  if (repeat && !draft) return planEdits(repeat.earlier, draft, media, memory);
  const pictures = media.filter((m) => m.kind !== 'audio');
  if (!draft && pictures.length === 0) return withoutMedia(message, memory);
  const plan = planFor(repeat?.head ?? message, repeat?.earlier, draft, media, memory);
  return whole.length > MOST_LETTERS
    ? { ...plan, notes: [...plan.notes, { kind: 'too-long', count: MOST_LETTERS }] }
    : plan;
}

function withoutMedia(text: string, memory: Memory): Plan {
  const wishes = memory.wishes === '' ? text : `${memory.wishes}\n${text}`;
  const talk = talkOf(read(text).text.trim());
  const isTalk = talk !== undefined && talk !== 'show';
  const answers: Note[] =
    talk === undefined ? [] : [{ kind: talk === 'greeting' || talk === 'thanks' || talk === 'yes' ? 'help' : talk }];
  return {
    edits: [],
    notes: [...(isTalk ? answers : []), { kind: 'need-media' }],
    awaiting: null,
    wishes: (isTalk ? memory.wishes : wishes).slice(-MOST_LETTERS),
  };
}

const only = (...notes: Note[]): Plan => ({ edits: [], notes, awaiting: null, wishes: '' });

function planFor(
  said: string,
  earlier: string | undefined,
  draft: LocalDraft | null,
  media: MediaRecord[],
  memory: Memory,
): Plan {
  const placed = new Set(memory.placed);
  const newMedia = media.filter((m) => m.kind !== 'audio' && !placed.has(m.id)).map((m) => m.id);
  const meant = draft && correctedClips(said, draft, media, memory);
  if (meant) return { ...only(), edits: meant };
  const files = readFiles(said, draft ? '' : memory.wishes, { draft, media, newMedia }, READERS);
  if (files.futile) return only(...files.notes);
  let reading = quoteTexts(read(files.message));
  const state = draft && stateAsked(reading.text.trim(), draft);
  if (state) return only(state);
  const talk = draft && earlier === undefined ? talkBefore(reading, memory) : undefined;
  if (talk) return only({ kind: talk });
  if (draft && !memory.awaiting && NEVER_MIND.test(reading.text)) return only({ kind: 'kept' });
  const wish = variationWish(reading.text, newMedia.length > 0);
  const isFree = !files.restricted && (files.material === undefined || newMedia.length === 0);
  const varies = draft !== null && (earlier !== undefined || (wish !== undefined && isFree));
  // "Surprise me" for a first video leaves everything open.
  if (wish) reading = { ...reading, text: wish.rest };
  const material = varies ? undefined : files.material;
  const context: Context = {
    ...contextOf(reading, draft, media, placed, files),
    lastPart: memory.lastPart,
    lastText: memory.lastText,
  };
  const again =
    draft &&
    (correctedLength(reading.text, memory.lastEdit) ??
      (memory.lastEdit ? another(reading.text, memory.lastEdit, context.clips) : undefined));
  if (again) return { ...only(), edits: again };
  const found = earlier === undefined ? readAll(reading, context, material !== undefined) : { edits: [], notes: [] };
  const notes = uniqueNotes([...files.notes, ...found.notes]).map((note) => inUsersWords(note, said, files));

  const answer = draft && !varies ? awaitedWords(said, reading, found.edits, notes, memory) : undefined;
  if (answer) return { ...answer, wishes: '' };
  if (varies)
    return variationPlan(draft, {
      keeps: wish?.keeps ?? [],
      ...found,
      notes,
      earlier: earlier === undefined ? [] : lastingEdits(earlier, draft, media, placed),
      media,
    });
  if (material) return firstPlan(draft, memory, reading, { edits: found.edits, notes, material, context });
  return editPlan(files, { edits: found.edits, notes }, newMedia, reading);
}

/** The last edit for the clips that were meant; a name of a file may stand for one. */
function correctedClips(said: string, draft: LocalDraft, media: MediaRecord[], memory: Memory): Edit[] | undefined {
  const { lastEdit, awaiting } = memory;
  if (!lastEdit || awaiting || said.length > LONGEST_CORRECTION) return undefined;
  const named = readFiles(withoutOnly(said), '', { draft, media, newMedia: [] }, READERS).message;
  const narrows = withoutOnly(said) === said ? '' : 'only ';
  return corrected(narrows + read(named).text, lastEdit, tracksOf(draft).clips.length);
}

const LONGEST_CORRECTION = 160;

function talkBefore(reading: Reading, memory: Memory): Talk | undefined {
  const text = reading.text.trim();
  if (memory.awaiting || reading.quotes.length > 0 || text.length > 120) return undefined;
  const talk = talkOf(text);
  return talk !== undefined && SURE_TALK.has(talk) ? talk : undefined;
}

function readAll(reading: Reading, context: Context, isFirst: boolean): { edits: Edit[]; notes: Note[] } {
  const order = isFirst ? undefined : orderList(reading.text, context.clips);
  const rest = order ? { ...reading, text: order.rest } : reading;
  const found = rest.text.trim() === '' ? [] : readClauses(rest, context, isFirst);
  const wished = withoutOverruled(found.flatMap((f) => (f.edit ? [f.edit] : [])));
  const isSilent = wished.some(({ kind }) => kind === 'remove-music');
  const edits = isFirst ? wished : spreadTexts(wished, context.clips);
  // "No music, I'll add my own" asks for none of it here.
  const notes = found.flatMap(({ note }) => (note && !(isSilent && note.kind === 'need-audio') ? [note] : []));
  const kept = edits.length > 0 || notes.some((note) => note.kind !== 'kept');
  const all: Edit[] = order ? [{ kind: 'order', clips: order.clips }, ...edits] : edits;
  return {
    edits: isFirst ? all : inPlacesOfMessage(all, context.clips),
    notes: kept ? notes.filter((note) => note.kind !== 'kept') : notes,
  };
}

function variationPlan(
  draft: LocalDraft,
  wish: {
    keeps: Parameters<typeof variationOf>[1];
    edits: Edit[];
    notes: Note[];
    earlier: Edit[];
    media: MediaRecord[];
  },
): Plan {
  const varied = variationOf(draft, wish.keeps, [...wish.edits, ...wish.earlier]);
  const notes = wish.notes.filter((n) => n.kind !== 'kept' && n.kind !== 'ignored' && n.kind !== 'not-understood');
  if (varied.length + wish.edits.length === 0) notes.unshift({ kind: 'nothing-to-vary' });
  const edits = [...varied, ...wish.edits.filter((e) => e.kind !== 'undo'), ...news(wish.earlier, draft, wish.media)];
  return { edits, notes, ...openEnd(notes) };
}

function firstPlan(
  draft: LocalDraft | null,
  memory: Memory,
  reading: Reading,
  { edits, notes, material, context }: { edits: Edit[]; notes: Note[]; material: string[]; context: Context },
): Plan {
  const isTalk = edits.length === 0 && !draft && memory.wishes === '' && talkOf(reading.text.trim()) === 'help';
  if (isTalk) return only({ kind: 'help' });
  const unmet = notes.filter((n) => n.kind !== 'need-new-media' && n.kind !== 'not-understood');
  return { edits: firstVideo(edits, material, context), notes: unmet, ...openEnd(unmet) };
}

function editPlan(
  files: FileWishes,
  found: { edits: Edit[]; notes: Note[] },
  newMedia: string[],
  reading: Reading,
): Plan {
  const { edits } = found;
  let { notes } = found;
  const nothing = edits.length + files.keep.length === 0;
  const talk = nothing ? talkOf(reading.text.trim()) : undefined;
  const [ignored] = notes;
  if (nothing && talk !== undefined && notes.every((n) => n.kind === 'ignored')) notes = [{ kind: talk }];
  else if (nothing && notes.length === 0) notes = [{ kind: 'not-understood' }];
  else if (nothing && notes.length === 1 && ignored?.kind === 'ignored')
    notes = [{ kind: 'not-understood', text: ignored.text }];
  const untouched = files.restricted ? 0 : newMedia.filter((id) => !edits.some((edit) => usesMedia(edit, id))).length;
  if (untouched > 0) notes = [...notes, { kind: 'unused-media', count: untouched }];
  return { edits: [...files.keep, ...edits], notes, ...openEnd(notes) };
}

/** What a plan leaves open for the next message. */
function openEnd(notes: Note[]): Pick<Plan, 'awaiting' | 'wishes'> {
  const needsWords = notes.find((n) => n.kind === 'need-words');
  const awaiting = needsWords?.kind === 'need-words' && !needsWords.each ? needsWords.style : null;
  return { awaiting, wishes: '' };
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
  const context = { media, history: [], random: () => 0 };
  return edits.filter((edit) => JSON.stringify(applyEdit(draft, edit, context).draft) !== JSON.stringify(draft));
}

function usesMedia(edit: Edit, id: string): boolean {
  if (edit.kind === 'logo') return edit.media === id;
  return edit.kind === 'replace-clip' ? edit.media === id : edit.kind === 'add-media' && edit.media.includes(id);
}

const READERS: Readers = {
  isFresh: (message) => FRESH.test(read(message).text),
  isInstruction(words) {
    const reading = read(words);
    const context = contextOf(reading, null, [], new Set(), { newMedia: [], sound: undefined, clips: 1 });
    return readClauses(reading, context, false).some(({ edit, note }) => edit !== undefined || note?.kind === 'cannot');
  },
};

// "Happy birthday" is a mood elsewhere; as the answer to "what should the title say?" it is the title.
function awaitedWords(
  text: string,
  reading: Reading,
  edits: Edit[],
  notes: Note[],
  { awaiting }: Memory,
): Omit<Plan, 'wishes'> | undefined {
  const saysLittle =
    edits.every((e) => e.kind === 'music') && !notes.some((n) => n.kind !== 'ignored' && n.kind !== 'not-understood');
  if (!awaiting || !saysLittle || COMMAND.test(reading.text) || !couldBeWords(reading)) return undefined;
  if (NEVER_MIND.test(reading.text)) return { edits: [], notes: [{ kind: 'kept' }], awaiting: null };
  const letter = new RegExp(QUOTE).exec(reading.text)?.[0];
  const words = (quoted(reading, letter) ?? text).trim();
  if (words === '' || words.length > 120 || talkOf(reading.text) === 'help') return undefined;
  return { edits: [{ kind: 'add-text', style: awaiting, text: words, look: {} }], notes: [], awaiting: null };
}

/** Words that speak of the video, of a photo, or against something, are none for the screen. */
const NO_WORDS =
  /^[\s\p{P}]*(?:no+|nope|nah|wait|actually|sorry|hmm+|not|don'?t|why|how|what|can|could|is|are|does|do)\b|\b(?:photos?|pictures?|pics?|clips?|titles?|text|txt|captions?|font|readable|music|song|video|seconds?|too (?:small|big|fast|slow|long|short|loud|bright|dark))\b|[?？]\s*$|^(?:不行|不是|不要|别|还是|等等|算了|怎么|为什么|能不能|可以)|看不清|照片|图片|标题|字幕|文字|[白黑]字|音乐|视频|第.{1,3}[张段个]|放(?:到|在)?(?:最|开|中|上|下|前|后)/u;

/** Whether a message may be the words that were asked for. */
function couldBeWords({ text, quotes }: Reading): boolean {
  return quotes.length > 0 || (text.length <= 60 && !NO_WORDS.test(text));
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
