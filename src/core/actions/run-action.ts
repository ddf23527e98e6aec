import { newPrompt } from '../turn/new-work.ts';
import type { ActionWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';
import type { Action, Answer, Responder } from './action.ts';
import { isForModerators } from './declaration.ts';
import { findRemark } from './remarks.ts';
import type { ActionTable } from './table.ts';

/** The action or remark of this name that the bot answers by itself. */
export function findResponder(actions: ActionTable<Action>, name: string): Responder | undefined {
  const action = actions.find(name);
  return action && 'run' in action ? action : findRemark(name);
}

/** Whoever asked before the process ended may have lost the right to it since. */
async function lostRights({ rights, turn }: TurnContext, responder: Responder): Promise<boolean> {
  const access = 'access' in responder ? (responder as Action).access : 'member';
  if (access === 'owner') return !rights.isOwner;
  if (access === 'place-moderator' && !turn.shared) return false;
  return isForModerators(access) && !(await rights.isModerator());
}

/**
 * Finds the bot's own answer, journals it, does what it says and posts it. Entered again after a crash it does the same
 * once more, to the same turns, and says the same.
 */
export async function runAction(context: TurnContext, work: ActionWork, actions: ActionTable<Action>): Promise<void> {
  const responder = findResponder(actions, work.name);
  // Journaled by a version that had it.
  if (!responder) return context.reply(context.t('actionGone'), { private: true });
  const own = { ...context, argument: work.argument };
  const again = work.text !== undefined;
  if (context.resumed && (await lostRights(context, responder))) {
    return context.reply(context.t('refusedModerators', { command: responder.name }), { private: true });
  }
  if (work.text === undefined) {
    const answer = await responder.run(own);
    const { text, stops, next, menu, asks }: Answer = typeof answer === 'string' ? { text: answer } : answer;
    Object.assign(work, { text, stops, next, menu, asks });
    await context.save();
  }
  const corrected = await responder.carryOut?.(own, { text: work.text ?? '', stops: work.stops, again });
  if (corrected !== undefined) {
    work.text = corrected;
    await context.save();
  }
  const { text = '', next, menu, asks } = work;
  const shown = { next, ...(menu && { menu, replaces: context.turn.pressedOn }) };
  const file = await responder.attach?.(own);
  // Where nothing is counted there is nothing to keep from others.
  const isOpen = context.settings.freeOfCharge && 'aboutCredits' in responder && responder.aboutCredits;
  const reply = responder.confidential && !isOpen ? context.replyConfidentially : context.reply;
  if (text !== '' || !asks) await reply(text, { private: responder.visibility === 'private', ...shown, file });
  await responder.afterwards?.(own);
  // Journaled with the step to it: a process that ends before comes here once more.
  const { turn } = context;
  if (asks) turn.work.splice(turn.at + 1, 0, newPrompt(asks.text, { answers: asks.answers }));
}
