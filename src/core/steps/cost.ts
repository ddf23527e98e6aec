import type { Turn } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** What the turn has cost so far and was not reported yet, in a sentence of its own. */
export function costLines(turn: Turn, t: TurnContext['t']): string[] {
  const costs = turn.work.flatMap((piece) =>
    piece.kind === 'prompt' && piece.cost && !piece.cost.reported ? [piece.cost] : [],
  );
  const last = costs.at(-1);
  if (!last) return [];
  const spent = costs.reduce((sum, cost) => sum + cost.spent, 0);
  // What is left is the account's balance, which no group reads.
  return [turn.shared ? t('costShared', { spent }) : t('cost', { spent, left: last.left })];
}

/** The costs stand in a reply that was posted. */
export function costsAreReported(turn: Turn): void {
  for (const piece of turn.work) if (piece.kind === 'prompt' && piece.cost) piece.cost.reported = true;
}
