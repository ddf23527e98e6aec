import fc from 'fast-check';

/**
 * Every property runs with this seed, so that a run can be repeated; `PROPERTY_SEED=…` tries others. What fails is printed
 * with seed and path and the smallest case that fails.
 */
export function holds(property: fc.IProperty<unknown> | fc.IAsyncProperty<unknown>, numRuns: number) {
  // The two overloads of `assert` differ in what they give back alone.
  return fc.assert(property as fc.IAsyncProperty<unknown>, {
    seed: Number(process.env.PROPERTY_SEED ?? 20_261_127),
    numRuns,
  });
}

/** True when a surrogate pair was cut. */
export function hasLoneSurrogate(text: string): boolean {
  return /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

/** The text without white space, of which a split may drop some at its borders. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

/** One character as a reader counts them, of 180 UTF-16 units. */
const LONG_CHARACTER = '👩\u200d'.repeat(60);

/** What people and agents write: words with marks of formatting, emoji, Chinese, line ends, addresses. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'*_~`|[]<>\\#-@& \n'), maxLength: 12 }),
      fc.constantFrom(
        '👨‍👩‍👧‍👦',
        '🇩🇪',
        '你好，世界。',
        '@everyone',
        '\n\n',
        '\n> quote',
        '\n### head',
        'a'.repeat(90),
        LONG_CHARACTER,
      ),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(' '));
