import type { ChatRecord } from '../storage/chat-record.ts';
import type { PromptWork, Turn, Work } from './turn.ts';

/** The prompt that "again" and "another version" mean, and whose it was. */
export type RepeatedPrompt = NonNullable<PromptWork['repeats']>;

/**
 * The last prompt of the chat, whether it was answered, runs or waits. Undefined where it depends on what comes to its end
 * before: a turn in between takes the chat to another project.
 *
 * @param underWay the chat's turns that have not ended, in their order
 */
export function lastPromptOf(underWay: readonly Turn[], chat: ChatRecord | undefined): RepeatedPrompt | undefined {
  for (const turn of underWay.toReversed()) {
    const last = turn.work.findLast(isUsersPrompt);
    if (last) return last.repeat ? last.repeats : { text: last.text, by: { turn: turn.id, userId: turn.userId } };
    if (changesProject(turn)) return undefined;
  }
  return chat?.lastPrompt === undefined ? undefined : { text: chat.lastPrompt, by: chat.lastPromptBy };
}

/** The work with what its repetitions mean; a prompt of the same message comes before those of others. */
export function withRepeated(work: Work[], repeats: RepeatedPrompt | undefined): Work[] {
  const first = work.find(isUsersPrompt);
  return first?.repeat && repeats ? work.map((piece) => (piece === first ? { ...first, repeats } : piece)) : work;
}

function isUsersPrompt(piece: Work): piece is PromptWork {
  return piece.kind === 'prompt' && !piece.implied && !piece.answers;
}

function changesProject({ backTo, newProject, work }: Turn): boolean {
  return Boolean(backTo ?? newProject) || work.some((piece) => piece.kind === 'action' && piece.name === 'new');
}
