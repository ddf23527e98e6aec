import { speaksOfGivenFile } from '../../intents/needs-file.ts';
import { pageLinkIn, pagePictures } from '../media/page-picture.ts';
import { newUpload } from '../turn/new-work.ts';
import { takingFiles } from '../turn/next-steps.ts';
import type { PromptWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';
import { upload } from './upload.ts';

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
  if (await takePictureOfPage(context)) return true;
  const { text, userId, language } = turn;
  await sessions.update(turn.chat, { language, keptWords: { text, userId, at: clock.now() } });
  const letters = [...text];
  const what = letters.length > LONGEST_SHOWN ? `${letters.slice(0, LONGEST_SHOWN).join('')}…` : text;
  await reply(t('askForFile', { what }), { next: takingFiles(context) });
  turn.work = turn.work.slice(0, turn.at + 1);
  return true;
}

const pictureOnTheWeb = pagePictures();

/**
 * A request that names a page may mean the picture which that page shows of itself, where the platform sent no preview:
 * it is brought to Nemo first, as a piece of its own before the prompt.
 */
async function takePictureOfPage(context: TurnContext): Promise<boolean> {
  const { turn, settings, signal, save } = context;
  const page = pageLinkIn(turn.text);
  const pictureOf = settings.pagePicture ?? pictureOnTheWeb;
  const url = page === undefined ? undefined : await pictureOf(page, signal);
  if (url === undefined) return false;
  const name = new URL(url).pathname.split('/').at(-1) || 'picture';
  turn.attachments = [{ name, ref: url, url }];
  const picture = newUpload([0]);
  turn.work = [...turn.work.slice(0, turn.at), picture, ...turn.work.slice(turn.at)];
  await save();
  await upload(context, picture);
  return true;
}
