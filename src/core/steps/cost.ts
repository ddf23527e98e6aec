import { TimeLimitError, withTimeLimit } from '@reelay/async';
import { NemoError } from '../../nemo/errors.ts';
import type { Credits } from '../../nemo/nemo.ts';
import type { PromptWork, Turn } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** Nobody waits longer for a balance, in ms. */
const BALANCE_LIMIT_MS = 10_000;

/** What a request cost, measured from its beginning; gives it once it is over. Undefined where that cannot be said for sure. */
export async function measureCost(context: TurnContext): Promise<() => Promise<PromptWork['cost']>> {
  const { settings, spending } = context;
  if (settings.freeOfCharge) return async () => undefined;
  const request = spending.begin();
  const before = await balance(context).catch((error: unknown) => {
    request.end();
    throw error;
  });
  return async () => {
    let after: Credits | undefined;
    let alone = false;
    try {
      after = before && (await balance(context));
    } finally {
      alone = request.end();
    }
    if (!before || !after || !alone || before.frozen !== 0 || after.frozen !== 0) return undefined;
    const spent = before.available - after.available;
    return spent > 0 ? { spent, left: after.available, reported: false } : undefined;
  };
}

/** The balance; undefined when it cannot be had: it is no reason to keep anybody waiting. */
async function balance({ nemo, clock, signal, log }: TurnContext): Promise<Credits | undefined> {
  try {
    return await withTimeLimit(clock, BALANCE_LIMIT_MS, 'the balance', signal, (limited) =>
      nemo.credits({ signal: limited, maxWaitMs: 0 }),
    );
  } catch (error) {
    if (signal.aborted || !(error instanceof NemoError || error instanceof TimeLimitError)) throw error;
    log.debug({ err: error }, 'balance not known');
    return undefined;
  }
}

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
