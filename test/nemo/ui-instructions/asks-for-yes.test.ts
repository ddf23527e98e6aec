import { expect, it } from 'vitest';
import { asksForYes } from '../../../src/nemo/ui-instructions/asks-for-yes.ts';

it.each([
  'I will make three shots of 4 seconds each. Please confirm to proceed.',
  'The plan is ready.\n\nShall I go ahead?',
  'Here is the storyboard. Would you like me to generate the clips now?',
  'This will use about 60 credits. Should I start?',
  'Let me know if you’d like me to continue.'.replace('’', "'"),
  'Reply "yes" and I will render it.',
  'Are you happy with this plan?',
  '方案如下：三个镜头，每个四秒。请确认。',
  '生成大约需要 60 积分，是否继续？',
  '需要我现在开始生成吗？',
  '可以开始生成了吗？',
  '回复“确认”即可。',
])('waits for a yes: %s', (reply) => {
  expect(asksForYes(reply)).toBe(true);
});

it.each([
  '',
  'Done. The video is now 10 seconds long.',
  'Shall I create the first or the second version?',
  'Which music would you like me to start with?',
  'Should I start? First tell me how long it is to be.',
  'You can continue to edit whenever you like.',
  '您可以继续编辑。',
  '您想要哪种音乐？',
  '需要我先加标题还是先加音乐？',
])('does not: %s', (reply) => {
  expect(asksForYes(reply)).toBe(false);
});
