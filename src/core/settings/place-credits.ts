import { MOST_CREDITS, numberSetting } from './kinds.ts';

/** Its own budget: at most the operator's. Credits a day. */
export const placeDailyCredits = numberSetting({
  key: 'all-credits',
  title: { en: 'Credits for all', zh: '全体积分' },
  about: {
    en: 'How many credits everybody here may use in a day (UTC), all together.',
    zh: '这里所有人每天（UTC）合计最多用多少积分。',
  },
  aboutCredits: true,
  min: 0,
  max: (operator) => operator.placeDailyCredits ?? MOST_CREDITS,
  fallback: ({ operator, t }) => String(operator.placeDailyCredits ?? t('settingNoLimit')),
});
