import { withTimeLimit } from '@reelay/async';
import type { Credits } from '../../nemo/nemo.ts';
import { type TurnBudget, type TurnContext, TurnFailure } from '../turn/turn-context.ts';
import { voiceOf } from '../turn/voice.ts';
import type { BalanceMeter } from './balance-meter.ts';
import type { Budgets } from './budgets.ts';
import { expectedCredits, priceOf } from './charge.ts';
import { requesterOf } from './requester.ts';

/** How long the account's balance is waited for, in ms: nobody waits for a number longer than that. */
const BALANCE_LIMIT_MS = 5_000;

type Context = Pick<TurnContext, 'turn' | 'nemo' | 'sessions' | 'settings' | 'clock' | 'signal' | 'stopping' | 't'>;

/** Without budgets nothing is set aside, and what was spent is an estimate. */
export function turnBudget(context: Context, budgets: Budgets | undefined, meter: BalanceMeter): TurnBudget {
  const { turn, sessions, settings, t } = context;
  let reserved = 0;
  return {
    async reserve() {
      if (!budgets || settings.freeOfCharge) return;
      if (!turn.work.some((piece) => piece.kind === 'prompt' && !piece.sending)) return;
      const brings = turn.work.some(({ kind }) => kind === 'upload');
      turn.makesClip ??= brings || (await sessions.find(turn.chat))?.lastPrompt === undefined;
      const expected = expectedCredits(turn);
      if (expected <= reserved) return;
      const limit = await budgets.reserve(turn, () => readBalance(context));
      if (limit) throw new TurnFailure(budgets.refusalText(t, voiceOf(turn), limit));
      reserved = expected;
    },
    async states() {
      if (!budgets || settings.freeOfCharge) return [];
      return budgets.states(requesterOf(turn), () => readBalance(context));
    },
    async measure(work) {
      if (settings.freeOfCharge) {
        work.charged = { credits: 0, estimate: false };
        return async () => {};
      }
      const { signal, stopping } = context;
      let until = AbortSignal.any([signal, stopping]);
      const measured = await meter.begin(() => readBalance(context, until));
      return async () => {
        // Also a turn that was stopped has spent something.
        until = stopping;
        const { cost, ...charged } = await measured(priceOf(work, { makesClip: turn.makesClip ?? true }));
        if (!work.sending) return;
        if (budgets) work.charged = charged;
        if (cost) work.cost = { ...cost, reported: false };
      };
    },
  };
}

function readBalance({ nemo, clock, stopping }: Context, until = stopping): Promise<Credits> {
  return withTimeLimit(clock, BALANCE_LIMIT_MS, 'the balance', until, (signal) =>
    nemo.credits({ signal, maxWaitMs: 0 }),
  );
}
