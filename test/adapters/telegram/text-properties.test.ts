import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partsOfText, toHtml } from '../../../src/adapters/telegram/text.ts';
import { anyText, hasLoneSurrogate, holds, squeezed } from '../../support/properties.ts';

const TAG = /<(\/?)([a-z]+)(?: [^<>]*)?>/g;

/** What Telegram shows of its HTML. */
function shown(html: string): string {
  return html.replace(TAG, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Whether each tag is closed, in the reverse order in which they were opened. */
function isBalanced(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    if (!slash) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

/** The text without white space and without the marks that become tags. */
const unmarked = (text: string) => squeezed(text).replace(/[`*]/g, '');

it('a text without marks is shown as it was written', () => {
  const plain = anyText.map((text) => text.replace(/[`*]/g, ''));
  holds(
    fc.property(plain, (written) => {
      expect(shown(toHtml(written))).toBe(written);
    }),
    500,
  );
});

/** Code fences and bold words among it, some longer than a part. */
const marked = fc
  .array(
    fc.oneof(
      anyText,
      fc.string({ unit: fc.constantFrom(...'ab<&\n'), maxLength: 300 }).map((code) => `\n\`\`\`\n${code}\n\`\`\`\n`),
      fc.constantFrom('**bold words**', '`code`', '**', '`', '```\n'),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(' '));

it('the parts of a text hold all of it in order, fit, cut no character, and their tags are balanced', () => {
  holds(
    fc.property(
      marked,
      fc.integer({ min: 40, max: 200 }),
      fc.integer({ min: 40, max: 200 }),
      (written, limit, first) => {
        const parts = partsOfText(written, limit, first);
        for (const [index, part] of parts.entries()) {
          const html = toHtml(part);
          expect(part.length).toBeLessThanOrEqual(index === 0 ? first : limit);
          expect(shown(html).length).toBeLessThanOrEqual(index === 0 ? first : limit);
          expect(isBalanced(html)).toBe(true);
          expect(hasLoneSurrogate(part)).toBe(hasLoneSurrogate(written));
        }
        expect(unmarked(parts.map((part) => shown(toHtml(part))).join(''))).toBe(unmarked(written));
      },
    ),
    500,
  );
});
