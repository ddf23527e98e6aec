import { elapsedText, type Translate, translator } from '../../i18n/translator.ts';
import { TimeLimitError, withTimeLimit } from '../../lib/clock.ts';
import { readTimeline } from '../../nemo/draft/draft.ts';
import { NemoError, NemoTimeoutError } from '../../nemo/errors.ts';
import type { Credits } from '../../nemo/nemo.ts';
import type { Skill } from '../../skills.ts';
import type { TurnContext } from '../turn/step-context.ts';
import type { AnswerWork } from '../turn/turn.ts';
import { timelineText } from './timeline-text.ts';
import { refused, taken } from './upload.ts';

/** The turn that is under way in a chat. */
export interface RunningTurn {
  id: string;
  /** What it was asked. */
  text: string;
  /** Milliseconds since the epoch. */
  acceptedAt: number;
  /** What a stop could not undo: nothing, credits, or (an export) nothing that costs. */
  costs: 'free' | 'spent' | 'render';
}

/** The chat's lane as it is now, for the answers that look at it or change it; without the turn that asks. */
export interface QueueView {
  running(): RunningTurn | undefined;
  /** What waits, the next one first. */
  waiting(): { id: string; text: string }[];
  /** Stops these turns, whether they run or wait; gives the ids of those that were still there. */
  stop(ids: readonly string[]): Promise<string[]>;
  /** Stops everything in the chat and erases all that is stored about it. */
  forget(): Promise<void>;
}

/** The skills there are, and how a chat takes one. */
export interface SkillView {
  current: Skill;
  all: Skill[];
}

/**
 * Finds the bot's own answer to what needs no agent, journals it, and does what it says. Entered again after a crash it
 * does the same once more, to the same turns, and says the same.
 */
export async function answer(
  context: TurnContext,
  work: AnswerWork,
  lane: QueueView,
  skills: SkillView,
): Promise<void> {
  const again = work.text !== undefined;
  work.text ??= await find(context, work, lane, skills);
  if (!again) await context.save();
  if (work.what === 'new') await leaveProject(context);
  if (!work.stops?.length) return;
  const stopped = await lane.stop(work.stops);
  if (again || stopped.length > 0) return;
  // It came to its own end while this was journaled.
  work.text = work.what === 'cancel' ? context.say('nothingToCancel') : removedNone(context.say, work.argument);
  await context.save();
}

async function find(context: TurnContext, work: AnswerWork, lane: QueueView, skills: SkillView): Promise<string> {
  const { say, nemo, sessions, turn, signal } = context;
  switch (work.what) {
    case 'help':
      return say('help');
    case 'credits':
      return creditsText(
        say,
        await soon(context, CREDITS_LIMIT_MS, (limited) => nemo.credits({ signal: limited, ...AT_ONCE })),
      );
    case 'status':
      return [...laneLines(context, lane), await timelineSoon(context)].join('\n');
    case 'timeline':
      return soon(context, LINK_LIMIT_MS, (limited) => timelineLine({ ...context, signal: limited }));
    case 'cancel':
      return cancel(say, lane, work);
    case 'remove':
      return remove(say, lane, work);
    case 'new': {
      const old = (await sessions.find(turn.chat))?.session;
      if (!old) return say('newProject');
      // A link that can't be had is no reason to stay with the old project.
      const url = await soon(context, LINK_LIMIT_MS, (limited) =>
        sessions.browserLink(turn.chat, nemo, old, { signal: limited, ...AT_ONCE }),
      ).catch((error: unknown) => {
        if (signal.aborted) throw error;
        return undefined;
      });
      return url ? say('newProjectOld', { url }) : say('newProject');
    }
    case 'link': {
      const session = (await sessions.find(turn.chat))?.session;
      if (!session) return say('statusNoProject');
      const url = await soon(context, LINK_LIMIT_MS, (limited) =>
        sessions.browserLink(turn.chat, nemo, session, { signal: limited, ...AT_ONCE }),
      );
      return say('link', { url });
    }
    case 'skill':
      return switchSkill(context, skills, work.argument?.trim());
    case 'language':
      return switchLanguage(context, work.argument?.trim().toLowerCase());
    case 'forget':
      if (work.argument?.trim().toLowerCase() !== 'yes') return say('forgetAsk');
      await lane.forget();
      return say('forgotten');
    case 'ask-for-media':
      return say('askForMedia');
    case 'ask-for-instruction':
      return askForInstruction(context);
    case 'empty':
      return say('emptyMessage');
    case 'stale-button':
      return say('staleButton');
    case 'too-many':
      return say('tooMany', { count: lane.waiting().length });
    case 'limit-retouch':
      return say('limitRetouch');
    case 'limit-streaming-music':
      return say('limitStreamingMusic');
    case 'limit-not-video':
      return say('limitNotVideo');
  }
}

/** The balance in a sentence. */
export function creditsText(say: Translate, { available, frozen, total }: Credits): string {
  return say('credits', { available, frozen, total });
}

function laneLines({ say, turn, clock }: TurnContext, lane: QueueView): string[] {
  const running = lane.running();
  if (!running) return [say('statusIdle')];
  const elapsed = elapsedText(turn.language, clock.now() - running.acceptedAt);
  const lines = [say('statusBusy', { what: running.text, elapsed })];
  const waiting = lane.waiting().map(({ text }, index) => `${index + 1}. ${text}`);
  if (waiting.length > 0) lines.push(say('statusWaiting'), ...waiting, say('statusRemoveHint'));
  return lines;
}

