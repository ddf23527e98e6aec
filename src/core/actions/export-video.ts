import { EN_FORM, readExportForm, ZH_FORM } from '../../intents/format.ts';
import { EN_I, EN_THE } from '../../intents/fragments.ts';
import { type ActionPhrases, isOwnClause, type Lead, whole, wholeWith } from '../../intents/phrases.ts';
import { isStory } from '../../intents/story.ts';
import { newExport } from '../turn/new-work.ts';
import type { StepsAction } from './action.ts';

const EN_VIDEO =
  '(?:videos?|clips?|movie|film|reel|mp4s?|files?|result|output|animation|final cut|version|edit|project|render|export)';

const EN_KIND = '(?:(?:final|finished|complete|completed|new|latest|current|whole|full|edited|rendered|last|video) )*';

const EN_DEFINITE = `(?:it|this|that|them|everything|(?:${EN_THE} )${EN_KIND}${EN_VIDEO}(?: file| now)?)`;

const EN_OBJECT = `(?:${EN_DEFINITE}|${EN_KIND}${EN_VIDEO}(?: file)?)`;

const EN_QUALITY =
  '(?:mp4|mp 4|video|file|(?:full |ultra )?hd|uhd|(?:2160|1440|1080|720)p?|[248]k|\\d{2,3} ?(?:fps|frames? (?:per|a) sec(?:ond)?)|(?:a |the )?(?:high|higher|best|highest|full|good)(?: quality| resolution| res)?)';

const EN_FORMAT = `(?: (?:as|in|to|at|into|with) (?:an? |the )?${EN_QUALITY}(?: file| video| format| quality| resolution)?)`;

const EN_PLACE =
  '(?: (?:(?:to|with) (?:me|us)|here|over|to (?:my )?(?:phone|computer|device|gallery|camera roll|pc|laptop|desktop)|on my phone|in (?:this|the) chat))';

const EN_TAIL = `(?:${EN_FORMAT}|${EN_PLACE})*(?: again| now| first| once more| one more time)?`;

/** "the 4k version", "it in 1080p": the video by its quality alone. */
const EN_BY_QUALITY =
  '(?:an? |the |my )?(?:(?:full |ultra )?hd|uhd|(?:2160|1440|1080)p|[248]k|high(?:est)? (?:quality|resolution|res)|best quality|mp4)(?: (?:mp4|quality|resolution))?(?: (?:version|one|file|video|copy|render))?(?: (?:of (?:it|this|that|the video)))?';

const EN_MAKE = '(?:(?:re-?)?export|download|render)';

const ZH_MAKE = '(?:导出|汇出|下载|输出|渲染|export|download|render|出片)';

/** For compacted text: simplified characters, no spaces, no commas. */
const ZH_VIDEO =
  '(?:视频|成片|影片|影像|片子|短片|短视频|作品|文件|档案|mp4|结果|成品|项目|专案|动画|video)(?:文件|档案)?';

const ZH_THIS =
  '(?:(?:这个|这段|这条|这支|这部|那个|我的|最终的?|最后的|完整的?|成品|做好的?|剪好的?|编辑好的?|现在的?|当前的?|全部|整个|刚才的?)的?)*';

const ZH_AS =
  '(?:(?:成|为|到|至|用|以)?(?:mp4|高清|超清|蓝光|(?:2160|1440|1080|720)p?|[248]k|\\d{2,3}(?:帧|fps)(?:每秒)?|hd|全高清|最高画质|高画质|手机|本地|相册|电脑)(?:格式|视频|影片|文件|版本?|画质)?(?:里|上|中|的)?)';

const ZH_ONCE = '(?:一下|一次|一遍|一份|下)?';

/** What may stand around the video that somebody wants, and what tells that something else is meant ("a video of it"). */
const EN_AROUND =
  'finished|final|complete|completed|rendered|full|over|back|file|version|copy|done|ready|finally|whole|again|love|like';
const EN_NOT_AN_ORDER =
  'a|an|some|any|one|thing|something|anything|everything|all|what|whats|which|how|hows|where|wheres|when|why|who|much|many|long|more|most|if|about|did|does|was|has|is|are|were|by|way|from|with|in|on|or|then|not|dont|there|up|these|those|tell|know|wondering|see|soon|ur|your|had|got|ive|weve';

