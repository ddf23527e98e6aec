import { readTimeline, type Timeline } from '../nemo/draft/draft.ts';
import { attributionFor } from '../skills.ts';
import { AccessControl, type Refusal } from './access/access-control.ts';
import { BalanceMeter } from './access/balance-meter.ts';
import { Budgets } from './access/budgets.ts';
import { Consent } from './access/consent.ts';
import { People } from './access/people.ts';
import { requesterOf } from './access/requester.ts';
import type { QueueAuthors } from './access/rules.ts';
import { OPEN_ACCESS } from './access/settings.ts';
import { TurnLimits } from './access/turn-limits.ts';
import type { Action } from './actions/action.ts';
import { ACTIONS } from './actions/all.ts';
import { WITHOUT_WAITING } from './actions/ask-nemo.ts';
import type { ActionTable } from './actions/table.ts';
import { type ChatAdapter, type ChatKey, type IncomingMessage, type PlaceKey, platformOf, turnIdOf } from './chat.ts';
import { OwnerAlerts } from './community/owner-alerts.ts';
import { CommunityOverview } from './community/overview.ts';
import { Reports } from './community/reports.ts';
import type { EngineOptions } from './engine-options.ts';
import { ChatQueues, ShutdownError } from './queue/chat-queues.ts';
import { QueueControl } from './queue/queue-control.ts';
import { QueuePositionMessages } from './queue/queue-position-messages.ts';
import { RecoveryGate } from './queue/recovery-gate.ts';
import { TurnScheduler } from './queue/turn-scheduler.ts';
import { operatorSettings } from './settings/operator.ts';
import type { OperatorSettings } from './settings/setting.ts';
import { Sessions } from './storage/sessions.ts';
import { cleanUpTurn } from './turn/clean-up.ts';
import { Intake } from './turn/intake.ts';
import { Journal } from './turn/journal.ts';
import { moveOpenTurns } from './turn/move-turn.ts';
import { recoverTurns } from './turn/recover-turns.ts';
import { runToEnd } from './turn/run-to-end.ts';
import type { Turn } from './turn/turn.ts';

