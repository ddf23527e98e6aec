import { isChinese } from './normalise.ts';

/**
 * How surely a connector ends what was said before: `weak` ("and", a comma) may lie within one edit,
 * `strong` is "and then", `break` the end of a sentence.
 */
export type Strength = 'weak' | 'strong' | 'break';

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

/** The parts between all connectors, empty ones left out. */
export function splitAtConnectors(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { headEnd, tailStart } of connectorsOf(text)) {
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
  /\b(?:says?|saying|reads?|reading|titled|called|named|write|type)\b|\b(?:text|words?|captions?|titles?|labels?|buttons?|lines|subtitles?|slogan|cta|headline)\s*:?\s+(?!(?:at|in|on|to|for|with|over|from|under|of|please)\b)\S|(?:写|寫|字|字幕|标题|標題|内容|內容|文案|按钮|按鈕|口号|口號)(?!幕|样|樣)[^\s，,后後]/iu;
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
  return !captionLike || isChinese(head);
}

export interface Cut<M> {
  /** What comes before the export, in the user's own words. */
  head: string;
  match: M;
  strength: Strength;
}

/**
 * Cuts "add music and then export it" before its export. Only explicit connectors are cut at, only when everything after
 * one is an export (as `matchExport` finds), and never within quoted words or what may be a caption.
 */
export function splitBeforeExport<M extends { core: string }>(
  text: string,
  matchExport: (tail: string) => M | undefined,
): Cut<M> | undefined {
  const tailFrom = Math.max(0, text.length - LONGEST_TAIL);
  for (const connector of connectorsOf(text.slice(tailFrom)).reverse()) {
    const tail = text.slice(tailFrom + connector.tailStart);
    if (tail.trim() === '') continue;
    const head = text
      .slice(0, tailFrom + connector.headEnd)
      .trim()
      .replace(/[\s,，;；、—–-]+$/u, '');
    if (head === '') continue;
    const match = matchExport(tail);
    if (match)
      return isTrusted(head, connector, match.core) ? { head, match, strength: connector.strength } : undefined;
  }
  return undefined;
}