const EN_IT = `(?: (?:it|this|that|everything|${EN_THE} ${EN_KIND}${EN_VIDEO}))?`;

/** "gif", "a smaller file", "the audio track". */
const EN_AS_FORM = `(?:(?:an?|the|its|some|something|just the|only the|just|only|much|in) )?${EN_FORM}(?: (?:file|version|video|format|one|size|quality|resolution|track|clip|copy|only))?(?: (?:of|from) (?:it|this|that|the video))?`;

/** "smaller" of anything but a file would be about the picture; "music" about the film's sound. */
const readFileForm = (words: string) => (words === 'music' || words === 'sound' ? undefined : readExportForm(words));

const enForms = [
  wholeWith(
    'form',
    readExportForm,
    `${EN_MAKE}${EN_IT}(?: (?:in|as|at|to|into))? ${EN_AS_FORM}${EN_TAIL}`,
    `(?:gimme|send|give|share|post|get)(?: (?:me|us))?${EN_IT} (?:in|as|at|into) ${EN_AS_FORM}${EN_TAIL}`,
    `(?:can|could|may) ${EN_I} (?:please )?(?:have|get|export|download|save)${EN_IT} (?:in|as|at) ${EN_AS_FORM}${EN_TAIL}`,
    `save${EN_IT} (?:in|as|at) ${EN_AS_FORM}${EN_TAIL}`,
    `i (?:just |only )?(?:want|need) (?:it|this|the video) (?:in|as|at) ${EN_AS_FORM}${EN_TAIL}`,
  ),
  wholeWith(
    'file-form',
    readFileForm,
    `(?:gimme|send|give|export|i (?:just |only )?(?:want|need)|(?:can|could|may) ${EN_I} (?:have|get))(?: (?:me|us))? ${EN_AS_FORM}${EN_TAIL}`,
    `(?:just|only) (?:the |its )?(audio|soundtrack|audio track|mp3|gif)(?: (?:track|file|of it|of the video))?`,
    `(audio|gif|mp3) only`,
    `(?:make|turn|convert)(?: (?:it|this|that|the (?:video|clip)))?(?: (?:into|to|as))?(?: an?)? (gif|animated gif|mp3)`,
    `(?:make|get) (?:the |this |that )?(?:video |mp4 )?(?:file|file size) (small|smaller|tiny|lighter)`,
    `(compress)(?: (?:it|this|that|the (?:video|file|mp4)))?`,
    `(?:as )?(?:an? |the )?(gif|animated gif|720p|mp3)(?: (?:version|file|format))?`,
    `(?:an? |the )?(small|smaller|compressed|lighter) (?:version|file|file size)`,
    `(?:an? |the )?(audio) (?:version|file|track)`,
  ),
];

const ZH_IT = '(?:把|将)?(?:这个|这段|它|整个)?(?:视频|影片|成片|片子)?的?';

const zhForms = [
  wholeWith(
    'form',
    readExportForm,
    `${ZH_IT}(?:重新|只|仅|就|单独)?${ZH_MAKE}(?:一下|一个|一份|个)?(?:成|为|到)?(?:视频|影片)?的?${ZH_FORM}的?(?:版本|版|文件|格式|视频|画质)?(?:给我|发给我|就行|就好|吧)?`,
  ),
  wholeWith(
    'file-form',
    readFileForm,
    `${ZH_IT}(?:做|转|变|存|转换|转成|做成|变成|存成|保存)(?:成|为)?(?:一个|个)?(gif|动图|动态图|表情包|mp3|音频)(?:格式|文件)?(?:给我|发给我|吧)?`,
    `(?:只|仅|就|单独)(?:需要|想要|要|发|给我|下载)(?:给我)?(?:视频的?|影片的?)?(音频|声音|音轨|配乐|gif|动图)(?:部分|文件|轨)?(?:就行|就好|就可以)?`,
    `(?:给我|发我|发给我|来|我要|要)(?:一个|一份|个|份)?(小一点|小一些|小点儿?|压缩|720p?|标清|gif|动图|音频|mp3)的?(?:版本|版|文件|格式|视频)?`,
    `(gif|动图|动态图|720p?|mp3)(?:版本?|格式|文件)?`,
    `${ZH_IT}(压缩)(?:一下|下)?(?:视频|文件)?`,
    `(?:视频|影片)?(?:文件|体积)(?:能不能|可以)?(?:弄|做|搞|变)?(小一点|小一些|小点儿?)(?:吗|吧)?`,
  ),
];

