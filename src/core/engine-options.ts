import type { Clock } from '@reelay/async';
import type { Logger } from '../lib/logger.ts';
import type { Skill } from '../skills/parse.ts';
import type { BudgetSettings } from './access/budgets.ts';
import type { AccessSettings } from './access/settings.ts';
import type { TurnLimitSettings } from './access/turn-limits.ts';
import type { Action } from './actions/action.ts';
import type { ActionTable } from './actions/table.ts';
import type { AlertSettings } from './community/owner-alerts.ts';
import type { Spool } from './media/spool.ts';
import type { WorkMetrics } from './metrics.ts';
import type { NemoAccount } from './storage/sessions.ts';
import type { Store } from './storage/store.ts';
import type { BeginTrace } from './tracing.ts';
import type { TurnSettings } from './turn/turn-context.ts';

/** What an engine is made of. */
export interface EngineOptions {
  store: Store;
  account: NemoAccount;
  /** The skills a chat may switch to; the first one is where every chat begins. */
  skills: [Skill, ...Skill[]];
  spool: Spool;
  clock: Clock;
  log: Logger;
  settings: TurnSettings;
  /** How many turns may run at once, over all chats. */
  maxTurns: number;
  /** Who may use the bot, and who runs it; everybody may if not given. */
  access?: AccessSettings;
  /** How many credits people and places may spend; any number if not given. */
  budgets?: BudgetSettings;
  /** What the owners are told of; nothing if not given. */
  alerts?: AlertSettings;
  /** How many turns people and places may begin; any number if not given. */
  turnLimits?: TurnLimitSettings;
  /** What can be asked for by name or in plain words; the bot's own table if not given. */
  actions?: ActionTable<Action>;
  /** What is counted of its work; nothing if not given. */
  metrics?: WorkMetrics;
  /** Begins the trace of a turn; nothing is traced if not given. */
  trace?: BeginTrace;
}
