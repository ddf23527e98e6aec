import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import { ActionTable } from '../../../src/core/actions/table.ts';
import { classify } from '../../../src/intents/classify.ts';

describe('the actions that a text asks for', () => {
  it.each([
    ['how many credits are left?', 0, ['credits']],
    ['还剩多少积分', 0, ['credits']],
    ['forget yes', 0, ['forget']],
    ['language zh', 0, ['language']],
    ['credit the photographer in the last frame', 0, []],
    ['add music and then export it', 0, ['export']],
    ['animate it', 1, []],
  ] as const)('“%s” with %i files: %j', (text, media, names) => {
    expect(ACTIONS.asked(text, media).map(({ name }) => name)).toEqual(names);
  });
});

describe('a command that is typed with its argument', () => {
  it.each([
    ['remove 2', { name: 'remove', argument: '2' }],
    ['移除第 2 个。', { name: 'remove', argument: '2' }],
    ['Cancel ALL!', { name: 'cancel', argument: 'all' }],
    ['取消全部', { name: 'cancel', argument: 'all' }],
    ['/skill king', { name: 'skill', argument: 'king' }],
    ['language auto', { name: 'language', argument: 'auto' }],
    ['forget yes', { name: 'forget', argument: 'yes' }],
  ])('“%s”', (text, call) => {
    expect(ACTIONS.typed(text)).toEqual(call);
  });

  it.each(['remove the second photo', 'skill king', 'cancel', 'forget yesterday'])('not “%s”', (text) => {
    expect(ACTIONS.typed(text)).toBeUndefined();
  });
});

describe('every action', () => {
  it.each(ACTIONS.all.flatMap(({ name, examples }) => [...examples.en, ...examples.zh].map((text) => [text, name])))(
    '“%s” asks for %s',
    (text, name) => {
      const call = ACTIONS.typed(text);
      const steps = classify({ text, media: 0 }, ACTIONS.phrases).steps;
      expect(call?.name ?? steps.map((step) => step.kind === 'action' && step.action).join()).toBe(name);
    },
  );

  it('has a name of its own, and a description that fits a menu', () => {
    for (const { name, description } of ACTIONS.all) {
      expect(name).toMatch(/^[a-z]+$/);
      for (const text of Object.values(description)) expect(text.length).toBeLessThanOrEqual(100);
    }
    expect(() => new ActionTable([...ACTIONS.all, ...ACTIONS.all])).toThrow('two actions are called help');
  });
});
