import { Semaphore, untilAborted } from '@reelay/async';
import type { Action } from '../actions/action.ts';
import type { ActionTable } from '../actions/table.ts';
import type { ChatKey } from '../chat.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Journal } from '../turn/journal.ts';
import { runsImmediately } from '../turn/plan.ts';
import type { Turn } from '../turn/turn.ts';
import type { ChatQueues } from './chat-queues.ts';
import { ProjectTurns } from './project-turns.ts';
import type { QueuePositionMessages } from './queue-position-messages.ts';

export interface TurnSchedulerOptions {
  queues: ChatQueues;
  journal: Journal;
  sessions: Sessions;
  positions: QueuePositionMessages;
  actions: ActionTable<Action>;
  /** How many turns may run at once, over all chats. */
  maxTurns: number;
  /** Aborted when the process stops. */
  stopping: AbortSignal;
  /** Runs the turn to its end; never rejects. */
  run(turn: Turn, signal: AbortSignal, resumed: boolean): Promise<void>;
}

/** Begins turns when their time has come: one after another in a chat and on a project, so many at once over all. */
export class TurnScheduler {
  readonly #options: TurnSchedulerOptions;
  readonly #projects = new ProjectTurns();
  /** A chat waits here with one turn at a time, so that none runs twice before another runs once. */
  readonly #slots: Semaphore;
  readonly #background = new Set<Promise<void>>();

  constructor(options: TurnSchedulerOptions) {
    this.#options = options;
    this.#slots = new Semaphore(options.maxTurns);
  }

  /** @param resumed an earlier process began the turn */
  start(turn: Turn, resumed: boolean): void {
    const { journal, actions, stopping, queues, positions, run } = this.#options;
    journal.begin(turn);
    // What goes back to another project changes the chat, which queued turns alone may do.
    if (runsImmediately(turn.work, actions) && turn.backTo === undefined) {
      this.inBackground(run(turn, stopping, resumed));
      return;
    }
    let shown: Promise<void> = Promise.resolve();
    const before = queues.add(turn.chat, turn.id, async (signal) => {
      // A position message that hangs must not hold up the turn, nor a cancel of it.
      await untilAborted(shown, signal).catch(() => {});
      await this.#runOnProject(turn, signal, resumed);
      this.#showPositions(turn.chat);
    });
    if (before > 0) shown = positions.show(turn, before);
  }

  /** Work that nobody waits for, but {@link TurnScheduler.idle}; must not reject. */
  inBackground(work: Promise<void>): void {
    const running = work.finally(() => this.#background.delete(running));
    this.#background.add(running);
  }

  /** Resolves when nothing is running or waiting. */
  async idle(): Promise<void> {
    const { queues, journal, stopping } = this.#options;
    do {
      await queues.idle();
      await Promise.all(this.#background);
    } while (journal.underWay().length > 0 && !stopping.aborted);
  }

  /** Ends what runs and drops what waits; to be called once `stopping` is aborted. */
  async stop(): Promise<void> {
    await this.#options.queues.stop();
    await Promise.all(this.#background);
  }

  /** Runs the turn once no turn of another chat works on the same project. */
  async #runOnProject(turn: Turn, signal: AbortSignal, resumed: boolean): Promise<void> {
    const { sessions, positions, stopping } = this.#options;
    // A store that fails is met, and reported, by the turn itself.
    const chat = await sessions.find(turn.chat).catch(() => undefined);
    const session = turn.backTo?.session ?? (turn.newProject ? undefined : chat?.session);
    let shown: Promise<void> | undefined;
    let begun = false;
    const run = async () => {
      begun = true;
      // That message becomes the progress message: of two, one would be left.
      if (shown) await untilAborted(shown, stopping).catch(() => {});
      await this.#runInSlot(turn, signal, resumed);
    };
    const onWait = () => {
      shown = positions.showProjectBusy(turn);
    };
    await this.#projects.run(session?.sessionId, run, signal, onWait).catch(async (error: unknown) => {
      if (begun) throw error;
      // Stopped while it waited: what is left is to end it.
      await run();
    });
  }

  /** Runs the turn once one of the slots is free. */
  async #runInSlot(turn: Turn, signal: AbortSignal, resumed: boolean): Promise<void> {
    const { positions, stopping } = this.#options;
    const shown = this.#slots.hasFreeSlot ? undefined : positions.showBusy(turn);
    const run = async () => {
      // That message becomes the progress message: of two, one would be left. It takes ten seconds at most.
      if (shown) await untilAborted(shown, stopping).catch(() => {});
      await this.#options.run(turn, signal, resumed);
    };
    try {
      await this.#slots.run(run, signal);
    } catch {
      // Stopped while it waited (a run never rejects): what is left is to end it, which takes no slot.
      await run();
    }
  }

  /** The queue has moved: those that still wait see their new positions, without anyone waiting for it. */
  #showPositions(chat: ChatKey): void {
    const { queues, journal, positions } = this.#options;
    for (const [index, id] of queues.look(chat).waiting.entries()) {
      const turn = journal.find(id);
      // The first one begins now and shows its own progress.
      if (turn && index > 0) void positions.show(turn, index);
    }
  }
}
