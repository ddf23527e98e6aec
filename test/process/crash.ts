import { picture } from '../contract/pictures.ts';
import type { TgMessage } from '../fakes/telegram/index.ts';
import { type KillPoint, runUntilKilled } from './kill-points.ts';
import { adopt, judge, kindOf, toldOnTelegram, transcript, type Wanted } from './outcomes.ts';
import type { Program } from './program.ts';
import { World, type WorldStore } from './world.ts';

export interface CrashReport {
  /** How many of the kills hit. */
  kills: number;
  /** Journal writes of the last process. */
  writes: number;
  /** What should not be; empty when all is well. */
  problems: string[];
  duplicates: number;
  /** Requests that were left unasked rather than asked twice, and the person was told so. */
  unasked: number;
  /** Progress messages that nobody can know of: sent right before the kill, and never touched again. */
  leftProgress: number;
  uploads: number;
}

const NOT_ASKED = '⚠️ The connection broke, and the timeline still shows no change.';

/**
 * One conversation (a photo with an instruction, an edit to be exported, a question about the status) during which the
 * process is killed at each of these points, one process after the other; the last one runs to the end. What is judged
 * is what Telegram and Nemo saw.
 * @param store a SQLite file of its own if not given
 */
export async function conversationWithCrashes(
  program: Program,
  points: readonly KillPoint[],
  store?: WorldStore,
): Promise<CrashReport> {
  const world = await World.open(program, { store });
  try {
    const { telegram, nemo } = world;
    const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
    const chat = telegram.dm(ann);
    world.chats.push(chat);
    // The second request waits by the time the first is answered, and takes its render over: there is one video.
    const said: [TgMessage, Wanted][] = [
      [telegram.says(chat, ann, { photo: await picture(), caption: 'Make a video with a slow zoom' }), 'words'],
      [telegram.says(chat, ann, 'add a title “Hello” and export it'), 'both'],
      [telegram.says(chat, ann, 'status'), 'words'],
    ];
    let kills = 0;
    for (const point of points) {
      if (!(await runUntilKilled(world, point))) break;
      kills += 1;
    }
    // How many writes there are is the program's own business; everything else is bound to come.
    const missed = points.slice(kills).filter((point) => !point.startsWith('write'));
    const problems: string[] = [];
    if (missed.length > 0) problems.push(`never came to: ${missed.join(', ')}`);
    if (kills === points.length) {
      world.start();
      if (!(await world.quiet())) problems.push('it did not come to rest');
      await world.stop();
    }

    const everything = toldOnTelegram(telegram, chat);
    const ids = said.map(([{ message_id }]) => String(message_id));
    const { told, left: copies } = adopt(ids, everything);
    const lastOnes = world.kills.map((last) => last.get(chat.id) ?? 0);
    let duplicates = copies;
    let unasked = 0;
    for (const [message, wanted] of said) {
      const answers = told.filter((each) => each.answers === String(message.message_id));
      const verdict = judge(wanted, answers, lastOnes);
      duplicates += verdict.duplicates;
      problems.push(...verdict.problems.map((problem) => `message ${message.message_id}: ${problem}`));
      // Whoever was killed about to ask cannot know whether Nemo was asked; only then may the person be told to ask again.
      const asked = nemo.prompts.some(({ text }) => message.caption === text || message.text?.startsWith(text));
      for (const { text } of answers.filter((each) => kindOf(each) === 'failure')) {
        if (asked || !text.startsWith(NOT_ASKED)) problems.push(`message ${message.message_id} failed: ${text}`);
        else unasked += 1;
      }
    }
    const progress = told.filter((each) => kindOf(each) === 'progress');
    const known = progress.filter(({ edits }) => edits > 0);
    problems.push(...known.map(({ text }) => `left in the chat: ${text}`));
    const leftProgress = progress.length - known.length;
    if (copies > kills) problems.push(`${copies} results stand there once more`);
    // Of the request that runs and of the one that is told its place, each may have had one on its way.
    if (leftProgress > 2 * kills) problems.push(`${leftProgress} progress messages are left in the chat`);

    problems.push(...nemo.doubledPrompts.map((text) => `taken twice: ${text}`));
    if (nemo.charged !== 100 - 50 * unasked) problems.push(`${nemo.charged} credits were charged`);
    problems.push(...nemo.orphanedRenders.map(({ id }) => `orphaned render: ${id}`));
    if (nemo.renders.size !== 1) problems.push(`${nemo.renders.size} renders were submitted`);
    const again = [...nemo.renders.values()].filter(({ submissions }) => submissions > 1);
    problems.push(...again.map(({ id, submissions }) => `render ${id} was submitted ${submissions} times`));
    problems.push(...(await world.remains()));
    if (problems.length > 0) problems.push(`the chat:\n${transcript(everything)}\n${trail(world)}`);
    return { kills, writes: world.writes, problems, duplicates, unasked, leftProgress, uploads: nemo.uploads.length };
  } finally {
    await world.close();
  }
}

/** What the processes logged of importance, for a report. */
export function trail(world: World): string {
  const lines = world.children.flatMap((child, index) =>
    child.log
      .split('\n')
      .filter((line) => /"level":[4-6]0|"picking up/.test(line))
      .map((line) => `    process ${index + 1}: ${line.slice(0, 400)}`),
  );
  return `the log:\n${lines.slice(-20).join('\n')}`;
}
