import { type Clock, withTimeLimit } from '@reelay/async';
import { translator } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import { attributionFor } from '../../skills.ts';
import type { BalanceMeter } from '../access/balance-meter.ts';
import type { Budgets } from '../access/budgets.ts';
import type { People } from '../access/people.ts';
import { turnBudget } from '../access/turn-budget.ts';
import type { TurnLimits } from '../access/turn-limits.ts';
import type { Action } from '../actions/action.ts';
import { runAction } from '../actions/run-action.ts';
import type { ActionTable } from '../actions/table.ts';
import { type ChatAdapter, ChatGoneError, type ChatKey, type MessageRef, type Reply } from '../chat.ts';
import type { Spool } from '../media/spool.ts';
import { NO_METRICS, timed, type WorkMetrics } from '../metrics.ts';
import type { QueueView } from '../queue/queue-view.ts';
import { exampleSteps, greetingText } from '../steps/greeting.ts';
import { projectOf, shortHash } from '../storage/chat-record.ts';
import type { NemoAccount, Sessions } from '../storage/sessions.ts';
import { type BeginTrace, type TurnTrace, tracedNemo } from '../tracing.ts';
import type { Journal } from './journal.ts';
import { limitText } from './limit-text.ts';
import type { Progress } from './progress.ts';
import type { Turn } from './turn.ts';
import type { ReplyExtras, Rights, SkillView, TurnContext, TurnSettings } from './turn-context.ts';
import { voiceOf } from './voice.ts';

/** What the engine has for every turn, and what is known of this one. */
export interface TurnOptions {
  turn: Turn;
  adapter: ChatAdapter;
  account: NemoAccount;
  actions: ActionTable<Action>;
  skills: SkillView;
  sessions: Sessions;
  store: TurnContext['store'];
  people: People;
  reports: TurnContext['reports'];
  alertOwners: TurnContext['alertOwners'];
  place: TurnContext['place'];
  consent: TurnContext['consent'];
  rights: Rights;
  spool: Spool;
  queue: QueueView;
  /** Without it anybody may spend what they like. */
  budgets?: Budgets;
  meter: BalanceMeter;
  /** Without it files are not counted. */
  limits?: TurnLimits;
  journal: Pick<Journal, 'save' | 'keep' | 'claimPrompt'>;
  clock: Clock;
  log: Logger;
  /** Without it nothing is counted. */
  metrics?: WorkMetrics;
  /** Without it nothing is traced. */
  trace?: BeginTrace;
  settings: TurnSettings;
  signal: AbortSignal;
  stopping: AbortSignal;
  resumed: boolean;
}

/** The context that a turn's steps and actions work with. */
export function createContext(options: TurnOptions, progress: Progress, trace: TurnTrace): TurnContext {
  const { turn, settings, signal, stopping, journal, skills, actions } = options;
  const t = translator(voiceOf(turn), settings);
  const account = options.account.for(attributionFor(skills.current, settings.skillPlatform), {
    onWait: () => progress.hold(t('nemoSilent')),
    onResume: () => progress.hold(),
  });
  const nemo = options.trace ? tracedNemo(account, trace) : account;
  const waiting = {
    signal,
    onWait: () => progress.hold(t('storeSilent')),
    onGoOn: () => progress.hold(),
  };
  turn.skill ??= skills.current.slug;
  const about = { turn, nemo, sessions: options.sessions, settings, clock: options.clock, signal, stopping, t };
  const context: TurnContext = {
    budget: turnBudget(about, options.budgets, options.meter),
    turn,
    adapter: options.adapter,
    nemo,
    sessions: options.sessions,
    store: options.store,
    people: options.people,
    reports: options.reports,
    alertOwners: options.alertOwners,
    place: options.place,
    consent: options.consent,
    rights: options.rights,
    skills,
    queue: options.queue,
    actions: actions.all,
    spool: options.spool.openTurn(turn.id),
    progress,
    metrics: options.metrics ?? NO_METRICS,
    trace,
    settings,
    clock: options.clock,
    log: options.log,
    signal,
    stopping,
    resumed: options.resumed,
    t,
    save: () => journal.keep(turn, waiting),
    claimPrompt: (attempt) => journal.claimPrompt(turn, { piece: turn.at, attempt }, waiting),
    saveAtEnd: () => journal.keep(turn, { signal: stopping, onWait: () => {}, onGoOn: () => {} }),
    saveOnce: () => journal.save(turn),
    reply: (text, extras) => reply(context, text, extras),
    replyConfidentially: (text, extras) => replyConfidentially(context, text, extras),
    session: () => session(context),
    received: async (bytes, declared) => options.limits?.received(turn, bytes, declared),
    runAction: (work) => runAction(context, work, actions),
  };
  return context;
}

