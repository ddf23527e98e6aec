import { type ChosenLanguage, type LanguageSetting, spokenIn } from '../../i18n/language.ts';
import { speechOf } from '../../i18n/speech.ts';
import { writesTraditional } from '../../i18n/traditional.ts';
import { languageOf, translator } from '../../i18n/translator.ts';
import { classify } from '../../intents/classify.ts';
import type { IntentStep } from '../../intents/intent.ts';
import type { Logger } from '../../lib/logger.ts';
import type { NemoSession } from '../../nemo/nemo.ts';
import type { Action } from '../actions/action.ts';
import type { ActionTable } from '../actions/table.ts';
import { type CommandCall, type IncomingMessage, personOf } from '../chat.ts';
import { languageOfPlace } from '../settings/language.ts';
import { ANSWER, choiceText, typedChoice } from '../steps/asked.ts';
import { type ChatRecord, projectOf } from '../storage/chat-record.ts';
import type { CommunitySettings } from '../storage/community-settings.ts';
import type { ResultRecord } from '../storage/records.ts';
import { type Sessions, THREAD_START } from '../storage/sessions.ts';
import { type CompleteMessage, completeMessage, withContext } from './complete-message.ts';
import { newAction } from './new-work.ts';
import { actsOnQueue, type PlanContext, planWork, runsImmediately } from './plan.ts';
import { lastPromptOf, withRepeated } from './repeated-prompt.ts';
import type { Turn, Work } from './turn.ts';

/** The choice that a typed message makes of what the agent asked. */
function answerIn(text: string, steps: IntentStep[], chat: ChatRecord | undefined): CommandCall | undefined {
  const { asked, session } = chat ?? {};
  if (!asked || !session || asked.project !== projectOf(session)) return undefined;
  const isRequest = steps.every(({ kind }) => kind === 'prompt');
  const choice = typedChoice(asked, text, isRequest);
  return choice && { name: ANSWER, argument: choiceText(choice) };
}

export interface CreateTurnOptions {
  actions: ActionTable<Action>;
  sessions: Sessions;
  log: Logger;
  /** `auto`, or the language that the operator fixed. */
  language: LanguageSetting;
  /** Whether people of a shared place may go on with what others of it made. */
  sharedProjects: boolean;
  /** What moderators have set there. */
  place: CommunitySettings;
}

/** What is known of the queue that the message comes to. */
export interface QueueState {
  /** As many requests wait there as may. */
  full: boolean;
  /** Milliseconds since the epoch. */
  acceptedAt: number;
  order: number;
  /** The chat's turns before it that have not ended, in their order. */
  underWay: readonly Turn[];
}

/** A turn, and whether the words that waited in the chat for a file are in it. */
export interface CreatedTurn {
  turn: Turn;
  withKeptWords: boolean;
}

/** What the message is written in; the chat remembers it for messages without words. */
async function hear(
  { chat: key, text, locale }: IncomingMessage,
  chat: ChatRecord | undefined,
  { sessions, setting, place }: { sessions: Sessions; setting: LanguageSetting; place: CommunitySettings },
): Promise<Pick<Turn, 'language' | 'traditional' | 'speech'>> {
  const chosen = chat?.languageChosen ?? languageOfPlace(place);
  const spoken = (chosen && spokenIn(chosen)) ?? languageOf(text, locale) ?? chat?.language ?? 'en';
  const language = setting === 'auto' ? spoken : setting;
  const written = scriptOf(chosen) ?? writesTraditional(text, locale) ?? chat?.traditional;
  const traditional = language === 'zh' && (written ?? false);
  if (chat && (chat.language !== language || (language === 'zh' && (chat.traditional ?? false) !== traditional))) {
    await sessions.update(key, language === 'zh' ? { language, traditional } : { language });
  }
  const isFixed = setting !== 'auto' || chosen !== undefined;
  return { language, traditional, speech: isFixed ? undefined : speechOf(text, locale, traditional) };
}

/** Whether the characters that somebody chose are the traditional ones; undefined where they chose none. */
function scriptOf(chosen: ChosenLanguage | undefined): boolean | undefined {
  return chosen === 'zh-Hant' || (chosen === 'zh-Hans' ? false : undefined);
}

