import type { FakeTelegram, TgChat } from '../fakes/telegram/index.ts';

/** A message of the bot that stands in a chat at the end. */
export interface Told {
  id: string;
  text: string;
  video: boolean;
  /** The person's message that it answers. */
  answers: string | undefined;
  /** How often it was changed. */
  edits: number;
}

/** What a message of the bot is to the person who reads it. */
export type Kind = 'greeting' | 'reply' | 'video' | 'failure' | 'progress';

/** What a turn is told to have come to nothing with, faults and refusals alike. */
const FAILURES = /^(⚠️|⏸|💳 The (free )?credits are used up|There is nothing to export yet|That button belongs to)/u;

/** Told before the outcome, not in place of it: who the bot is, and that the project is a new one. */
const ON_THE_WAY = /^(Hi! This is |The old project has expired at Nemo, so this is a new one\.)/;

/** Work in progress, as the words say it. */
const PROGRESS =
  /^(🔌|✅ Ready\.|📥|📤|🎬 Working|🎞 (Waiting|Rendering)|📨|🔎|⏳ Still|🔄|📝|🚦|💾|🎨|🎵 Working|🔤 Working|🎥 Setting|⏱ Setting|🗂|🖼 Setting|🛠)/u;

/**
 * Where the adapter found a message of its own of which it knew nothing, it may have made it say the result that it was
 * looking for: it then answers nobody.
 */
function isAdopted(told: Told): boolean {
  return told.answers === undefined && told.edits > 0 && !PROGRESS.test(told.text);
}

/** Gives adopted results to the messages that have no such answer; what is left over stands there once more. */
export function adopt(said: readonly string[], told: readonly Told[]): { told: Told[]; left: number } {
  const all = told.map((each) => ({ ...each }));
  let left = 0;
  for (const adopted of all.filter(isAdopted)) {
    const open = said.findLast((id) => Number(id) < Number(adopted.id) && !all.some(({ answers }) => answers === id));
    if (all.some((each) => each !== adopted && each.text === adopted.text) || open === undefined) {
      left += 1;
      all.splice(all.indexOf(adopted), 1);
    } else adopted.answers = open;
  }
  return { told: all, left };
}

/** Progress messages answer nobody: that is how a person tells them from results as well. */
export function kindOf(told: Told): Kind {
  if (ON_THE_WAY.test(told.text)) return 'greeting';
  if (told.video || /^✅ Video ready/.test(told.text)) return 'video';
  if (FAILURES.test(told.text)) return 'failure';
  if (told.answers === undefined) return 'progress';
  return 'reply';
}

/** What a person expects of a message: words, a video, or words and then the video. */
export type Wanted = 'words' | 'video' | 'both';

export interface Verdict {
  problems: string[];
  /** How many results stand there once more than they should. */
  duplicates: number;
}

/**
 * Judges what was told in answer to one message: one ending, no more and no less, whatever was told on the way.
 *
 * @param kills for each `kill -9`, the id of the chat's last message by then: what was sent last before one may be there
 *   a second time, for nobody can know whether it had arrived
 * @param how leniently, a second copy is counted but no problem: where sends fail in the middle, any may be in doubt
 */
export function judge(
  wanted: Wanted,
  answers: Told[],
  kills: readonly number[],
  how: 'strictly' | 'leniently' = 'strictly',
): Verdict {
  const problems: string[] = [];
  const again = answers.flatMap((told, index) => {
    const first = answers.slice(0, index).findLast((each) => same(each, told));
    return first ? [{ first, told }] : [];
  });
  for (const { first, told } of again) {
    const inDoubt = kills.some((last) => {
      const before = answers.findLast(({ id }) => Number(id) <= last);
      return before?.id === first.id && Number(told.id) > last;
    });
    if (!inDoubt && how === 'strictly') problems.push(`it was told twice without need: ${JSON.stringify(told.text)}`);
  }
  const once = answers.filter((told) => again.every((each) => each.told !== told) && kindOf(told) !== 'greeting');
  const count = (kind: Kind) => once.filter((told) => kindOf(told) === kind).length;
  const endings = count('failure') + (wanted === 'words' ? count('reply') + count('video') : count('video'));
  if (endings === 0) problems.push('it has no ending');
  if (endings > 1) problems.push(`it has ${endings} endings`);
  if (wanted === 'both' && count('reply') > 1) problems.push(`it was answered in ${count('reply')} ways`);
  if (wanted === 'both' && count('reply') === 0 && count('failure') === 0) problems.push('nothing was said to it');
  return { problems, duplicates: again.length };
}

/** The same result once more: the same words, or a video of the same answer. */
function same(a: Told, b: Told): boolean {
  return kindOf(a) === kindOf(b) && (kindOf(a) === 'video' ? a.video === b.video : a.text === b.text);
}

/** What the bot has standing in a chat on Telegram. */
export function toldOnTelegram(telegram: FakeTelegram, chat: TgChat): Told[] {
  return telegram
    .shown(chat)
    .filter(({ mine }) => mine)
    .map(({ id, text, video, replyTo, earlier }) => ({
      id: String(id),
      text,
      video: video !== undefined,
      answers: replyTo === undefined ? undefined : String(replyTo),
      edits: earlier.length,
    }));
}

/** For a report: what stands there, a line each. */
export function transcript(told: Told[]): string {
  return told
    .map(
      ({ id, text, video, answers }) =>
        `    ${id} → ${answers ?? '-'} ${JSON.stringify(text)}${video ? ' +video' : ''}`,
    )
    .join('\n');
}
