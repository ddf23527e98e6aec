import { speaksOfGivenFile } from '../../intents/needs-file.ts';
import type { PromptWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** Words that waited longer than this for their file were meant for something else, in ms. */
export const WORDS_KEPT_MS = 3_600_000;
/** So much of the words is said again, in letters. */
const LONGEST_SHOWN = 200;

/**
 * Asks for the file that a request speaks of, where the project holds none and nothing was made in it: the prompt would be
 * paid for nothing. The words are kept, and done once the file comes; what else the turn was to do is left with them.
 */
export async function askedForFile(context: TurnContext, work: PromptWork): Promise<boolean> {
  const { turn, sessions, clock, reply, t } = context;
  if (work.sending || work.reply || work.repeat || work.implied || !speaksOfGivenFile(turn.text)) return false;
  const chat = await sessions.find(turn.chat);
  if ((chat?.mediaCount ?? 0) > 0 || chat?.lastPrompt !== undefined || turn.attachments.length > 0) return false;
  const { text, userId, language } = turn;
  await sessions.update(turn.chat, { language, keptWords: { text, userId, at: clock.now() } });
  const letters = [...text];
  const what = letters.length > LONGEST_SHOWN ? `${letters.slice(0, LONGEST_SHOWN).join('')}…` : text;
  await reply(t('askForFile', { what }));
  turn.work = turn.work.slice(0, turn.at + 1);
  return true;
}
