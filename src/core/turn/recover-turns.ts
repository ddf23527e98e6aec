import { platformOf } from '../chat.ts';
import type { TurnScheduler } from '../queue/turn-scheduler.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { UnreadableTurn } from '../storage/turns.ts';
import type { Intake } from './intake.ts';
import type { Journal } from './journal.ts';
import { moveTurn } from './move-turn.ts';
import type { Turn } from './turn.ts';

export interface RecoverOptions {
  journal: Journal;
  sessions: Sessions;
  scheduler: TurnScheduler;
  intake: Intake;
  /** Does what a finished turn left undone. */
  cleanUp(turn: Turn): void;
}

/** Continues the turns of the platforms that an earlier process left open, in their order; returns how many. */
export async function recoverTurns(
  platforms: readonly string[],
  { journal, sessions, scheduler, intake, cleanUp }: RecoverOptions,
): Promise<number> {
  const found = await journal.recoverable((chat) => platforms.includes(platformOf(chat)));
  intake.acceptAfter(found.latest);
  // A platform may have brought messages while the journal was read.
  const open = found.open.filter((turn) => !journal.find(turn.id));
  // The process may have ended after the chat was moved and before its turns were.
  for (const turn of [...open, ...found.leftovers]) moveTurn(turn, await sessions.currentKey(turn.chat));
  for (const turn of open) scheduler.start(turn, true);
  for (const turn of found.leftovers) cleanUp(turn);
  /** Replaces a turn that cannot be read by one that says so in its chat. */
  const reportDamaged = async (damaged: UnreadableTurn) => {
    const language = (await sessions.find(damaged.chat))?.language ?? 'en';
    return journal.replaceDamaged(damaged, { language, acceptedAt: intake.latestAcceptedAt });
  };
  for (const turn of found.damaged) scheduler.start(await reportDamaged(turn), true);
  return open.length;
}
