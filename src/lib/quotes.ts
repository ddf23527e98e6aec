const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '「': '」', '『': '』', '《': '》', '‘': '’' };

/** A longer one is no title, in UTF-16 units. */
const LONGEST_QUOTE = 300;

/** The text without what it quotes; a mark that is never closed quotes nothing. Linear in its length. */
export function withoutQuotes(text: string): string {
  let out = '';
  let until: string | undefined;
  for (const letter of text) {
    if (until !== undefined) {
      if (letter === until) {
        until = undefined;
        out += ' ';
      }
    } else if (letter in CLOSING) until = CLOSING[letter];
    else out += letter;
  }
  return until === undefined ? out : text;
}

/** The text with what it does not quote changed by `change`; a mark that is never closed quotes nothing. Linear in its length. */
export function apartFromQuotes(text: string, change: (words: string) => string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const closing = CLOSING[text.charAt(at)];
    const end = closing === undefined ? -1 : text.slice(at + 1, at + 1 + LONGEST_QUOTE).indexOf(closing);
    if (end < 0) continue;
    pieces.push(change(text.slice(from, at)), text.slice(at, at + end + 2));
    at += end + 1;
    from = at + 1;
  }
  return [...pieces, change(text.slice(from))].join('');
}
