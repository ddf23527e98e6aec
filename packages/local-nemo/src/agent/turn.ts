import type { LocalDraft } from '../draft.ts';
import type { Conversation, MediaRecord } from '../records.ts';
import { coverageOf } from '../renderer/title/coverage.ts';
import { applyEdit } from './apply.ts';
import type { Edit, Note } from './edits.ts';
import type { Language } from './phrases.ts';
import { type Plan, planEdits } from './plan.ts';
import { withoutQuotedContext } from './quoted-context.ts';
import { languageOf, replyTo } from './reply.ts';
import { spokenWords } from './request.ts';
import { answerIn, type Suggestion, suggestionFor } from './suggest.ts';
import { tracksOf } from './timeline.ts';
import { toolOf } from './tools.ts';
import { read } from './words.ts';

const HISTORY = 10;

/** One tool call of the agent and the draft after it. */
export interface TurnStep {
  callId: string;
  tool: string;
  args: Record<string, unknown>;
  response: Record<string, unknown>;
  draft: LocalDraft;
}

export interface TurnRequest {
  text: string;
  /** ISO code of the session's language. */
  language: string;
  /** The language that the message asks to be answered in, whatever its words are written in. */
  answerIn?: Language;
  draft: LocalDraft | null;
  media: MediaRecord[];
  conversation: Conversation;
  random: () => number;
  /** What is to be done, where something else than the grammar has read the message. */
  plan?: Plan;
  /** Share of the changes that end without words, 0 to 1. */
  textlessRate: number;
}

export interface Turn {
  steps: TurnStep[];
  /** Empty when the agent says nothing after its tools. */
  reply: string;
  /** What the agent asks, to be answered by one of the options. */
  question?: Suggestion;
  draft: LocalDraft | null;
  conversation: Conversation;
}

/** One message of the user and all that the agent does about it. Pure, but for `random`. */
export function takeTurn(asked: TurnRequest): Turn {
  const answer = answerIn(asked.text);
  const request =
    answer === undefined
      ? asked
      : { ...asked, text: answer === '' ? NOTHING[asked.language.startsWith('zh') ? 'zh' : 'en'] : answer };
  const { media, random } = request;
  const before = request.conversation;
  const plan = request.plan ?? planEdits(withoutQuotedContext(request.text), request.draft, media, before);
  const work = carryOut(request, plan.edits);
  const isFirst = plan.edits[0]?.kind === 'create';
  const isVariation = plan.edits.some((edit) => edit.kind === 'vary');
  const notes = [...notesOf(plan.notes, work), ...undrawableNote(request.draft, work.draft)];
  const silent =
    !isFirst && !isVariation && work.steps.length > 0 && notes.length === 0 && random() < request.textlessRate;
  const language = request.answerIn ?? languageOf(spokenWords(request.text, media), request.language);
  const { draft } = work;
  const question = work.steps.length === 0 ? questionOf(request, notes, language) : undefined;
  const last = before.lastReply ?? '';
  const reply = silent
    ? { text: '', content: '' }
    : replyTo({
        edits: work.done,
        before: work.base,
        usual: work.usual,
        now: draft,
        notes: question
          ? notes.map((note) => (note.kind === 'not-understood' ? { ...note, asks: true } : note))
          : notes,
        language,
        last,
        random,
      });
  return {
    steps: work.steps,
    reply: reply.text,
    ...(question && { question }),
    draft,
    conversation: {
      turn: before.turn + 1,
      awaiting: plan.awaiting,
      wishes: plan.wishes,
      placed: [...new Set([...before.placed, ...sourcesOf(draft)])],
      history: historyAfter(request, plan.edits, work.steps),
      ...rememberedOf(work.done, before),
      lastReply: reply.content.slice(0, LAST_REPLY_CHARS),
    },
  };
}

const LAST_REPLY_CHARS = 2000;
/** A question that was skipped. */
const NOTHING = { en: 'never mind', zh: '算了' };
/** What nobody understood, and what may have been meant by it. */
const PUZZLED = new Set<Note['kind']>(['not-understood', 'ignored', 'unsure']);

function questionOf({ text, draft, media, conversation, random }: TurnRequest, notes: Note[], language: Language) {
  if (!draft || !notes.some(({ kind }) => PUZZLED.has(kind))) return undefined;
  const memory = { ...conversation, awaiting: null };
  const context = { media, history: conversation.history, random };
  return suggestionFor(read(text).text, language, (instruction) => {
    const { edits, notes: problems } = planEdits(instruction, draft, media, memory);
    const [edit] = edits;
    if (edits.length !== 1 || !edit || problems.some(({ kind }) => PUZZLED.has(kind))) return false;
    return JSON.stringify(applyEdit(draft, edit, context).draft) !== JSON.stringify(draft);
  });
}

interface Work {
  steps: TurnStep[];
  /** Edits that changed something; in a new video also those that it agrees with anyway. */
  done: Edit[];
  notes: Note[];
  draft: LocalDraft | null;
  /** A new video as it was before any wish. */
  usual: LocalDraft | undefined;
  /** What the reply compares the draft with: as it was, or as it was before the change that was corrected. */
  base: LocalDraft | null;
}

