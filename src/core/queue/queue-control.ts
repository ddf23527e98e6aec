import type { Contributors } from '../access/contributors.ts';
import { requesterOf } from '../access/requester.ts';
import type { ChatAdapter } from '../chat.ts';
import type { Reports } from '../community/reports.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Journal } from '../turn/journal.ts';
import { isPartOf } from '../turn/plan.ts';
import { clearFinishedTurn } from '../turn/runner.ts';
import type { Turn } from '../turn/turn.ts';
import type { ChatQueues } from './chat-queues.ts';
import { isOutdatedBy, takeOverRender } from './outdated-render.ts';
import type { QueuePositionMessages } from './queue-position-messages.ts';
import type { OpenTurn, QueueView, RunningTurn } from './queue-view.ts';

export interface QueueControlOptions {
  queues: ChatQueues;
  journal: Journal;
  positions: QueuePositionMessages;
  sessions: Sessions;
  adapterOf: (turn: Turn) => ChatAdapter;
  /** Who works on the chats' projects. */
  contributors: Pick<Contributors, 'find' | 'forget'>;
  reports: Pick<Reports, 'forget'>;
  /** Aborted when the process stops. */
  stopping: AbortSignal;
}

/** What a user may do to the work of their chat: look at it, stop it, remove what waits, have it erased. */
export class QueueControl {
  readonly #options: QueueControlOptions;

  constructor(options: QueueControlOptions) {
    this.#options = options;
  }

  /** The chat's queue as the asking turn sees it: everything but itself. */
  viewOf(asking: Turn): QueueView {
    const { queues, journal } = this.#options;
    const { chat } = asking;
    const running = () => {
      const turn = journal.find(queues.look(chat).running);
      // A turn does not stop itself, and one that has ended has nothing left to stop.
      return turn && !isPartOf(turn, asking) && !turn.outcome ? turn : undefined;
    };
    const waiting = () =>
      queues
        .look(chat)
        .waiting.flatMap((id) => journal.find(id) ?? [])
        .filter((each) => !isPartOf(each, asking));
    const stoppable = ({ userId }: Turn) => !asking.ownWorkOnly || userId === asking.userId;
    return {
      running: () => {
        const turn = running();
        return turn && { ...runningOf(turn), stoppable: stoppable(turn), progressRef: turn.progressRef };
      },
      waiting: () =>
        waiting().map((turn) => {
          const { id, progressRef } = turn;
          return { id, text: labelOf(turn), stoppable: stoppable(turn), progressRef };
        }),
      stop: async (ids) => {
        const stopped: string[] = [];
        // What waits first, so that nothing of it starts when the running turn ends.
        for (const turn of waiting())
          if (ids.includes(turn.id) && stoppable(turn) && (await this.#removeWaiting(turn))) stopped.push(turn.id);
        const turn = running();
        if (turn && ids.includes(turn.id) && stoppable(turn) && queues.cancel(chat) !== undefined)
          stopped.push(turn.id);
        return stopped;
      },
      handOver: async () => {
        const next = journal.find(queues.look(chat).waiting[0]);
        if (!next || !isOutdatedBy(asking, next)) return false;
        takeOverRender(asking, next);
        await journal.save(next);
        return true;
      },
      openHere: () => this.#openWith(asking).map(openTurnOf),
      counts: (everywhere) => this.#counts(asking, everywhere),
      stopHere: (ids) => this.#stopWith(asking, ids),
      forget: () => this.#forget(asking),
    };
  }

  /** What runs and waits wherever the bot is, of everybody, in the order in which it was asked. For owners alone. */
  openEverywhere(): (OpenTurn & { acceptedAt: number; running: boolean })[] {
    return this.#open().map((turn) => {
      const running = this.#options.queues.look(turn.chat).running === turn.id;
      return { ...openTurnOf(turn), acceptedAt: turn.acceptedAt, running };
    });
  }

  /** Stops these turns, whoever asked for them; gives those that it stopped. For owners alone. */
  stopAnywhere(ids: readonly string[]): Promise<OpenTurn[]> {
    return this.#stop(this.#open().filter(({ id }) => ids.includes(id)));
  }

