import type { Clock } from '@reelay/async';
import type { Logger } from '../../lib/logger.ts';
import type { Consent } from '../access/consent.ts';
import type { People } from '../access/people.ts';
import { requesterOf } from '../access/requester.ts';
import type { TurnLimits } from '../access/turn-limits.ts';
import type { Action } from '../actions/action.ts';
import type { ActionTable } from '../actions/table.ts';
import { type ChatKey, type IncomingMessage, turnIdOf } from '../chat.ts';
import { type ChatQueues, ShutdownError } from '../queue/chat-queues.ts';
import { isOutdatedBy, OutdatedError, takeOverRender } from '../queue/outdated-render.ts';
import type { TurnScheduler } from '../queue/turn-scheduler.ts';
import type { OperatorSettings } from '../settings/setting.ts';
import { sharedProjects } from '../settings/shared-projects.ts';
import type { CommunitySettingsTable } from '../storage/community-settings.ts';
import type { Sessions } from '../storage/sessions.ts';
import { type CreatedTurn, createTurn } from './create-turn.ts';
import type { Journal } from './journal.ts';
import { moveTurn } from './move-turn.ts';
import { runsImmediately, splitControl } from './plan.ts';
import type { Turn } from './turn.ts';
import type { PersonConsent, TurnSettings } from './turn-context.ts';

/** How many requests of one chat may wait behind the running one. */
const MAX_WAITING = 5;

export interface IntakeOptions {
  clock: Clock;
  log: Logger;
  settings: TurnSettings;
  actions: ActionTable<Action>;
  limits: TurnLimits | undefined;
  sessions: Sessions;
  people: People;
  journal: Journal;
  queues: ChatQueues;
  scheduler: TurnScheduler;
  /** What moderators have set. */
  communities: Pick<CommunitySettingsTable, 'find'>;
  operator: OperatorSettings;
  consent: Consent;
  /** Aborted when the process stops. */
  stopping: AbortSignal;
}

/** Makes journaled turns of messages whose authors may ask for what they ask for, and starts them. */
export class Intake {
  readonly #options: IntakeOptions;
  #lastOrder = 0;
  /** When the last message was accepted, in ms since the epoch: turns keep their order though the clock be set back. */
  #lastAcceptedAt = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** When the latest message was accepted, in ms since the epoch. */
  get latestAcceptedAt(): number {
    return this.#lastAcceptedAt;
  }

  /** What is accepted from now on counts as later than `time`, in ms since the epoch. */
  acceptAfter(time: number): void {
    this.#lastAcceptedAt = Math.max(this.#lastAcceptedAt, time + 1);
  }

  /** Journals the message as a turn and starts it; a message that was seen before is dropped. Rejects while stopping. */
  async accept(given: IncomingMessage): Promise<'accepted' | 'duplicate'> {
    const { stopping, journal, queues, actions, people, sessions, consent } = this.#options;
    if (stopping.aborted) throw new ShutdownError('the bot is stopping');
    const id = turnIdOf(given.chat, given.id);
    if (await journal.knows(id)) return 'duplicate';
    const message = await consent.read(given);
    await this.#bringAlong(message);
    const full = queues.look(message.chat).waiting.length >= MAX_WAITING;
    const { turn, withKeptWords } = await this.#createTurn(id, message, full);
    const [first, rest] = splitControl(turn, actions);
    const queued = rest ?? first;
    await consent.apply(queued);
    await this.#limited(queued, () => this.#beginInstead(queued, () => this.#begin(first, rest)));
    await people.remember(requesterOf(turn).user, message.userName);
    if (withKeptWords) await sessions.update(turn.chat, { keptWords: undefined });
    if (turn.recordLost) await sessions.lossIsReported(turn.chat);
    return 'accepted';
  }

