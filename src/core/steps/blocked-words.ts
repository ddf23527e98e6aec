import { requesterOf } from '../access/requester.ts';
import { containsWord } from '../community/word-list.ts';
import { blockedWords } from '../settings/words.ts';
import type { PromptWork, Work } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';

/**
 * Refuses prompts that have not left and contain a word that moderators have blocked by now. The rules look at a message
 * when it comes; what it repeats, what was kept for later and what waited was said before that, maybe before the word was
 * blocked.
 * @throws TurnFailure with what the user reads
 */
export async function refuseBlockedWords({ store, turn, t }: TurnContext, work: readonly Work[]): Promise<void> {
  const unsent = work.flatMap((piece) => (piece.kind === 'prompt' && !hasLeft(piece) ? [piece] : []));
  if (unsent.every((piece) => wordsOf(piece) === '')) return;
  const words = blockedWords.of(await store.communities.find(requesterOf(turn).community)) ?? [];
  if (words.length === 0) return;
  const blocked = unsent.find((piece) => containsWord(wordsOf(piece), words));
  if (!blocked) return;
  const hasBegun = turn.work.some((piece) => piece.kind === 'prompt' && hasLeft(piece));
  if (hasBegun) throw new TurnFailure(t('refusedBlockedRest'));
  throw new TurnFailure(t(blocked.repeat ? 'refusedBlockedRepeat' : 'refusedBlockedWord'));
}

function hasLeft({ sending, reply }: PromptWork): boolean {
  return sending || reply !== undefined;
}

/** What people said of it, as far as that is known yet; of what the agent wants done by hand nobody said anything. */
function wordsOf({ implied, words, text }: PromptWork): string {
  return implied ? '' : (words ?? text);
}
