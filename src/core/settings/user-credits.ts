import { MOST_CREDITS, numberSetting } from './kinds.ts';

/** Its members' budget: at most the operator's. Credits a day. */
export const userDailyCredits = numberSetting({
  key: 'user-credits',
  title: { en: 'Credits per person', zh: '每人积分' },
  about: {
    en: 'How many credits one person may use here in a day (UTC).',
    zh: '每个人每天（UTC）在这里最多用多少积分。',
  },
  aboutCredits: true,
  min: 0,
  max: (operator) => operator.userDailyCredits ?? MOST_CREDITS,
  fallback: ({ operator, t }) => String(operator.userDailyCredits ?? t('settingQuarter')),
});
