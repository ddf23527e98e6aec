import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import { exampleSteps, greetingText } from '../steps/greeting.ts';
import type { Answer, AnswerAction } from './action.ts';

const phrases: ActionPhrases = {
  en: [
    whole(
      'hello',
      '(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|bot|reelay|all|again|everyone|everybody))*',
    ),
  ],
  zh: [whole('hello', '(?:你好|您好|你们好|大家好|嗨|哈喽|哈啰|早上好|上午好|下午好|晚上好|早安|晚安|hi|hello|hey)+')],
};

/** Greets, and connects to Nemo, so that the first request finds a project. */
export const start: AnswerAction = {
  name: 'start',
  aliases: [],
  description: { en: 'Say hello and connect', zh: '打个招呼并连接' },
  examples: { en: ['hello'], zh: ['你好'] },
  access: 'member',
  visibility: 'public',
  mode: 'queued',
  costsCredits: false,
  onlyShows: true,
  phrases,
  async run(context): Promise<Answer> {
    const known = await context.sessions.find(context.turn.chat);
    // A chat that was not greeted yet is, before it is connected.
    const greets = known?.greeted === true;
    await context.session();
    if (!greets) return { text: context.t('ready') };
    return { text: greetingText(context), next: exampleSteps(context) };
  },
};
