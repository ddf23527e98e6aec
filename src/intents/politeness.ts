import { compact, isChinese, trimEdges } from './normalise.ts';

/** What may stand before or after a command without being part of it. All lists are for normalised text. */
const SEPARATOR = String.raw`[\s,.!?;:~—–-]+`;
const READY =
  '(?:when|once|after|whenever|as soon as) (?:(?:its|it is|thats|that is|youre|you are|everything is|everythings|all is|all) )?(?:done|ready|finished|complete|possible)';

const ENGLISH_POLITE = [
  'please|pls+|plz|kindly|hey there|he+y+|hi there|hi|hello|yo|dear',
  'ok|okay|k|alright|all right|well|so|now|and then|then|and|also|just|finally|oh|um|uh|hmm|actually|quickly|immediately',
  'go ahead and|go on and|would you mind|(?:can|could|would|will) (?:you|u|we)(?: please)?|(?:can|could|may) i(?: please)?',
  '(?:would|will|is) it (?:be )?(?:possible|ok|okay|alright) (?:to|(?:for you|if you) (?:to|could|can)?)|(?:is there |any )?(?:a |any )?(?:chance|way) (?:you|u|i) (?:could|can)|i was wondering (?:if|whether) (?:you|u|i) (?:could|can)|id appreciate it if you could|be so kind (?:as )?to|do me a favou?r and',
  '(?:id|i would) like (?:you )?to|i (?:want|need) (?:you )?to|i wanna|i would like|id like|i want|i need',
  'lets|let us|let me|(?:(?:im|i am|were|we are) )?ready to|help me(?: to)?|try to|its time to|time to|please can you|bot|reelay|@\\w+|<@[!&]?\\d+>',
  READY,
].join('|');

/** Approval before a command. Only with a stop after it: "Great new video!" asks for nothing. */
const ENGLISH_APPROVAL = [
  'yes|yeah|yep|yup|sure|no|nope|wait|right|thanks|thank you|thx|ty|great|perfect|awesome|amazing|cool|nice|good|excellent',
  'wonderful|lovely|beautiful|fantastic|wow|super|brilliant|gorgeous|love it|looking good|well done|done|ready',
  '(?:good|great|nice) (?:job|work|one)|i (?:really |just )?(?:love|like) (?:it|this|that)(?: so much| a lot| very much)?',
  '(?:i (?:think|guess|believe) )?(?:it|this|that|everything|all|the (?:video|edit|clip))(?: is|s| looks| seems) (?:all )?(?:done|finished|ready|complete|set)(?: now)?',
  '(?:it |that |this )?(?:looks|is|its|thats) (?:so |really |very |just |all |absolutely )?(?:good|great|perfect|amazing|awesome|fine|nice|cool|beautiful|ok|okay)(?: to me| now)?',
  '(?:i think )?thats (?:it|all)|nothing else|no (?:more )?changes|(?:i think |i guess )?(?:im|i am|were|we are|its) (?:all )?(?:done|happy|ready|finished|good|happy with (?:it|this|that))',
  '(?:dont|do not) change anything(?: else)?|(?:that will|thatll|thisll|this will) do|go ahead|all good|hurray|yay|sorry|excuse me',
].join('|');
const ENGLISH_ORDER = String.raw`(?:now|please|pls|and|so|then|lets|just|(?:can|could) you|(?:export|download|send|render|give)(?: me)? (?:it|this|the|my|now))\b`;

const ENGLISH_AFTER = [
  'please|pls|plz|thanks a lot|thanks|thank you(?: so much| very much)?|many thanks|thx|ty|cheers',
  'real quick|really quick|quick|right now|right away|straight away|now|asap|immediately|quickly|at once|already|today|this time|then|again|too|as well',
  'for me|if you can|if possible|if you (?:dont|do not) mind|(?:would|could|will|can) you|ok|okay|lol|ha(?:ha)+',
  'bro|man|dude|mate|buddy|sir|my friend|bot|reelay',
  READY,
].join('|');

