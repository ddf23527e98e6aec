import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeText, messagesOfText } from '../../../src/adapters/discord/text.ts';
import { anyText, hasLoneSurrogate, holds, squeezed } from '../../support/properties.ts';

/** What Discord shows of an escaped text: a backslash before ASCII punctuation goes, and so does the word joiner. */
function shown(escaped: string): string {
  return escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('\u2060', '');
}

const text = anyText.filter((each) => !/https?:/.test(each) && !each.includes('\u2060'));

it('an escaped text is shown as it was written', () => {
  holds(
    fc.property(text, (written) => {
      expect(shown(escapeText(written))).toBe(written);
    }),
    500,
  );
});

it('the messages of a text hold all of it in order, fit, and cut no character and no escape', () => {
  holds(
    fc.property(text, fc.integer({ min: 40, max: 200 }), (written, limit) => {
      const messages = messagesOfText(written, '', limit);
      for (const message of messages) {
        expect(message.length).toBeLessThanOrEqual(limit);
        expect(hasLoneSurrogate(message)).toBe(hasLoneSurrogate(written));
      }
      expect(squeezed(messages.map(shown).join(''))).toBe(squeezed(written));
    }),
    500,
  );
});
