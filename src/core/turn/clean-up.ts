import type { Logger } from '../../lib/logger.ts';
import type { Nemo } from '../../nemo/nemo.ts';
import type { QueuePositionMessages } from '../queue/queue-position-messages.ts';
import type { Journal } from './journal.ts';
import { cancelRender } from './runner.ts';
import type { Turn } from './turn.ts';

export interface CleanUpOptions {
  nemo: Nemo;
  positions: Pick<QueuePositionMessages, 'remove'>;
  journal: Pick<Journal, 'save'>;
  log: Logger;
  signal: AbortSignal;
}

/** Cancels the render of a finished turn and removes its progress message, where that is still to be done. Never rejects. */
export async function cleanUpTurn(
  turn: Turn,
  { nemo, positions, journal, log, signal }: CleanUpOptions,
): Promise<void> {
  try {
    const { renderToCancel } = turn;
    if (renderToCancel !== undefined && (await cancelRender(nemo, renderToCancel, log, signal))) {
      turn.renderToCancel = undefined;
    }
    await positions.remove(turn);
    turn.progressRef = undefined;
    await journal.save(turn);
  } catch (error) {
    log.debug({ err: error, turn: turn.id }, 'cleaning up after a finished turn failed');
  }
}
