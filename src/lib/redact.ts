/**
 * Shapes of secrets, wherever they occur in a text: Nemo tokens, claim tokens, Telegram bot tokens (also inside a file
 * URL) and Discord bot tokens (of both, the id before the secret part stays), JSON web tokens, bearer headers. Each
 * pattern is linear: it begins with a fixed text or is anchored by the character before it.
 */
const SECRET_SHAPES: readonly RegExp[] = [
  /nmv_[A-Za-z0-9_.-]+/g,
  /clm_[A-Za-z0-9_.-]+/g,
  /:(?<=\d{6}:)[A-Za-z0-9_-]{30,}/g,
  /\.(?<=[MNO][\w-]{23,27}\.)[\w-]{6}\.[\w-]{27,}/g,
  /eyJ(?<![\w-]eyJ)[\w-]+\.[\w-]+\.[\w-]*/g,
  /earer (?<=[Bb]earer )[^\s"',\\]+/g,
];

/** Shorter values are not replaced by value: they occur in ordinary words. */
const MIN_SECRET_LENGTH = 6;

/**
 * The text with everything that looks like a secret replaced by `[secret]`.
 *
 * @param values configured secrets, replaced wherever they occur, whatever they look like
 */
export function redact(text: string, values: readonly string[] = []): string {
  let result = text;
  for (const value of values) {
    if (value.length >= MIN_SECRET_LENGTH) result = result.replaceAll(value, '[secret]');
  }
  for (const shape of SECRET_SHAPES)
    result = result.replace(shape, (found) => (found.startsWith('earer ') ? 'earer [secret]' : '[secret]'));
  return result;
}

/** What an address carries after its `?`; addresses in messages are at most some thousand characters long. */
const URL_QUERY = /(\bhttps?:\/\/[^\s"'?]{1,2000}\?)[^\s"']*/gi;
const LINE_INPUT_LIMIT = 4000;
const LINE_LIMIT = 300;

/** A message of unknown origin on one line of at most 300 characters, without secrets and URL queries: fit for a log. */
export function logLine(text: string): string {
  const cut = text.length > LINE_INPUT_LIMIT;
  const clean = redact(text.slice(0, LINE_INPUT_LIMIT)).replace(URL_QUERY, '$1…').replace(/\s+/g, ' ').trim();
  // The last word of a cut text may be half of a secret, which has lost its shape.
  const whole = cut ? clean.slice(0, Math.max(0, clean.lastIndexOf(' '))) : clean;
  return whole.length > LINE_LIMIT || cut ? `${whole.slice(0, LINE_LIMIT - 1)}…` : whole;
}