/** Does the edits one after another; each that changes the draft is a tool call. */
function carryOut({ draft: start, media, conversation, random }: TurnRequest, edits: Edit[]): Work {
  const work: Work = { steps: [], done: [], notes: [], draft: start, usual: undefined, base: start };
  const isFirst = edits[0]?.kind === 'create';
  for (const edit of edits) {
    const applied = applyEdit(work.draft, edit, { media, history: conversation.history, random });
    const changed = JSON.stringify(applied.draft) !== JSON.stringify(work.draft);
    // In a first video it is no news that a wish agrees with what would have been done anyway.
    work.notes.push(
      ...applied.notes.filter((note) => !(isFirst && (note.kind === 'already' || note.kind === 'no-text'))),
    );
    if (!changed && !(isFirst && edit.kind === 'create')) {
      if (isFirst && applied.notes.every((note) => note.kind === 'already')) work.done.push(edit);
      continue;
    }
    work.draft = applied.draft;
    if (edit.kind === 'create') work.usual = applied.draft;
    if (edit.kind === 'undo' && edits.length > 1 && edit !== edits.at(-1)) work.base = applied.draft;
    work.done.push(edit);
    const { tool, args } = toolOf(edit);
    const callId = `adk-${conversation.turn + 1}-${work.steps.length + 1}-${Math.floor(random() * 0xffffffff).toString(16)}`;
    const response = { status: 'success', duration: applied.draft.d, clips: tracksOf(applied.draft).clips.length };
    work.steps.push({ callId, tool, args, response, draft: applied.draft });
  }
  // A whole video that comes out as it was has not been made again.
  if (work.steps.length > 0 && JSON.stringify(work.draft) === JSON.stringify(start)) {
    return {
      steps: [],
      done: [],
      notes: [{ kind: 'already' }, ...work.notes],
      draft: start,
      usual: undefined,
      base: start,
    };
  }
  return work;
}

function notesOf(planned: Note[], work: Work): Note[] {
  const rest = work.done.length > 0 ? { rest: true } : {};
  const seen = new Set<string>();
  return [...planned, ...work.notes]
    .map((note): Note => (note.kind === 'already' ? { ...note, ...rest } : note))
    .filter((note) => {
      const key = JSON.stringify(note);
      return seen.has(key) ? false : seen.add(key);
    });
}

/** Characters named in one reply. */
const MOST_NAMED = 12;

/** Names what of the texts that are new in the draft cannot be drawn. */
function undrawableNote(before: LocalDraft | null, now: LocalDraft | null): Note[] {
  const known = new Set(before && tracksOf(before).texts.map(({ m }) => m.text));
  const added = (now ? tracksOf(now).texts : []).filter(({ m }) => !known.has(m.text));
  const characters = [...new Set(added.flatMap(({ m }) => coverageOf(m.text).missing))];
  return characters.length > 0 ? [{ kind: 'undrawable', characters: characters.slice(0, MOST_NAMED) }] : [];
}

const PARTS: [RegExp, 'text' | 'music'][] = [
  [/text/, 'text'],
  [/music|volume/, 'music'],
];

/** What of the edits the next message may go on from; talk in between changes nothing. */
function rememberedOf(done: Edit[], before: Conversation): Pick<Conversation, 'lastEdit' | 'lastPart' | 'lastText'> {
  const last = done.at(-1);
  if (!last) return { lastEdit: before.lastEdit, lastPart: before.lastPart, lastText: before.lastText };
  // The music of a new video is nobody's last wish: "remove it" does not mean it.
  const isFirst = done.some((edit) => edit.kind === 'create');
  const lastPart = isFirst ? 'other' : (PARTS.find(([pattern]) => pattern.test(last.kind))?.[1] ?? 'other');
  const single = done.filter((edit) => edit.kind !== 'undo').length === 1;
  const texts = done.flatMap((edit) =>
    edit.kind === 'add-text' || edit.kind === 'change-text'
      ? (edit.text ?? ('of' in edit ? edit.of : undefined) ?? [])
      : [],
  );
  return { lastPart, lastText: texts.at(-1), lastEdit: single ? repeatableOf(last) : undefined };
}

function repeatableOf(edit: Edit): Conversation['lastEdit'] {
  switch (edit.kind) {
    case 'remove-clips':
    case 'keep-clips':
    case 'clip-length':
    case 'motion':
    case 'speed':
    case 'clip-volume':
    case 'fit':
    case 'move':
      return edit;
    case 'look':
      return { ...edit, clips: edit.clips ?? 'all' };
    case 'add-text':
      return edit.clip === undefined ? undefined : { ...edit, clip: edit.clip };
    default:
      return undefined;
  }
}

function sourcesOf(draft: LocalDraft | null): string[] {
  if (!draft) return [];
  const shown = draft.t.flatMap((track) => (track.tt === 7 ? [] : track.sg.flatMap((segment) => segment.m.src ?? [])));
  return draft.m.logo ? [...shown, draft.m.logo.src] : shown;
}

function historyAfter({ draft, conversation }: TurnRequest, edits: Edit[], steps: TurnStep[]): LocalDraft[] {
  if (steps.length === 0) return conversation.history;
  // Taken back and done otherwise: the draft before both is still the one before.
  const undo = edits.find((edit) => edit.kind === 'undo');
  if (undo) return edits.length > 1 ? conversation.history : conversation.history.slice(0, -(undo.steps ?? 1));
  return draft ? [...conversation.history, draft].slice(-HISTORY) : conversation.history;
}