/** Makes of a message the turn that it asks for: its language, its work, the project that it is about. */
export async function createTurn(
  id: string,
  given: IncomingMessage,
  queue: QueueState,
  { actions, sessions, log, language: setting, sharedProjects, place }: CreateTurnOptions,
): Promise<CreatedTurn> {
  const chat = await sessions.find(given.chat);
  const complete = completeMessage(given, { chat, actions, nowMs: queue.acceptedAt });
  const { message, withKeptWords } = complete;
  const { text, repliesTo } = message;
  const intent = classify({ text, media: message.attachments.length }, actions.phrases);
  const typed =
    message.attachments.length === 0 ? (actions.typed(text) ?? answerIn(text, intent.steps, chat)) : undefined;
  const called = await withPerson(message.command ?? typed, message, { actions, sessions });
  const command = withResult(called, message, actions);
  const recordLost = !chat && (await sessions.wasLost(message.chat));
  const { language, traditional, speech } = await hear(message, chat, { sessions, setting, place });
  const action = command && actions.find(command.name);
  // Who moderates points at messages of anybody's project; or it is about the message alone.
  const moderates = action?.access === 'moderation' || action?.pointsAtResult === true;
  const ref = repliesTo ?? threadStartOf(message, chat);
  const result = ref === undefined || moderates ? undefined : await sessions.otherProjectOf(message.chat, ref);
  const about = moderates ? { ...message, project: undefined } : message;
  const project = relationTo(result, about, { current: chat?.session, sharedProjects });
  const t = translator(traditional ? 'zh-Hant' : language);
  const plan = { steps: intent.steps, actions, t, awaitsAnswer: chat?.asked?.state === 'open' };
  const isUsable = project === 'goes-on' || project === 'own';
  const planned = isUsable ? planComplete(complete, { ...message, command }, plan) : [newAction(project)];
  const work = queue.full && !runsImmediately(planned, actions) ? [newAction('too-many')] : planned;
  const queued = !runsImmediately(work, actions);
  // A button belongs to its result, whatever it does; in words, what the bot answers at once is about the chat itself.
  const pressed = message.project !== undefined && work === planned && !actsOnQueue(work, actions);
  const backTo = project === 'goes-on' && (queued || pressed) ? result : undefined;
  const newProject = message.newProject && message.attachments.length > 0 && queued && !backTo;
  log.info({ turn: id, rules: intent.rules, command: command?.name, work: work.map((w) => w.kind) }, 'accepted');
  const turn: Turn = {
    v: 2,
    id,
    chat: message.chat,
    messageId: message.id,
    userId: message.userId,
    ...(message.shared && { shared: { community: message.shared.community } }),
    language,
    ...(traditional && { traditional }),
    ...(speech && { speech }),
    text: text || (command ? `/${command.name}` : ''),
    ...(message.pressedOn !== undefined && { pressedOn: message.pressedOn }),
    attachments: message.attachments,
    acceptedAt: queue.acceptedAt,
    order: queue.order,
    // A result that is replied to brings its own last prompt.
    work: backTo ? work : withRepeated(work, lastPromptOf(queue.underWay, chat)),
    at: 0,
    backTo,
    newProject: newProject || undefined,
    recordLost: recordLost || undefined,
    ...(message.ownWorkOnly && { ownWorkOnly: true }),
  };
  return { turn, withKeptWords };
}

/** In a thread that begins under a result and has no project yet, a message is about that result. */
function threadStartOf(message: IncomingMessage, chat: ChatRecord | undefined): string | undefined {
  return chat?.session === undefined && personOf(message.chat) === undefined ? THREAD_START : undefined;
}

/** The choice of a person in what a reply or a mention says, where the command wants one and none is typed. */
async function withPerson(
  command: CommandCall | undefined,
  { aboutUser, repliesTo, chat }: IncomingMessage,
  { actions, sessions }: Pick<CreateTurnOptions, 'actions' | 'sessions'>,
): Promise<CommandCall | undefined> {
  const action = command && actions.find(command.name);
  if (!command || !action || !('option' in action) || action.option?.kind !== 'person') return command;
  if (command.argument !== undefined && /\d{3}|:/.test(command.argument)) return command;
  const user = aboutUser ?? (repliesTo === undefined ? undefined : (await sessions.resultAt(chat, repliesTo))?.userId);
  return user === undefined ? command : { ...command, argument: user };
}

/** The message that is replied to, where the command is about a result and nothing was said with it. */
function withResult(
  command: CommandCall | undefined,
  { repliesTo }: IncomingMessage,
  actions: ActionTable<Action>,
): CommandCall | undefined {
  const pointed = command?.argument === undefined && repliesTo !== undefined;
  if (!command || !pointed || !actions.find(command.name)?.pointsAtResult) return command;
  return { ...command, argument: command.name === 'remove' ? `at:${repliesTo}` : repliesTo };
}

/** The work of a message with what it points at. */
function planComplete(complete: CompleteMessage, message: IncomingMessage, context: PlanContext): Work[] {
  if (complete.hidden) return [newAction('pointed-hidden')];
  // Who only points at what the project holds is asked what to do with it.
  if (complete.held.length > 0 && !message.text && message.attachments.length === 0) {
    return [newAction('ask-for-instruction', complete.held.join(', '))];
  }
  return withContext(planWork(message, context), complete, context.t);
}

/**
 * Whether a message goes on with the project of the result that it points at, or with its chat's own; or why neither can
 * be: the name of the remark that says so.
 */
function relationTo(
  result: ResultRecord | undefined,
  { chat, project, command, newProject }: IncomingMessage,
  { current, sharedProjects }: { current: NemoSession | undefined; sharedProjects: boolean },
): 'goes-on' | 'own' | 'stale-button' | 'others-project' {
  const begins = newProject || command?.name === 'new';
  if (begins) return 'own';
  const ofResult = result && (project === undefined || project === projectOf(result.session)) ? result : undefined;
  if (ofResult) {
    const others = ofResult.chat !== undefined && personOf(ofResult.chat) !== undefined && ofResult.chat !== chat;
    return others && !sharedProjects ? 'others-project' : 'goes-on';
  }
  const isCurrent = project === undefined || (current !== undefined && project === projectOf(current));
  return isCurrent ? 'own' : 'stale-button';
}
