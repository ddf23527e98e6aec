import type { LocalDraft } from '../draft.ts';
import type { Conversation, MediaRecord } from '../records.ts';
import type { Clause, Context } from './clauses.ts';
import { clauses } from './clauses.ts';
import type { Edit, Found, Note, TextStyle } from './edits.ts';
import { parseLength } from './parse-length.ts';
import { parseBareMood, parseMusic } from './parse-music.ts';
import { parseOrder } from './parse-order.ts';
import { parseAspect, parseMotion, parseTransition } from './parse-picture.ts';
import { parseBareLook, parseText, quoteTexts } from './parse-text.ts';
import { parseUnsupported } from './parse-unsupported.ts';
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
  const placed = new Set(memory.placed);
  const pictures = media.filter((m) => m.kind !== 'audio');
  const sounds = media.filter((m) => m.kind === 'audio').map((m) => m.id);
  const newMedia = pictures.filter((m) => !placed.has(m.id)).map((m) => m.id);
  const isFirst = draft === null;
  const wishes = isFirst && memory.wishes !== '' ? `${memory.wishes}\n${text}` : text;

  if (isFirst && pictures.length === 0) {
    const isTalk = GREETING.test(text.toLowerCase()) || HELP.test(text.toLowerCase());
    const notes: Note[] = [...(isTalk ? [{ kind: 'help' } as const] : []), { kind: 'need-media' }];
    return { edits: [], notes, awaiting: null, wishes: (isTalk ? memory.wishes : wishes).slice(-4000) };
  }

  const reading = quoteTexts(read(wishes));
  const context: Context = {
    reading,
    newMedia: [...newMedia],
    audio: sounds,
    newAudio: sounds.filter((id) => !placed.has(id)),
    clips: draft ? countClips(draft) : 0,
    hasText: hasTrack(draft, 7),
    hasMusic: hasTrack(draft, 1),
  };
  const fresh = !isFirst && FRESH.test(reading.text);
  const found = readClauses(reading, context, isFirst || fresh);
  let edits = withoutOverruled(found.flatMap((f) => (f.edit ? [f.edit] : [])));
  let notes = uniqueNotes(found.flatMap((f) => (f.note ? [f.note] : [])));

  // "Happy birthday" is a mood elsewhere; as the answer to "what should the title say?" it is the title.
  const saysLittle = edits.every((e) => e.kind === 'music') && !notes.some((n) => n.kind !== 'ignored');
  if (memory.awaiting && !isFirst && saysLittle && !COMMAND.test(reading.text)) {
    const answer = awaitedWords(text, reading, memory.awaiting);
    if (answer) return { ...answer, wishes: '' };
  }
  if (isFirst || fresh) {
    const isTalk = edits.length === 0 && !fresh && memory.wishes === '' && HELP.test(reading.text);
    if (isTalk) return { edits: [], notes: [{ kind: 'help' }], awaiting: null, wishes: '' };
    const material = fresh && newMedia.length > 0 ? newMedia : pictures.map((m) => m.id);
    edits = firstVideo(edits, material, context);
    notes = notes.filter(
      (n) => (n.kind !== 'need-new-media' && n.kind !== 'ignored') || (n.kind === 'ignored' && !isVideoWish(n.text)),
    );
  } else if (edits.length === 0 && notes.length === 0) {
    notes = GREETING.test(reading.text.trim())
      ? [{ kind: 'greeting' }]
      : [HELP.test(reading.text) ? { kind: 'help' } : { kind: 'not-understood' }];
  } else if (edits.length === 0 && notes.every((n) => n.kind === 'ignored')) {
    notes = [{ kind: 'not-understood' }];
  }
  const untouched = context.newMedia.length;
  if (!isFirst && !fresh && untouched > 0) notes.push({ kind: 'unused-media', count: untouched });
  const needsWords = notes.find((n) => n.kind === 'need-words');
  return { edits, notes, awaiting: needsWords?.kind === 'need-words' ? needsWords.style : null, wishes: '' };
}

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

const COMMAND =
  /^\W*(?:please |also |then |now |can you |could you |and |i want (?:you to )?|i'd like (?:you to )?|let's )*(?:add|put|apply|insert|use|give|turn|change|remove|replace|set|make|include|create|delete|move|render|draw)\b|^[\s请再也帮我给]*(?:加|添|换|改|删|去掉|放|做|设|调|变|用|把|让)/;
const FILLER =
  /\b(?:please|pls|also|then|now|can|could|would|you|i|we|want|need|like|to|have|me|us|my|our|your|the|a|an|it|its|this|that|these|those|them|of|from|into|out|for|in|on|at|as|by|and|some|just|really|very|so|nice|good|great|cool|beautiful|lovely|amazing|awesome|better|pretty|simple|short|quick|little|small|smooth|professional|high|quality|hd|1080p|full|video|videos|clip|clips|movie|film|slideshow|mp4|reel|photo|photos|picture|pictures|image|images|pic|pics|everything|thing|something|anything|sure|make|create|turn|use|using|do|give|let's|i'd|with|be|all|here|there|are|is|uploaded|sent|new|animate|animated|one|edit|together|project|result|thanks|thank|up|get|will|should|more|bit)\b/g;
const ZH_FILLER =
  /请|帮我|给我|我|想|要|把|将|做成|做|成|制作|生成|视频|短片|影片|照片|图片|这些|这张|这个|这|张|些|用|一个|个|一段|段|的|吧|了|一下|谢谢|好看|漂亮|高清|让|变|它|来|出|和|为|是|再|也|弄|剪辑|几|一|里|上|加|到|改/g;

function strangeCommand(clause: Clause, isFirst: boolean): string | undefined {
  if (!COMMAND.test(clause.original)) return undefined;
  const rest = clause.text
    .replace(FILLER, '')
    .replace(ZH_FILLER, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
  if (rest.length < (/\p{Script=Han}/u.test(rest) ? 2 : 3)) return undefined;
  return isFirst && isVideoWish(clause.original) ? undefined : clause.original.trim();
}

function isVideoWish(text: string): boolean {
  return /\b(?:video|clip|movie|film|slideshow|animate|montage|reel)\b|视频|短片|影片|相册/.test(text);
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

function countClips(draft: LocalDraft): number {
  return draft.t.reduce((sum, track) => sum + (track.tt === 0 ? track.sg.length : 0), 0);
}

function hasTrack(draft: LocalDraft | null, kind: 1 | 7): boolean {
  return draft?.t.some((track) => track.tt === kind && track.sg.length > 0) ?? false;
}
