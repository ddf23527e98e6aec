import { requesterOf } from '../access/requester.ts';
import { audit } from '../community/moderation.ts';
import type { AnswerAction } from './action.ts';

export const pause: AnswerAction = {
  name: 'pause',
  aliases: [],
  description: { en: 'Moderators: begin nothing new here until /resume', zh: '管理者：暂停在这里开始新的任务' },
  examples: { en: [], zh: [] },
  access: 'moderation',
  visibility: 'public',
  mode: 'immediate',
  costsCredits: false,
  phrases: { en: [], zh: [] },
  command: {
    discord: { name: { en: 'pause', zh: '暂停' }, response: 'public' },
    telegram: { startable: false },
  },
  async run({ t, store, turn }) {
    const { paused = false } = await store.communities.find(requesterOf(turn).community);
    return t(paused ? 'pausedAlready' : 'paused');
  },
  async carryOut(context) {
    const { community } = requesterOf(context.turn);
    const { paused = false } = await context.store.communities.find(community);
    if (paused) return undefined;
    // Written first: what was done must not be missing in the list.
    await audit(context, 'pause', '');
    await context.store.communities.update(community, { paused: true });
    return undefined;
  },
};
