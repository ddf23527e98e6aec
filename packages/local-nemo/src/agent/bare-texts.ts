import { unknownWords } from './vocabulary.ts';

/** Words on screen that stand without quotes and without a noun such as "title"; the words are the first group. */
export interface BareText {
  pattern: RegExp;
  /** Whether such words are meant for the screen; every match where it is left out. */
  isMeant?: (words: string, message: string) => boolean;
}

/** What editing speaks of is no text. */
const OF_EDITING =
  /\b(?:zoom|pan|seconds?|secs?|music|song|transitions?|fades?|slow|fast|vertical|square|video|clip|photos?|pictures?|pics?|longer|shorter|bigger|smaller|still|logo|title|caption|black and white|it|them|this|that)\b|秒|音乐|镜头|转场|照片|黑白|竖|横|放大|缩小/i;
const SPEAKS_OF_TEXT = /\b(?:text|txt|title|caption|write|says?|words?|label)\b|字|标题|写/i;

const isText = (words: string) =>
  !OF_EDITING.test(words) && (/\d|\s/.test(words) || unknownWords(words.toLowerCase()).length > 0);

export const BARE_TEXTS: readonly BareText[] = [
  // 标题写小林和阿雯 副标题 2025.10.01
  { pattern: /副标题\s{1,3}((?![是写改换放在加去删])[^\s，。,\ue000-\ue0ff]{1,40})/u },
  // "Put Happy Birthday Lily on it"; a capital letter tells a text from an order.
  {
    pattern:
      /\b(?:put|have|display|overlay|add)\s+((?:[\p{Lu}\d$€£#@][\p{L}\d'’&$€£.%-]{0,30})(?:\s[\p{L}\d'’&$€£.%-]{1,30}){0,7}?)\s+(?=(?:on|over|across) (?:it|top|the (?:video|screen|front|first|last|cover|end|start|opening))\b|at the (?:end|start|beginning|top|bottom)\b)/u,
    isMeant: isText,
  },
  // "12 Oak Lane as the title"
  {
    pattern:
      /(?:^|[,.;!]\s{0,3}|\b(?:with|and|use)\s)([\p{Lu}\d][^,.;!"“”\n]{1,60}?)\s+(?=as (?:the|a|my|our|its) (?:main )?(?:title|headline|caption|heading)\b)/u,
    isMeant: isText,
  },
  // "Text first pic: 2016 Golf GTI, last pic: $9,500 obo"
  {
    pattern:
      /\b(?:first|second|third|fourth|fifth|last|\d{1,2}(?:st|nd|rd|th))(?: (?:pic|photo|picture|image|slide|one|clip))?\s?[:=]\s{0,2}((?=[\p{L}$€£\d])(?:[^,;\n"“”.]|[.,](?=\d)){2,60}?)(?=,(?!\d)|[;\n]|\.\s|\.?$| and (?:the )?(?:last|second|third)\b)/iu,
    isMeant: (words, message) => SPEAKS_OF_TEXT.test(message) && !OF_EDITING.test(words),
  },
  // What cards and memorials say is a sentence of its own.
  {
    pattern:
      /(?:^|[.!\n]\s{0,3})((?:in (?:loving )?memory of|rest in peace|happy (?:birthday|anniversary|\d{1,3}(?:st|nd|rd|th))|merry christmas|congratulations|welcome home)[^.!\n"“”]{0,60})(?=[.!\n]|$)/iu,
    isMeant: (words) => !/\b(?:video|clip|movie|film|slideshow|reel|music|song|title)\b/i.test(words),
  },
  // 第一张写2016款高尔夫，最后写小宇5岁作品
  {
    pattern:
      /(?:开头|结尾|最后|片头|片尾|末尾|[张页图片](?:照片|图片)?(?:上面?|里)?|画面上?)(?:再|就|要|也|请)?(?:写|配字|打字)(?:一?个|一?行字?|上|着|[:：])?\s{0,3}(?![在到上下字文标什点不得错写的吧]|一[下些])([^，。！？；,;\n"“”「」\ue000-\ue0ff]{1,40}?)(?=[，。！？；,;\n]|$|然后|\s(?:最后|第.{1,3}张|开头|结尾|配|加|每张|音乐))/u,
    isMeant: (words) => words.trim() !== '' && !/^(?:文字|标题|字幕|年份|名字)/.test(words),
  },
];
