import { BARE_TEXTS } from './bare-texts.ts';
import { unknownWords } from './vocabulary.ts';
import { QUOTE, QUOTE_START, type Reading } from './words.ts';

const EN_STOP =
  '(?=[!?\\n,;]|\\.(?!\\w)|$|\\s+and then\\b|\\s+(?:and|then|but|plus)\\s+(?:make|add|use|set|put|change|remove|zoom|pan|with|no|give|play|mute|also|turn|the|a|export|music|keep|crossfade|slow|calm|upbeat|lo-?fi|some|delete|reverse)\\b|\\s+(?:with|at the|on (?:it|the|top|screen|them|photo|picture|all|every|each)\\b|in the (?:middle|cent|corner)|in (?:white|black|red|gold|yellow|orange|green|blue|purple|pink|grey|gray)|for \\d|throughout|please)\\b)';
/** Nothing but how a text is to look: "title: big, red". */
const ONLY_LOOKS =
  '(?:(?:at the |in the |in )?(?:top|bottom|center|centre|middle|white|black|red|gold|yellow|orange|green|blue|purple|pink|gr[ae]y|big(?:ger)?|small(?:er)?|large)\\b[\\s,]{0,3}(?:and )?){1,4}(?:[.!?\\n]|$)';
const UNQUOTED: RegExp[] = [
  // After a colon any word may begin a text: "title: My Big Day".
  new RegExp(
    `\\b(?:titles?|captions?|headline|heading|texts?|subtitle)\\s*[:=](?!\\s*${ONLY_LOOKS}|\\s*[\\ue000-\\ue0ff])\\s{0,3}(\\S.*?)${EN_STOP}`,
    'i',
  ),
  new RegExp(
    `\\b(?:titles?|captions?|headline|text)\\b[^.!?\\n]{0,60}?\\b(?:saying|(?<=\\b(?:make|have|let) (?:the|my) (?:titles?|captions?|headline|text) )(?:say|read)|should (?:say|read|be(?! (?:white|black|red|gold|yellow|orange|green|blue|purple|pink|gr[ae]y|big|small|large|at|on|in|the|more|less|longer|shorter)))|(?:that|which) (?:says|reads))(?!\\s*[\\ue000-\\ue0ff])\\s+(.+?)${EN_STOP}`,
    'i',
  ),
  new RegExp(
    `\\b(?:titles?|titled|captions?|headline|heading|texts?|subtitle)\\s*(?:card |overlay )?(?::|=|\\bis\\b|\\bsays?\\b|\\bsaying\\b|\\breading\\b|\\breads\\b|\\bthat (?:says|reads)\\b|\\bcalled\\b|\\bto say\\b|\\bto\\b)(?!\\s*(?:the |a |be )?(?:top|bottom|cent|middle|end|start|beginning|whole|white|black|red|gold|yellow|orange|green|blue|purple|pink|gr[ae]y|big|small|missing|wrong|gone|too|not|ugly|still|hard|elegant|fancy|nice|cut|blue|every|each|all|both|my|it\\b)|\\s*the (?:video|photo|clip|picture|image|first|last|second))\\s*(.+?)${EN_STOP}`,
    'i',
  ),
  new RegExp(
    `\\b(?:call it|name it|title it|caption it|titled|(?:add|put|write|show|with) the (?:words|text)|write)\\s+(?!(?:on|in|at|a|the|something|to|me|it|this|that|them|about|us|out|down)\\b)(.+?)${EN_STOP}`,
    'i',
  ),
];
// Only with a capital letter or a Chinese one may words follow the noun directly.
const DIRECT = new RegExp(`\\b[Tt]itle\\s+((?!The\\b|In\\b|At\\b)[\\p{Lu}\\d\\p{Script=Han}].*?)${EN_STOP}`, 'u');
const ZH_STOP =
  '(?=[,，。.!！?？;；\\n、]|$|\\s(?=副?标题|字幕|音乐|配乐|开头|结尾|每张|时长|竖屏|横屏|\\d{1,3}秒|第.{1,3}张|最后一?张|镜头|转场|卡点|logo)|然后|并且|并加|再加|放在|时长|配上)';
const ZH_UNQUOTED: RegExp[] = [
  new RegExp(
    `(?:标题|片名|题目|字幕|文字|配文|文案)\\s*(?:内容)?(?:是|为|叫做?|写着?|写上|改成|改为|换成|设为|:)(?!\\s*.{0,3}(?:色|部|方|面|间|头|尾|央)(?:${ZH_STOP}|的))\\s*(.+?)${ZH_STOP}`,
    'u',
  ),
  new RegExp(
    `(?:写上|写着|打上|加上文字|加上字幕|加文字|加字幕|(?:加|加上|添加|加个|加一个|来个)标题)(?!\\s*(?:在|到|和|与|或|吧|的|$|一个|文字|字幕|标题))\\s*(.+?)${ZH_STOP}`,
    'u',
  ),
];

/** "…, title summer 2025": in a list of wishes, small letters too, where they are no words of editing. */
const IN_LIST = new RegExp(
  `(?:^|[,，;]\\s{0,3})(?:and |with )?(?:the |a )?titles? (?!(?:big|small|larg|tiny|huge|whit|black|red|gold|yellow|orange|green|blue|purple|pink|gr[ae]y|brown|top|bottom|cent|middle|bold|italic|in|at|on|to|off|out|up|down|with|for|from)\\w*\\b)((?:[a-z]|\\d)[^,，;.!?\\n]{0,60}?)${EN_STOP}`,
  'i',
);

function startsWithOwnWord(text: string): boolean {
  const first = IN_LIST.exec(text)?.[1]?.split(' ', 1)[0];
  return first !== undefined && unknownWords(first).length > 0;
}

/** Texts of one kind in a message. */
const MOST_BARE = 8;

/** Puts words that stand without quotes ("title Hello World", "标题是你好") in quotes, so that they are read as one. */
export function quoteTexts(reading: Reading): Reading {
  let { raw, text } = reading;
  const quotes = [...reading.quotes];
  const enclose = (from: number, length: number) => {
    const words = raw
      .slice(from, from + length)
      .trim()
      .replace(/[吧呢啊]$/u, '')
      .trim();
    if (words === '' || new RegExp(QUOTE).test(words) || words.length > 200 || quotes.length > 200) return;
    quotes.push(words);
    const letter = String.fromCharCode(QUOTE_START + quotes.length - 1).padEnd(length, ' ');
    raw = raw.slice(0, from) + letter + raw.slice(from + length);
    text = text.slice(0, from) + letter + text.slice(from + length);
  };
  const search = (pattern: RegExp, where: string) => {
    const match = pattern.exec(where);
    const words = match?.[1];
    if (match && words !== undefined) enclose(match.index + match[0].length - words.length, words.length);
    return match !== null;
  };
  // Upper and lower case matter to one pattern alone; Chinese is matched in its folded form.
  if (!UNQUOTED.some((pattern) => search(pattern, raw)) && !search(DIRECT, raw) && startsWithOwnWord(text))
    search(IN_LIST, raw);
  for (const pattern of ZH_UNQUOTED) if (search(pattern, text)) break;
  for (const { pattern, isMeant } of BARE_TEXTS) {
    for (let n = 0; n < MOST_BARE; n++) {
      const match = pattern.exec(raw);
      const words = match?.[1];
      if (!match || words === undefined || isMeant?.(words, raw) === false) break;
      enclose(match.index + match[0].lastIndexOf(words), words.length);
    }
  }
  return { raw, text, quotes };
}
