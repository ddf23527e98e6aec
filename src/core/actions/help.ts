import { inVoice } from '../../i18n/translator.ts';
import { ZH_LOOK } from '../../intents/fragments.ts';
import { type ActionPhrases, whole, wholeWith } from '../../intents/phrases.ts';
import { voiceOf } from '../turn/voice.ts';
import type { AnswerAction } from './action.ts';
import { formatsText } from './facts.ts';

/** Questions about the bot. For normalised text: lower case, no apostrophes within words. */
const EN_YOU = '(?:you|u|this|it|(?:the|this) (?:bot|app|service|thing|skill))';

const EN_FORMATS =
  '(?:(?:image|photo|picture|video|audio|music|file|media|output|input|export) )*(?:formats?|types?|file ?types?|kinds? of (?:files?|photos?|media|images?|videos?)|types? of (?:files?|media|photos?)|files?|extensions?)';

const EN_TAKE = '(?:take|accept|support|handle|work with|read|allow|eat|understand|output|export|like|need|want)';

const EN_VIDEO =
  '(?:(?:a|the|my|an?|each|one|your|finished|final|exported) )*(?:videos?|clips?|exports?|results?|mp4s?|files?|uploads?|photos?|images?|pictures?)';

const EN_CONTROL =
  '(?:cancel|stop|start over|start a new (?:project|video|session)|reset|delete (?:my|all my) data|undo|re-?run|remove (?:a|one) request|change (?:the )?(?:skill|language)|use (?:a|another) skill|buy (?:more )?credits|get more credits|top up)';

const ZH_YOU = '(?:你|您|这个|这|它|机器人|这个机器人|bot|工具|这个工具|软件|这里|我)';

const ZH_MEDIA = '(?:视频|影片|图片|照片|文件|档案|图|音乐|音频|素材)';

const ZH_TYPE = '(?:heic|jpe?g|png|gif|webp|mp4|mov|avi|webm|mkv|mp3|wav|m4a|aac)';

