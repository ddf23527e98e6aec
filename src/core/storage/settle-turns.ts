import type { Insertable, Transaction } from 'kysely';
import type { Turn } from '../turn/turn.ts';
import { dayOf } from './days.ts';
import type { LedgerTable, Schema } from './schema.ts';

/**
 * Writes what finished turns cost, in the transaction that journals their end: a crash in between is none. Once settled a
 * row stays as it is. A turn whose work is not known any more keeps what was set aside for it, as an estimate.
 */
export async function settleFinished(tx: Transaction<Schema>, turns: Iterable<Turn>, now: number): Promise<void> {
  for (const turn of turns) {
    if (!turn.outcome) continue;
    const { id: turnId, outcome, charge } = turn;
    const duration = Math.max(0, now - turn.acceptedAt);
    if (!charge) {
      await tx
        .updateTable('ledger')
        .set({ state: 'settled', outcome, duration_ms: duration })
        .where('turn_id', '=', turnId)
        .where('state', '!=', 'settled')
        .execute();
      continue;
    }
    const { user, community, skill, action, credits, render = null } = charge;
    const settled = {
      state: 'settled',
      credits,
      estimate: charge.estimate ? 1 : 0,
      outcome,
      duration_ms: duration,
      render,
    };
    const row: Insertable<LedgerTable> = {
      ...{ turn_id: turnId, user, community, chat: turn.chat, skill, action, day: dayOf(now), at: now },
      ...settled,
    };
    await tx
      .insertInto('ledger')
      .values(row)
      .onConflict((conflict) => conflict.column('turn_id').doUpdateSet(settled).where('ledger.state', '!=', 'settled'))
      .execute();
  }
}
