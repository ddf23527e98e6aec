import type { ChatAdapter } from '../chat.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Journal } from '../turn/journal.ts';
import { isPartOf } from '../turn/plan.ts';
import { clearFinishedTurn } from '../turn/runner.ts';
import type { Turn } from '../turn/turn.ts';
import type { ChatQueues } from './chat-queues.ts';
import type { QueuePositionMessages } from './queue-position-messages.ts';
import type { QueueView, RunningTurn } from './queue-view.ts';

export interface QueueControlOptions {
  queues: ChatQueues;
  journal: Journal;
  positions: QueuePositionMessages;
  sessions: Sessions;
  adapterOf: (turn: Turn) => ChatAdapter;
  /** Forgets who works on the chat's project. */
  forgetContributors: (chat: string) => Promise<void>;
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
        return turn && { ...runningOf(turn), stoppable: stoppable(turn) };
      },
      waiting: () => waiting().map((turn) => ({ id: turn.id, text: labelOf(turn), stoppable: stoppable(turn) })),
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
      forget: () => this.#forget(asking),
    };
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

  /** Stops the chat's work and erases what is stored about it, but for the turn that asks. */
  async #forget(asking: Turn): Promise<void> {
    const { queues, journal, sessions, adapterOf } = this.#options;
    const { chat } = asking;
    for (const id of queues.look(chat).waiting) {
      const turn = journal.find(id);
      if (turn) await this.#removeWaiting(turn);
    }
    if (queues.look(chat).running !== asking.id) {
      queues.cancel(chat);
      await queues.idle(chat);
    }
    await sessions.forget(chat);
    await this.#options.forgetContributors(chat);
    await adapterOf(asking).forget?.(chat);
    await journal.forget(chat, asking);
  }
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