const CHINESE_READY =
  '等?(?:全部|都|视频|影片)?(?:做|弄|搞|剪|改|生成|渲染|处理|制作|编辑)?(?:完成|完|好)(?:了|之后|以后|后|就|再|的话|时)+';

const CHINESE_BEFORE = [
  CHINESE_READY,
  '(?:做|弄|搞|剪|改|渲染|处理|加|换|调)(?:完|好)',
  'please|pls|hey|hi|hello|okay|ok|请问|请|麻烦(?:你|您)?|拜托(?:你|您)?|劳驾|辛苦(?:你|您)?|您好|你好|哈喽|喂|亲',
  '帮忙|帮我|帮|给我|替我|(?:你|您)?(?:可以|能不能|可不可以|可否|能否|能)|我(?:想要|想|要|需要|希望)(?:你|您)?',
  '那就|那么|那|好的|好了|好|行|以后都?|可以了|嗯+|现在|马上|立刻|立即|赶紧|快点?|直接|就这样吧|就这样|就|先|再|然后|最后|接着|顺便',
  '谢谢(?:你|您)?|不错|很好|太好了|太棒了|棒极了|完美|很棒|满意|很满意|没问题|我?很喜欢|不用改了|没有其他修改',
].join('|');
const CHINESE_AFTER = [
  '谢谢(?:你|您|啦|了)?|多谢|感谢|谢了|好吗|好不好|可以吗|可以么|行吗|行不行|麻烦(?:你|您)?了|拜托了?|辛苦了?',
  '一下|吧|啊|呀|呢|哦|喔|哈|啦|了|吗|么|嘛|哟|呗|嗯|马上|现在|立刻|please|pls|thanks|thx|ok',
].join('|');

const BEFORE = {
  english: new RegExp(
    `^(?:(?:${ENGLISH_POLITE})(?=${SEPARATOR}|$)|(?:${ENGLISH_APPROVAL})(?=\\s*[,.!?;:~—–-]|\\s+${ENGLISH_ORDER}))${SEPARATOR}`,
    'u',
  ),
  chinese: new RegExp(`^(?:${CHINESE_BEFORE})`, 'u'),
};
const AFTER = {
  english: new RegExp(`${SEPARATOR}(?:${ENGLISH_AFTER})$`, 'u'),
  chinese: new RegExp(`(?:${CHINESE_AFTER})$`, 'u'),
};

/** More layers of politeness than anybody writes. */
const MOST_LAYERS = 6;

function peel(text: string, layer: RegExp): string[] {
  const stages = [text];
  let current = text;
  while (stages.length <= MOST_LAYERS) {
    const next = trimEdges(current.replace(layer, ''));
    if (next === current) break;
    if (next === '') break;
    stages.push(next);
    current = next;
  }
  return stages;
}

/**
 * The text, then the text with ever more politeness taken off both ends, in the order in which they should be tried.
 * Chinese comes without spaces and commas.
 */
export function peelPoliteness(normalised: string): string[] {
  const language = isChinese(normalised) ? 'chinese' : 'english';
  const edgeless = trimEdges(normalised);
  const start = language === 'chinese' ? compact(edgeless) : edgeless;
  if (start === '') return [];
  const stages = new Set<string>();
  for (const afterless of peel(start, AFTER[language])) {
    for (const stage of peel(afterless, BEFORE[language])) stages.add(stage);
  }
  return [...stages];
}

const ONLY = {
  english: new RegExp(`^(?:${ENGLISH_POLITE}|${ENGLISH_APPROVAL}|${ENGLISH_AFTER})$`, 'u'),
  chinese: new RegExp(`^(?:${CHINESE_BEFORE}|${CHINESE_AFTER})+$`, 'u'),
};

/** True when nothing but politeness or approval is said. */
export function isOnlyPoliteness(normalised: string): boolean {
  const language = isChinese(normalised) ? 'chinese' : 'english';
  const edgeless = trimEdges(normalised);
  const whole = language === 'chinese' ? compact(edgeless) : edgeless;
  const last = peel(whole, BEFORE[language]).at(-1) ?? '';
  return [whole, last].some((text) => text === '' || ONLY[language].test(text));
}
