import type { Talk } from './edits.ts';
import { smallTalkOf } from './small-talk.ts';

const FORMAT = '(?:\\d{1,2}:\\d{1,2}|vertical|portrait|landscape|horizontal|square|竖屏?|横屏?|方形?)';

const TALK: [RegExp, Talk][] = [
  [
    /^\W*(?:ok |okay |can you |could you |please |now )*(?:post|upload|publish|share) (?:it|this|that|the video)\b.{0,30}$|^(?:帮我)?(?:发到?|发布到?|上传到?|传到?)(?:抖音|小红书|朋友圈|微博|b站|快手|视频号|ins)[吧。！!]?$/u,
    'show',
  ],
  // A question between two formats asks for neither.
  [
    new RegExp(
      `^.{0,30}${FORMAT}\\s{0,3}(?:(?:or|vs\\.?) ?${FORMAT}.{0,40}[?？]|(?:还是|或者)${FORMAT}.{0,12})\\s{0,3}$`,
      'u',
    ),
    'question',
  ],
  [
    /\b(?:how much|what).{0,20}\b(?:cost|pay|charge)|\bwhat(?:'s| is| are) (?:the|your) prices?\b|\b(?:do|must|should) i (?:have to |need to )?pay\b|\bis (?:it|this) free\b|\bfree\?|\bpricing\b|多少钱|免费[吗的么?？]|要钱|收费|(?:你们?|服务|使用)的?价格|付费|花钱|贵不贵/u,
    'price',
  ],
  [
    /\bhow (?:long|fast|quick)\b.{0,24}\b(?:take|are you|does|will|need)\b|\bwhy\b.{0,20}\bslow\b|\bso slow\b(?!.*\b(?:zoom|music))|(?:要|还要|需要|等)多久|多久(?:能|可以|才)|好慢|怎么这么慢|要等多/u,
    'duration',
  ],
  [
    /\b(?:what|which)\b.{0,20}\b(?:formats?|files?|file types?|types)\b|\bdo you (?:support|take|accept)\b|什么(?:格式|文件)|哪些(?:格式|文件)|支持.{0,4}格式/u,
    'formats',
  ],
  [
    /\bwho (?:are you|made you|built you|created you)\b|\bare you (?:a )?(?:bot|human|real|ai|robot)\b|\bwhat'?s your name\b|\bwhat is your name\b|你是谁|你叫什么|谁做的|谁开发|你是(?:不是)?(?:机器人|人|真人|ai)|真人吗/u,
    'maker',
  ],
  [
    /\b(?:what can (?:you|i)|how (?:does|do) (?:this|it|i|you) work|what do you do|can you help[\s\p{P}]*$|how to use|help me)\b|^[\s\p{P}]*help[\s\p{P}]*$|你能做什么|怎么用|如何使用|^帮助|有什么功能|能干什么/u,
    'help',
  ],
  [
    /^[\s\p{P}]*(?:please )?(?:send|show|export|download)(?: it| me| the video| me the video| it to me)?(?: please| now)?[\s\p{P}]*$|^(?:发我看看|发我|发给我(?:看看)?|给我看看?|让我看看|看看|发过来|发出来|导出|下载|保存)(?:吧|呗|视频)?[。!！]?$/u,
    'show',
  ],
  [
    /^[\s\p{P}]*(?:no[\s,]+)?(?:(?:that'?s |that is )?not (?:like that|right|what i (?:meant|wanted|said|asked))|(?:that'?s )?wrong|i changed my mind)[\s\p{P}]*$|^(?:不是这样|不对|我?说?错了|不是这个意思|不要这样|我?不想?要这个|好丑|丑)的?[了啊吧]?[\s\p{P}]*$/u,
    'complaint',
  ],
  [
    /\b(?:shit|shitty|crap|sucks?|awful|terrible|ugly|stupid|useless|garbage|wtf|fuck\w*|damn|hate (?:it|this)|worst)\b|垃圾|太烂|难看|太差|丑死|什么鬼|操|妈的|废物|傻/u,
    'complaint',
  ],
  [
    /^[\s\p{P}]*(?:(?:wow|looks?|it'?s|that'?s|this is|i|really|so|very|great|nice|cool|perfect|awesome|amazing|beautiful|love (?:it|this)|like (?:it|this)|good|excellent|fantastic|ok|okay|haha\w*|lol|wonderful|brilliant|well done|good job|job)[\s,!.]*)+$|^[\p{P}\s]*(?:太|真|很|好|非常)?(?:棒|好看|漂亮|不错|赞|厉害|喜欢|完美|可以|好)[了呀啊哦的！!。~]*$|^(?:\s|\p{Extended_Pictographic}|\u200d|\ufe0f)+$|^哈+$/u,
    'praise',
  ],
  [
    /^[\s\p{P}]*(?:hi|hello|hey|yo|good (?:morning|evening|afternoon|day)|hiya)(?: there| reelay| nemo)?[\s!.~,。！]*$|^(?:你好|您好|嗨|早上好|晚上好|下午好)[你您了啦呀啊！!。~]*$/u,
    'greeting',
  ],
  [
    /^[\s\p{P}]*(?:(?:ok|okay|great|cool|nice|perfect)[\s,]+)?(?:thanks?(?: you)?(?: so much| a lot| very much)?|thank you(?: so much| very much)?|thx|ty|cheers)[\s!.~,。！]*$|^(?:好的?[，,]?)?(?:谢谢|多谢|感谢|辛苦)[你您了啦呀啊！!。~]*$/u,
    'thanks',
  ],
  [
    /^[\s\p{P}]*(?:yes|yeah|yep|sure|yup|hmm+|um+|hm|not sure|maybe|no|nope|idk)(?: not sure)?[\s\p{P}]*$|^[\s\p{P}]*hmm+ ?not sure[\s\p{P}]*$|^(?:嗯+|哦+|是的?|对|不|可以吗|好吗|行吗)[吧。！!？?]*$/u,
    'yes',
  ],
  [
    /^[\s\p{P}]*(?!how about|what about|what if|why not|why don't)(?:why|who|when|where|what|which|how|is it(?! possible)|are you|do you|did you|can you (?:hear|sing|see|talk|speak))\b|^(?:为什么|怎么|什么时候|哪里|谁)|^你.{0,12}什么[了吗呢？?]*$|什么意思|怎么回事/u,
    'question',
  ],
];

/** What a message says that asks for no change of the video; undefined for everything else. @param text folded */
export function talkOf(text: string): Talk | undefined {
  return TALK.find(([pattern]) => pattern.test(text))?.[1] ?? smallTalkOf(text);
}

/** Says that nothing is to be done after all. */
export const NEVER_MIND =
  /^[\s\p{P}]*(?:(?:no|ok|okay|k|please|oh|ugh)[\s,]+)*(?:never ?mind(?: (?:it|that))?|nvm|nm|forget (?:it|that)|cancel|no(?:thing)?|skip (?:it|that)|none|no thanks?|keep it|leave it(?: like (?:that|this))?|leave it as it is|don'?t|stop|it'?s fine|that'?s (?:fine|it|all)|那?算了吧?|算了不\p{Script=Han}{1,4}|不用了?|不要了?|取消|没事了?|别改了?|就这样吧?|保持原样|不改了)(?: please| then)?[\s\p{P}]*$/u;
