import { ANSWER, askedSteps, askedText, type Chosen, choose, readChoice } from '../steps/asked.ts';
import { projectOf } from '../storage/chat-record.ts';
import type { ActionContext, Answer, Responder } from './action.ts';

async function chosen({ sessions, turn, argument = '', t }: ActionContext): Promise<Chosen> {
  const chat = await sessions.find(turn.chat);
  const project = chat?.session && projectOf(chat.session);
  return choose(chat?.asked, readChoice(argument), { words: turn.text, yes: t('yesPrompt'), project });
}

/** A choice of what the agent asked, by a button or in words. Complete, it goes to the agent as an ordinary message. */
export const answer: Responder = {
  name: ANSWER,
  visibility: 'public',
  mode: 'queued',
  async run(context): Promise<Answer> {
    const { t } = context;
    const result = await chosen(context);
    switch (result.kind) {
      case 'over':
        return { text: t('answerOver') };
      case 'given':
        return { text: t('answerGiven', { what: result.what }) };
      case 'more':
        return { text: askedText(result.asked, t), next: askedSteps(result.asked, t) };
      case 'complete':
        return {
          text: '',
          asks: { text: result.prompt, answers: result.asked.withUpload ? 'question-with-upload' : 'question' },
        };
    }
  },
  async carryOut(context) {
    const result = await chosen(context);
    // Once it is applied it is found as given, or adds nothing.
    if ('asked' in result) await context.sessions.update(context.turn.chat, { asked: result.asked });
    return undefined;
  },
};
