import { speechOf } from '../../i18n/speech.ts';
import { traditional, writesTraditional } from '../../i18n/traditional.ts';
import type { Translate } from '../../i18n/translator.ts';
import { apartFromQuotes } from '../../lib/quotes.ts';
import type { Turn } from '../turn/turn.ts';
import { voiceOf } from '../turn/voice.ts';

/**
 * What is sent for a prompt: its words, and which language to answer in where they are written in another one than their
 * user is answered in (chosen by command, or fixed by the operator). An agent answers in the language of the words.
 */
export function promptText(turn: Pick<Turn, 'language' | 'speech'>, words: string, t: Translate): string {
  const wanted = (turn.speech ?? turn.language).split('-')[0];
  const written = speechOf(words)?.split('-')[0];
  const isOwn = wanted === 'en' || wanted === 'zh';
  return isOwn && written !== undefined && written !== wanted ? `${words}\n\n${t('answerIn')}` : words;
}

/** The agent's words in the characters that the turn is answered in; what they quote stays as it is. */
export function inOwnCharacters(turn: Pick<Turn, 'language' | 'traditional'>, text: string): string {
  if (voiceOf(turn) !== 'zh-Hant' || writesTraditional(text) !== false) return text;
  return apartFromQuotes(text, traditional);
}
