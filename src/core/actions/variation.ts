import { ZH_TRY_IT } from '../../intents/fragments.ts';
import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import { newPrompt } from '../turn/new-work.ts';
import type { StepsAction } from './action.ts';

const EN_VERSION = '(?:version|variation|variant|take|alternative|option)';

const EN_OTHER = '(?:another|one more|an? (?:different|other|alternative)|some other)';

const EN_OF_IT = '(?: (?:of|for) (?:it|this|that|(?:the|my|this) (?:video|clip|same)))?';

const EN_OFFER = '(?:give|show|get|send|make|create|generate|do|see|have|try|render|produce)(?: me| us)?';

const phrases: ActionPhrases = {
  en: [
    whole(
      'any',
      `(?:${EN_OFFER} )?${EN_OTHER} ${EN_VERSION}${EN_OF_IT}`,
      `${EN_OFFER} (?:an? |a few |a couple of |some |new |more |fresh )*(?:variation|variant|alternative)s?${EN_OF_IT}`,
      `(?:${EN_OFFER} )?something different|(?:try|show me|give me) something else`,
      `(?:${EN_OFFER} )?(?:another|one more) one|variations?|(?:different|alternate|alternative) (?:version|variation|take)|vary (?:it|this|that)`,
    ),
  ],
  zh: [
    whole('one-more', `(?:给我)?再(?:来|做|出|弄|搞)(?:一|1)?个${ZH_TRY_IT}`),
    whole(
      'any',
      `(?:再给我|再来|给我|再要)(?:一|1)?(?:个|版)(?:不同的?|不一样的?|别的|其他的)(?:版本|版|方案)?${ZH_TRY_IT}`,
      `(?:给我)?(?:换|再换|另换)(?:一个|个|一)?(?:不同的?|别的|其他的?|新的?)?(?:版本|版|变体|方案|花样)${ZH_TRY_IT}`,
      `(?:给我)?(?:再|另外|再给我)?(?:来|出|做|给|生成|弄|试|看)(?:一|1)?(?:个|版)?(?:不同的?|不一样的?|别的|其他的?|另外的?|另一个|另一种|另外一个|新)(?:版本|版|变体|方案|花样)?${ZH_TRY_IT}`,
      `(?:给我)?(?:再|另外?|重新)(?:来|出|做|给我|给|生成|弄|搞)(?:做|出|来)?(?:一|1)?(?:个|版)?(?:别的|其他|新)?(?:版本|版|变体|方案)(?:给我)?${ZH_TRY_IT}|(?:来|出|做|给)(?:一|1)版(?:新的|别的|不同的|不一样的)${ZH_TRY_IT}|(?:另一个|另外一个|不同的|别的|其他)(?:版本|方案)|变体|不一样的|来点不一样的|换个花样`,
    ),
  ],
  misspelled: 'any',
  costly: true,
};

export const variation: StepsAction = {
  name: 'variation',
  aliases: ['variant'],
  description: { en: 'Another version', zh: '换一个版本' },
  help: {
    en: 'another version – the same material, made differently',
    zh: '换一个版本 – 用同样的素材另做一版',
  },
  examples: { en: ['another version'], zh: ['换一个版本'] },
  access: 'author-or-moderator',
  visibility: 'public',
  mode: 'queued',
  costsCredits: true,
  phrases,
  command: {
    discord: { name: { en: 'variation', zh: '换个版本' }, response: 'work' },
    telegram: { startable: false },
  },
  plan: () => newPrompt('', { repeat: 'variation' }),
};
