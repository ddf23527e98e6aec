/** A call of the agent that asks, and what must be asked: a line for each question, its choices in brackets, * for several. */
export interface AskedRow {
  tool: string;
  args: unknown;
  asked: string;
}

const options = [
  { id: 'a', label: 'Calm' },
  { id: 'b', label: 'Fast' },
];

/** Written before its writer had read the reader. First run: 12 of 28 in both forms; of the waiting ones 8 of 12. */
export const UNSEEN_QUESTIONS: readonly AskedRow[] = [
  {
    tool: 'ask_question',
    args: { title: 'Style', questions: [{ id: 'q', prompt: 'Which pace?', options, allow_multiple: false }] },
    asked: 'Style\nWhich pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { title: '', questions: [{ id: 'q', prompt: 'Which songs?', options, allow_multiple: true }] },
    asked: 'Which songs? [Calm, Fast]*',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ id: 'q', prompt: 'Which songs?', options, allowMultiple: true }] },
    asked: 'Which songs? [Calm, Fast]*',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ id: 'q', prompt: 'Which songs?', options, multiSelect: true }] },
    asked: 'Which songs? [Calm, Fast]*',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ id: 'q', prompt: 'Which songs?', options, multiple: true }] },
    asked: 'Which songs? [Calm, Fast]*',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ prompt: 'What should the title say?' }] },
    asked: 'What should the title say?',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ prompt: 'What should the title say?', options: [] }] },
    asked: 'What should the title say?',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ prompt: 'What should the title say?', options: null, allow_multiple: null }] },
    asked: 'What should the title say?',
  },
  { tool: 'ask_question', args: { questions: ['Which photo first?'] }, asked: 'Which photo first?' },
  {
    tool: 'ask_question',
    args: { questions: JSON.stringify([{ id: 'q', prompt: 'Which pace?', options }]) },
    asked: 'Which pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { questions: { id: 'q', prompt: 'Which pace?', options } },
    asked: 'Which pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { input: { title: 'Pace', questions: [{ prompt: 'Which pace?', options }] } },
    asked: 'Pace\nWhich pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { question: { prompt: 'Which pace?', options } },
    asked: 'Which pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { question: 'Which pace?', options: ['Calm', 'Fast'] },
    asked: 'Which pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { prompt: 'Which pace?', options: { a: 'Calm', b: 'Fast' } },
    asked: 'Which pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ prompt: 'How long?', options: [5, 10, 15] }] },
    asked: 'How long? [5, 10, 15]',
  },
  {
    tool: 'ask_question',
    args: {
      questions: [
        {
          prompt: 'How long?',
          options: [
            { id: 1, name: 'Short' },
            { id: 2, name: 'Long' },
          ],
        },
      ],
    },
    asked: 'How long? [Short, Long]',
  },
  {
    tool: 'AskUserQuestion',
    args: {
      questions: [
        {
          header: 'Pace',
          question: 'Which pace?',
          multiSelect: false,
          options: [{ label: 'Calm', description: 'slow' }],
        },
      ],
    },
    asked: 'Which pace? [Calm]',
  },
  { tool: 'askQuestion', args: { prompt: 'Which pace?', options }, asked: 'Which pace? [Calm, Fast]' },
  { tool: 'ask-question', args: { prompt: 'Which pace?', options }, asked: 'Which pace? [Calm, Fast]' },
  { tool: 'nemo_agent.ask_question', args: { prompt: 'Which pace?', options }, asked: 'Which pace? [Calm, Fast]' },
  { tool: 'request_user_input', args: { prompt: 'Which pace?' }, asked: 'Which pace?' },
  {
    tool: 'ask_question',
    args: JSON.stringify({
      title: '风格',
      questions: [{ prompt: '想要什么节奏？', options: [{ id: '1', label: '平静' }] }],
    }),
    asked: '风格\n想要什么节奏？ [平静]',
  },
  {
    tool: 'ask_question',
    args: {
      title: 'Two things',
      questions: [
        { id: '5529798706024415232', prompt: 'Which pace?', options },
        { id: 'x', prompt: 'Which photo is the first?' },
      ],
    },
    asked: 'Two things\nWhich pace? [Calm, Fast]\nWhich photo is the first?',
  },
  {
    tool: 'ask_question',
    args: { title: 'Which pace?', questions: [{ prompt: 'Which pace?', options }] },
    asked: 'Which pace? [Calm, Fast]',
  },
  { tool: 'ask_question', args: { title: 'Shall I go on?' }, asked: 'Shall I go on?' },
  {
    tool: 'ask_question',
    args: { title: 'Which pace?', options },
    asked: 'Which pace? [Calm, Fast]',
  },
  {
    tool: 'ask_question',
    args: { questions: [{ prompt: 'Which pace?', options: [...options, { id: 'c', label: '' }, null] }] },
    asked: 'Which pace? [Calm, Fast]',
  },
];

/** Replies in which the agent waits for a yes: what stays of the text. */
export const UNSEEN_WAITING: readonly (readonly [reply: string, text: string])[] = [
  ['This takes 100 credits. Click Generate to go ahead.', 'This takes 100 credits.'],
  ['Two shots, ten seconds. Click “Confirm” and I will start.', 'Two shots, ten seconds.'],
  ['Everything is prepared. Press the Start button to begin.', 'Everything is prepared.'],
  ['The style is set to calm. Hit Continue.', 'The style is set to calm.'],
  ['Please confirm by clicking the Approve button below.', ''],
  ['The plan stands. Tap “Yes, generate” below.', 'The plan stands.'],
  ['I will replace the second photo. Click Accept to apply the change.', 'I will replace the second photo.'],
  ['Click the Create button to make the video. It uses about 100 credits.', 'It uses about 100 credits.'],
  ['准备好了，点击“生成”即可开始。', '准备好了。'],
  ['需要 100 积分。请点击“继续”按钮。', '需要 100 积分。'],
  ['方案如下：三个镜头。点“开始制作”我就开始。', '方案如下：三个镜头。'],
  ['請點選「確認」開始製作。', ''],
];
