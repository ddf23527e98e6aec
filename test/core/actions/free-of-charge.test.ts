import { afterEach, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en.ts';
import { FREE_OF_CHARGE } from '../../../src/i18n/free.ts';
import type { SentenceKey } from '../../../src/i18n/translation.ts';
import { translator } from '../../../src/i18n/translator.ts';
import { zh } from '../../../src/i18n/zh.ts';
import { adk } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

/** What would be untrue of a backend that takes nothing and works on this machine. */
const UNTRUE = /credit|charge|积分|扣费|产生费用|收费|\d–\d (?:minutes|分钟)/i;

const SAID = {
  en: [
    'make the sky move',
    'again',
    'another version',
    'credits',
    'usage chart',
    'how much?',
    'how long?',
    'help',
    'status',
  ],
  zh: ['让天空动起来', '再来一次', '换一个版本', '积分', '用量', '多少钱', '要多久', '帮助', '状态'],
} as const;

it.each(['en', 'zh'] as const)(
  'with the embedded backend credits are not mentioned at all, in %s',
  async (language) => {
    rig = await Rig.start({ freeOfCharge: true, language });
    const events = [adk.call('c', 'generate_video_with_seedance'), adk.result('c', 'generate_video_with_seedance', {})];
    rig.nemo.on('POST /run_sse', rig.nemo.edit({ t: [{ tt: 0, sg: [{ d: 1000, m: { name: 'a' } }] }] }, events));
    for (const text of SAID[language]) await rig.says(text, text === SAID[language][0] ? [await rig.photo()] : []);
    const labels = rig.chat.sent.flatMap(({ steps }) => steps.map(({ label }) => label));
    const seen = [...rig.chat.sent.map(({ text }) => text), ...rig.chat.progress, ...labels];
    expect(labels.length).toBeGreaterThan(2);
    // "/credits" is a name that the bot is asked by; the rest of the sentence must not speak of them.
    expect(seen.filter((text) => UNTRUE.test(text))).toEqual([]);
  },
);

it('each sentence that speaks of credits, charges or usual times has one that does not', () => {
  // What Nemo alone can answer, with a registered account or a plan, is never said of the embedded one.
  const nemoAlone = [
    'failedCreditsAnonymous',
    'failedCredits',
    'failedCreditsOthers',
    'failedPlan',
    'failedPlanOthers',
    // There are no budgets where nothing costs anything.
    'creditsUserDay',
    'creditsUserMonth',
    'creditsPlaceDay',
    'creditsPlaceMonth',
    'creditsOwn',
    'creditsSpentHere',
    'creditsSpentAll',
    'creditsTop',
    'creditsTopEntry',
    'alertCredits',
    'budgetUserDay',
    'budgetUserMonth',
    'budgetPlaceDay',
    'budgetPlaceMonth',
    // Where nothing is counted there is no usage to show.
    'usageOwn',
    'usageHere',
    'usageAll',
    'usageLine',
    'usageTitle',
    'usageSubtitle',
    'usageTotal',
  ];
  for (const [language, all] of Object.entries({ en, zh })) {
    const instead = FREE_OF_CHARGE[language === 'zh' ? 'zh' : 'en'];
    const t = translator(language === 'zh' ? 'zh' : 'en', { freeOfCharge: true });
    for (const [key, sentence] of Object.entries(all) as [SentenceKey, string][]) {
      if (nemoAlone.includes(key)) continue;
      if (/credit|charged|积分|扣费|产生费用|\d–\d /i.test(sentence)) expect(instead, key).toHaveProperty(key);
      const given = instead[key] ?? '';
      const placeholders = (text: string) => text.match(/\{\w+\}/g) ?? [];
      expect(placeholders(sentence)).toEqual(expect.arrayContaining(placeholders(given)));
    }
    expect(t('nextRerun')).not.toMatch(UNTRUE);
  }
});
