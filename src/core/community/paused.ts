import { requesterOf } from '../access/requester.ts';
import type { ActionContext } from '../actions/action.ts';
import { audit } from './moderation.ts';

/** Whether the community of the one who asks is paused: whether nothing new is begun there. */
export async function isPaused({ store, turn }: Pick<ActionContext, 'store' | 'turn'>): Promise<boolean> {
  const { paused = false } = await store.communities.find(requesterOf(turn).community);
  return paused;
}

/** Pauses the community, or lets it go on; what is so already is left as it is, and not audited again. */
export async function setPaused(context: ActionContext, paused: boolean): Promise<void> {
  if ((await isPaused(context)) === paused) return;
  // Written first: what was done must not be missing in the list.
  await audit(context, paused ? 'pause' : 'resume', '');
  const { community } = requesterOf(context.turn);
  await context.store.communities.update(community, { paused: paused || undefined });
}