const phrases: ActionPhrases = {
  en: [
    ...enForms,
    whole('bare', '(?:re-?)?export', 'download', 'render', 'mp4', 'the mp4'),
    whole(
      'verb',
      `${EN_MAKE}(?: ${EN_OBJECT})?${EN_TAIL}`,
      `${EN_MAKE}(?: (?:it|this))? (?:and|&) (?:send|give|show|share)(?: (?:it|this|me|us|to me|to us))*`,
      `(?:exporting|downloading|rendering) ${EN_OBJECT}${EN_TAIL}|re-?(?:run|try|do) (?:the )?(?:export|render|download)`,
      `(?:start|begin|do|run|hit|click|press|tap|trigger|make)(?: on)?(?: the| an?)? (?:video )?(?:export(?:ing)?|render(?:ing)?|download)(?: button)?`,
      `save (?:${EN_THE} )?${EN_KIND}(?:video|clip|movie|film|reel|mp4|animation)${EN_TAIL}`,
      `save(?: (?:it|this|that))?(?:${EN_FORMAT}|${EN_PLACE})+`,
    ),
    whole(
      'quality',
      `${EN_MAKE}(?: (?:it|this|that))?(?: (?:in|as|at|to))?(?: (?:an? |the )?(?:${EN_QUALITY}|videos?|clip|file))+${EN_TAIL}`,
    ),
    whole(
      'send',
      `(?:gimme|send|give|show|deliver|hand|post|share|sending)(?: (?:me|us))?(?: over)? (?:${EN_DEFINITE}|${EN_KIND}(?:videos?|mp4|movie|clip|reel)(?: file)?)${EN_TAIL}`,
      `upload ${EN_THE} (?:finished|final|rendered|exported|complete|completed) ${EN_VIDEO}${EN_TAIL}`,
      `(?:get|drop|shoot)(?: (?:me|us)(?: over)? ${EN_DEFINITE}${EN_TAIL}| ${EN_DEFINITE}(?: over)?${EN_PLACE}${EN_TAIL})|(?:get|drop) ${EN_KIND}(?:video|mp4)`,
      `${EN_THE} ${EN_KIND}(?:video|mp4|movie|final cut)`,
      `(?:gimme|lemme have|send|give|get|hand|show|post|share)(?: (?:me|us))?(?: over)? (?:${EN_BY_QUALITY}|what(?:ever)? (?:you|we|u) (?:have|got|made|have made|have got)(?: so far)?)${EN_TAIL}`,
      `(?:the )?(?:(?:full |ultra )?hd|uhd|(?:2160|1440|1080)p|[248]k) (?:version|file|mp4)`,
      `(?:have it|ship (?:it|this)|save (?:it|this)|send (?:it|this)|lemme have (?:it|this)|(?:let me|i can) have (?:it|this))${EN_TAIL}|show (?:me )?(?:the )?(?:final |finished |end )?result`,
    ),
    whole(
      'question',
      `(?:can|could|may) ${EN_I} (?:please )?(?:have|get|see|download|export|save|watch) (?:${EN_DEFINITE}|${EN_BY_QUALITY})${EN_TAIL}`,
      `have ${EN_BY_QUALITY}${EN_TAIL}`,
      `(?:have|see|watch|get) ${EN_THE} ${EN_KIND}${EN_VIDEO}`,
      `i (?:want|need|would like|wanna have)(?: to (?:have|get|see|watch))? ${EN_THE} ${EN_KIND}${EN_VIDEO}${EN_TAIL}`,
      `(?:how|where) (?:do|can|could|should|to|would) (?:i |we )?(?:export|download|get)(?: ${EN_OBJECT})?${EN_TAIL}`,
      `(?:(?:im|i am|were|we are) )?ready (?:for|to get|to have) (?:the |my |our )?(?:export|download|render|video|mp4)`,
      `is there (?:any|a) way to (?:export|download|get|save) ${EN_OBJECT}${EN_TAIL}`,
    ),
  ],
  zh: [
    ...zhForms,
    whole(
      'bare',
      ZH_MAKE,
      `导(?:一下|个)?(?:片子?|视频|影片|成片)|出(?:一下|个|一个)?片子?`,
      `(?:来|给|要|出|交)(?:我)?(?:一)?(?:个|份|下)?(?:成品|成片|最终版|最终(?:视频|影片|成片))`,
      `(?:生成|渲染|合成|输出)(?:一下|出)?(?:最终的?|最后的?|完整的?)(?:视频|影片|成片|片子)`,
    ),
    whole(
      'verb',
      `(?:重新|再次|再|开始)?${ZH_MAKE}${ZH_ONCE}(?:${ZH_THIS}${ZH_VIDEO})?${ZH_AS}?(?:出来|来)?(?:给我|发给我|让我)?(?:看看|看一下|看)?`,
      `(?:重新|再次|开始)?(?:把|将)?${ZH_THIS}${ZH_VIDEO}(?:给我|帮我|重新|直接)*${ZH_MAKE}${ZH_ONCE}(?:出来|下来|出去|来|给我|${ZH_AS})*(?:给我|发给我|出来)?`,
      `${ZH_AS}{1,2}(?:来)?${ZH_MAKE}${ZH_ONCE}(?:${ZH_THIS}${ZH_VIDEO})?${ZH_AS}{0,2}|${ZH_MAKE}${ZH_ONCE}(?:${ZH_THIS}${ZH_VIDEO})?${ZH_AS}{2,3}`,
      `(?:把|将)(?:它|这个|那个)(?:给我)?${ZH_MAKE}(?:出来|下来|给我|${ZH_AS})*`,
      `(?:保存|存)(?:一下)?${ZH_THIS}(?:视频|影片|成片|片子)(?:${ZH_AS}|到手机|到相册|到本地)*|(?:把|将)?${ZH_THIS}(?:视频|影片|成片|片子)(?:保存|存)(?:下来|一下|${ZH_AS})*|保存(?:到|至)(?:手机|相册|本地|电脑)`,
      `(?:点击|点|按|按下)(?:一下)?(?:导出|汇出|下载)(?:按钮)?`,
      `(?:保存|存|转|生成|做|弄)成?(?:一个|个)?mp4(?:格式|文件|视频)?(?:给我)?`,
      `(?:给我|发我|发给我|传我|来|要|我要|想要|发|给)?(?:一个|一份|个|份)?(?:mp4|高清|超清|蓝光|全高清|(?:2160|1440|1080)p|[248]k)的?(?:版本|版|画质|文件|视频|影片|成片)(?:给我|发给我|就行|就好)?`,
      `(?:要|我要|想要|给我|发我|发给我|发)(?:一个|一份|个|份)?(?:高清|超清|蓝光|全高清|(?:2160|1440|1080)p|[248]k)的?(?:给我)?`,
    ),
    whole(
      'send',
      `(?:发|发送|传|传送|给|发给|传给|发送给|寄)(?:一下)?我?(?:一下)?${ZH_THIS}(?:视频|成片|影片|片子|短片|mp4|成品|video)(?:文件|档案)?(?:给我|过来|一下|我)*`,
      `(?:把|将)?${ZH_THIS}${ZH_VIDEO}(?:现在)?(?:可以|能|能不能|可不可以|可否)?(?:发|发送|传|传送|给|发给|传给|寄)(?:一下|一份|一个)?(?:给|到)?(?:我|过来|来|一下|出来|看看|手机上?)+`,
      `(?:发|传|发送|传送)(?:给)?我(?:看看?|瞧瞧)?|(?:给|让)我(?:看看|看一下|瞧瞧|瞧一瞧)|(?:给|发|传)(?:给)?我?成[品片](?:给我)?|我?(?:要|想要|需要)${ZH_THIS}(?:视频|成片|影片|mp4)|看看?${ZH_THIS}(?:成片|成品|最终视频|最终影片)`,
    ),
    whole(
      'question',
      `(?:我)?(?:怎么|如何|怎样|在哪里?|哪里|哪儿|去哪里?)(?:才)?(?:可以|能)?${ZH_MAKE}${ZH_ONCE}(?:${ZH_THIS}${ZH_VIDEO})?${ZH_AS}?(?:呢|啊)?`,
      `(?:现在|视频|影片|片子)*(?:可以|能)(?:直接)?${ZH_MAKE}(?:视频|影片)?(?:了)?(?:吗|么)?`,
      `(?:视频|影片|成片)(?:怎么|如何|怎样|在哪里?|哪里)(?:可以|能)?${ZH_MAKE}`,
    ),
  ],
  slashArgument: { read: readExportForm, required: false },
  vocabulary: [
    {
      language: 'en',
      rule: 'words',
      keys: [
        'send|snd|sned|forward|give|gimme|export|download|save|render|share|deliver|post|hand|pass|trouble|want|need',
        'video|vid|mp4|movie|film|result|clip',
      ],
      others: EN_AROUND,
      without: EN_NOT_AN_ORDER,
    },
    {
      language: 'en',
      rule: 'have-words',
      keys: ['have|get', 'would|want|can|could|may|need|id|lemme|love|like', 'video|vid|mp4|movie|film|result|clip'],
      others: EN_AROUND,
      without: EN_NOT_AN_ORDER,
    },
    {
      language: 'zh',
      rule: 'words',
      keys: [
        '发|传|给|下载|导出|拿|保存|交',
        '视频|成片|影片|片子|成品|mp4',
        '给我|发我|传我|过来|下载|导出|保存|拿|出来|交|让我',
      ],
      others: '最终|最后|做好|弄好|剪好|搞好|完整|做完|弄完|剪完|文件|版|版本|高清|一份|份|成|那|把|将',
      without:
        '什么|啥|怎么|怎么样|咋|咋样|为什么|为啥|多少|几|几个|哪些|有|没有|没|有没有|个|里|里面|上|中|再|又|到底|是不是|会|会不会|得|很|这么|那么|还有|还|之前|着|过|在',
    },
  ],
  misspelled: 'any',
  afterEdit: 'delivery',
  beforeEdit: (lead: Lead) => isOwnClause(lead) && !isStory(lead.text, lead.core, lead.text, lead.strength),
};

