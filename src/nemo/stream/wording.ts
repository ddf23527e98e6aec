const SORRY = "(?:(?:(?:I'm|I am)\\s+)?sorry,?\\s+(?:but\\s+)?)?";
const ENGLISH = `${SORRY}I(?:'ve| have)?\\s+(?:encountered|ran into|run into|hit)\\s+a\\s+temporary\\s+(?:issue|problem|error)`;
const CHINESE = '(?:抱歉[，,]?\\s*)?我?遇到了?(?:一个|一些)?(?:临时|暂时)性?的?(?:问题|错误|故障)';
/** At the start, on a new line, or after a finished sentence; and everything that follows. */
const APOLOGY = new RegExp(`(?:^|\\n|(?<=[.!?。！？…])\\s*)\\s*(?:${ENGLISH}|${CHINESE})[\\s\\S]*$`, 'i');

/** Splits the backend's trailing "I encountered a temporary issue…" from the words before it. */
export function splitApology(text: string): { text: string; apology?: string } {
  // Typographic apostrophes are as common as straight ones; both are one character long.
  const match = APOLOGY.exec(text.replaceAll('’', "'"));
  if (!match) return { text };
  return { text: text.slice(0, match.index).trimEnd(), apology: text.slice(match.index).trim() };
}

const ANNOUNCEMENT = new RegExp(
  '^(?:(?:ok(?:ay)?|sure|alright|great|got it)[,.!]?\\s+|好的?[，,。！]?\\s*)?' +
    '(?:(?:still\\s+)?working on|on it\\b|one moment|just a (?:moment|second)|please wait|hold on|' +
    "starting|processing|generating|creating|rendering|let me (?!know)|i(?:'ll| will) (?!need)|" +
    "i'm (?:working|going|starting|now|about)|正在|请稍|稍等|我来|我将|我会|让我)",
  'i',
);

/** True for words that only tell that work begins, such as "Working on it": no reply by themselves. */
export function announces(text: string): boolean {
  const words = text.trim().replaceAll('’', "'");
  return words.length <= 160 && !/[\n?？]/.test(words) && ANNOUNCEMENT.test(words);
}
