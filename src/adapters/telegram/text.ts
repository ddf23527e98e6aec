import { blocksOf, splitText, truncate } from '../kit/text.ts';
import { MAX_TEXT } from './limits.ts';

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

const SPECIAL = /[&<>]/;
const ALL_SPECIAL = /[&<>]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Most spans have nothing to escape: that is seen without making a new text of them. */
function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, (mark) => ENTITIES[mark] ?? mark) : text;
}

/** Puts an invisible character behind every @ that would call somebody; addresses and mails stay as they are. */
export function withoutMentions(text: string): string {
  return text.replace(/(?<![\w./:=-])@(?=[A-Za-z]\w{2})/g, '@\u2060');
}

/**
 * A text in parts that fit a message, tags not counted.
 *
 * @param first the limit of the first part, where it is another one; UTF-16 units
 */
export function partsOfText(text: string, limit = MAX_TEXT, first = limit): string[] {
  return splitText(text, { limit, first, fences: true, spans: SPAN });
}

/** The start of a text that is shown while it grows. */
export function shortened(text: string): string {
  return truncate(text, MAX_TEXT);
}
