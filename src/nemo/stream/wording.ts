/**
 * The backend's trailing apology. White space between its words is bounded, so that the pattern is linear; what may
 * stand before it is checked by `startsSentence`.
 */
const APOLOGY =
  /(?:(?:(?:I'm|I am)\s{1,4})?sorry,?\s{1,4}(?:but\s{1,4})?)?I(?:'ve| have)?\s{1,4}(?:encountered|ran into|run into|hit)\s{1,4}a\s{1,4}temporary\s{1,4}(?:issue|problem|error)|(?:抱歉[，,]?\s{0,4})?我?遇到了?(?:一个|一些)?(?:临时|暂时)性?的?(?:问题|错误|故障)/gi;
const SENTENCE_END = '.!?。！？…';

/**
 * Splits the backend's trailing "I encountered a temporary issue…" from the words before it. The apology begins the
 * text, a line, or a sentence, and everything after it belongs to it. Linear in the text's length.
 */
export function splitApology(text: string): { text: string; apology?: string } {
  // Both kinds of apostrophes are one character long, so that positions agree.
  for (const { index } of text.replaceAll('’', "'").matchAll(APOLOGY)) {
    const before = text.slice(0, index).trimEnd();
    const startsLine = before === '' || text.slice(before.length, index).includes('\n');
    if (!startsLine && !SENTENCE_END.includes(before.at(-1) ?? '')) continue;
    return { text: before, apology: text.slice(before.length).trim() };
  }
  return { text };
}

const ANNOUNCEMENT =
  /^(?:(?:ok(?:ay)?|sure|alright|great|got it)[,.!]? {1,4}|好的?[，,。！]? {0,4})?(?:(?:still )?working on|on it\b|one moment|just a (?:moment|second)|please wait|hold on|starting|processing|generating|creating|rendering|let me (?!know)|i(?:'ll| will) (?!need)|i'm (?:working|going|starting|now|about)|正在|请稍|稍等|我来|我将|我会|让我)/i;

/** True for words that only announce that work begins, such as "Working on it": no reply by themselves. */
export function announces(text: string): boolean {
  if (text.length > 400) return false;
  const words = text.trim().replaceAll('’', "'");
  return words.length <= 160 && !/[\n?？]/.test(words) && ANNOUNCEMENT.test(words);
}