  /**
   * A topic of a private chat begins with what was said outside of them: the language that was chosen there, and words that
   * wait for the files which open the topic.
   */
  async #bringAlong({ chat, userId, shared, text, attachments }: IncomingMessage): Promise<void> {
    const { sessions } = this.#options;
    const outside = requesterOf({ chat, userId, shared }).community;
    if (shared || outside === chat || (await sessions.find(chat))) return;
    const { language, traditional, languageChosen, keptWords } = (await sessions.find(outside)) ?? {};
    const words = keptWords?.userId === userId && attachments.length > 0 && !text.trim() ? keptWords : undefined;
    if (!languageChosen && !words) return;
    await sessions.update(chat, { language, traditional, languageChosen, keptWords: words });
    if (words) await sessions.update(outside, { keptWords: undefined });
  }

  /** Counts what is queued while it is begun. */
  async #limited(queued: Turn, begin: () => Promise<void>): Promise<void> {
    const { actions, limits } = this.#options;
    try {
      if (!runsImmediately(queued.work, actions)) await limits?.apply(queued);
      await begin();
    } finally {
      limits?.settled(queued);
    }
  }

  /** What a person asked for before they agreed to the operator's terms is begun, behind what waits now. */
  async #goOn(user: string): Promise<void> {
    const { consent, journal, sessions, clock } = this.#options;
    await consent.goOn(user, async (turn) => {
      if (await journal.knows(turn.id)) return;
      moveTurn(turn, await sessions.currentKey(turn.chat));
      this.#lastAcceptedAt = Math.max(clock.now(), this.#lastAcceptedAt);
      Object.assign(turn, { acceptedAt: this.#lastAcceptedAt, order: this.#lastOrder++ });
      await this.#limited(turn, () => this.#begin(turn, undefined));
    });
  }

  /** What a person's agreement to the operator's terms leads to. */
  consentOf(user: string, chat: ChatKey): PersonConsent {
    const { consent } = this.#options;
    return {
      agree: () => consent.agree(user),
      goOn: () => this.#goOn(user),
      forget: () => consent.forget(user, chat),
    };
  }

  /** Begins a request, in place of a render that it makes pointless: it brings that video as well. */
  async #beginInstead(queued: Turn, begin: () => Promise<void>): Promise<void> {
    const outdated = this.#outdatedBy(queued);
    if (outdated) takeOverRender(outdated, queued);
    await begin();
    // Only now that its video is certain to come with the newer request; one that is done by now arrives.
    if (outdated && this.#outdatedBy(queued)?.id === outdated.id)
      this.#options.queues.cancel(queued.chat, new OutdatedError('a newer request changes the video'));
  }

  /** The running turn of the chat, where the request makes its render pointless. */
  #outdatedBy(newer: Turn): Turn | undefined {
    const { journal, queues } = this.#options;
    const running = journal.find(queues.look(newer.chat).running);
    return running && running.id !== newer.id && isOutdatedBy(running, newer) ? running : undefined;
  }

  /** Journals a turn, or the two that it was split into, and starts them. */
  async #begin(first: Turn, rest: Turn | undefined): Promise<void> {
    const { journal, scheduler } = this.#options;
    const second = rest && !(await journal.begun(rest.id)) ? rest : undefined;
    // What comes second is journaled first: a crash in between must not lose it.
    if (second) await journal.save(second);
    try {
      await journal.save(first);
    } catch (error) {
      // The message is not accepted, so no half of it may be left to be done.
      if (second) await journal.drop(second).catch(() => {});
      throw error;
    }
    scheduler.start(first, false);
    if (second) scheduler.start(second, false);
  }

  /** Changes the turn of a message whose text was changed, while it waits in the queue; gives whether it did. */
  async amend(message: IncomingMessage): Promise<boolean> {
    const { journal, queues, actions } = this.#options;
    const id = turnIdOf(message.chat, message.id);
    const turn = journal.find(id);
    if (!turn || !queues.look(message.chat).waiting.includes(id)) return false;
    const whole = withPartReplaced(message, turn);
    if (!whole) return false;
    const { text, language, traditional, speech, work, attachments } = (await this.#createTurn(id, whole, false)).turn;
    // It may have begun while the chat was looked up.
    if (!queues.look(message.chat).waiting.includes(id) || runsImmediately(work, actions)) return false;
    // The video of a render that it outdated still comes with it.
    const kept = turn.work.filter((piece) => piece.kind === 'export' && piece.takenOver);
    const all = work.some(({ kind }) => kind === 'export') ? work : [...work, ...kept];
    Object.assign(turn, { text, language, traditional, speech, work: all, attachments });
    await journal.save(turn);
    return true;
  }

  async #createTurn(id: string, message: IncomingMessage, full: boolean): Promise<CreatedTurn> {
    const { settings, clock, log, queues, journal, actions, sessions, operator, communities } = this.#options;
    const place = await communities.find(requesterOf(message).community);
    this.#lastAcceptedAt = Math.max(clock.now(), this.#lastAcceptedAt);
    const { running, waiting } = queues.look(message.chat);
    const after = waiting.indexOf(id);
    const before = [running, ...(after < 0 ? waiting : waiting.slice(0, after))];
    const underWay = before.flatMap((each) => journal.find(each) ?? []);
    const queue = { full, acceptedAt: this.#lastAcceptedAt, order: this.#lastOrder++, underWay };
    const shares = sharedProjects.of(place);
    return createTurn(id, message, queue, {
      ...{ actions, sessions, log, language: settings.language, place },
      sharedProjects: shares === undefined ? operator.sharedProjects : shares === 'on',
    });
  }
}

/** An edit of one of several messages as an edit of all; undefined when the request's words are no longer those it knows. */
function withPartReplaced(message: IncomingMessage, { text, attachments }: Turn): IncomingMessage | undefined {
  const { replaces } = message;
  if (!replaces) return message;
  if (replaces.length !== text.length) return undefined;
  const whole = `${text.slice(0, replaces.from)}${message.text}${text.slice(replaces.to)}`;
  return { ...message, text: whole, attachments, pointsAt: undefined, replaces: undefined };
}
