import { compact, isChinese, normalise, trimEdges } from './normalise.ts';

/** What is said for its own sake and asks for nothing. */
export type SmallTalk = 'thanks' | 'praise' | 'bye';

/** Longer texts say something, in UTF-16 units. */
const LONGEST = 100;
const MOST_WORDS = 12;

const listOf = (words: string) => new Set(words.split('|'));

/** The first kind that is found names the talk. */
const EN: readonly (readonly [SmallTalk, ReadonlySet<string>])[] = [
  ['bye', listOf('bye|goodbye|cya|farewell|goodnight|later|tomorrow')],
  [
    'thanks',
    listOf(
      'thanks|thank|thankyou|thx|thnx|tnx|ty|tysm|tyvm|cheers|appreciate|appreciated|grateful|merci|gracias|danke',
    ),
  ],
  [
    'praise',
    listOf(
      'great|awesome|perfect|amazing|nice|cool|love|loved|loving|beautiful|wow|lovely|excellent|brilliant|fantastic|gorgeous|wonderful|superb|stunning|sweet|neat|incredible|impressive|magnificent|yay|hurray|woohoo|haha|hahaha|hehe|lol|lmao|rofl|omg|nicely|cute|funny|hilarious|bravo|goat|fire|lit|dope|good|well|happy|glad',
    ),
  ],
];
/** Alone these are no talk: "good" may choose, "later" may put off. */
const EN_WEAK = listOf('later|tomorrow|good|well|fire|lit|cool|happy|glad|perfect|love|funny|cute|sweet|neat');
const EN_BESIDE = listOf(
  'i|im|am|its|it|is|was|this|that|thats|looks|look|looking|turned|turns|came|out|so|very|much|really|a|an|lot|lots|the|just|absolutely|totally|super|for|your|ur|you|u|youre|are|all|help|job|work|one|stuff|video|clip|result|everything|again|bot|reelay|guys|man|bro|dude|mate|friend|my|oh|god|ok|okay|hey|many|and|what|how|ever|done|to|too|as|always|have|day|night|weekend|see|talk|soon|in|bit|million|tons|indeed|we|be|made|me|smile|of|work|works|hello|hi|wish',
);

const ZH: readonly (readonly [SmallTalk, RegExp])[] = [
  ['bye', /再见|拜拜|拜|晚安|回头见|明天见|下次见|回见|溜了|下线/u],
  ['thanks', /谢谢|多谢|感谢|谢啦|谢了|谢|辛苦|感恩|3q|thx|thanks|thankyou/u],
  [
    'praise',
    /棒|完美|厉害|好看|漂亮|不错|太好了|很好|真好|好美|好帅|哇|哈哈|嘻嘻|喜欢|爱了|赞|牛|绝了|惊艳|可爱|酷|优秀|满意|好玩|给力|笑死|666|美/u,
  ],
];
/** All that such a text may consist of. */
const ZH_WHOLE =
  /^(?:再见|拜拜|拜|晚安|回头见|明天见|下次见|回见|谢谢|多谢|感谢|谢|辛苦|感恩|3q|thx|thanks|thankyou|太|真|好|很|非常|超级?|棒|完美|厉害|看|漂亮|不错|美|帅|哇|哈|嘻|喜欢|爱|赞|牛|绝|惊艳|可爱|酷|优秀|满意|玩|给力|笑死|6|你|您|大家|我|们|的|了|啦|啊|呀|哦|喔|嘛|吧|呢|呗|极|死|得|这个?|它|视频|影片|效果|作品|帮忙|帮助|一下|特别|挺|还|都|就|那|先|下线|溜|做|干|是|嗯|哎|也|老|铁|亲|bot|机器人)+$/u;

/**
 * What a whole message is when it only thanks, praises or takes leave; undefined for anything that may ask for something.
 * "Yes", "ok" and "go on" are answers, and "thanks, now make it longer" asks.
 */
export function smallTalkOf(text: string): SmallTalk | undefined {
  if (text.length > LONGEST || /[?？]/u.test(text)) return undefined;
  if (isOnlyHearts(text)) return 'praise';
  const normalised = normalise(text);
  if (isChinese(normalised)) {
    const plain = compact(trimEdges(normalised));
    return ZH_WHOLE.test(plain) ? ZH.find(([, words]) => words.test(plain))?.[0] : undefined;
  }
  const words: string[] = normalised.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0 || words.length > MOST_WORDS) return undefined;
  const own = EN.flatMap(([, set]) => words.filter((word) => set.has(word)));
  if (!words.every((word) => EN_BESIDE.has(word) || own.includes(word))) return undefined;
  if (words.length === own.length && own.every((word) => EN_WEAK.has(word))) return undefined;
  return EN.find(([, set]) => words.some((word) => set.has(word)))?.[0];
}

const HEARTS =
  /^(?:[❤♥🧡💛💚💙💜🖤🤍🤎💖💕💗💓💞😍🥰😘🤩😂🤣😊🙂😁😃😄😎🥳🎉👏🙏🔥💯✨🙌🤗😻💐🌹]|\ufe0f|\u200d|[\u{1f3fb}-\u{1f3ff}]|\s|!|！)+$/u;

/** Hearts, laughter and applause; a thumb may be a yes. */
function isOnlyHearts(text: string): boolean {
  return /[^\s!！]/u.test(text) && HEARTS.test(text);
}