export const exportVideo: StepsAction = {
  name: 'export',
  aliases: ['download', 'render'],
  description: { en: 'Render the video and send it (free)', zh: '渲染视频，然后发给你（免费）' },
  help: {
    en: 'export – send the video (free); also “export small”, “720p”, “as a gif” or “just the audio”',
    zh: '导出 – 发送视频（免费）；也可以“导出小一点”“720p”“导出成动图”“只要声音”',
  },
  examples: { en: ['send me the video', 'export as a gif'], zh: ['导出', '导出小一点'] },
  access: 'member',
  visibility: 'public',
  mode: 'queued',
  costsCredits: false,
  phrases,
  command: {
    discord: { name: { en: 'export', zh: '导出' }, response: 'work' },
    telegram: { startable: false },
  },
  option: {
    kind: 'choice',
    name: { en: 'as', zh: '格式' },
    description: { en: 'Leave it out for the video as it is', zh: '不填则是原样的视频' },
    choices: [
      { label: { en: 'smaller file', zh: '小一点的文件' }, argument: 'small' },
      { label: { en: '720p', zh: '720p' }, argument: '720p' },
      { label: { en: 'GIF (the first 10 seconds)', zh: 'GIF 动图（前 10 秒）' }, argument: 'gif' },
      { label: { en: 'sound only', zh: '只要声音' }, argument: 'audio' },
    ],
  },
  plan: (argument, words) => newExport(readExportForm(argument ?? ''), words ?? argument),
};
