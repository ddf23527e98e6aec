import type { EngineOptions } from '../engine-options.ts';
import type { OperatorSettings } from './setting.ts';

/** What the operator has set of what moderators may set for their place. */
export function operatorSettings({
  skills,
  settings,
  budgets,
}: Pick<EngineOptions, 'skills' | 'settings' | 'budgets'>): OperatorSettings {
  const { language, sharedProjects = true, threads = false, freeOfCharge = false } = settings;
  const { userDailyCredits, placeDailyCredits } = budgets ?? {};
  return { skills, language, sharedProjects, threads, freeOfCharge, userDailyCredits, placeDailyCredits };
}
