import type { Clock } from '@reelay/async';
import type { Logger } from '../lib/logger.ts';
import { readTimeline, type Timeline } from '../nemo/draft/draft.ts';
import { attributionFor, type Skill } from '../skills.ts';
import { AccessControl, type Refusal } from './access/access-control.ts';
import { BalanceMeter } from './access/balance-meter.ts';
import { type BudgetSettings, Budgets } from './access/budgets.ts';
import { People } from './access/people.ts';
import { requesterOf } from './access/requester.ts';
import { isOwner } from './access/roles.ts';
import type { QueueAuthors } from './access/rules.ts';
import { type AccessSettings, OPEN_ACCESS } from './access/settings.ts';
import { type TurnLimitSettings, TurnLimits } from './access/turn-limits.ts';
import type { Action } from './actions/action.ts';
import { ACTIONS } from './actions/all.ts';
import { WITHOUT_WAITING } from './actions/ask-nemo.ts';
import type { ActionTable } from './actions/table.ts';
import {
  type ChatAdapter,
  type ChatKey,
  chatOfPerson,
  type IncomingMessage,
  type PlaceKey,
  personOf,
  placeOf,
  platformOf,
  turnIdOf,
} from './chat.ts';
import type { Spool } from './media/spool.ts';
import { ChatQueues, ShutdownError } from './queue/chat-queues.ts';
import { QueueControl } from './queue/queue-control.ts';
import { QueuePositionMessages } from './queue/queue-position-messages.ts';
import { RecoveryGate } from './queue/recovery-gate.ts';
import { TurnScheduler } from './queue/turn-scheduler.ts';
import { StoreUnavailableError } from './storage/errors.ts';
import { type NemoAccount, Sessions } from './storage/sessions.ts';
import type { Store } from './storage/store.ts';
import type { UnreadableTurn } from './storage/turns.ts';
import { cleanUpTurn } from './turn/clean-up.ts';
import { type CreatedTurn, createTurn } from './turn/create-turn.ts';
import { Journal } from './turn/journal.ts';
import { moveTurn } from './turn/move-turn.ts';
import { runsImmediately, splitControl } from './turn/plan.ts';
import { runTurn } from './turn/runner.ts';
import type { Turn } from './turn/turn.ts';
import type { TurnSettings } from './turn/turn-context.ts';

/** How many requests of one chat may wait behind the running one. */
const MAX_WAITING = 5;

export interface EngineOptions {
  store: Store;
  account: NemoAccount;
  /** The skills a chat may switch to; the first one is where every chat begins. */
  skills: [Skill, ...Skill[]];
  spool: Spool;
  clock: Clock;
  log: Logger;
  settings: TurnSettings;
  /** How many turns may run at once, over all chats. */
  maxTurns: number;
  /** Who may use the bot, and who runs it; everybody may if not given. */
  access?: AccessSettings;
  /** How many credits people and places may spend; any number if not given. */
  budgets?: BudgetSettings;
  /** How many turns people and places may begin; any number if not given. */
  turnLimits?: TurnLimitSettings;
  /** What can be asked for by name or in plain words; the bot's own table if not given. */
  actions?: ActionTable<Action>;
}

export type { Timeline };

/** Whether a message was new; or why it was not accepted, which the adapter tells the person who wrote it. */
export type Acceptance = 'accepted' | 'duplicate' | Refusal;

