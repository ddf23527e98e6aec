/** How the bot begins to tell, behind a request, what words of another message it points at. */
const BEGINNINGS = ['\nThis is about the words “', '\n这里说的是这几个字：“', '\n這裡說的是這幾個字：“'];
/** Requests that may mean those very words. */
const ABOUT_WORDS = /\b(?:titles?|captions?|text|words?|says?|write|quote|subtitles?)\b|标题|標題|字|写|寫|引用/i;

/**
 * A request without the words of another message that it points at: they tell what it is about and are no wish, such as
 * for a title. Kept where the request itself speaks of words.
 */
export function withoutQuotedContext(text: string): string {
  const at = Math.max(...BEGINNINGS.map((beginning) => text.indexOf(beginning)));
  if (at < 0) return text;
  const asked = text.slice(0, at);
  return ABOUT_WORDS.test(asked) ? text : asked;
}
