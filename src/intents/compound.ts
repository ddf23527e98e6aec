import { isChinese } from './normalise.ts';
import { isStory, type Strength } from './story.ts';
import { trimCharacters } from './trim.ts';

interface Connector {
  /** Where the head ends, with its closing punctuation. */
  headEnd: number;
  tailStart: number;
  strength: Strength;
  newline: boolean;
}

/** The longest tail that is tried as an export, in UTF-16 units. */
const LONGEST_TAIL = 100;

const CONNECTOR = new RegExp(
  [
    String.raw`(?<break>[.!?…]+(?=\s|$)\s*|[。！？]+\s*|\s*\n\s*)`,
    String.raw`(?<strong>[,;，；、]?\s*(?:\band then\b|\band after that\b|\bafter that\b|\bafterwards\b|\band finally\b|\bfinally\b|\bthen\b|然后再?|然後再?|接着再?|接著再?|之后再?|之後再?|以后再?|完成后再?|完成後再?|最后再?|最後再?|完了再?)\s*|[，；;]\s*|\s+[—–-]{1,2}>?\s+|\s*→\s*)`,
    String.raw`(?<weak>,?\s+(?:and|plus|&|\+)\s+|\s*&\s*|[,、]\s*|(?:并且|並且|顺便|順便|同时|同時|并|並|再|后|後)\s*)`,
  ].join('|'),
  'giu',
);

function connectorsOf(text: string): Connector[] {
  const connectors: Connector[] = [];
  for (const found of text.matchAll(CONNECTOR)) {
    const strength = found.groups?.break ? 'break' : found.groups?.strong ? 'strong' : 'weak';
    const closing = /^[.!?…。！？]+/u.exec(found[0])?.[0].length ?? 0;
    connectors.push({
      headEnd: found.index + closing,
      tailStart: found.index + found[0].length,
      strength,
      newline: found[0].includes('\n'),
    });
  }
  return connectors;
}

const ADDRESS = /\b(?:https?:\/\/|www\.|spotify:)[^\s，。、）)]+/giu;

/** Longer texts are not split, in UTF-16 units: white space is gone through anew from each place in it. */
const LONGEST_SPLIT = 500;

