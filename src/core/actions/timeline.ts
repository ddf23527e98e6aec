import { EN_OF, EN_SHOW, ZH_LOOK } from '../../intents/fragments.ts';
import { type ActionPhrases, isOwnClause, whole } from '../../intents/phrases.ts';
import type { AnswerAction } from './action.ts';
import { askNemo, describeTimeline, QUESTION_LIMIT_MS } from './ask-nemo.ts';

const EN_LINE = '(?:tracks|timeline|track list|draft|project)';

const ZH_LINE = '(?:时间线|时间轴|轨道|音轨|草稿|项目|专案|timeline)';

const phrases: ActionPhrases = {
  en: [
    whole(
      'contents',
      `(?:what|which|how many) (?:clips|photos|pictures|images|tracks|files|songs|titles)(?: (?:do (?:i|we) have|are|have (?:i|we)(?: got)?))?(?: (?:in|on|inside) (?:there|it|(?:the |my |our )?(?:timeline|project|video|draft)))?(?: (?:right now|now|so far|at the moment|currently|already))*`,
    ),
    whole(
      'bare',
      '(?:the |my |current )*(?:tracks|timeline|track list)(?: (?:list|status))?',
      '(?:the )?(?:timeline |track )?(?:summary|preview)|(?:timeline|track|draft) (?:status|state)|project summary',
    ),
    whole(
      'show',
      `${EN_SHOW} (?:the |my |our |all |current |project |video )*${EN_LINE}${EN_OF}(?: (?:now|so far|again))*`,
      `(?:show|give|see|view)(?: me)? (?:an? |the )?(?:timeline |track )?(?:preview|summary)${EN_OF}`,
      `(?:show|list|tell)(?: me)? (?:everything|all(?: that is| thats)?) (?:(?:that is|thats) )?(?:in|on) (?:the |my |our )?(?:project|timeline|video|draft)(?: (?:now|so far))*`,
      `(?:show|tell|see)(?: me)? what(?:s| is|s there| we have| i have| you have)?(?: (?:on|in) (?:the |my )?(?:timeline|video|project|tracks))?(?: so far| now)*`,
      `(?:show|see|give|get)(?: me)? (?:the )?(?:current |present )?state of (?:the |my |our )?(?:video|timeline|project|draft)|(?:show|list|see|give)(?: me)? (?:all )?(?:the |my |our )?(?:clips|photos|pictures|images|files|songs|titles|segments|scenes)(?: (?:we|i|you) have| (?:in|on) (?:it|(?:the |my |our )?(?:timeline|project|video)))?(?: so far| now)*`,
      `preview(?: (?:it|(?:the |my )?(?:video|timeline|project)))?(?: (?:on|in) (?:the |my )?timeline)?`,
    ),
    whole(
      'question',
      `what(?:s| is| do (?:i|we) have)(?: currently| now)? (?:on|in) (?:the |my |our )?(?:current )?(?:timeline|tracks|video|project|draft)(?: (?:now|so far|right now|at the moment|currently|already))*`,
      `what (?:do|have) (?:we|i|you) (?:have|got|made|done)(?: so far| now| already)+`,
      `(?:what|which|how many) (?:tracks|clips|photos) (?:are there|do (?:i|we) have|are (?:on|in) (?:the |my )?(?:timeline|project|video))(?: (?:now|so far))?`,
      `(?:how|what) does (?:it|(?:the|my) (?:timeline|draft|project|video|clip)) look(?: like)?(?: right)?(?: now| so far| at the moment)+|(?:how|what) does (?:the|my) (?:timeline|draft|project) look(?: like)?`,
      `how long (?:is|are|has) (?:it(?= (?:now|so far|right now|currently|at the moment))|(?:the |my |our |this )(?:current )?(?:video|clip|timeline|draft|edit))(?: (?:now|right now|so far|currently|at the moment))*`,
    ),
  ],
  zh: [
    whole(
      'look',
      '(?:现在|目前|当前|的|视频|影片|片子|项目)+(?:是|做|变|剪|弄|长)?(?:得|成)?(?:什么|啥|怎么)样(?:子)?了?',
    ),
    whole(
      'bare',
      `(?:当前|现在|我的|的)*(?:时间线|时间轴|轨道|timeline)(?:列表|摘要|预览|状态)?`,
      `${ZH_LINE}(?:给我|让我|我)(?:看|看看|看一下|瞧瞧)`,
      `(?:在)?(?:时间线|时间轴)(?:上|里|中)?(?:预览|查看)|预览(?:时间线|时间轴)?`,
    ),
    whole(
      'show',
      `${ZH_LOOK}(?:所有|全部|当前|现在|目前|我的|项目|视频|影片|的|有哪些|有什么)*${ZH_LINE}(?:列表|状态|内容|情况|摘要|预览|上有什么|里有什么|上都有什么)*`,
    ),
    whole(
      'question',
      `${ZH_LINE}(?:上|里|里面|上面|中)?(?:现在|目前|都|已经)*(?:有|是)(?:什么|啥|哪些|什么东西|哪些内容|什么内容|哪些素材|几条轨道|几个片段)`,
      `(?:现在|目前|当前|视频里?|影片里?)*有(?:什么|哪些|几条|几个)(?:轨道|音轨|片段|素材)`,
      `(?:里面|视频里面?|影片里面?|这里面)(?:现在|目前|都|已经)*有(?:什么|啥|哪些|几个|多少)(?:东西|内容)?`,
      `(?:里面|视频里面?|影片里面?|这里面)(?:现在|目前|都|已经)*有(?:什么|哪些|几个|多少)(?:片段|素材|照片|图片|视频|东西)|(?:现在|目前)?(?:什么|哪些)(?:素材|片段|照片|图片)在(?:里面|视频里|时间线上)`,
      `(?:现在|目前)(?:的)?(?:视频|影片)(?:里面?|中)(?:都)?有(?:什么|啥|哪些东西|哪些内容)`,
      `(?:视频|影片|片子)(?:现在|目前)?(?:的)?(?:有多长|多长|时长(?:是)?多少|有多少秒|多少秒|几秒)|(?:现在|目前)(?:的)?(?:视频|影片)有?多长`,
    ),
  ],
  vocabulary: [
    {
      language: 'en',
      rule: 'words',
      question: true,
      keys: [
        'timeline|tracks|track|clips|photos|pictures|images|scenes|segments|seconds',
        'what|whats|which|how|is|are',
      ],
      others: 'project|video|list|order|used|current|contents|draft|titles|songs|added|made|left',
      without:
        'can|could|would|will|should|may|might|get|let|to|with|why|from|for|if|long|here|maybe|possible|lets|i|about|if',
    },
    {
      language: 'zh',
      rule: 'words',
      question: true,
      keys: ['时间线|时间轴|轨道|片段|素材|几张|多少张|几段|多少段|多少秒|几秒'],
      others: '用|用了|视频|影片|片子|项目|照片|图片|成|样|样子|长|秒|顺序|列出|所有|全部|张|段|加|放',
      without: '能|可以|能不能|可不可以|要|想|想要|需要|怎么|会|为什么|再',
    },
    {
      language: 'zh',
      rule: 'list',
      keys: ['列出|列一下', '片段|素材|轨道|照片|图片'],
      others: '所有|全部|项目|视频|用|用了',
    },
  ],
  misspelled: 'any',
  afterEdit: 'wish',
  beforeEdit: isOwnClause,
};

export const timeline: AnswerAction = {
  name: 'timeline',
  aliases: ['tracks'],
  description: { en: 'What is on the timeline', zh: '时间线上有什么' },
  help: { en: 'timeline – what is on it', zh: '时间线 – 上面有什么' },
  examples: { en: ["what's on the timeline"], zh: ['时间线'] },
  access: 'member',
  visibility: 'public',
  mode: 'immediate',
  costsCredits: false,
  onlyShows: true,
  phrases,
  command: {
    discord: { name: { en: 'timeline', zh: '时间线' }, response: 'ephemeral' },
    telegram: { startable: true, ephemeral: true },
  },
  run: (context) => askNemo(context, QUESTION_LIMIT_MS, (signal) => describeTimeline(context, signal)),
};
