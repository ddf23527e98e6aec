import type { LocalDraft } from '../draft.ts';
import type { Conversation, MediaRecord } from '../records.ts';
import { applyEdit } from './apply.ts';
import type { Edit, Note } from './edits.ts';
import { planEdits } from './plan.ts';
import { languageOf, replyTo } from './reply.ts';
import { spokenWords } from './request.ts';
import { tracksOf } from './timeline.ts';
import { toolOf } from './tools.ts';

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
  draft: LocalDraft | null;
  media: MediaRecord[];
  conversation: Conversation;
  random: () => number;
  /** Share of the changes that end without words, 0 to 1. */
  textlessRate: number;
}

export interface Turn {
  steps: TurnStep[];
  /** Empty when the agent says nothing after its tools. */
  reply: string;
  draft: LocalDraft | null;
  conversation: Conversation;
}

/** One message of the user and all that the agent does about it. Pure, but for `random`. */
export function takeTurn(request: TurnRequest): Turn {
  const { media, random } = request;
  const before = request.conversation;
  const plan = planEdits(request.text, request.draft, media, before);
  const steps: TurnStep[] = [];
  const done: { edit: Edit; draft: LocalDraft }[] = [];
  const notes: Note[] = [...plan.notes];
  const isFirst = plan.edits[0]?.kind === 'create';
  const isVariation = plan.edits.some((edit) => edit.kind === 'vary');
  let draft = request.draft;
  for (const edit of plan.edits) {
    const applied = applyEdit(draft, edit, { media, history: before.history, random });
    const changed = applied.draft !== draft && JSON.stringify(applied.draft) !== JSON.stringify(draft);
    // In a first video it is no news that a wish agrees with what would have been done anyway.
    notes.push(...applied.notes.filter((note) => !(isFirst && (note.kind === 'already' || note.kind === 'no-text'))));
    if (!changed && !(isFirst && edit.kind === 'create')) {
      if (isFirst && applied.notes.every((note) => note.kind === 'already')) done.push({ edit, draft: applied.draft });
      continue;
    }
    draft = applied.draft;
    done.push({ edit, draft });
    const { tool, args } = toolOf(edit);
    const callId = `adk-${before.turn + 1}-${steps.length + 1}-${Math.floor(random() * 0xffffffff).toString(16)}`;
    const response = { status: 'success', duration: draft.d, clips: tracksOf(draft).clips.length };
    steps.push({ callId, tool, args, response, draft });
  }

  // A whole video that comes out as it was has not been made again.
  if (steps.length > 0 && JSON.stringify(draft) === JSON.stringify(request.draft)) {
    steps.length = 0;
    done.length = 0;
    notes.unshift({ kind: 'already' });
  }
  const speaksOfMore = done.length > 0 ? { rest: true } : {};
  const told = notes.map((note): Note => (note.kind === 'already' ? { ...note, ...speaksOfMore } : note));
  const silent = !isFirst && !isVariation && steps.length > 0 && notes.length === 0 && random() < request.textlessRate;
  const language = languageOf(spokenWords(request.text, media), request.language);
  const reply = silent ? '' : replyTo({ done, notes: told, draft, media, language, random });
  const used = draft ? draft.t.flatMap((t) => (t.tt === 7 ? [] : t.sg.flatMap((s) => s.m.src ?? []))) : [];
  const undone = plan.edits.some((edit) => edit.kind === 'undo') && steps.length > 0;
  const history = undone
    ? before.history.slice(0, -1)
    : steps.length > 0 && request.draft
      ? [...before.history, request.draft].slice(-HISTORY)
      : before.history;
  return {
    steps,
    reply,
    draft,
    conversation: {
      turn: before.turn + 1,
      awaiting: plan.awaiting,
      wishes: plan.wishes,
      placed: [...new Set([...before.placed, ...used])],
      history,
    },
  };
}
