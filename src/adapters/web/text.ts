import { splitText } from '../kit/text.ts';
import { MESSAGE_LETTERS } from './limits.ts';

/** A reply as the texts of its messages. The page shows them as they stand, so nothing is escaped. */
export function messageTexts(text: string): string[] {
  return splitText(text, { limit: MESSAGE_LETTERS });
}

/** A project's title: the first line of what was asked, so long that the list at the side can show it. */
export function titleOf(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  const letters = [...line];
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : line;
}
