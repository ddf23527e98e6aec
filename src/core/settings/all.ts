import { greetingSetting } from './greeting.ts';
import { languageSetting } from './language.ts';
import { listedPeople } from './people.ts';
import { placeDailyCredits } from './place-credits.ts';
import { resultSize } from './result-size.ts';
import type { Setting } from './setting.ts';
import { sharedProjects } from './shared-projects.ts';
import { skillSetting } from './skill.ts';
import { threads } from './threads.ts';
import { usedBy } from './used-by.ts';
import { userDailyCredits } from './user-credits.ts';
import { blockedWords } from './words.ts';

/** Every setting that moderators may change, in the order in which they are listed. */
export const SETTINGS: readonly Setting[] = [
  skillSetting,
  languageSetting,
  usedBy,
  listedPeople,
  sharedProjects,
  userDailyCredits,
  placeDailyCredits,
  resultSize,
  threads,
  greetingSetting,
  blockedWords,
];
