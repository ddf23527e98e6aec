import { describe, expect, test } from 'vitest';
import { answerText, readQuestion } from '../../../src/nemo/stream/question.ts';
import { readUiInstructions } from '../../../src/nemo/ui-instructions/ui-instructions.ts';
import { adk } from '../../fakes/nemo/index.ts';
import { readEvents } from '../stream.ts';
import { UNSEEN_QUESTIONS, UNSEEN_WAITING } from './unseen-questions.ts';

const ARGS = {
  title: 'Before I start',
  questions: [
    {
      id: 'q1',
      prompt: 'Which style?',
      options: [
        { id: 'a', label: 'Calm' },
        { id: 5, label: 'Fast' },
      ],
      allow_multiple: false,
    },
    { prompt: 'Anything else?' },
  ],
};
const QUESTION = {
  title: 'Before I start',
  questions: [
    {
      id: 'q1',
      prompt: 'Which style?',
      options: [
        { id: 'a', label: 'Calm' },
        { id: '5', label: 'Fast' },
      ],
      allowMultiple: false,
    },
    { id: '2', prompt: 'Anything else?', options: [], allowMultiple: false },
  ],
};

describe('a question of the agent', () => {
  test.each([
    ['as a function call', adk.call('c1', 'ask_question', ARGS)],
    ['in the older form', { type: 'tool_call', name: 'ask_question', args: ARGS }],
    ['in the older form, as JSON text', { type: 'tool_call', name: 'ask_question', args: JSON.stringify(ARGS) }],
  ])('%s is part of the reply, and reported', async (_name, event) => {
    const { reply, events } = await readEvents([event]);
    expect(reply.question).toEqual(QUESTION);
    expect(reply.error).toBeUndefined();
    expect(events).toEqual([{ type: 'question', question: QUESTION }]);
  });

  test.each(UNSEEN_QUESTIONS)('$tool with $args is understood, in both forms', async ({ tool, args, asked }) => {
    for (const event of [adk.call('c1', tool, args as never), { type: 'tool_call', name: tool, args }]) {
      const { question } = (await readEvents([event])).reply;
      const lines = question?.questions.map(({ prompt, options, allowMultiple }) => {
        const choices = options.length > 0 ? ` [${options.map(({ label }) => label).join(', ')}]` : '';
        return `${prompt}${choices}${allowMultiple ? '*' : ''}`;
      });
      expect([...(question?.title ? [question.title] : []), ...(lines ?? [])].join('\n')).toBe(asked);
    }
  });

  test.each(UNSEEN_WAITING)('“%s” waits for a yes', (reply, text) => {
    expect(readUiInstructions(reply)).toEqual({ text, actions: ['confirm'], edits: [] });
  });

  test('stays open when its result only says that it is pending, and not when it holds answers', async () => {
    const call = adk.call('c1', 'ask_question', ARGS);
    const pending = await readEvents([call, adk.result('c1', 'ask_question', { status: 'pending' })]);
    expect(pending.reply.question).toEqual(QUESTION);
    const answered = await readEvents([call, adk.result('c1', 'ask_question', { answers: [] }), adk.text('Done.')]);
    expect(answered.reply.question).toBeUndefined();
  });

  test('may be a single one at the top level, with options as texts', () => {
    expect(readQuestion({ question: 'Which?', options: ['A', '', 'B'] })).toEqual({
      questions: [
        {
          id: '1',
          prompt: 'Which?',
          options: [
            { id: '1', label: 'A' },
            { id: '3', label: 'B' },
          ],
          allowMultiple: false,
        },
      ],
    });
    expect(readQuestion({ title: 'nothing to ask' })).toBeUndefined();
  });

  test('is answered in the vendor’s form', () => {
    expect(answerText(QUESTION, [['Calm'], []])).toBe('1. Which style?: Calm\n2. Anything else?: Skipped');
    expect(answerText(QUESTION, [['Calm', 'Fast'], ['no']])).toBe('1. Which style?: Calm, Fast\n2. Anything else?: no');
  });
});

describe('a question in other shapes', () => {
  const options = ['Calm', 'Fast'];
  const asked = { questions: [{ prompt: 'Which style?', options }] };
  test.each([
    ['by id', [adk.call('c', 'ask_question', { questions: { s: { prompt: 'Which style?', options } } })]],
    ['in the result alone', [adk.call('c', 'ask_question'), adk.result('c', 'ask_question', asked)]],
    ['as an event of its own', [{ type: 'ask_question', ...asked }]],
    ['as an event that is called a question', [{ type: 'question', question: 'Which style?', options }]],
    ['in an older call with its input', [{ type: 'tool_call', tool: 'ask_question', input: asked }]],
  ])('%s', async (_name, events) => {
    const { reply } = await readEvents(events);
    expect(reply.question?.questions).toMatchObject([
      { prompt: 'Which style?', options: [{ label: 'Calm' }, { label: 'Fast' }] },
    ]);
  });

  test('what only says that it was asked is no question', async () => {
    const events = [adk.call('c', 'ask_question'), adk.result('c', 'ask_question', { text: 'asked the user' })];
    expect((await readEvents(events)).reply.question).toBeUndefined();
  });
});
