/**
 * A text without the characters at its ends that a pattern for a single character matches. One step per character; a
 * pattern such as `/[,.]+$/` would look for the end from every comma.
 */
export function trimCharacters(text: string, atStart: RegExp | undefined, atEnd: RegExp): string {
  let start = 0;
  let end = text.length;
  while (atStart && start < end && atStart.test(text.charAt(start))) start++;
  while (end > start && atEnd.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A text whose longer stretches of white space are one line end, or one space: patterns try anew from each place in them. */
export function withoutWideSpace(text: string): string {
  return text.replace(/\s{3,}/gu, (space) => (space.includes('\n') ? '\n' : ' '));
}