/** Where the platform cannot show it to the person alone, they are answered in private and the place reads that they were. */
async function replyConfidentially(context: TurnContext, text: string, extras: ReplyExtras = {}): Promise<void> {
  const { turn, adapter, signal, log, t } = context;
  if (!turn.shared || adapter.answersPrivately)
    return reply(context, text, { ...extras, private: true, confidential: turn.shared !== undefined });
  if (await replyAlone(context, text, extras)) return;
  let note = t('cannotSendInPrivate');
  try {
    const direct = await adapter.direct?.(turn.userId, signal);
    if (direct !== undefined) {
      // Buttons would act on the private chat.
      const shown = { ...extras, next: undefined, part: 'private' } as const;
      await reply(context, `${t('aboutGroup')}\n${text}`, shown, direct);
      note = t('sentInPrivate');
    }
  } catch (error) {
    if (!(error instanceof ChatGoneError)) throw error;
    log.info({ err: error }, 'the person cannot be written to in private');
  }
  await reply(context, note);
}

/** Shows the person alone what they asked for, in the place where they asked; false where that cannot be. */
async function replyAlone(context: TurnContext, text: string, extras: ReplyExtras): Promise<boolean> {
  const { turn, adapter } = context;
  if (!adapter.sendAlone) return false;
  const made = await makeReply(context, text, { ...extras, private: true, confidential: true });
  const ref = await post(context, made, async (limited) => adapter.sendAlone?.(turn.chat, made.result, limited));
  return ref !== undefined;
}

async function reply(context: TurnContext, text: string, extras: ReplyExtras = {}, elsewhere?: ChatKey): Promise<void> {
  const { turn, adapter } = context;
  const made = await makeReply(context, text, extras, elsewhere);
  await post(context, made, (limited) => adapter.send(elsewhere ?? turn.chat, made.result, limited));
}

interface MadeReply {
  result: Reply;
  /** Its buttons, or its video, go on with the chat's project. */
  isResult: boolean;
}

async function makeReply(
  context: TurnContext,
  text: string,
  extras: ReplyExtras,
  elsewhere?: ChatKey,
): Promise<MadeReply> {
  const { turn, adapter, sessions, progress } = context;
  progress.skip();
  const { part = 'main', ...shown } = extras;
  // A menu is of the place, whatever its projects.
  const isOfProject = shown.next !== undefined && !shown.menu;
  const session = isOfProject && (await sessions.find(turn.chat))?.session;
  const result: Reply = {
    text: limitText(text, context.t, adapter.textLength?.bind(adapter)),
    private: false,
    ...shown,
    key: shortHash(`${turn.id}#${turn.at}#${part}`),
    ...(session && { project: projectOf(session) }),
    ...(elsewhere === undefined && { inReplyTo: turn.messageId }),
    language: voiceOf(turn),
  };
  // A video is somebody's, with buttons or without.
  return { result, isResult: (isOfProject || result.video !== undefined) && elsewhere === undefined };
}

async function post(
  context: TurnContext,
  { result, isResult }: MadeReply,
  send: (signal: AbortSignal) => Promise<MessageRef | undefined>,
): Promise<MessageRef | undefined> {
  const { turn, adapter, sessions, settings, clock, signal, metrics } = context;
  const what = result.video || result.file ? 'file' : 'text';
  const span = context.trace.current.begin('post', { 'reelay.what': what });
  const ref = await timed(
    context,
    () => withTimeLimit(clock, settings.sendLimitMs, 'posting to the chat', signal, send),
    (ended, ms) => {
      metrics.delivered(adapter.platform, what, ended, ms);
      span.end(ended === 'done' ? 'ok' : 'error');
    },
  );
  if (isResult && ref !== undefined)
    await sessions.rememberResult(turn.chat, ref, { userId: turn.userId, thread: adapter.threadAt?.(ref) });
  return ref;
}

async function session(context: TurnContext) {
  const { turn, sessions, skills, progress, nemo, signal, reply, t } = context;
  const known = await sessions.find(turn.chat);
  if (known?.session) return known.session;
  const { title } = skills.current;
  if (!known?.greeted) await reply(greetingText(context), { part: 'greeting', next: exampleSteps(context) });
  await sessions.update(turn.chat, { language: turn.language, traditional: turn.traditional, greeted: true });
  await progress.showNow(t('connecting', { skill: title }));
  const started = await sessions.start(turn.chat, nemo, turn, signal);
  await progress.showNow(t('ready'));
  return started;
}
