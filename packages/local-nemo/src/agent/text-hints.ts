import type { LocalDraft } from '../draft.ts';
import { tracksOf } from './timeline.ts';
import { quotedSpans } from './words.ts';

/** Emoji by the names that people use for them. */
const EMOJI: readonly [RegExp, string][] = [
  [/\b(?:red )?heart\b|爱心|红心|心形/i, '❤️'],
  [/\b(?:fire|flames?|lit)\b|火焰|火/i, '🔥'],
  [/\bstars?\b|星星|星/i, '⭐'],
  [/\b(?:sparkles?|glitter)\b|闪光|亮晶晶/i, '✨'],
  [/\bsun\b|太阳/i, '☀️'],
  [/\b(?:laugh(?:ing)?|lol|joy)\b|大笑|笑哭/i, '😂'],
  [/\b(?:smil(?:e|ey|ing)|happy)(?: face)?\b|笑脸|微笑/i, '😊'],
  [/\b(?:cry(?:ing)?|sad|tears?)\b|哭/i, '😢'],
  [/\b(?:party|confetti|tada|celebrat\w+)\b|庆祝|礼花/i, '🎉'],
  [/\b(?:birthday )?cake\b|蛋糕/i, '🎂'],
  [/\bballoons?\b|气球/i, '🎈'],
  [/\bthumbs? ?up\b|点赞|大拇指/i, '👍'],
  [/\b(?:clap(?:ping)?|applause)\b|鼓掌/i, '👏'],
  [/\bcrown\b|皇冠/i, '👑'],
  [/\brocket\b|火箭/i, '🚀'],
  [/\b(?:flower|blossom)\b|花/i, '🌸'],
  [/\brainbow\b|彩虹/i, '🌈'],
  [/\b(?:kiss)\b|亲亲/i, '😘'],
  [/\b(?:dog|puppy|paw)\b|狗/i, '🐶'],
  [/\b(?:cat|kitten)\b|猫/i, '🐱'],
  [/\b(?:plane|airplane|flight)\b|飞机/i, '✈️'],
  [/\b(?:moon)\b|月亮/i, '🌙'],
  [/\bcamera\b|相机/i, '📷'],
  [/\b(?:music|note)\b|音符/i, '🎵'],
];
/** "I don't like emojis" asks for none. */
const ASKS_FOR_EMOJI =
  /\b(?:add|put|use|place|show|with|want|stick|insert|include|give|remove|delete|replace|change|swap)\b|[加放贴用换删写]|来/i;
const NAMED_EMOJI =
  /\b(?:an? |the |some |my )?((?:[a-z]+[ -]){1,2})emojis?\b|\bemoji (?:of|with) (?:an? )?([a-z]{2,12}(?: [a-z]{2,8})?)|[一个]{0,2}([\p{Script=Han}]{1,3})(?:的)?(?:表情符号|表情|emoji)/iu;

/** "My name Ana", "the words Hello there": words without quotes that are surely to be shown. */
const INTRODUCED =
  /\b(?:add|put|write|show|place)\s+(?:(?:my|our|his|her|their|the)\s+(?:name|names|words?|hashtag|handle|date|place|location|city)|the text):?\s{1,3}(?!on\b|in\b|at\b|to\b|as\b|of\b|under\b|over\b|above\b|below\b|with\b|for\b|please\b|pls\b|too\b|also\b|now\b|instead\b|first\b|last\b|small\b|big\b|large\b|here\b|there\b|again\b|back\b|bigger\b|smaller\b|and\b)([^\s"“][^"“\n,.!?;]{0,80}?)(?=\s+and (?:the|my|our|a|an|make|put|add|then)\b|\s+(?:small|big|bigger|smaller|bottom|top|left|right)\b|\s+(?:on|in|at|as|over|under|for|with|to)\s+(?:the\b|it\b|top\b|bottom\b|photo\b|clip\b|every\b|each\b|all\b|my\b|a\b|an\b|\d|white\b|red\b|yellow\b|black\b|blue\b|green\b|pink\b|gold\b)|[.!?,;\n]|$)/i;
/** "Change hello to hi", 把你好改成大家好: of words that are on screen. */
const REWORDED_EN =
  /\b(?:change|replace|correct|fix|edit|update) (?:the )?(?:(?:word|title|text|caption) )?([^\s"“][^"“\n]{0,79}?) (?:to|with|into|by) ([^\s"“,;!?][^"“\n,;!?]{0,79}?)(?=[,;!?\n]|\.(?:\s|$)|\s+(?:please|pls|and (?:make|put|move|add|then))\b|$)/i;
const REWORDED_ZH = /[把将]?([^\s“"，。把将]{1,40}?)(?:改成|改为|换成)([^“"，。！？\n]{1,40}?)(?=[，。！？\n吧]|$)/u;
/** Looks in brackets after a text: "title: Hello (top, red)". */
const ASIDE =
  /[(（]\s*((?:(?:at the |in )?(?:top|bottom|cent(?:er|re)|middle|white|black|red|gold|yellow|orange|green|blue|purple|pink|gr[ae]y|big(?:ger)?|small(?:er)?|large|bold|上方|下方|中间|顶部|底部|[白黑红金黄橙绿蓝紫粉灰]色|大字?|小字?)(?:\s*[,，、]\s*|\s+and\s+|\s*)){1,4})[)）]/i;

