import type { AccessControl } from '../access/access-control.ts';
import type { BalanceMeter } from '../access/balance-meter.ts';
import type { Budgets } from '../access/budgets.ts';
import type { People } from '../access/people.ts';
import { requesterOf } from '../access/requester.ts';
import { isOwner } from '../access/roles.ts';
import type { TurnLimits } from '../access/turn-limits.ts';
import type { Action } from '../actions/action.ts';
import type { ActionTable } from '../actions/table.ts';
import type { ChatAdapter } from '../chat.ts';
import type { Reports } from '../community/reports.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { QueueControl } from '../queue/queue-control.ts';
import type { OperatorSettings } from '../settings/setting.ts';
import { skillSetting } from '../settings/skill.ts';
import { StoreUnavailableError } from '../storage/errors.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Intake } from './intake.ts';
import type { Journal } from './journal.ts';
import { runTurn } from './runner.ts';
import type { Turn } from './turn.ts';

/** The engine's parts that a turn is run with. */
export interface RunParts {
  options: EngineOptions;
  actions: ActionTable<Action>;
  budgets: Budgets | undefined;
  limits: TurnLimits | undefined;
  meter: BalanceMeter;
  access: AccessControl;
  sessions: Sessions;
  journal: Journal;
  people: People;
  reports: Reports;
  operator: OperatorSettings;
  control: QueueControl;
  intake: Intake;
  adapterOf(turn: Turn): ChatAdapter;
  /** See the turn's context. */
  alertOwners(error: unknown): void;
  /** Aborted when the user stops the turn, or the process does. */
  signal: AbortSignal;
  /** Aborted when the process stops, and only then. */
  stopping: AbortSignal;
  /** True when an earlier process began the turn. */
  resumed: boolean;
}

/** Runs a turn with what is known of its chat and of who asked, and takes it out of the open ones. Never rejects. */
export async function runToEnd(
  turn: Turn,
  { options, access, control, intake, operator, adapterOf, ...parts }: RunParts,
): Promise<void> {
  const log = options.log.child({ turn: turn.id });
  try {
    const adapter = adapterOf(turn);
    const chat = await parts.sessions.find(turn.chat);
    const stored = await options.store.communities.find(requesterOf(turn).community);
    const slug = chat?.skill ?? skillSetting.of(stored);
    const [first, ...others] = options.skills;
    await runTurn({
      ...options,
      ...parts,
      turn,
      adapter,
      log,
      skills: { current: others.find((skill) => skill.slug === slug) ?? first, all: options.skills },
      rights: {
        isOwner: isOwner(requesterOf(turn), access.settings),
        isModerator: () => access.isModerator(turn),
        moderates: ({ chat, community, shared }) =>
          access.isModerator({ chat, userId: turn.userId, ...(shared && { shared: { community } }) }),
      },
      queue: control.viewOf(turn),
      place: { stored, operator },
      consent: intake.consentOf(requesterOf(turn).user, turn.chat),
    });
  } catch (error) {
    // runTurn has answered the user; what is left is a journal that cannot be read or written.
    log.error(
      { err: error },
      error instanceof StoreUnavailableError ? 'journal not usable' : 'turn ended with an error',
    );
  } finally {
    parts.journal.end(turn);
  }
}
