import { EN_I, EN_SHOW, ZH_LOOK } from '../../intents/fragments.ts';
import { type ActionPhrases, isOwnClause, whole } from '../../intents/phrases.ts';
import type { BudgetState } from '../access/budgets.ts';
import { dayText, lastDayOf, readOwn, readSpending } from '../community/spending.ts';
import { creditsText, mayReadAccount } from '../steps/credits-text.ts';
import { dayOf } from '../storage/days.ts';
import type { ActionContext, AnswerAction } from './action.ts';
import { askNemo, QUESTION_LIMIT_MS, WITHOUT_WAITING } from './ask-nemo.ts';

/** A balance that lasts longer needs no day, in days. */
const LONG_DAYS = 365;

const EN_CREDITS = '(?:credits?|credits? balance|account balance|balance|quota)';

const EN_LEFT =
  '(?: (?:left|remaining|available|now|right now|still left|today|(?:in|on) (?:the|my|our) account|to (?:spend|use)))*';

const ZH_CREDITS = '(?:积分|余额|额度|点数|credits?|balance)';

const ZH_MINE =
  '(?:我的|我|当前|剩余|可用|现在|目前|账户|账号|帐户|帐号|里面|里|上|中|的|还有|还剩下|还剩|还|剩下|剩|有|多少|几个)*';

const phrases: ActionPhrases = {
  en: [
    whole(
      'remaining',
      `how (?:many|much) (?:${EN_CREDITS}) (?:remains?|is remaining|are remaining|is left|are left|do (?:i|we) have left|have (?:i|we) got left)${EN_LEFT}`,
      `(?:(?:do|have) (?:i|we) (?:still )?(?:have |got )*|(?:is|are|was) there (?:still )?)(?:any |enough |some )?credits?(?: (?:left|remaining|still))*(?: (?:for|to (?:make|do|render|generate|edit|get)) (?:(?:a|an|another|one|more|one more|the|this|that|my|our|some|new|next) )*(?:videos?|clips?|edits?|versions?|one|it|this|that|generation|rounds?|more))?`,
      `(?:is|are) (?:my|our|the) (?:credits?|balance) (?:enough|used up|gone|empty|sufficient)(?: (?:for|to (?:make|do)) (?:(?:a|an|another|one|more|one more|the|this) )*(?:videos?|clips?|edits?|versions?|one|it|this))?`,
    ),
    whole(
      'bare',
      `(?:my |our |current |remaining )*${EN_CREDITS}${EN_LEFT}`,
      `(?:any|enough|remaining) credits?${EN_LEFT}`,
    ),
    whole('show', `${EN_SHOW} (?:my |our |the |current |remaining |available )*${EN_CREDITS}${EN_LEFT}`),
    whole(
      'question',
      `(?:tell me |show me |check )?how (?:many|much)(?: of my| more)? (?:${EN_CREDITS})(?: (?:do|did|have|has|are|is) (?:${EN_I}|there))?(?: (?:still|currently|now))*(?: (?:have|got|left|remain))?${EN_LEFT}`,
      `(?:tell me |show me |check )?how (?:many|much) ${EN_CREDITS} (?:${EN_I}|is|are|do)(?: (?:still|have|got|left|remaining|available|there|i))*`,
      `(?:tell me )?what(?:s| is| are) (?:my|the|our)? ?(?:current |remaining |available )*${EN_CREDITS}${EN_LEFT}`,
      `(?:do|have) (?:i|we) (?:still )?(?:have|got)? ?(?:any |enough |some )?credits${EN_LEFT}`,
      `what(?:s| is) left (?:on|in|of) my (?:balance|account|credits)|what do (?:i|we) (?:still )?have(?: left)? (?:in|of) credits`,
      `(?:did|have) (?:i|we) (?:already )?(?:used?|spen[dt]|burn(?:ed|t)?|run out of|gone through|finish(?:ed)?)(?: up)?(?: all)?(?: of)? (?:my|our|the) credits?(?: (?:already|now|today))?`,
      `how (?:many|much) (?:of (?:my|our|the) )?credits? (?:(?:have|did) (?:i|we)|were|got) (?:already )?(?:used?|spen[dt]|burn(?:ed|t)?|gone through)(?: (?:so far|today|up|already|this (?:week|month)))*`,
      `(?:am i|are we|did i run) (?:out of|low on) credits`,
      `how much (?:(?:do|have) )?(?:i|we) (?:still )?(?:have|got|have got)${EN_LEFT} to (?:spend|use)|how much (?:have|do) (?:i|we) (?:still )?(?:got|have) (?:left|remaining)(?: to (?:spend|use))?`,
      `(?:do|will) (?:i|we) need (?:any |some )?(?:more )?credits?|can (?:i|we) (?:still )?afford (?:a|an|another|one more|this|it|one)(?: (?:video|clip|edit|version|one|round))?`,
      `(?:is|are) there (?:still )?(?:any |enough )?credits${EN_LEFT}`,
    ),
  ],
  zh: [
    whole(
      'bare',
      `${ZH_MINE}${ZH_CREDITS}(?:情况|数量|明细|查询)?`,
      `${ZH_MINE}${ZH_CREDITS}(?:还|现在)?够(?:不够)?(?:再)?(?:做|生成|剪|来|导出)(?:下|再)?(?:一|1|几)?(?:个|条|段|次)?(?:视频|影片|短片|片段)?(?:的)?(?:吗|么)?`,
      `(?:我|我们)?还(?:剩|有)(?:下)?(?:多少|几)次(?:机会)?|(?:我|我们)?还(?:能|可以|够)(?:再)?(?:做|生成|剪|来)(?:多少|几)(?:个|条|段|次)(?:视频|影片|短片)?`,
      `${ZH_MINE}${ZH_CREDITS}(?:还|现在|目前)?(?:有|剩|剩余|剩下|余|是|够)?(?:多少|几多|几个?|够不够|用完了|够用|够|不够)?(?:分|点|个)?`,
    ),
    whole('show', `${ZH_LOOK}${ZH_MINE}${ZH_CREDITS}(?:余额|情况)?(?:还)?(?:有|剩|剩下)?(?:多少|几个?)?`),
    whole(
      'question',
      `(?:${ZH_LOOK})?(?:我|你|账户|账号|里|现在|目前|当前)*(?:还)?(?:有|剩|剩余|剩下|余)(?:下|有)?(?:多少|几|几个)(?:个|点|分)?(?:可用)?(?:的)?${ZH_CREDITS}(?:可用|可以用|能用)?`,
      `(?:我)?(?:还)?有(?:没有)?${ZH_CREDITS}(?:没有|没)?`,
    ),
  ],
  vocabulary: [
    {
      language: 'en',
      rule: 'words',
      keys: ['credit|credits|creds|quota'],
      others:
        'left|remaining|remain|remains|enough|account|balance|spend|spent|used|use|uses|cost|costs|available|total|number|amount|status|show|give|list|view|look|want|need|video|videos|vid|clip|edit|edits|last|next|another|new|low|out|run|ran|gone|week|month|make|time|until|used|per|each',
    },
    {
      language: 'en',
      rule: 'cost',
      question: true,
      keys: ['how|what', 'cost|costs|use|used|spend|spent|charged|charge', 'did|was|were|have|has'],
      others: 'last|video|clip|edit|request|us',
      without: 'why|who|when|where|many|long|about|i|we|you|u',
    },
    {
      language: 'en',
      rule: 'enough',
      question: true,
      keys: ['enough', 'left|remaining|another|more|for'],
      others: 'video|videos|clip|clips|edit|edits|last|next|make|do|do|round|go|account|balance|spend',
    },
    {
      language: 'zh',
      rule: 'words',
      keys: ['积分|余额|额度|点数'],
      others:
        '剩|剩余|剩下|用|用完|用光|花|花了|扣|扣了|够|够不够|不够|账户|账号|消耗|使用|情况|做|视频|次|分|点|完|光|消费|显示|列出|一个|下一个',
    },
  ],
  misspelled: 'any',
  afterEdit: 'wish',
  beforeEdit: isOwnClause,
};

