import { MAX_TEXT } from './limits.ts';

/** A piece of text: a code fence with its marks, or what is between two of them. */
interface Block {
  fence: boolean;
  text: string;
}

const FENCE = /```[^\n`]*\n[\s\S]*?\n?```/g;
/** Spans that are turned into tags, and must not be cut in two. */
const SPAN = /`[^`\n]+`|\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*/g;

/** The text as Telegram's HTML: everything escaped; code fences, `code` and **bold** become tags. */
export function toHtml(text: string): string {
  return blocksOf(text)
    .map((block) => (block.fence ? fenceHtml(block.text) : proseHtml(block.text)))
    .join('');
}

function fenceHtml(fence: string): string {
  const [, language = '', code = ''] = /^```([^\n`]*)\n([\s\S]*?)\n?```$/.exec(fence) ?? [];
  const name = language.trim().replace(/[^\w+-]/g, '');
  return name
    ? `<pre><code class="language-${name}">${escapeHtml(code)}</code></pre>`
    : `<pre>${escapeHtml(code)}</pre>`;
}

function proseHtml(text: string): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(SPAN)) {
    html += escapeHtml(text.slice(at, match.index));
    const span = match[0];
    html += span.startsWith('`')
      ? `<code>${escapeHtml(span.slice(1, -1))}</code>`
      : `<b>${escapeHtml(span.slice(2, -2))}</b>`;
    at = match.index + span.length;
  }
  return html + escapeHtml(text.slice(at));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Puts an invisible character behind every @ that would call somebody; addresses and mails stay as they are. */
export function withoutMentions(text: string): string {
  return text.replace(/(?<![\w./:=-])@(?=[A-Za-z]\w{2})/g, '@\u2060');
}

/** The start of a text that is shown while it grows: whole letters, with an ellipsis when some are missing. */
export function truncated(text: string, limit = MAX_TEXT): string {
  return text.length <= limit ? text : `${text.slice(0, hardCut(text, limit - 1))}…`;
}

/**
 * Cuts a text into parts of at most `limit` UTF-16 units: between paragraphs, else lines, else words. A code fence that
 * is too long for a part is closed and opened again; a character is never cut in two.
 *
 * @param first the limit of the first part, where it is another one
 */
export function splitText(text: string, limit: number, first = limit): string[] {
  const parts: string[] = [];
  let current = '';
  const room = () => (parts.length === 0 ? first : limit) - current.length;
  const close = () => {
    if (current.trim()) parts.push(current.trim());
    current = '';
  };
  for (const block of blocksOf(text)) {
    let rest = block.text;
    while (rest.length > room()) {
      // A part that is half full is closed rather than filled up by tearing a fence.
      if (block.fence && current.trim() && rest.length <= limit) {
        close();
        continue;
      }
      const begun = current.trim() !== '';
      const torn = block.fence ? cutFence(rest, room()) : undefined;
      const cut = torn ?? (block.fence && begun ? undefined : cutProse(rest, room(), begun));
      if (cut) current += cut.head;
      close();
      rest = cut ? cut.tail : rest;
    }
    current += rest;
  }
  close();
  return parts;
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const match of text.matchAll(FENCE)) {
    if (match.index > at) blocks.push({ fence: false, text: text.slice(at, match.index) });
    blocks.push({ fence: true, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length || blocks.length === 0) blocks.push({ fence: false, text: text.slice(at) });
  return blocks;
}

/** @returns undefined when nothing fits, so that a new part has to begin */
function cutProse(text: string, room: number, begun: boolean): { head: string; tail: string } | undefined {
  const spans = [...text.matchAll(SPAN)].map((match) => [match.index, match.index + match[0].length] as const);
  const free = (at: number) => at > 0 && !spans.some(([from, to]) => at > from && at < to);
  for (const border of [/\n\s*\n/g, /\n/g, /\s+|(?<=[。！？；，、])/g]) {
    const places = [...text.slice(0, room + 1).matchAll(border)].map((match) => match.index).filter(free);
    const at = places.filter((place) => place <= room).at(-1);
    // A border near the start would leave a part almost empty, unless there is no other.
    if (at !== undefined && (begun || at > room / 4))
      return { head: text.slice(0, at), tail: text.slice(at).trimStart() };
  }
  if (begun) return undefined;
  const at = hardCut(text, room);
  return { head: text.slice(0, at), tail: text.slice(at) };
}

function cutFence(fence: string, room: number): { head: string; tail: string } | undefined {
  const [, open = '```\n', code = ''] = /^(```[^\n`]*\n)([\s\S]*?)\n?```$/.exec(fence) ?? [];
  const space = room - open.length - '\n```'.length;
  if (space < 1) return undefined;
  const line = code.lastIndexOf('\n', space);
  const at = line > 0 ? line : hardCut(code, space);
  return { head: `${open}${code.slice(0, at)}\n\`\`\``, tail: `${open}${code.slice(at).replace(/^\n/, '')}\n\`\`\`` };
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The last border between two letters, as a reader counts them, at or before `limit`. */
function hardCut(text: string, limit: number): number {
  // Only the neighbourhood matters; a letter of more than 100 units is taken apart at its surrogate pairs.
  const start = Math.max(0, limit - 100);
  const window = text.slice(start, limit + 100);
  const borders = [...letters.segment(window)].map(({ index }) => start + index);
  const at = borders.filter((border) => border <= limit && border > start).at(-1) ?? limit;
  const torn = at > 0 && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));
  return Math.max(torn ? at - 1 : at, 1);
}
