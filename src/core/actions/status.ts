import { elapsedText } from '../../i18n/translator.ts';
import { EN_OF, EN_SHOW, ZH_LOOK } from '../../intents/fragments.ts';
import { type ActionPhrases, whole, wholeWith } from '../../intents/phrases.ts';
import { NemoError } from '../../nemo/errors.ts';
import { placeOf } from '../chat.ts';
import { voiceOf } from '../turn/voice.ts';
import type { ActionContext, AnswerAction } from './action.ts';
import { askNemo, describeTimeline } from './ask-nemo.ts';

/** Asked while nothing runs, "how long?" is about videos in general. */
const HOW_LONG = 'how-long';

/** So many requests of others are shown to a moderator. */
const OTHERS_SHOWN = 10;

/** How long what runs and waits is held back for the timeline that goes with it, in ms. */
const STATUS_LIMIT_MS = 10_000;

const EN_STATUS = '(?:status|state|progress)';

const ZH_STATUS = '(?:状态|进度|进展|status)';

const ZH_JOB = '任务|请求|作业|指令|操作';

const phrases: ActionPhrases = {
  en: [
    wholeWith(
      'how-long',
      () => HOW_LONG,
      'how long(?: (?:does|will|would) (?:it|this|that) (?:usually |normally |typically )?take)?',
    ),
    whole(
      'bare',
      `(?:current |project |the |render |export |video |my |queue )*${EN_STATUS}(?: (?:update|report|check))?`,
      '(?:did|have) (?:you|u) (?:get|got|receive|received|see|seen) (?:my|the) (?:message|request|prompt|order)|(?:are )?(?:you|u) (?:still )?there|(?:anyone|anybody) there',
      '(?:still )?(?:exporting|rendering)|still (?:working|processing|running|busy|generating|at it|going)(?: on (?:it|that|this|my video))?|(?:any )?updates|any news|any (?:progress|update)(?: yet)?|(?:the |my )?queue',
    ),
    whole(
      'show',
      `${EN_SHOW} (?:the |my |our |all |current |project |video |export |render )*(?:(?:status|progress|queue)${EN_OF}|state(?: of (?:the |my )?(?:export|render|queue))?)`,
    ),
    whole(
      'question',
      `what(?:s| is) (?:the |my )?(?:current |project )*${EN_STATUS}${EN_OF}(?: now| so far)*`,
      `what(?:s| is) (?:happening|going on|the progress|taking so long|up with (?:my|the) (?:video|export|render)|(?:still |currently )?(?:running|waiting|pending|queued)|(?:still |currently )?(?:in|on) (?:the|my) queue|next in (?:the )?(?:queue|line))(?: (?:now|right now|with (?:my|the) (?:video|export|render)))*`,
      `where are (?:we|you)(?: at)?(?: now)?|how far (?:along )?(?:are|is) (?:you|it|we)(?: along)?|what are you (?:doing|working on|up to)(?: (?:now|right now|at the moment))?`,
      `where(?:s| is) (?:my|the) (?:video|clip|mp4|export|file|result|render)`,
      `(?:is|are|has) (?:it|this|that|(?:my|the) (?:video|clip|export|render|rendering|mp4|upload)) (?:already |still |been )*(?:ready|done|finished|exported|rendered|complete|completed|exporting|rendering|processing|working|running)(?: yet| now| already)*`,
      `(?:are you )?(?:done|ready|finished|almost done)(?: yet)|are (?:you|we) (?:(?:done|ready|finished|almost done|there|still working|still there|working|busy|stuck|alive|still busy)(?: (?:yet|on (?:it|that|this|my video)|right now))*)`,
      `(?:did|have|has) (?:you|it) (?:already )?(?:export|exported|render|rendered|finish|finished)(?: it| yet| the video| already)*`,
      `how (?:long|much longer|much time)(?: (?:more|is|will|does|do|it|the|video|export|render|left|take|takes|need|i|have|to|wait|until|its|done|ready|still|remaining|be))*`,
      `hows (?:it|the video|my video|the export|the render)(?: going| coming(?: along)?| doing| looking)*`,
      `(?:how many|what|which) (?:(?:requests|jobs|tasks|things|are|is|other) )+(?:(?:are|is|do i have) )?(?:still |currently )?(?:waiting|pending|left|running|in (?:the|my) queue|before me|ahead of me|queued)(?: (?:now|right now|at the moment|in (?:the|my) queue))*|whats? my (?:place|position|spot)(?: in (?:the )?(?:queue|line))?`,
      `(?:(?:is|are) there |do (?:i|we) (?:still )?have |is )?(?:still )?any(?:thing| (?:more |other )?(?:requests?|jobs?|tasks?))(?: (?:of mine|else|more))?(?: thats?| that (?:is|are))?(?: still| left| currently)* (?:waiting|pending|queued|running|in (?:the|my) queue|in (?:the )?line)(?: (?:now|right now|at the moment|in (?:the|my) queue))*`,
    ),
  ],
  zh: [
    wholeWith('how-long', () => HOW_LONG, '(?:一般|通常|大概)?(?:要|需要|得)?(?:多久|多长时间)(?:时间)?'),
    whole('done', `(?:视频|影片|片子|成片)?(?:已经)?(?:导出|汇出|渲染|输出)(?:完|好|完成|成功)?了(?:吗|没|没有|么)`),
    whole(
      'bare',
      `(?:当前|现在|目前|项目|视频|影片|导出|渲染|任务|队列|的|我的|是什么|什么)*${ZH_STATUS}(?:如何|怎么样|怎样|怎么样了|是什么|到哪了|到哪里了)?`,
      '(?:我的)?(?:队列|排队情况|排队状态)',
    ),
    whole(
      'show',
      `${ZH_LOOK}(?:所有|全部|当前|现在|目前|我的|项目|视频|影片|导出|渲染|任务|的)*(?:${ZH_STATUS}|队列)(?:列表|状态|内容|情况|摘要)*`,
    ),
    whole(
      'question',
      `(?:视频|影片|片子|它)?(?:已经)?(?:做|弄|导|导出|渲染|生成|处理|搞|剪|剪辑|制作|上传|传)?(?:好|完|完成|成功)了?(?:吗|没|没有|么|没呢)`,
      `(?:还|大概|大约)*(?:要|需要|得|剩)(?:等)?多(?:久|长时间|少时间)(?:才能?好)?|(?:视频|影片|导出|渲染)?(?:多久|什么时候)(?:能|可以|会|才能?)?(?:做|弄)?(?:好|完成|完|导出好)`,
      `(?:现在|目前)?(?:到|进行到|做到)(?:哪|哪里|哪一步|第几步|什么程度)|进展(?:如何|怎么样)|(?:我的)?(?:视频|影片|成片)(?:在哪里?|呢|怎么样|做得怎么样)了?`,
      `(?:怎么|咋)?还没有?|(?:还|怎么还|咋还)?(?:没|没有)(?:做|弄|剪|导出|渲染|生成)?(?:好|完|完成|做完)|(?:为什么|怎么|为何|咋)(?:还|会)?(?:这么|那么)(?:慢|久)`,
      `(?:视频|影片|片子)?(?:现在)?(?:做|弄|剪|渲染|导出|生成|处理|进行)得?怎么样了?|(?:你)?(?:现在)?(?:在|正在)(?:做|干|忙|处理)(?:什么|啥)|还在(?:做|处理|渲染|导出|生成|跑)(?:吗|么)?`,
      `(?:队列|排队|等待列表)(?:里面?|中|上)?(?:现在|目前)?(?:还)?(?:有)?(?:几个|多少个?|什么|哪些|多少人|东西|别的|没有|空)?(?:${ZH_JOB})?(?:在等|要做|要跑)?|(?:我)?(?:前面|排)(?:还)?(?:有)?(?:几个|多少个?|第几)(?:${ZH_JOB})?`,
      `(?:现在|目前|当前)?(?:一共|总共)?(?:还|都)?有(?:没有)?(?:几个|多少个?|什么|哪些|别的|其他)?(?:我的)?(?:${ZH_JOB})(?:还|都)?(?:在|正在)?(?:排队|等待?|等候|队列[里中]|运行|处理|执行|跑|进行)(?:中)?`,
      `(?:现在|目前|当前)?(?:还|都)?有(?:没有)?(?:几个|多少个?|什么|哪些)?(?:在|正在)(?:排队|等待|等候|运行|处理|执行|跑|进行)(?:中)?(?:的)?(?:${ZH_JOB})?|(?:现在|目前)(?:还)?在排队`,
    ),
  ],
  vocabulary: [
    {
      language: 'en',
      rule: 'words',
      question: true,
      keys: [
        'status|progress|queue|queued|doing|turn|running|rendering|stage|step|started|stuck|ready|done|finished|waiting|busy|eta|processing|pending',
      ],
      others:
        'video|vid|clip|job|jobs|request|requests|task|tasks|render|export|project|work|working|line|time|left|going|coming|takes|taking|take|my|next|before|others|until|almost|nearly|being',
    },
    {
      language: 'en',
      rule: 'slow',
      question: true,
      keys: ['why|whats|what|how'],
      others: 'taking|takes|take|slow|time|video|render|export|left|remaining|until|ready|done',
      without:
        'much|many|up|for|which|who|where|wheres|about|one|thing|i|me|my|all|everything|something|anything|if|way|trouble|more|most',
    },
    {
      language: 'zh',
      rule: 'words',
      question: true,
      keys: ['进度|状态|排队|队列|进展|任务|做完|弄完|剪完|完成|渲染|卡住|卡了|轮到|排到|跑完|好了没|搞定|慢'],
      others: '视频|影片|片子|成片|导出|处理|生成|请求|前面|跑|做|弄|完|久|时间|开始|第几|位|中|到我',
    },
  ],
  misspelled: 'any',
  afterEdit: 'wish',
};

