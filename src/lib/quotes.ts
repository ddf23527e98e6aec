const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '「': '」', '『': '』', '《': '》', '‘': '’' };

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
