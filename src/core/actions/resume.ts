import { requesterOf } from '../access/requester.ts';
import { audit } from '../community/moderation.ts';
import type { AnswerAction } from './action.ts';

export const resume: AnswerAction = {
  name: 'resume',
  aliases: [],
  description: { en: 'Moderators: go on after /pause', zh: '管理者：恢复，结束暂停' },
  examples: { en: [], zh: [] },
  access: 'moderation',
  visibility: 'public',
  mode: 'immediate',
  costsCredits: false,
  phrases: { en: [], zh: [] },
  command: {
    discord: { name: { en: 'resume', zh: '恢复' }, response: 'public' },
    telegram: { startable: false },
  },
  async run({ t, store, turn }) {
    const { paused = false } = await store.communities.find(requesterOf(turn).community);
    return t(paused ? 'resumed' : 'resumedAlready');
  },
  async carryOut(context) {
    const { community } = requesterOf(context.turn);
    const { paused = false } = await context.store.communities.find(community);
    if (!paused) return undefined;
    // Written first: what was done must not be missing in the list.
    await audit(context, 'resume', '');
    await context.store.communities.update(community, { paused: undefined });
    return undefined;
  },
};