const phrases: ActionPhrases = {
  en: [
    wholeWith(
      'how-much',
      () => 'price',
      'how much(?: (?:is|does) (?:it|this|that)(?: cost)?| for (?:a|one) (?:video|clip))?',
    ),
    wholeWith(
      'duration',
      () => 'duration',
      `how (?:long|much time) (?:does|do|will|would) (?:(?:a|an|the|each|one|my|making|rendering|creating|generating) )*(?:videos?|clips?|edits?|generations?)(?: (?:usually|normally|typically))?(?: (?:take|need))(?: to (?:make|render|create|finish|generate|be (?:ready|done|made)))?`,
      `how (?:fast|quick) (?:are|is) (?:you|it|this)`,
    ),
    wholeWith(
      'types',
      () => 'formats',
      '(?:what|which) (?:(?:file|video|photo|image|media) )*(?:formats?|file ?types?)',
    ),
    whole('bare', 'help(?: me)?(?: out)?', '(?:show |list )?(?:all )?commands', 'instructions', 'usage'),
    whole(
      'question',
      `what (?:can|could|do|does) (?:you|u|this|it|(?:the|this) bot)(?: actually)?(?: do| make| offer)?(?: for me| here)?`,
      `what (?:can|could|should) i (?:ask|tell|say to|write)(?: (?:you|to you|for|here))*`,
      `what (?:can|should|do) i do(?: (?:here|now|next|first|with (?:this|you|it)(?: bot)?))*`,
      `what (?:is|are|s) (?:this|you|this bot|this thing)(?: for)?|whats this(?: bot)?|who are you`,
      `how (?:do|can|should|to|would)(?: (?:i|we|you))? (?:use|operate|work with|start with) (?:this|you|it|(?:the|this) (?:bot|app|thing))(?: bot| thing)?`,
      `how (?:does|do) (?:this|it|you|(?:the|this) (?:bot|app|thing)|that)(?: thing| bot)? work`,
      `how (?:do|can|should) i (?:start|begin|get started)|where do i (?:start|begin)|get(?:ting)? started`,
      `(?:what are|show|list|tell me)(?: me)?(?: your| the| all| available)* (?:commands|features|options|functions|capabilities|possibilities)`,
      `(?:some |any |more )?help|(?:i )?(?:dont|do not) (?:know|understand) (?:what to do|how (?:this|it) works|how to use (?:this|it|you)|how to (?:start|begin))`,
    ),
    wholeWith(
      'formats',
      () => 'formats',
      `(?:what|which) ${EN_FORMATS} (?:do|can|does|are|is|will) (?:${EN_YOU}|i|supported|accepted|allowed|possible|ok|okay)(?: (?:${EN_TAKE}|use|upload|send|supported))?`,
      `(?:what|which) ${EN_FORMATS} (?:should|must) (?:i|my (?:photos|files)) (?:use|upload|send|be)|(?:supported|accepted) ${EN_FORMATS}|what (?:is|are) the (?:supported|accepted) ${EN_FORMATS}`,
      `(?:do|can|does|will) ${EN_YOU} (?:also )?(?:take|accept|support|handle|read|work with) (?:heic|jpe?g|png|gif|webp|mp4|mov|avi|webm|mkv|mp3|wav|m4a|aac|pdf|raw|svg|videos?|photos?|music|audio|gifs|live photos)(?: (?:files?|photos?|images?|too|as well))*`,
      `can i (?:upload|send|use) (?:an? |my )?(?:heic|png|gif|webp|mov|avi|webm|mkv|mp3|wav|m4a|aac|raw|pdf|svg)s?(?: (?:files?|photos?|images?|too))*`,
      `is (?:heic|jpe?g|png|gif|webp|mp4|mov|avi|webm|mkv|mp3|wav|m4a|aac) (?:supported|ok|okay|accepted|fine|allowed)`,
    ),
    whole(
      'limits',
      `how (?:long|big|large|short|many|heavy) (?:can|may|could|should|must) (?:${EN_VIDEO}|it|they|i)(?: (?:be|get|at most|at maximum|max|maximum|send|upload))*`,
      `how many (?:files?|photos?|images?|pictures?|videos?|clips?|songs?) (?:can|may|could|should) (?:i|you|we|it) (?:send|upload|use|add|take|handle|accept)(?: (?:you|at once|at a time|at most|in one message|max))*`,
      `(?:whats|what is|what are|is there|are there) (?:the |a |an |any )?(?:max|maximum|biggest|largest|longest|limits?|size limit|length limit|time limit|file size limit|upload limit)(?: (?:file |video |clip |photo |upload )?(?:size|length|duration|resolution|limit|number of (?:photos|files|images)))?(?: (?:on|for|of|to) .{2,25})?`,
      `(?:max|maximum) (?:file |video |clip |photo |upload )?(?:size|length|duration|resolution)|(?:file |size |length |upload )+limits?`,
      `(?:what|which) (?:resolution|quality|aspect ratios?|sizes?|fps|frame rate)(?: of video)? (?:do|can|does|will|is|are) (?:${EN_YOU}|${EN_VIDEO})(?: (?:make|support|export|output|be|in|deliver|give))*`,
    ),
    wholeWith(
      'price',
      () => 'price',
      `(?:is|are) (?:${EN_YOU}|exports?|exporting) (?:for )?(?:free|paid|expensive)(?: (?:of charge|to use))?|(?:whats|what is) the (?:price|cost|pricing)(?: (?:of|for) ${EN_VIDEO})?|pricing|prices`,
      `(?:how much|what|how many credits) (?:does|do|will|would|is|are) (?:${EN_YOU}|${EN_VIDEO}|an? (?:edit|export|generation|session|change)|exporting|using (?:this|you|it))(?: (?:cost|costs|charge|need|use|take|per video|each))*`,
      `how (?:expensive|pricey|costly) (?:is|are|would) (?:${EN_YOU}|${EN_VIDEO}|an? (?:edit|export|generation))(?: be)?`,
      `do i (?:have|need) to pay(?: (?:for (?:this|it)|anything))?`,
    ),
    whole('top-up', 'how (?:do|can) i (?:buy|get|top up|earn)(?: (?:more|new|some))? credits'),
    whole(
      'about',
      `are you (?:a |an )?(?:bot|robot|human|ai|real|person|real person|machine)|who (?:made|built|created|runs) you|whats your name|what is your name`,
      `what (?:are )?(?:can )?you (?:good at|able to do|capable of)|what(?:s| is) (?:possible|your purpose|reelay)|what (?:kinds? of|sort of|types? of) (?:videos?|edits?|things|effects) (?:can|do) (?:you|i) (?:make|do|create|edit)`,
      `(?:can|do) you (?:make|create|edit|do|animate) (?:videos?|photos?|clips?|movies)(?: from (?:photos?|images?|pictures?))?`,
      `(?:how (?:do|can|could|would|should) i|how to|can i|could i|may i|am i able to|is it possible to|is there (?:a|any) way to) ${EN_CONTROL}(?: (?:it|this|a request|my request|the export|everything|that|my data))?`,
      `(?:will|do) you (?:delete|keep|store|save|forget) (?:my|our) (?:data|photos?|files?|videos?|images?|pictures?)`,
    ),
  ],
  zh: [
    wholeWith(
      'duration',
      () => 'duration',
      '(?:做|生成|制作|剪|渲染|导出)?(?:一个|一条|一段|1个)(?:视频|影片|短片)(?:一般|通常|大概)?(?:要|需要|得)?(?:多久|多长时间)',
    ),
    wholeWith('types', () => 'formats', '(?:都)?(?:支持)?(?:什么|哪些)(?:文件|视频|图片)?格式'),
    whole(
      'bare',
      '(?:有)?(?:没有)?(?:使用)?(?:说明书?|教程|指南|手册)|帮助|帮帮我|帮帮忙|求助|使用说明|使用帮助|使用方法|用法|说明书?|教程|指令|命令|功能|help|指南|功能列表|命令列表|菜单',
    ),
    whole(
      'question',
      `(?:这个|这|你|它|该|机器人|工具|bot|软件|东西|要|我|应该|该)*(?:怎么|如何|怎样)(?:使用|用|玩|操作|开始)(?:你|它|这个|这个机器人|呢)?`,
      `(?:你|您|这个|机器人|bot|它)*(?:都)?(?:能|会|可以|可)(?:做|干|帮我做|帮我|帮忙做|帮我干|为我做|搞)?(?:些)?(?:什么|啥|哪些|点什么)(?:事|功能|事情|呢)?`,
      `(?:都)?(?:有|支持)(?:什么|哪些|啥)(?:功能|命令|指令|用法)|(?:你)?(?:有)?什么功能|你是谁|这是什么|我(?:该|要|应该|可以|能)(?:做什么|怎么做|干什么)|(?:我)?不(?:知道|会|懂)(?:怎么|如何)?(?:用|使用|操作)?`,
      `${ZH_LOOK}(?:所有|全部|的)*(?:帮助|命令|指令|功能|使用说明|教程)`,
    ),
    wholeWith(
      'formats',
      () => 'formats',
      `${ZH_YOU}?(?:都|能|可以|可)*(?:支持|支援|接受|接收|收|认|识别|上传|发|用|处理)(?:上传|的)?(?:哪些|什么|哪几种|哪种|啥|什么样的)(?:${ZH_MEDIA})?(?:的)?(?:格式|类型|文件|档案)`,
      `(?:支持|支援)的?(?:${ZH_MEDIA})?(?:格式|类型)(?:有哪些|有什么|是什么)?|(?:${ZH_MEDIA})?(?:格式|类型)(?:有)?(?:要求|限制)(?:吗|是什么|有哪些)?|(?:哪些|什么)(?:${ZH_MEDIA})?格式(?:可以|能用|可用|支持)(?:用|上传)?`,
      `${ZH_YOU}?(?:支持|支援|能用|可以用|接受|能发|可以发|能传|可以传|能上传|可以上传)(?:不支持|不支援)?${ZH_TYPE}(?:格式|文件|图片|照片|视频)?(?:吗|么)?`,
    ),
    whole(
      'limits',
      `${ZH_MEDIA}(?:最长|最大|最多|最短|可以|能|可|支持|是)+(?:做|传|有|到|上传)*(?:多长|多大|多少秒|几分钟|多少分钟|多少张)(?:的)?(?:${ZH_MEDIA})?`,
      `(?:${ZH_YOU})?(?:一次|最多|最长|最大|可以|能|可)+(?:做|传|发|上传|处理|支持|生成|是)?(?:多少|几|多长|多大)(?:张|个|秒|分钟|兆|mb|m)?(?:的)?${ZH_MEDIA}?`,
      `${ZH_MEDIA}?(?:大小|长度|时长|数量|文件大小|上传)(?:有)?(?:什么|多少|没有)?(?:限制|上限)(?:吗|是多少|是什么|多少)?|有(?:什么|没有|哪些)限制(?:吗)?`,
      `(?:导出|输出)的?(?:分辨率|画质|清晰度)(?:是)?(?:多少|多高|怎么样|什么)|(?:支持|最高)(?:什么|多少|哪些)(?:分辨率|画质|比例)`,
    ),
    wholeWith(
      'price',
      () => 'price',
      `${ZH_YOU}?(?:是)?(?:免费|收费|要钱|要付费|花钱|付费)(?:的)?(?:吗|么|不|还是免费)?|(?:${ZH_MEDIA}|导出|生成|一次|一个|做|用|使用)*(?:多少钱|怎么收费|如何收费|收费标准|价格(?:是)?多少|要多少积分|需要多少积分|花多少积分|消耗多少积分|多少积分)(?:一次|一个|一张)?`,
    ),
    whole('top-up', '(?:怎么|如何|在哪里?|哪里)(?:可以|能)?(?:充值|买积分|购买积分|获得积分|获取积分|充积分|得到积分)'),
    whole(
      'about',
      `你(?:是)?(?:不是)?(?:机器人|真人|人|ai|人工智能)(?:吗|么|还是真人|还是机器人)?|你叫什么(?:名字)?|谁(?:做|开发|制作)(?:的|了)你`,
      `(?:你)?(?:能|会|可以)(?:做|剪|生成|制作)(?:什么样|哪些|什么类型|哪种)(?:的)?(?:视频|影片|效果)|(?:你)?(?:会|能)(?:做|剪)视频吗`,
      `(?:我)?(?:怎么|如何|怎样)(?:才)?(?:可以|能)?(?:取消|停止|重新开始|新建项目|开始新项目|删除我的数据|清除我的数据|切换技能|换技能|切换语言|换语言|改语言|撤销|重做)`,
      `你?会(?:不会)?(?:保存|存储|删除|留着|泄露)(?:我的)?(?:数据|照片|图片|文件|视频|资料)(?:吗|么)?`,
    ),
  ],
  vocabulary: [
    {
      language: 'en',
      rule: 'price-words',
      question: true,
      argument: 'price',
      keys: ['cost|costs|price|prices|pricing|fee|fees|free|expensive|charge|pay'],
      others:
        'video|videos|clip|clips|edit|edits|exports|export|per|each|minute|use|using|using|make|making|generation|credits|money|need|anything',
      without: 'that|those|where|wheres|who',
    },
    {
      language: 'en',
      rule: 'duration-words',
      question: true,
      argument: 'duration',
      keys: [
        'how|hows',
        'long|time',
        'take|takes|need|needs|last',
        'video|videos|clip|clips|edit|edits|generation|one|usually|normally|export|exports',
      ],
      others: 'a|make|making|create|generate|render|usually|normally|typically|average|until',
      without: 'my|the|this|that|its|still|much more|left',
    },
    {
      language: 'en',
      rule: 'format-words',
      question: true,
      argument: 'formats',
      keys: [
        'format|formats|filetype|filetypes|heic|png|jpg|jpeg|webp|mov|mkv|avi|mp3|wav|type|types',
        'accept|accepted|support|supported|take|upload|send|use|allowed|work|works|handle|read|which|what|valid',
      ],
      others: 'file|files|photo|photos|image|images|video|videos|picture|pictures|audio|music|kind|kinds|best|input',
      without: 'me',
    },
    {
      language: 'en',
      rule: 'words',
      keys: [
        'help|tutorial|manual|instructions|guide|explain|commands|usage|work|works|use|start|begin',
        'how|explain|show|help|give|read|list|what|need|have|is|want',
      ],
      others: 'out|command|bot|app|tool|new|first|stuck|lost|confused|understand|page|text|menu|features|steps|me',
      without: 'many|much|long|when|why|who|from|all|so|with|one|over|then',
    },
    {
      language: 'zh',
      rule: 'price-words',
      question: true,
      argument: 'price',
      keys: ['多少钱|收费|价格|花钱|要钱|付费|免费|多少积分|费用'],
      others: '视频|影片|做|生成|一个|一条|一次|次|导出|积分|用|花|标准|钱|每个|每次',
      without: '刚才|刚刚|上次|之前|了|我|我们',
    },
    {
      language: 'zh',
      rule: 'words',
      keys: ['怎么用|怎么玩|用法|教程|帮助|说明|功能|命令'],
      others: '教|教我|机器人|使用|介绍|看',
    },
  ],
  misspelled: 'any',
};

export const help: AnswerAction = {
  name: 'help',
  aliases: [],
  description: { en: 'What I can do', zh: '我能做什么' },
  examples: { en: [], zh: ['帮助'] },
  access: 'member',
  visibility: 'public',
  mode: 'immediate',
  costsCredits: false,
  onlyShows: true,
  phrases,
  command: {
    discord: { name: { en: 'help', zh: '帮助' }, response: 'ephemeral' },
    telegram: { startable: true, ephemeral: true },
  },
  run(context) {
    const { t, turn, actions, argument, settings } = context;
    if (argument === 'price') return t('factPrice');
    if (argument === 'duration') return t('factDuration');
    if (argument === 'formats') return formatsText(context);
    const lines = actions.flatMap(({ help: line, costsCredits, aboutCredits }) => {
      if (!line || (aboutCredits && settings.freeOfCharge)) return [];
      return [`${inVoice(line, voiceOf(turn))}${costsCredits ? t('usesCredits') : ''}`];
    });
    return [t('helpIntro'), [t('helpActions'), ...lines].join('\n'), t('helpLimits')].join('\n\n');
  },
};
