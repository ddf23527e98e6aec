import { isPaused, setPaused } from '../community/paused.ts';
import type { AnswerAction } from './action.ts';
import { MODERATORS_COMMAND } from './moderators-command.ts';

export const pause: AnswerAction = {
  ...MODERATORS_COMMAND,
  name: 'pause',
  aliases: [],
  description: { en: 'Moderators: begin nothing new here until /resume', zh: '管理者：暂停在这里开始新的任务' },
  visibility: 'public',
  command: {
    discord: { name: { en: 'pause', zh: '暂停' }, response: 'public' },
    telegram: { startable: false },
  },
  run: async (context) => context.t((await isPaused(context)) ? 'pausedAlready' : 'paused'),
  async carryOut(context) {
    await setPaused(context, true);
    return undefined;
  },
};
