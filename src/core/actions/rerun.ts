import { ZH_TRY_IT } from '../../intents/fragments.ts';
import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import { newPrompt } from '../turn/new-work.ts';
import type { StepsAction } from './action.ts';

const EN_TRY = '(?:try|do|run|make|generate|create)';

const EN_LAST =
  '(?:the|this|that|my) (?:(?:very )?(?:last|previous|same)|(?:same )?last) (?:one|request|prompt|thing|job|message|instructions?)';

const EN_THING = `(?:it|this|that|the whole thing|${EN_LAST})`;

const EN_MORE_TIMES = '(?:again|once more|once again|one more time|another time|a second time)';

const EN_SAME_WORDS =
  '(?:with|using|on|from) (?:exactly )?(?:the|that|my) same (?:prompts?|request|instructions?|words|wording|description|settings|brief)';

const ZH_ONE = '(?:一|1)';

const ZH_TIMES = `${ZH_ONE}(?:次|遍|回)`;

const ZH_SAME =
  '(?:同样|一样|相同|刚才|刚刚|上次|上一次|上一个|上一条|之前|原来|前面)(?:的)?(?:那个|那条)?(?:要求|提示词|提示|描述|指令|请求|任务|操作|设置|prompt)';

const phrases: ActionPhrases = {
  en: [
    whole(
      'any',
      'again|redo(?: (?:it|this|that))?|repeat(?: (?:it|this|that))?|once (?:more|again)|one more time|re-?run|re-?try|re-?generate',
      `(?:${EN_TRY}|repeat|redo) (?:${EN_THING} )?${EN_MORE_TIMES}|(?:repeat|redo) ${EN_LAST}`,
      `(?:re-?run|re-?try|re-?generate) (?:${EN_THING}|the video)(?: ${EN_MORE_TIMES})?|(?:repeat|re-?send|redo) (?:the |my )?(?:last|previous|same) (?:request|prompt|job|message|instructions?)`,
      `(?:${EN_TRY}(?: ${EN_THING})? ${EN_MORE_TIMES}|(?:re-?run|re-?try|re-?generate)(?: ${EN_THING})?) ${EN_SAME_WORDS}|${EN_TRY}(?: (?:it|this|that))? ${EN_SAME_WORDS} ${EN_MORE_TIMES}`,
      `(?:use )?(?:exactly )?(?:the |my )?(?:same|last|previous) (?:prompt|request|instructions?) ${EN_MORE_TIMES}`,
      `(?:(?:do|run|make) )?(?:exactly )?(?:the )?same(?: thing| one)? (?:again|once more|one more time)|give it another (?:go|try|shot)`,
    ),
  ],
  zh: [
    whole(
      'any',
      `(?:重新|再|请再)(?:来|做|跑|试|生成|弄|搞|运行|执行|处理)(?:过)?${ZH_TIMES}${ZH_TRY_IT}|再试试|重试|重来(?:${ZH_TIMES})?|重做(?:${ZH_TIMES})?|重跑(?:${ZH_TIMES})?|重新(?:生成|运行|跑|执行)|again|retry`,
      `(?:再)?重复(?:做|来|一下)?(?:${ZH_TIMES})|(?:再)?重复(?:一下)?${ZH_SAME}|重复`,
      `(?:把)?(?:刚才|刚刚|上一个|上次)的?(?:那个|请求|任务|操作|指令)*(?:再|重新)(?:来|做|跑|试|执行)${ZH_TIMES}|(?:同样|一样)的?再来${ZH_TIMES}`,
      `(?:用|按照?|照着?|拿|把|将)?(?:完全)?${ZH_SAME}(?:再|重新)(?:来|做|跑|试|生成|弄|搞|运行|执行|处理|发)(?:过)?${ZH_TIMES}?${ZH_TRY_IT}`,
      `(?:再|重新)(?:来|做|跑|试|生成|弄|运行|执行|处理|发)(?:${ZH_TIMES})?(?:一下)?${ZH_SAME}|重做${ZH_SAME}|(?:按|照|按照)(?:原来|刚才|之前|上次)的?(?:再|重新)(?:来|做|弄)(?:${ZH_TIMES})?`,
    ),
  ],
  misspelled: 'any',
  costly: true,
};

export const rerun: StepsAction = {
  name: 'rerun',
  aliases: ['again', 'retry'],
  description: { en: 'The last request once more', zh: '把上次的请求再做一次' },
  help: { en: 'again – the last request once more', zh: '再来一次 – 把上次的请求再做一次' },
  examples: { en: ['again'], zh: ['再来一次'] },
  access: 'author-or-moderator',
  visibility: 'public',
  mode: 'queued',
  costsCredits: true,
  phrases,
  command: {
    discord: { name: { en: 'rerun', zh: '再来一次' }, response: 'work' },
    telegram: { startable: false },
  },
  plan: () => newPrompt('', { repeat: 'rerun' }),
};