/** Accepts messages, journals each as a turn, and runs every turn to its end. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #actions: ActionTable<Action>;
  readonly #limits: TurnLimits | undefined;
  readonly #access: AccessControl;
  readonly #budgets: Budgets | undefined;
  readonly #meter: BalanceMeter;
  readonly #journal: Journal;
  readonly #sessions: Sessions;
  readonly #people: People;
  readonly #queues = new ChatQueues();
  readonly #scheduler: TurnScheduler;
  readonly #adapters = new Map<string, ChatAdapter>();
  readonly #stopping = new AbortController();
  readonly #positions: QueuePositionMessages;
  readonly #control: QueueControl;
  /** Platforms whose open turns are still to be continued before any message of theirs. */
  readonly #recovery = new RecoveryGate();
  #lastOrder = 0;
  /** When the last message was accepted, in ms since the epoch: turns keep their order though the clock be set back. */
  #lastAcceptedAt = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#actions = options.actions ?? ACTIONS;
    this.#limits =
      options.turnLimits &&
      new TurnLimits({
        settings: options.turnLimits,
        buckets: options.store.rateBuckets,
        openTurnsOf: (user) => this.#journal.underWay().filter((turn) => requesterOf(turn).user === user).length,
      });
    this.#journal = new Journal(options);
    this.#sessions = new Sessions(options.store, () => options.clock.now());
    const { store, clock, log, settings, access = OPEN_ACCESS } = options;
    this.#people = new People(store, log);
    this.#access = new AccessControl({
      ...{ store, clock, log, settings: access, actions: this.#actions, language: settings.language },
      adapterOf: (chat) => this.#adapters.get(platformOf(chat)),
      authorsIn: (chat) => this.#authorsIn(chat),
    });
    this.#budgets = options.budgets && new Budgets({ store, clock, access, settings: options.budgets });
    this.#meter = new BalanceMeter(log);
    const adapterOf = (turn: Turn) => this.#adapterOf(turn);
    this.#positions = new QueuePositionMessages({
      adapterOf,
      isOpen: (turn) => this.#journal.find(turn.id) !== undefined,
      save: (turn) => this.#journal.save(turn),
      log: options.log,
      signal: this.#stopping.signal,
    });
    this.#control = new QueueControl({
      queues: this.#queues,
      journal: this.#journal,
      positions: this.#positions,
      sessions: this.#sessions,
      adapterOf,
      contributors: this.#access.contributors,
      stopping: this.#stopping.signal,
    });
    this.#scheduler = new TurnScheduler({
      queues: this.#queues,
      journal: this.#journal,
      sessions: this.#sessions,
      positions: this.#positions,
      actions: this.#actions,
      maxTurns: options.maxTurns,
      stopping: this.#stopping.signal,
      run: (turn, signal, resumed) => this.#run(turn, signal, resumed),
    });
  }

  /** The action table: what platforms offer as commands. */
  get actions(): ActionTable<Action> {
    return this.#actions;
  }

  /**
   * Adds a platform. Its turns can run from now on.
   * @param options.recoverFirst messages of the platform wait, unjournaled, until {@link Engine.recover} has continued its
   * open turns, so that they come after those in their chats' queues
   */
  register(adapter: ChatAdapter, options: { recoverFirst?: boolean } = {}): void {
    this.#adapters.set(adapter.platform, adapter);
    if (options.recoverFirst) this.#recovery.close(adapter.platform);
  }

  /**
   * Accepts a message. Resolves once it is journaled: only then may the platform forget it. A message that was seen
   * before is dropped; one that asks for what the person may not do is refused, and the adapter says why. Rejects with a
   * {@link StoreUnavailableError} when the journal cannot be written, and with a {@link ShutdownError} while stopping; the
   * message is then not accepted.
   */
  async accept(message: IncomingMessage): Promise<Acceptance> {
    if (this.#stopping.signal.aborted) throw new ShutdownError('the bot is stopping');
    await this.#recovered(message.chat);
    return this.#access.submit(message, (granted) => this.#accept(granted));
  }

  /** Why {@link Engine.accept} would refuse the message; undefined when it would not. */
  async refusal(message: IncomingMessage): Promise<Refusal | undefined> {
    await this.#recovered(message.chat);
    return this.#access.refusal(message);
  }

  async #accept(message: IncomingMessage): Promise<'accepted' | 'duplicate'> {
    if (this.#stopping.signal.aborted) throw new ShutdownError('the bot is stopping');
    const id = turnIdOf(message.chat, message.id);
    if (await this.#journal.knows(id)) return 'duplicate';
    const full = this.#queues.look(message.chat).waiting.length >= MAX_WAITING;
    const { turn, withKeptWords } = await this.#createTurn(id, message, full);
    const [first, rest] = splitControl(turn, this.#actions);
    const queued = rest ?? first;
    try {
      if (!runsImmediately(queued.work, this.#actions)) await this.#limits?.apply(queued);
      await this.#begin(first, rest);
    } finally {
      this.#limits?.settled(queued);
    }
    await this.#people.remember(requesterOf(turn).user, message.userName);
    if (withKeptWords) await this.#sessions.update(turn.chat, { keptWords: undefined });
    if (turn.recordLost) await this.#sessions.lossIsReported(turn.chat);
    return 'accepted';
  }

  /** Journals a turn, or the two that it was split into, and starts them. */
  async #begin(first: Turn, rest: Turn | undefined): Promise<void> {
    const second = rest && !(await this.#journal.begun(rest.id)) ? rest : undefined;
    // What comes second is journaled first: a crash in between must not lose it.
    if (second) await this.#journal.save(second);
    try {
      await this.#journal.save(first);
    } catch (error) {
      // The message is not accepted, so no half of it may be left to be done.
      if (second) await this.#journal.drop(second).catch(() => {});
      throw error;
    }
    this.#scheduler.start(first, false);
    if (second) this.#scheduler.start(second, false);
  }

  /**
   * The user changed a message. While its turn still waits in the queue, the turn is changed with it.
   * @returns whether that was so; an edit that comes later is ignored
   */
  async amend(message: IncomingMessage): Promise<boolean> {
    // An edit that asks for what the user may not do is ignored.
    await this.#recovered(message.chat);
    if (!this.#journal.find(turnIdOf(message.chat, message.id))) return false;
    return (await this.#access.inOrder(message, (granted) => this.#amend(granted))) === true;
  }

  async #amend(message: IncomingMessage): Promise<boolean> {
    const id = turnIdOf(message.chat, message.id);
    const turn = this.#journal.find(id);
    if (!turn || !this.#queues.look(message.chat).waiting.includes(id)) return false;
    const { text, language, traditional, speech, work, attachments } = (await this.#createTurn(id, message, false))
      .turn;
    // It may have begun while the chat was looked up.
    if (!this.#queues.look(message.chat).waiting.includes(id) || runsImmediately(work, this.#actions)) return false;
    Object.assign(turn, { text, language, traditional, speech, work, attachments });
    await this.#journal.save(turn);
    return true;
  }

  /** What the chat asked lately, the latest first. */
  async recentPrompts(chat: ChatKey): Promise<readonly string[]> {
    return (await this.#sessions.find(chat))?.recentPrompts ?? [];
  }

  /** Slug of the skill that the chat was switched to. */
  async activeSkill(chat: ChatKey): Promise<string | undefined> {
    return (await this.#sessions.find(chat))?.skill;
  }

  /** What is on the timeline of the chat's project; undefined where there is none. Rejects while Nemo is silent. */
  async timeline(chat: ChatKey, signal: AbortSignal): Promise<Timeline | undefined> {
    const session = (await this.#sessions.find(chat))?.session;
    if (!session) return undefined;
    const { account, skills, settings } = this.#options;
    const nemo = account.for(attributionFor(skills[0], settings.skillPlatform));
    const { draft } = await nemo.state(session.sessionId, { signal, ...WITHOUT_WAITING });
    return readTimeline(draft);
  }

  /** Whether a request was accepted, in the last two days. */
  async knows(chat: ChatKey, messageId: string): Promise<boolean> {
    await this.#recovered(chat);
    return this.#journal.knows(turnIdOf(chat, messageId));
  }

  /** Whether the turn of this message has not ended. */
  async isOpen(chat: ChatKey, messageId: string): Promise<boolean> {
    await this.#recovered(chat);
    const id = turnIdOf(chat, messageId);
    return [id, `${id}+`].some((each) => this.#journal.find(each) !== undefined);
  }

  /** Ids of the users whose turns run and wait in the chat. */
  async #authorsIn(chat: ChatKey): Promise<QueueAuthors> {
    const { running, waiting } = this.#queues.look(chat);
    const authorOf = (id: string | undefined) => this.#journal.find(id)?.userId;
    return { running: authorOf(running), waiting: waiting.flatMap((id) => authorOf(id) ?? []) };
  }

  /** The platform gave the place another id: its projects and what waits for them move along. */
  async migrate(from: PlaceKey, to: PlaceKey): Promise<void> {
    await this.#recovered(from);
    await this.#sessions.move(from, to);
    await this.#access.contributors.move(from, to);
    const turns = this.#journal.underWay().filter(({ chat }) => placeOf(chat) === from);
    const moved = (chat: ChatKey) => {
      const person = personOf(chat);
      return person === undefined ? to : chatOfPerson(to, person);
    };
    for (const chat of new Set(turns.map((turn) => turn.chat))) this.#queues.move(chat, moved(chat));
    for (const turn of turns) {
      moveTurn(turn, moved(turn.chat));
      await this.#journal.save(turn);
    }
    // The turns first: what one of them sets aside from now on is counted under the new key.
    await this.#options.store.movePlace(from, to);
  }

  /**
   * Continues the turns that an earlier process left open, in their order; returns how many. To be called once it is known
   * that no other process serves the same bot.
   * @param platform of this platform alone; of all that are registered without it
   */
  async recover(platform?: string): Promise<number> {
    const platforms = [...this.#adapters.keys()].filter((each) => platform === undefined || each === platform);
    const found = await this.#journal.recoverable((chat) => platforms.includes(platformOf(chat)));
    this.#lastAcceptedAt = Math.max(this.#lastAcceptedAt, found.latest + 1);
    // A platform may have brought messages while the journal was read.
    const open = found.open.filter((turn) => !this.#journal.find(turn.id));
    // The process may have ended after the chat was moved and before its turns were.
    for (const turn of [...open, ...found.leftovers]) moveTurn(turn, await this.#sessions.currentKey(turn.chat));
    for (const turn of open) this.#scheduler.start(turn, true);
    for (const turn of found.leftovers) this.#cleanUp(turn);
    for (const turn of found.damaged) this.#scheduler.start(await this.#reportDamaged(turn), true);
    for (const each of platforms) this.#recovery.open(each);
    return open.length;
  }

  /** Resolves once the open turns of the chat's platform were continued; rejects when the process stops before that. */
  #recovered(chat: ChatKey): Promise<void> {
    return this.#recovery.pass(platformOf(chat), this.#stopping.signal);
  }

  /** Replaces a turn that cannot be read by one that says so in its chat. */
  async #reportDamaged(damaged: UnreadableTurn): Promise<Turn> {
    const chat = await this.#sessions.find(damaged.chat);
    const language = chat?.language ?? 'en';
    return this.#journal.replaceDamaged(damaged, { language, acceptedAt: this.#lastAcceptedAt });
  }

  /** Removes the progress message of a finished turn, and cancels its render, where that is still to be done. */
  #cleanUp(turn: Turn): void {
    if (!this.#adapters.has(platformOf(turn.chat))) return;
    const { account, skills, settings, log } = this.#options;
    const nemo = account.for(attributionFor(skills[0], settings.skillPlatform));
    const { signal } = this.#stopping;
    this.#scheduler.inBackground(
      cleanUpTurn(turn, { nemo, positions: this.#positions, journal: this.#journal, log, signal }),
    );
  }

  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void> {
    return this.#scheduler.idle();
  }

  /** Accepts no more messages and ends the running turns; they stay open in the journal for the next process. */
  async stop(): Promise<void> {
    this.#stopping.abort(new ShutdownError('the bot is stopping'));
    await this.#scheduler.stop();
  }

  #createTurn(id: string, message: IncomingMessage, full: boolean): Promise<CreatedTurn> {
    const { settings, clock, log } = this.#options;
    this.#lastAcceptedAt = Math.max(clock.now(), this.#lastAcceptedAt);
    const { running, waiting } = this.#queues.look(message.chat);
    const after = waiting.indexOf(id);
    const before = [running, ...(after < 0 ? waiting : waiting.slice(0, after))];
    const underWay = before.flatMap((each) => this.#journal.find(each) ?? []);
    const queue = { full, acceptedAt: this.#lastAcceptedAt, order: this.#lastOrder++, underWay };
    const { language, sharedProjects = true } = settings;
    return createTurn(id, message, queue, {
      ...{ actions: this.#actions, sessions: this.#sessions, log, language, sharedProjects },
    });
  }

  async #run(turn: Turn, signal: AbortSignal, resumed: boolean): Promise<void> {
    const log = this.#options.log.child({ turn: turn.id });
    try {
      const adapter = this.#adapterOf(turn);
      const chat = await this.#sessions.find(turn.chat);
      const [first, ...others] = this.#options.skills;
      await runTurn({
        ...this.#options,
        budgets: this.#budgets,
        limits: this.#limits,
        meter: this.#meter,
        turn,
        adapter,
        signal,
        stopping: this.#stopping.signal,
        resumed,
        log,
        sessions: this.#sessions,
        skills: { current: others.find((skill) => skill.slug === chat?.skill) ?? first, all: this.#options.skills },
        actions: this.#actions,
        journal: this.#journal,
        people: this.#people,
        rights: {
          isOwner: isOwner(requesterOf(turn), this.#access.settings),
          isModerator: () => this.#access.isModerator(turn),
        },
        queue: this.#control.viewOf(turn),
      });
    } catch (error) {
      // runTurn has answered the user; what is left is a journal that cannot be read or written.
      log.error(
        { err: error },
        error instanceof StoreUnavailableError ? 'journal not usable' : 'turn ended with an error',
      );
    } finally {
      this.#journal.end(turn);
      // Nemo did not answer in the time that a user waits for: it is asked again until it does.
      if (turn.renderToCancel !== undefined && !this.#stopping.signal.aborted) this.#cleanUp(turn);
    }
  }

  #adapterOf(turn: Turn): ChatAdapter {
    const adapter = this.#adapters.get(platformOf(turn.chat));
    if (!adapter) throw new Error(`no adapter for ${platformOf(turn.chat)}`);
    return adapter;
  }
}
