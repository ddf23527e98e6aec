import { isPaused, setPaused } from '../community/paused.ts';
import type { AnswerAction } from './action.ts';
import { MODERATORS_COMMAND } from './moderators-command.ts';

export const resume: AnswerAction = {
  ...MODERATORS_COMMAND,
  name: 'resume',
  aliases: [],
  description: { en: 'Moderators: go on after /pause', zh: '管理者：恢复，结束暂停' },
  visibility: 'public',
  command: {
    discord: { name: { en: 'resume', zh: '恢复' }, response: 'public' },
    telegram: { startable: false },
  },
  run: async (context) => context.t((await isPaused(context)) ? 'resumed' : 'resumedAlready'),
  async carryOut(context) {
    await setPaused(context, false);
    return undefined;
  },
};