/** The parts between all connectors, empty ones left out. Web addresses stay whole; so does a long text. */
export function splitAtConnectors(text: string): string[] {
  if (text.length > LONGEST_SPLIT) return [text.trim()].filter((part) => part !== '');
  const parts: string[] = [];
  const masked = text.replace(ADDRESS, (address) => 'x'.repeat(address.length));
  let start = 0;
  for (const { headEnd, tailStart } of connectorsOf(masked)) {
    parts.push(text.slice(start, headEnd));
    start = tailStart;
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

const OPENING = /[“「『《]|(?<![\p{L}\p{N}])["'‘](?=\S)/gu;
const CLOSING = /[”」』》]|(?<=\S)["'’](?![\p{L}\p{N}])/gu;

/** True when a quotation is still open where the head ends. */
function endsWithinQuotes(head: string): boolean {
  if ((head.match(/"/gu)?.length ?? 0) % 2 === 1) return true;
  const plain = head.replace(/"/gu, '');
  return (plain.match(OPENING)?.length ?? 0) > (plain.match(CLOSING)?.length ?? 0);
}

const QUOTED = /["“「『《'‘][^"”」』》'’]+["”」』》'’]/u;
/** Words to be shown are announced and follow; "add subtitles" alone announces none. */
const ABOUT_WORDS =
  /\b(?:says?|saying|reads?|reading|titled|called|named|write|type)\b|\b(?:text|words?|captions?|titles?|labels?|buttons?|lines|subtitles?|slogan|cta|headline)\s*:?\s+(?!(?:at|in|on|to|for|with|over|from|under|of|please)\b)\S|(?:写|寫|字|内容|內容|文案|按钮|按鈕|口号|口號)(?!幕|样|樣)[^\s，,后後]|(?:字幕|标题|標題)(?!样|樣|去|删|刪|换|換|改|移|调|調|变|變|缩|縮|放|加|的?(?:颜色|顏色|字体|字體|位置|大小))[^\s，,后後]/iu;
/** True when what follows may be words to be shown. */
export function mayBeCaption(head: string): boolean {
  return endsWithinQuotes(head) || (ABOUT_WORDS.test(head) && !QUOTED.test(head));
}

const QUESTION =
  /^\s*(?:how|why|what|which|where|who|if|is|are|does|do i|did|should|unless|怎么|怎麼|如何|为什么|為什麼|为何|如果|要是|是不是|能否)/iu;
const COMPLAINT =
  /^\s*(?:i|we|it|you)(?:'ve| have)? (?:tried|try|was|were|had|could|can|don|do|didn|am|still|keep)\b|\b(?:can'?t|cannot|couldn'?t|unable)\b|不能|没法|沒法|无法|無法/iu;
const TO_VERB = /\bto\s+\w+(?:\s+\w+)?\s*$|(?:可以|方便|能够|能夠|用来|用來|用于|用於)\p{Script=Han}{0,6}$/iu;

/** One bare verb is also what a caption would say ("Follow, like and download"). */
const BARE = /^(?:(?:re-?)?export|download|render|mp4|导出|汇出|下载|输出|渲染|出片)$/u;
const CAPTION_LIKE = /^(?:download|render|mp4|下载|输出|渲染)$/u;

function isTrusted(head: string, connector: Connector, tailCore: string): boolean {
  if (endsWithinQuotes(head)) return false;
  const { strength } = connector;
  const bare = BARE.test(tailCore);
  const captionLike = CAPTION_LIKE.test(tailCore);
  const aboutWords = ABOUT_WORDS.test(head) && !QUOTED.test(head);
  if (strength === 'break') return !(connector.newline && aboutWords && captionLike) && !/[:：]\s*$/u.test(head);
  if (QUESTION.test(head) || COMPLAINT.test(head)) return false;
  if (strength === 'strong') return !(aboutWords && captionLike);
  if (bare && (aboutWords || TO_VERB.test(head))) return false;
  if (NO_ORDER.test(tailCore)) return false;
  return !captionLike || isChinese(head);
}

/** "…, my video" and "…, see the project" go on with what was said. */
const NO_ORDER = /^(?:the|my|our|this|that|your|see|watch|have|mp4)\b/u;

export interface Cut<M> {
  /** What comes before the action, in the user's own words. */
  head: string;
  match: M;
  strength: Strength;
}

/** Where the head ends, without what joins it to the tail. */
const JOINING = /[\s,，;；、—–-]/u;
const headOf = (text: string, end: number) => trimCharacters(text.slice(0, end).trim(), undefined, JOINING);

/** Starts as somebody does who wants to be shown or given something. */
const WISH =
  /^(?:show|list|tell|give|send|share|open|check|how|what|can|could|copy|see|view)\b|^(?:看|查|显示|列出|展示|告诉|给|发|在|用|打开|还)/u;

/** "then the timeline" may go on with the picture; only a wish ends it, and only in a clause of its own. */
function isTrustedWish(head: string, { strength }: Connector, tailCore: string): boolean {
  if (strength === 'weak' || !WISH.test(tailCore) || mayBeCaption(head)) return false;
  return !/[:：]\s*$/u.test(head) && !QUESTION.test(head) && !COMPLAINT.test(head);
}

/**
 * Cuts "add music and then export it" before its last action. Only explicit connectors are cut at, only when everything
 * after one is an action (as `match` finds), and never within quoted words or what may be a caption. A lead-in such as
 * "做完之后" goes with the action.
 */
export function splitBeforeAction<M extends { core: string; isExport: boolean }>(
  text: string,
  match: (tail: string) => M | undefined,
): Cut<M> | undefined {
  const tailFrom = Math.max(0, text.length - LONGEST_TAIL);
  let cut: Cut<M> | undefined;
  let trusted = false;
  for (const connector of connectorsOf(text.slice(tailFrom)).reverse()) {
    const tail = text.slice(tailFrom + connector.tailStart);
    const head = headOf(text, tailFrom + connector.headEnd);
    if (tail.trim() === '' || head === '') continue;
    const found = match(tail);
    if (!found && cut) break;
    if (!found) continue;
    cut = { head, match: cut?.match ?? found, strength: connector.strength };
    const isTrustedHere = cut.match.isExport ? isTrusted : isTrustedWish;
    trusted ||=
      isTrustedHere(head, connector, cut.match.core) && !isStory(head, cut.match.core, tail, connector.strength);
  }
  return trusted ? cut : undefined;
}

const EDIT =
  /^\s*(?:(?:please|now|also|just|then|finally|slowly|gently)[ ,]+)*(?:make|add|put|change|turn|remove|delete|cut|trim|crop|zoom|pan|fade|slow|speed|use|set|animate|replace|shorten|extend|give (?:it|the)|apply|insert|write|move|rotate|brighten|darken|blur|create|mute|loop|let|show the|start with|end with)\b|^\s*(?:请|再|然后|帮我|给我|先|慢慢|缓缓|轻轻|稍微|整体)*(?:把|将|给|加|添加|换|改|去掉|删|放|做|剪|裁|调|用|让|配|插入|缩短|延长|加快|放慢|放大|缩小|镜头|画面|背景|音乐|字幕|标题|配乐)/iu;

/** True when a clause begins as an edit does. */
export function isEdit(clause: string): boolean {
  return EDIT.test(clause);
}

/** Cuts "export it, then make it slower" after its first action; `match` tells whether a part is one. */
export function splitAfterAction<M>(
  text: string,
  match: (part: string, strength: Strength) => M | undefined,
): { match: M; rest: string; strength: Strength } | undefined {
  for (const { headEnd, tailStart, strength } of connectorsOf(text.slice(0, LONGEST_TAIL))) {
    const rest = text.slice(tailStart).trim();
    if (!EDIT.test(rest)) continue;
    const found = match(headOf(text, headEnd), strength);
    if (found !== undefined) return { match: found, rest, strength };
  }
  return undefined;
}