export const status: AnswerAction = {
  name: 'status',
  aliases: ['state', 'queue'],
  description: { en: 'What is running and waiting', zh: '正在做什么、排队的有什么' },
  help: { en: 'status – what is running and waiting', zh: '状态 – 正在做什么、排队的有什么' },
  examples: { en: [], zh: ['状态'] },
  access: 'member',
  visibility: 'public',
  mode: 'immediate',
  costsCredits: false,
  onlyShows: true,
  phrases,
  command: {
    discord: { name: { en: 'status', zh: '状态' }, response: 'ephemeral' },
    telegram: { startable: true, ephemeral: true },
  },
  async run(context) {
    if (context.argument === HOW_LONG && !context.queue.running()) return context.t('factDuration');
    return [...queueLines(context), ...(await placeLines(context)), await timelineIfPossible(context)].join('\n');
  },
};

function queueLines({ t, turn, clock, queue }: ActionContext): string[] {
  const running = queue.running();
  if (!running) return [t('statusIdle')];
  const elapsed = elapsedText(voiceOf(turn), clock.now() - running.acceptedAt);
  const lines = [t('statusBusy', { what: running.text, elapsed })];
  const waiting = queue.waiting().map(({ text }, index) => `${index + 1}. ${text}`);
  if (waiting.length > 0) lines.push(t('statusWaiting'), ...waiting, t('statusRemoveHint'));
  return lines;
}

