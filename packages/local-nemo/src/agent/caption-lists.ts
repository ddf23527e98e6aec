import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import { tracksOf } from './timeline.ts';
import { quotedSpans } from './words.ts';

/** "Label each room: Kitchen, Bathroom", "add prices: pizza 12€, pasta 14€", 每步配字：备菜、下锅. */
const LISTED =
  /(?:\b(?:labels?|captions?|descriptions?|names?|texts?|prices?|words?)\b[^:,.\n]{0,40}?(?:[:：]|,|\bplease,|\s-)\s*)([^\n]{3,400})$|(?:每[一]?[步张个页幅]|分别|依次|各自?|逐一)[^：:，,。\n]{0,8}?(?:配|加|写|标|打)(?:上)?(?:文字|字幕|标题|名字|字|文案|价格)?[：:\s]{1,3}([^。\n]{3,300})|(?:标|加|写)(?:一?下|上)?(?:文字|字幕|名字|价格)[：:\s]{1,3}([^。\n]{3,300})/iu;
/** "Label each photo with its name", 每张标上名字. */
const BY_NAME =
  /\b(?:label|caption|tag|name)\b (?:each|every|all)(?: of)?(?: the| my)? ?\w*(?: (?:with|by) (?:its|their|the) (?:file ?)?names?)?[\s.!]*$|\b(?:put|add|write|show)\b.{0,20}\b(?:names?|file ?names?|labels?)\b.{0,20}\b(?:each|every|all)\b|(?:每|各|所有|全部).{0,6}(?:标|写|加|配)(?:一?下|上|个)?(?:名字|名称|文件名)/i;
/** Of several quoted texts. */
const ONE_EACH =
  /\bone (?:on|for|per) (?:each|every)(?: (?:pic|photo|picture|clip|image|one|slide)s?)?\b|\bone each\b|(?:每张|各)(?:照片)?(?:一句|一条|一个)|依次(?:写|放)(?:在)?(?:每张)?(?:照片)?上?/i;
/** What a list of words on screen does not hold. */
const ORDERS =
  /\b(?:zoom|pan|seconds?|secs?|music|transition|fade|slow|fast|vertical|square|video|then|swap|remove|delete|make|bigger|smaller|first|last)\b|秒|音乐|转场|镜头|竖|横|视频|第.张/i;
const LONGEST = 600;
const LONGEST_ITEM = 60;
const MOST_ITEMS = 30;

/**
 * Says plainly on which photo each text of a list is to stand; the rest of the message stays as it was. A text that begins
 * with the name of a file stands on that file, the others on one photo after another.
 */
export function withCaptionLists(message: string, media: readonly MediaRecord[], draft: LocalDraft | null): string {
  if (message.length > LONGEST) return message;
  const shown = placesOf(media, draft);
  if (shown.length < 2) return message;
  const isChinese = /\p{Script=Han}/u.test(message);
  const numbered = numberedItems(message);
  if (numbered) return numbered.before + orders(numbered.items, shown, isChinese) + numbered.after;
  const spans = quotedSpans(message);
  if (spans.length > 1 && spans.length === shown.length && ONE_EACH.test(message)) {
    const items = spans.map(({ from, to }) => message.slice(from + 1, to - 1));
    const rest = spans
      .reduceRight((text, { from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, message)
      .replace(ONE_EACH, ' ');
    return `${rest.replace(/(?:\bthen\b|,|\s){2,40}/g, ', ')}, ${orders(items, shown, isChinese)}`;
  }
  if (spans.length > 0) return message;
  if (BY_NAME.test(message) && draft) {
    const items = shown.map(({ filename }) => stemOf(filename).replace(/[_-]+/g, ' '));
    return orders(items, shown, isChinese);
  }
  const match = LISTED.exec(message);
  const list = match?.[1] ?? match?.[2] ?? match?.[3];
  if (!match || list === undefined) return message;
  const { items, rest } = itemsOf(list);
  if (items.length < 2 || items.length > shown.length || items.some((item) => ORDERS.test(item))) return message;
  return `${message.slice(0, match.index)}${orders(items, shown, isChinese)}${rest}`;
}

function placesOf(media: readonly MediaRecord[], draft: LocalDraft | null): MediaRecord[] {
  const pictures = media.filter(({ kind }) => kind !== 'audio');
  if (!draft) return pictures;
  return tracksOf(draft).clips.flatMap(({ m }) => pictures.find(({ id }) => id === m.src) ?? []);
}

const stemOf = (filename: string) => filename.replace(/\.\w{2,5}$/, '');

/** The texts of a list; what follows a blank after a Chinese one is no part of it. */
function itemsOf(list: string): { items: string[]; rest: string } {
  const isChinese = /[、]/.test(list) || /\p{Script=Han}/u.test(list);
  const end = isChinese && list.includes('、') ? list.search(/[\s，,]/) : -1;
  const whole = end > 0 ? list.slice(0, end) : list;
  const items = whole
    .split(isChinese ? /[、，,\s]|(?<=\p{L})和(?=\p{L})/u : /[,;](?: and )?| and /)
    .map((item) => item.trim().replace(/[.!]{1,3}$/, ''))
    .filter((item) => item !== '');
  const isList = items.length <= MOST_ITEMS && items.every((item) => item.length <= LONGEST_ITEM);
  return { items: isList ? items : [], rest: end > 0 ? list.slice(end) : '' };
}

function orders(items: readonly string[], shown: readonly MediaRecord[], isChinese: boolean): string {
  return items
    .map((item, i) => {
      const named = shown.findIndex(({ filename }) => isNamed(item, filename));
      const place = (named < 0 ? i : named) + 1;
      return isChinese ? `第${place}张照片写“${item}”` : `put the text “${item}” on photo ${place}`;
    })
    .join(isChinese ? '，' : ', ');
}

/** "Pizza 12€" for `pizza.jpg`, "Class photo" for `class_pic.jpg`. */
function isNamed(item: string, filename: string): boolean {
  const stem = stemOf(filename).toLowerCase();
  const said = item.toLowerCase();
  if (said.startsWith(stem.replace(/[_-]+/g, ' '))) return true;
  const [first] = stem.split(/[_\s-]+/);
  return first !== undefined && first.length > 3 && /^[a-z]+$/.test(first) && new RegExp(`\\b${first}\\b`).test(said);
}

/** "1. Chop the onions 2. fry them": the texts, and what stands around them. */
function numberedItems(message: string): { before: string; items: string[]; after: string } | undefined {
  const marks = [...message.matchAll(/(?<=^|[\s,;:：，])(\d{1,2})[.)、]\s*(?=\p{L})/gu)];
  if (marks.length < 2 || marks.length > MOST_ITEMS || marks.some((mark, i) => Number(mark[1]) !== i + 1))
    return undefined;
  const [first] = marks;
  const items: string[] = [];
  let after = '';
  for (const [i, mark] of marks.entries()) {
    const from = mark.index + mark[0].length;
    const next = marks[i + 1]?.index ?? message.length;
    const piece = message.slice(from, next);
    const end = i === marks.length - 1 ? piece.search(/[,.;\n，。；]/) : -1;
    const item = (end >= 0 ? piece.slice(0, end) : piece).trim().replace(/[,;，；]$/, '');
    // "1. Zoom in 2. pan left" says what is done with each photo.
    if (item === '' || item.length > LONGEST_ITEM || /["“「]/.test(item) || ORDERS.test(item)) return undefined;
    items.push(item);
    if (end >= 0) after = piece.slice(end);
  }
  return { before: message.slice(0, first?.index), items, after };
}
