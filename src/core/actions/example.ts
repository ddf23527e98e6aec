import { EXAMPLE, exampleOf } from '../steps/greeting.ts';
import { takingFiles } from '../turn/next-steps.ts';
import type { Answer, Responder } from './action.ts';

/** One of the skill's examples, by a button: a request of the user like any other, once there is something to work with. */
export const example: Responder = {
  name: EXAMPLE,
  visibility: 'public',
  mode: 'queued',
  async run(context): Promise<Answer> {
    const { t, sessions, turn, argument = '' } = context;
    const what = exampleOf(context, argument);
    if (what === undefined) return { text: t('actionGone') };
    const chat = await sessions.find(turn.chat);
    if (!chat?.session || chat.mediaCount === 0) {
      return { text: t('exampleNeedsFiles', { what }), next: takingFiles(context) };
    }
    return { text: '', asks: { text: what } };
  },
};