/** What others have running and waiting in this place, for who moderates it. */
async function placeLines({ t, turn, queue, people, rights }: ActionContext): Promise<string[]> {
  if (!turn.shared) return [];
  const place = `${placeOf(turn.chat)}/`;
  const others = queue.openHere().filter(({ id, chat }) => id.startsWith(place) && chat !== turn.chat);
  if (others.length === 0 || !(await rights.isModerator())) return [];
  const names = await people.namesOf(others.map(({ user }) => user));
  const shown = others.slice(0, OTHERS_SHOWN);
  const lines = shown.map(({ user, text }, index) =>
    t('turnsLine', { number: index + 1, name: names.get(user) ?? user, what: text }),
  );
  const more = others.length > shown.length ? [`… +${others.length - shown.length}`] : [];
  return [t('statusOthers'), ...lines, ...more];
}

/** The timeline, or why it cannot be shown now: what runs and waits is shown in any case. */
async function timelineIfPossible(context: ActionContext): Promise<string> {
  try {
    return await askNemo(context, STATUS_LIMIT_MS, (signal) => describeTimeline(context, signal));
  } catch (error) {
    const silent = error instanceof NemoError && (error.code === 'unreachable' || error.code === 'timeout');
    if (!silent) throw error;
    context.log.warn({ err: error, turn: context.turn.id }, 'no timeline for the status');
    return context.t('failedUnreachable');
  }
}