/**
 * Puts words that are surely meant for the screen in quotes, and says plainly what stands in brackets after them; the rest
 * of the message stays as it was. Of a very long message nothing is changed.
 */
export function withTextHints(message: string, draft: LocalDraft | null): string {
  if (message.length > LONGEST) return message;
  const plain = message.replace(ASIDE, (_, looks: string) => `, ${looks.trim()}`);
  if (quotedSpans(plain).length > 0) return partReworded(plain, draft) ?? plain;
  return namedEmoji(plain) ?? introduced(plain) ?? reworded(plain, draft) ?? plain;
}

const LONGEST = 500;

function namedEmoji(message: string): string | undefined {
  const match = ASKS_FOR_EMOJI.test(message) ? NAMED_EMOJI.exec(message) : null;
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  const emoji = name === undefined ? undefined : EMOJI.find(([pattern]) => pattern.test(name))?.[1];
  return match && emoji
    ? `${message.slice(0, match.index)}“${emoji}”${message.slice(match.index + match[0].length)}`
    : undefined;
}

function introduced(message: string): string | undefined {
  const match = INTRODUCED.exec(message);
  const words = match?.[1];
  if (!match || words === undefined) return undefined;
  return `${message.slice(0, match.index)}put “${words}”${message.slice(match.index + match[0].length)}`;
}

const PART_REWORDED =
  /[“"「『]([^“”"「」『』]{1,80})[”"」』]\s*(?:(?:应该)?改成|改为|换成|to|with|for|->|→)\s*[“"「『]([^“”"「」『』]{1,80})[”"」』]/u;

/** 把“30元”改成“50元” where the text on screen reads more than that. */
function partReworded(message: string, draft: LocalDraft | null): string | undefined {
  const match = PART_REWORDED.exec(message);
  const [, old, now] = match ?? [];
  if (!draft || !match || old === undefined || now === undefined) return undefined;
  for (const { m } of tracksOf(draft).texts) {
    const from = wordAt(m.text, old);
    if (from === undefined) continue;
    const changed = m.text.slice(0, from) + now + m.text.slice(from + old.length);
    const order = /\p{Script=Han}/u.test(message) ? `“${m.text}”改成“${changed}”` : `“${m.text}” to “${changed}”`;
    return message.slice(0, match.index) + order + message.slice(match.index + match[0].length);
  }
  return undefined;
}

/** Parts of a video, as orders name them. */
const OF_VIDEO =
  /^(?:(?:the|my|first|second|third|last) )*(?:end(?:ing)?|start|beginning|music|song|sound|audio|volume|titles?|texts?|captions?|words?|video|film|movie|clips?|photos?|pictures?|images?|length|speed|order|format|colou?rs?|zoom|motion|transitions?|background|logo|fade|it|this|that|all|everything)$|^(?:音乐|歌曲?|声音|标题|字幕|文字|视频|影片|照片|图片|时长|速度|顺序|格式|颜色|转场|背景|结尾|开头)$/i;

/** A part of a text on screen that is to read otherwise, said as a change of the whole text. */
function reworded(message: string, draft: LocalDraft | null): string | undefined {
  if (!draft) return undefined;
  const isChinese = /\p{Script=Han}/u.test(message);
  const match = (isChinese ? REWORDED_ZH : REWORDED_EN).exec(message);
  const [, old, now] = match ?? [];
  if (!match || old === undefined || now === undefined) return undefined;
  // "Change the end to a fade" is no wish about the text "The End": what editing is spoken of with is no word of a text.
  const isOwnWord = !OF_VIDEO.test(old.trim());
  for (const { m } of tracksOf(draft).texts) {
    if (!isOwnWord && !(isChinese && m.text === old.trim())) continue;
    const from = wordAt(m.text, old.trim());
    if (from === undefined) continue;
    const changed = m.text.slice(0, from) + now.trim() + m.text.slice(from + old.trim().length);
    const order = isChinese ? `把“${m.text}”改成“${changed}”` : `change “${m.text}” to “${changed}”`;
    return message.slice(0, match.index) + order + message.slice(match.index + match[0].length);
  }
  return undefined;
}

/** Where a text holds words as whole words, whatever their case. */
function wordAt(text: string, words: string): number | undefined {
  if (words === '') return undefined;
  const from = text.toLowerCase().indexOf(words.toLowerCase());
  if (from < 0) return undefined;
  const touches = (char: string) => /[\p{L}\p{N}]/u.test(char) && !/\p{Script=Han}/u.test(char);
  return touches(text.charAt(from - 1)) || touches(text.charAt(from + words.length)) ? undefined : from;
}
