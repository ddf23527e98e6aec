import { isChinese } from './normalise.ts';
import { peelPoliteness } from './politeness.ts';

/** Words of somebody who makes a video after all: "write a python script that types itself on the screen". */
const VIDEO_WORD =
  /\b(?:videos?|clips?|screens?|photos?|images?|pictures?|pics?|titles?|text|subtitles?|captions?|animat\w+|frames?|scenes?|music|background|intro|outro|overlay|add|show|draw|zoom|voice ?over|slides?|footage|style)\b|视频|影片|字幕|标题|文字|画面|照片|图片|动画|背景|镜头|片头|片尾|加上|做成|写上|配音|旁白|风格/u;

const CODE =
  '(?:python|javascript|java|c\\+\\+|c#|sql|bash|rust|php|html|css|typescript|golang|excel|powershell|matlab|regex)';
const TONGUE =
  '(?:english|chinese|mandarin|spanish|french|german|italian|japanese|korean|russian|portuguese|arabic|hindi|latin)';
const NUMBER = String.raw`\(?-?\d+(?:\.\d+)?\)?`;
const SUM = `${NUMBER}(?: ?(?:[-+*/×÷^]|x|times|plus|minus|divided by|multiplied by) ?${NUMBER})+`;

/** For normalised text, anchored at both ends. Only what nobody says about a video. */
const ENGLISH = new RegExp(
  `^(?:${[
    '(?:whats|what is|hows|how is) the (?:weather|temperature)(?: (?:like|outside|today|tomorrow|now|right now|this week(?:end)?|in .{2,30}))*|(?:will|is) it (?:going to )?(?:rain|snow|be sunny|raining|snowing)(?: .{2,30})?|(?:do|will) i need an umbrella(?: .{2,20})?',
    `(?:whats|what is|calculate|compute|solve|how much is) ${SUM} ?=?|${SUM} ?=`,
    '(?:whats|what is) the (?:square root|factorial|derivative|integral|capital|population|currency) of .{1,40}',
    'solve (?:the|this) (?:equation|integral|inequality).{0,60}',
    `(?:write|fix|debug|give me|implement)(?: me)? (?:an?|some|this|my) (?:simple |small |short )?${CODE} (?:code|script|function|program|query|class|expression|formula|macro)(?: (?:that|to|for|which|in) .{2,80})?`,
    `translate .{1,80} (?:in)?to ${TONGUE}|how (?:do (?:you|i)|to|would you) say .{1,40} in ${TONGUE}`,
    '(?:tell|give|got)(?: me)? (?:an?|another|some|any|a (?:good|funny|dad)) (?:good |funny |dad )?(?:jokes?|riddles?|fun facts?)|(?:do you )?know any (?:good )?jokes|(?:another|a) joke|make me laugh',
    'who (?:is|was|are|s) (?:the )?(?:current |first )?(?:president|prime minister|chancellor|pope|ceo|vice president|governor|mayor)(?: (?:of|in) .{2,30})?|whos the (?:president|prime minister|chancellor|pope)(?: of .{2,30})?',
    'who (?:won|invented|discovered) .{2,60}|when did .{2,30} (?:die|end|begin)|when was .{2,30} born',
    'what time is it(?: (?:now|in .{2,30}))?|what (?:day|date) is (?:it|today)(?: today)?|whats (?:todays date|the date(?: today)?)',
    '(?:whats|what is) the (?:stock |share )?price of (?:bitcoin|gold|oil|apple|tesla|ethereum|silver).{0,20}|(?:lets )?play (?:chess|tic tac toe|hangman|20 questions)(?: with me)?',
    '(?:do|help me with|help with) my (?:math |maths |physics |english )?homework|(?:give me )?(?:a )?recipe for .{2,40}|recommend (?:me )?(?:a|some|any) (?:good )?(?:restaurants?|books?|hotels?|movies to watch).{0,30}',
    'book (?:me )?(?:a |an )?(?:flight|hotel|table|taxi|restaurant).{0,50}|order (?:me )?(?:a )?(?:pizza|taxi|uber|food).{0,30}|write (?:me )?(?:an? |my )(?:essay|cover letter|resume|cv|business email|thesis).{0,60}',
  ].join('|')})$`,
  'u',
);

const CHINESE = new RegExp(
  `^(?:${[
    '(?:今天|明天|后天|现在|这周|周末|外面|[\\p{Script=Han}]{2,4})?(?:的)?天气(?:怎么样|如何|好吗|好不好|预报是什么)|(?:今天|明天|后天)?(?:会不会|会)?下(?:雨|雪)(?:吗|么)|(?:今天|明天)(?:会)?(?:下雨|下雪)(?:吗|么)?|(?:今天|明天|外面|现在)(?:多少度|几度)',
    String.raw`(?:计算|算一下|算算)?\d+(?:\.\d+)?(?:[-+*/×÷x加减乘除]以?\d+(?:\.\d+)?)+(?:等于|=|是)(?:几|多少|\?)?|(?:计算|算一下|算算)\d+(?:[-+*/×÷x加减乘除]以?\d+)+`,
    '(?:讲|说|来|给我讲|给我说)(?:一个|个|几个|1个)?(?:冷)?笑话(?:听听)?|(?:再)?来个笑话',
    '(?:谁是)(?:现任)?(?:\\p{Script=Han}{1,8})?(?:总统|首相|主席|总理|国王)|(?:\\p{Script=Han}{1,8})?(?:总统|首相|主席|总理)是谁',
    '(?:现在)?(?:是)?几点(?:钟)?了?|今天(?:是)?(?:几号|几月几号|星期几|周几|礼拜几)|\\p{Script=Han}{2,6}的首都(?:是|在)(?:哪里?|哪儿|什么|哪个城市)',
    '(?:写|帮写|写一下)(?:一段|一个|个|段)?(?:python|java|javascript|c\\+\\+|sql|html|php|go)(?:的)?(?:代码|程序|脚本|爬虫|函数)?|(?:写|改)(?:一段|一个|个|段)?(?:代码|程序|爬虫)',
    '.{1,20}(?:用|的)?(?:英语|英文|日语|法语|德语|韩语)(?:怎么说|怎么讲)|(?:写|帮写)(?:一篇|篇|一份|份)?(?:论文|作文|毕业论文|求职信|简历|周报)(?:.{0,15})?',
    '(?:比特币|黄金|股票|茅台)(?:现在)?(?:的)?(?:价格|股价)?(?:是)?多少(?:钱)?',
  ].join('|')})$`,
  'u',
);

/** True when a normalised message certainly asks for something that has nothing to do with videos. */
export function isNotVideo(normalised: string): boolean {
  if (VIDEO_WORD.test(normalised)) return false;
  const isHan = isChinese(normalised);
  const pattern = isHan ? CHINESE : ENGLISH;
  return peelPoliteness(normalised).some((core) => pattern.test(core));
}