export const credits: AnswerAction = {
  name: 'credits',
  aliases: ['credit', 'balance'],
  description: { en: 'How many credits are left', zh: '还剩多少积分' },
  help: { en: 'credits – what is left', zh: '积分 – 还剩多少' },
  examples: { en: ['how many credits are left'], zh: ['积分'] },
  access: 'member',
  visibility: 'private',
  confidential: true,
  mode: 'immediate',
  costsCredits: false,
  aboutCredits: true,
  onlyShows: true,
  phrases,
  command: {
    discord: { name: { en: 'credits', zh: '积分' }, response: 'ephemeral' },
    telegram: { startable: false, ephemeral: true },
  },
  async run(context) {
    if (context.settings.freeOfCharge) return context.t('credits', { available: 0, frozen: 0, total: 0 });
    const account = await mayReadAccount(context);
    const own = await ownLines(context, account);
    const moderates = await context.rights.isModerator();
    const lines = [
      ...(account ? await accountLines(context) : []),
      ...(moderates ? await spendingLines(context) : []),
      ...own,
    ];
    return lines.join('\n');
  },
};

/** What the account holds, and how long that lasts. */
async function accountLines(context: ActionContext): Promise<string[]> {
  const { t, nemo, turn, clock } = context;
  const balance = await askNemo(context, QUESTION_LIMIT_MS, (signal) => nemo.credits({ signal, ...WITHOUT_WAITING }));
  const today = dayOf(clock.now());
  const last = await lastDayOf(balance.available, context);
  if (last === undefined) return [creditsText(t, balance)];
  const pace =
    last === today
      ? t('creditsPaceToday')
      : last - today > LONG_DAYS
        ? t('creditsPaceLong')
        : t('creditsPace', { day: dayText(turn.language, last, today) });
  return [creditsText(t, balance), pace];
}

/** What everybody spends: here, or for an owner in private wherever the bot is. */
async function spendingLines(context: ActionContext): Promise<string[]> {
  const { t, turn, people } = context;
  const { today, month, top, running, waiting } = await readSpending(context, !turn.shared);
  const names = await people.namesOf(top.map(({ user }) => user));
  const entries = top.map(({ user, credits }) =>
    t('creditsTopEntry', { name: user.startsWith('#') ? t('usageErased') : (names.get(user) ?? user), credits }),
  );
  return [
    t(turn.shared ? 'creditsSpentHere' : 'creditsSpentAll', { today, month }),
    ...(entries.length > 0 ? [t('creditsTop', { names: entries.join(', ') })] : []),
    t('creditsRunning', { running, waiting }),
  ];
}

/** What the person has used, and what is left of their budgets. */
async function ownLines(context: ActionContext, knowsMore: boolean): Promise<string[]> {
  const states = await context.budget.states();
  const lines = states.map((state) => budgetLine(context.t, state));
  if (states.some(({ whose }) => whose === 'user')) return lines;
  const own = await readOwn(context);
  return knowsMore && own.month === 0 ? lines : [context.t('creditsOwn', own), ...lines];
}

function budgetLine(t: ActionContext['t'], { whose, period, used, credits, left }: BudgetState): string {
  const key = `credits${whose === 'user' ? 'User' : 'Place'}${period === 'day' ? 'Day' : 'Month'}` as const;
  return t(key, { used, credits, left });
}