// The type of `timeline`, for those who call it.
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
  readonly #reports: Reports;
  readonly #alerts: OwnerAlerts | undefined;
  /** Where the settings of a place come from unless its moderators set them. */
  readonly #operator: OperatorSettings;
  readonly #queues = new ChatQueues();
  readonly #scheduler: TurnScheduler;
  readonly #adapters = new Map<string, ChatAdapter>();
  readonly #stopping = new AbortController();
  readonly #positions: QueuePositionMessages;
  readonly #control: QueueControl;
  readonly #intake: Intake;
  /** Everything that the bot does, for its owner. */
  readonly overview: CommunityOverview;
  /** Platforms whose open turns are still to be continued before any message of theirs. */
  readonly #recovery = new RecoveryGate();

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
    this.#reports = new Reports(store);
    this.#operator = operatorSettings(options);
    this.#access = new AccessControl({
      ...{ store, clock, log, settings: access, actions: this.#actions, language: settings.language },
      adapterOf: (chat) => this.#adapters.get(platformOf(chat)),
      authorsIn: (chat) => this.#authorsIn(chat),
    });
    this.#budgets = options.budgets && new Budgets({ store, clock, access, settings: options.budgets });
    this.#alerts =
      options.alerts &&
      new OwnerAlerts({
        ...{ store, clock, log, sessions: this.#sessions, settings: options.alerts, owners: access.owners },
        ...{ language: settings.language, sendLimitMs: settings.sendLimitMs, stopping: this.#stopping.signal },
        adapterOf: (key) => this.#adapters.get(platformOf(key)),
      });
    this.#meter = new BalanceMeter(log, (balance) => this.#alert((alerts) => alerts.sawBalance(balance)));
    const adapterOf = (turn: Turn) => this.#adapterOf(turn);
    this.#positions = new QueuePositionMessages({
      adapterOf,
      isOpen: (turn) => this.#journal.find(turn.id) !== undefined,
      save: (turn) => this.#journal.save(turn),
      log: options.log,
      signal: this.#stopping.signal,
    });
    const shared = {
      journal: this.#journal,
      sessions: this.#sessions,
      queues: this.#queues,
      positions: this.#positions,
    };
    const stopping = this.#stopping.signal;
    this.#control = new QueueControl({
      ...{ ...shared, adapterOf, stopping, contributors: this.#access.contributors, reports: this.#reports },
    });
    this.overview = new CommunityOverview({ store, clock, people: this.#people, control: this.#control });
    this.#scheduler = new TurnScheduler({
      ...{ ...shared, stopping, actions: this.#actions, maxTurns: options.maxTurns },
      run: (turn, signal, resumed) => this.#run(turn, signal, resumed),
    });
    this.#intake = new Intake({
      ...{ clock, log, settings, actions: this.#actions, limits: this.#limits, sessions: this.#sessions },
      ...{ people: this.#people, journal: this.#journal, queues: this.#queues, scheduler: this.#scheduler },
      ...{ communities: store.communities, operator: this.#operator },
      ...{ consent: new Consent({ store, termsUrl: settings.termsUrl }), stopping },
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
    return this.#access.submit(message, (granted) => this.#intake.accept(granted));
  }

  /** Why {@link Engine.accept} would refuse the message; undefined when it would not. */
  async refusal(message: IncomingMessage): Promise<Refusal | undefined> {
    await this.#recovered(message.chat);
    return this.#access.refusal(message);
  }

  /**
   * The user changed a message. While its turn still waits in the queue, the turn is changed with it.
   * @returns whether that was so; an edit that comes later is ignored
   */
  async amend(message: IncomingMessage): Promise<boolean> {
    // An edit that asks for what the user may not do is ignored.
    await this.#recovered(message.chat);
    if (!this.#journal.find(turnIdOf(message.chat, message.id))) return false;
    return (await this.#access.inOrder(message, (granted) => this.#intake.amend(granted))) === true;
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
    for (const each of [this.#access.contributors, this.#reports]) await each.move(from, to);
    await moveOpenTurns(from, to, { journal: this.#journal, queues: this.#queues });
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
    const recovered = await recoverTurns(platforms, {
      ...{ journal: this.#journal, sessions: this.#sessions, scheduler: this.#scheduler, intake: this.#intake },
      cleanUp: (turn) => this.#cleanUp(turn),
    });
    for (const each of platforms) this.#recovery.open(each);
    this.#alert((alerts) => alerts.lookAtToken());
    return recovered;
  }

  /** Resolves once the open turns of the chat's platform were continued; rejects when the process stops before that. */
  #recovered(chat: ChatKey): Promise<void> {
    return this.#recovery.pass(platformOf(chat), this.#stopping.signal);
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

  /** How many turns are under way, and how many of those wait behind another one of their chat. */
  load(): { open: number; waiting: number } {
    return { open: this.#journal.underWay().length, waiting: this.#queues.waiting };
  }

  /** Looks whether owners are to be told something; what they are told holds nothing up. */
  #alert(look: (alerts: OwnerAlerts) => Promise<void>): void {
    if (this.#alerts && !this.#stopping.signal.aborted) this.#scheduler.inBackground(look(this.#alerts));
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

  async #run(turn: Turn, signal: AbortSignal, resumed: boolean): Promise<void> {
    await runToEnd(turn, {
      ...{ options: this.#options, signal, resumed, stopping: this.#stopping.signal, actions: this.#actions },
      ...{ budgets: this.#budgets, limits: this.#limits, meter: this.#meter, access: this.#access },
      ...{ sessions: this.#sessions, journal: this.#journal, people: this.#people, operator: this.#operator },
      ...{
        control: this.#control,
        reports: this.#reports,
        intake: this.#intake,
        alertOwners: (error) => this.#alert((alerts) => alerts.failed(error)),
        adapterOf: (each) => this.#adapterOf(each),
      },
    });
    // Nemo did not answer in the time that a user waits for: it is asked again until it does.
    if (turn.renderToCancel !== undefined && !this.#stopping.signal.aborted) this.#cleanUp(turn);
  }

  #adapterOf(turn: Turn): ChatAdapter {
    const adapter = this.#adapters.get(platformOf(turn.chat));
    if (!adapter) throw new Error(`no adapter for ${platformOf(turn.chat)}`);
    return adapter;
  }
}