  /** The turns that wait in a queue or run in one. */
  #open(): Turn[] {
    const { journal, queues } = this.#options;
    return journal.underWay().filter((turn) => {
      const { running, waiting } = queues.look(turn.chat);
      return !turn.outcome && (turn.id === running || waiting.includes(turn.id));
    });
  }

  /** Those of the asking one's community, or of all, without the one that asks. */
  #openWith(asking: Turn, everywhere = false): Turn[] {
    const { community } = requesterOf(asking);
    return this.#open().filter(
      (turn) => !isPartOf(turn, asking) && (everywhere || requesterOf(turn).community === community),
    );
  }

  #counts(asking: Turn, everywhere: boolean): { running: number; waiting: number } {
    const open = this.#openWith(asking, everywhere);
    const running = open.filter(({ id, chat }) => this.#options.queues.look(chat).running === id).length;
    return { running, waiting: open.length - running };
  }

  #stopWith(asking: Turn, ids: readonly string[]): Promise<OpenTurn[]> {
    return this.#stop(this.#openWith(asking).filter(({ id }) => ids.includes(id)));
  }

  async #stop(meant: Turn[]): Promise<OpenTurn[]> {
    const { queues } = this.#options;
    const stopped: OpenTurn[] = [];
    // What waits first, so that nothing of it starts when a running turn ends.
    for (const turn of meant.toReversed()) {
      const open = openTurnOf(turn);
      const isRunning = queues.look(turn.chat).running === turn.id;
      if (isRunning ? queues.cancel(turn.chat) !== undefined : await this.#removeWaiting(turn)) stopped.push(open);
    }
    return stopped.toReversed();
  }

  async #removeWaiting(turn: Turn): Promise<boolean> {
    const { queues, journal, positions } = this.#options;
    if (!queues.remove(turn.chat, turn.id)) return false;
    turn.outcome = 'cancelled';
    clearFinishedTurn(turn);
    try {
      await journal.keep(turn, { signal: this.#options.stopping, onWait: () => {}, onGoOn: () => {} });
    } finally {
      journal.end(turn);
    }
    await positions.remove(turn);
    if (turn.progressRef !== undefined) {
      turn.progressRef = undefined;
      await journal.save(turn);
    }
    return true;
  }

  /** Whether somebody else's work would be stopped or erased with the chat. */
  async #concernsOthers({ id, chat, userId }: Turn): Promise<boolean> {
    const { queues, journal, contributors } = this.#options;
    const { users = [] } = (await contributors.find(chat)) ?? {};
    const { running, waiting } = queues.look(chat);
    const underWay = [running, ...waiting].flatMap((each) => (each === id ? [] : (journal.find(each)?.userId ?? [])));
    return [...users, ...underWay].some((each) => each !== userId);
  }

  /** Stops the chat's work and erases what is stored about it, but for the turn that asks. */
  async #forget(asking: Turn): Promise<boolean> {
    const { queues, journal, sessions, contributors, reports, adapterOf } = this.#options;
    const { chat } = asking;
    if (asking.ownWorkOnly && (await this.#concernsOthers(asking))) return false;
    for (const id of queues.look(chat).waiting) {
      const turn = journal.find(id);
      if (turn) await this.#removeWaiting(turn);
    }
    if (queues.look(chat).running !== asking.id) {
      queues.cancel(chat);
      await queues.idle(chat);
    }
    await sessions.forget(chat);
    await contributors.forget(chat);
    await reports.forget(chat);
    await adapterOf(asking).forget?.(chat);
    await journal.forget(chat, asking);
    return true;
  }
}

function openTurnOf(turn: Turn): OpenTurn {
  return { id: turn.id, chat: turn.chat, user: requesterOf(turn).user, text: labelOf(turn) };
}

function runningOf(turn: Turn): Omit<RunningTurn, 'stoppable'> {
  const spent = turn.work.some((piece) => piece.kind === 'prompt' && piece.sending);
  const exporting = turn.work[turn.at]?.kind === 'export' && !spent;
  const { id, acceptedAt } = turn;
  return { id, acceptedAt, text: labelOf(turn), costs: exporting ? 'render' : spent ? 'spent' : 'free' };
}

/** What a turn is called in sentences: its text, shortened, or its first file. */
function labelOf(turn: Turn): string {
  const text = turn.text || (turn.attachments[0]?.name ?? '…');
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : text;
}