/** How long the balance may take, the wait for a rate limit included, in ms. */
const CREDITS_LIMIT_MS = 60_000;
/** How long a timeline or a link may take, the wait for a rate limit included, in ms. */
const LINK_LIMIT_MS = 60_000;
/** How long what runs and waits is held back for the timeline that goes with it, in ms. */
const STATUS_LIMIT_MS = 10_000;

/** A question does not wait until a silent Nemo speaks again, as a request for work does. */
const AT_ONCE = { maxWaitMs: 0 };

/** Asks Nemo within a limit. */
async function soon<T>(
  { clock, signal }: TurnContext,
  limitMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withTimeLimit(clock, limitMs, 'Nemo’s answer', signal, ask);
  } catch (error) {
    if (error instanceof TimeLimitError) throw new NemoTimeoutError(error.message, { sent: 'maybe', cause: error });
    throw error;
  }
}

/** The timeline, or why it can't be told now: what runs and waits is told in any case. */
async function timelineSoon(context: TurnContext): Promise<string> {
  try {
    return await soon(context, STATUS_LIMIT_MS, (signal) => timelineLine({ ...context, signal }));
  } catch (error) {
    const silent = error instanceof NemoError && (error.code === 'unreachable' || error.code === 'timeout');
    if (!silent) throw error;
    context.log.warn({ err: error, turn: context.turn.id }, 'no timeline for the status');
    return context.say('failedUnreachable');
  }
}

async function timelineLine({ say, sessions, nemo, turn, signal }: TurnContext): Promise<string> {
  const session = (await sessions.find(turn.chat))?.session;
  if (!session) return say('statusNoProject');
  const { draft } = await nemo.state(session.sessionId, { signal, ...AT_ONCE });
  return timelineText(readTimeline(draft), turn.language);
}

function cancel(say: Translate, lane: QueueView, work: AnswerWork): string {
  const all = work.argument === 'all';
  const running = lane.running();
  const waiting = lane.waiting();
  const dropped = all ? waiting : [];
  work.stops = [...dropped, ...(running ? [running] : [])].map(({ id }) => id);
  const lines: string[] = [];
  if (running?.costs === 'free') lines.push(say('cancelled', { what: running.text }));
  if (running?.costs === 'spent') lines.push(say('cancelledSpent', { what: running.text }));
  if (running?.costs === 'render') lines.push(say('cancelledRender'));
  if (dropped.length > 0) lines.push(say('cancelledAll', { count: dropped.length }));
  const next = waiting[0];
  if (running && !all && next) lines.push(say('cancelledMore', { what: next.text }));
  return lines.length > 0 ? lines.join('\n') : say('nothingToCancel');
}

function remove(say: Translate, lane: QueueView, work: AnswerWork): string {
  const number = Number(work.argument);
  if (!Number.isInteger(number) || number < 1) return say('removeWhich');
  const removed = lane.waiting()[number - 1];
  if (!removed) return removedNone(say, work.argument);
  work.stops = [removed.id];
  return say('removed', { what: removed.text });
}

function removedNone(say: Translate, argument: string | undefined): string {
  return say('removedNone', { number: Number(argument) });
}

/** The chat begins anew. Only turns of its lane change its project, so that doing this twice changes nothing. */
async function leaveProject({ sessions, turn }: TurnContext): Promise<void> {
  await sessions.update(turn.chat, { session: undefined, link: undefined, mediaCount: 0, lastPrompt: undefined });
}

function skillList({ say, turn }: TurnContext, skills: SkillView): string {
  // Descriptions are the skill's own, in English; its greeting says the same in both languages.
  const about = (skill: Skill) => (turn.language === 'en' ? skill.description : skill.greeting[turn.language]);
  const list = skills.all.map((skill, index) => `${index + 1}. ${skill.title}: ${about(skill)}`);
  return [say('skillList', { current: skills.current.title }), ...list, say('skillHint')].join('\n');
}

async function switchSkill(context: TurnContext, skills: SkillView, wanted = ''): Promise<string> {
  const { say, sessions, turn } = context;
  if (!wanted) return skillList(context, skills);
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const name = plain(wanted);
  const found =
    skills.all[Number(wanted) - 1] ??
    skills.all.find((skill) => plain(skill.slug) === name || plain(skill.title) === name) ??
    onlyOne(skills.all.filter((skill) => plain(skill.title).includes(name)));
  if (!found) return `${say('skillUnknown', { what: wanted })}\n${skillList(context, skills)}`;
  await sessions.update(turn.chat, { skill: found.slug });
  return say('skillSwitched', { skill: found.title, greeting: found.greeting[turn.language] });
}

function onlyOne<T>(found: T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}

async function switchLanguage({ say, sessions, turn, settings }: TurnContext, wanted = ''): Promise<string> {
  if (settings.language !== 'auto') return say('languageFixed');
  if (!wanted) return say('languageNow');
  if (/^(auto|automatic|自动|自動)/.test(wanted)) {
    await sessions.update(turn.chat, { languageChosen: undefined });
    return say('languageAuto');
  }
  const language = /^(zh|chin|中|汉|漢|普通话|国语)/.test(wanted) ? 'zh' : /^(en|英)/.test(wanted) ? 'en' : undefined;
  if (!language) return say('languageUnknown');
  await sessions.update(turn.chat, { languageChosen: language, language });
  return translator(language)('languageSet');
}

function askForInstruction({ say, turn }: TurnContext): string {
  const upload = turn.work.find((piece) => piece.kind === 'upload');
  const names = upload ? taken(upload) : [];
  const got =
    names.length === 1 ? say('gotOneFile', { name: names[0] ?? '' }) : say('gotFiles', { count: names.length });
  return [...(upload ? refused(upload) : []), got].join('\n');
}
