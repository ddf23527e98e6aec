import { type ApiError, badRequest, type TgEntity } from './types.ts';

/** Tags of the HTML mode (https://core.telegram.org/bots/api#html-style) and the entities that they make. */
const TAGS: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  blockquote: 'blockquote',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
};
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface Open {
  tag: string;
  start: number;
  attributes: string;
}

/** Parses the HTML mode as strictly as the Bot API does; throws its "cannot parse entities" errors. */
export function parseHtml(html: string): { text: string; entities: TgEntity[] } {
  const open: Open[] = [];
  const entities: TgEntity[] = [];
  let text = '';
  for (let at = 0; at < html.length; ) {
    const char = html.charAt(at);
    if (char === '&') {
      const [read, length] = reference(html.slice(at));
      text += read;
      at += length;
    } else if (char === '<') {
      const end = html.indexOf('>', at);
      const offset = Buffer.byteLength(html.slice(0, at));
      const closing = html[at + 1] === '/';
      if (end === -1) throw unparsable(`Unclosed ${closing ? 'end' : 'start'} tag at byte offset ${offset}`);
      const inside = html.slice(at + (closing ? 2 : 1), end);
      if (closing) close(inside.trim().toLowerCase(), offset);
      else begin(inside, offset);
      at = end + 1;
    } else {
      text += char;
      at += 1;
    }
  }
  const left = open.at(-1);
  if (left) throw unparsable(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities: sorted(entities) };

  function begin(inside: string, offset: number) {
    const found = /^([^\s/]*)(?:\s+([\s\S]*))?$/.exec(inside);
    const tag = (found?.[1] ?? inside).toLowerCase();
    const attributes = found?.[2] ?? '';
    if (tag === '') throw unparsable(`Empty tag name at byte offset ${offset}`);
    if (!Object.hasOwn(TAGS, tag)) throw unparsable(`Unsupported start tag "${tag}" at byte offset ${offset}`);
    if (tag === 'span' && attribute(attributes, 'class') !== 'tg-spoiler') {
      throw unparsable(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
    }
    open.push({ tag, start: text.length, attributes });
  }

  function close(tag: string, offset: number) {
    const last = open.pop();
    if (!last) throw unparsable(`Unexpected end tag at byte offset ${offset}`);
    if (tag !== '' && tag !== last.tag) {
      throw unparsable(`Unmatched end tag at byte offset ${offset}, expected "</${last.tag}>", found "</${tag}>"`);
    }
    const length = text.length - last.start;
    const made = entity(last, text.slice(last.start));
    if (length > 0 && made) entities.push({ offset: last.start, length, ...made });
  }
}

function entity(
  open: Open,
  inside: string,
): Pick<TgEntity, 'type' | 'url' | 'language' | 'custom_emoji_id'> | undefined {
  const type = TAGS[open.tag] ?? open.tag;
  if (open.tag === 'a') {
    const url = attribute(open.attributes, 'href') ?? inside;
    return /^(https?|tg|mailto|tel):\S/i.test(url) || /^[^\s/]+\.[^\s/]+/.test(url) ? { type, url } : undefined;
  }
  if (open.tag === 'tg-emoji') return { type, custom_emoji_id: attribute(open.attributes, 'emoji-id') };
  const language = /^language-(.+)$/.exec(attribute(open.attributes, 'class') ?? '')?.[1];
  return language === undefined ? { type } : { type, language };
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|(\\S+))`, 'i').exec(attributes);
  const raw = found?.[1] ?? found?.[2] ?? found?.[3];
  return raw?.replace(/&(#?\w+);?/g, (all) => reference(all)[0]);
}

/** What a character reference stands for, and its length; an unknown one is an ampersand. */
function reference(from: string): [string, number] {
  const found = /^&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot));?/i.exec(from);
  if (!found) return ['&', 1];
  const named = found[3] === undefined ? undefined : NAMED[found[3].toLowerCase()];
  const code = found[1] === undefined ? Number(found[2]) : Number.parseInt(found[1], 16);
  if (named === undefined && (code === 0 || code > 0x10ffff)) return ['&', 1];
  return [named ?? String.fromCodePoint(code), found[0].length];
}

function unparsable(what: string): ApiError {
  return badRequest(`can't parse entities: ${what}`);
}

/** What every message's text gets: entities for commands, mentions, addresses and hashtags, unless code covers them. */
export function plainEntities(text: string, given: TgEntity[] = []): TgEntity[] {
  const found: TgEntity[] = [...given];
  const patterns: [string, RegExp][] = [
    ['url', /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g],
    ['bot_command', /(?<![\w/>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z]\w{2,31})?(?![\w/])/g],
    ['mention', /(?<![\w@/.])@[a-zA-Z]\w{2,31}/g],
    ['hashtag', /(?<![\w&])#[\p{L}_]+/gu],
  ];
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const offset = match.index;
      const length = match[0].length;
      const covered = found.some(
        (other) =>
          ['code', 'pre', 'url', 'bot_command', 'text_link'].includes(other.type) &&
          offset < other.offset + other.length &&
          other.offset < offset + length,
      );
      if (!covered) found.push({ type, offset, length });
    }
  }
  return sorted(found);
}

function sorted(entities: TgEntity[]): TgEntity[] {
  return entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
}

/** Takes the white space at both ends away, as the Bot API does, and moves the entities along. */
export function trimmed(text: string, entities: TgEntity[]): { text: string; entities: TgEntity[] } {
  const start = text.length - text.trimStart().length;
  const kept = text.trim();
  const moved: TgEntity[] = [];
  for (const entity of entities) {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(kept.length, entity.offset + entity.length - start);
    if (to > from) moved.push({ ...entity, offset: from, length: to - from });
  }
  return { text: kept, entities: moved };
}
