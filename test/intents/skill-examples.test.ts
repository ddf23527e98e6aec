import { expect, it } from 'vitest';
import { ACTIONS } from '../../src/core/actions/all.ts';
import { classify } from '../../src/intents/classify.ts';
import { bundledSkills } from '../../src/skills.ts';

const skills = await bundledSkills();
const examples = skills.flatMap(({ slug, examples: { en, zh } }) => [...en, ...zh].map((example) => [slug, example]));

it('the five skills have examples in both languages', () => {
  expect(skills).toHaveLength(5);
  for (const { examples: each } of skills) expect([each.en.length, each.zh.length]).toEqual([3, 3]);
});

it.each(examples)('%s: “%s” goes to the agent as it is, with and without files', (_slug = '', text = '') => {
  for (const media of [0, 1, 3]) {
    const files = media > 0 ? [{ kind: 'action', action: 'upload' }] : [];
    expect(classify({ text, media }, ACTIONS.phrases).steps).toEqual([...files, { kind: 'prompt', text }]);
  }
});

/** What the skills' documents tell people to say, and ways to say the same. */
it.each([
  [
    'export',
    'export 1080p MP4',
    'export in 4k',
    'export HD video',
    'export as MP4',
    'Export 1080p MP4, please',
    '发我看看',
  ],
  [
    'export',
    '导出 1080p MP4',
    '导出高清视频',
    '导出4K',
    'export at 60 fps',
    'download in full hd',
    '把视频发我看看',
    '发给我看看',
  ],
  ['rerun', 'redo', 'redo it', 'redo this', 'do it again', 'once more', '再来一次', '重做一次'],
  ['variation', '再来一个', '再来一个版本', 'another one', 'give me another version', '换一个版本'],
  [
    'timeline',
    '现在什么样了',
    '现在是什么样',
    '现在长什么样',
    'which clips are in there right now',
    'what clips are in it',
  ],
  ['timeline', 'what does it look like now', 'show tracks', 'show me the timeline'],
  [
    'credits',
    'how much credit remains',
    'do we still have credits for another video',
    'is there enough credit left',
    '积分还够吗',
  ],
  ['credits', 'how many credits do I have', 'check my balance', 'any credits left?', '还剩多少积分', '余额还有多少'],
  ['status', 'status', '状态', '进度怎么样了'],
])('asks for %s: %j', (action, ...said) => {
  for (const text of said) {
    const { steps } = classify({ text, media: 0 }, ACTIONS.phrases);
    expect(
      steps.map((step) => (step.kind === 'action' ? step.action : step.kind)),
      text,
    ).toEqual([action]);
  }
});
