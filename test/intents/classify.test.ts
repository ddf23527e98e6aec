import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/core/actions/all.ts';
import { classify as classifyWith } from '../../src/intents/classify.ts';
import { AGAIN, AGAIN_TRAPS } from './corpus/again.ts';
import { CAPTIONS, COMMANDS, TRAPS } from './corpus/base.ts';
import { BLIND, BLIND_CAPTIONS } from './corpus/blind.ts';
import { CONTROL_TRAPS, CONTROLS } from './corpus/controls.ts';
import { FORMS } from './corpus/forms.ts';
import { FRESH } from './corpus/fresh.ts';
import type { Labelled } from './corpus/label.ts';
import { LATE } from './corpus/late.ts';
import { MORE, ORDERS } from './corpus/more.ts';
import { QUESTION_TRAPS, QUESTIONS } from './corpus/questions.ts';
import { MORE_TRAPS, STORY_TRAPS } from './corpus/traps.ts';
import { MORE_CHINESE_TRAPS } from './corpus/traps-chinese.ts';
import { UNSEEN, UNSEEN_AGAIN } from './corpus/unseen.ts';
import { COSTLY, Score, stepsOf } from './score.ts';

const OWN = [
  ...[...COMMANDS, ...TRAPS, ...CONTROLS, ...CONTROL_TRAPS, ...FRESH, ...FORMS, ...LATE, ...MORE, ...ORDERS],
  ...[...QUESTIONS, ...QUESTION_TRAPS],
  ...[...MORE_TRAPS, ...MORE_CHINESE_TRAPS, ...STORY_TRAPS],
];
/** Who wrote the blind set could not know which utterances were there already. */
const CORPUS: Labelled = [...OWN, ...BLIND.filter(([text]) => !OWN.some(([known]) => known === text))];
const ALL_TRAPS = CORPUS.filter(([, label]) => label === 'prompt');

const classify = (message: { text: string; media: number }) => classifyWith(message, ACTIONS.phrases);
const steps = (text: string, media = 0) => classify({ text, media }).steps;

describe('classify', () => {
  it('understands every form of an export, and takes no edit for one', () => {
    const wrong = FORMS.flatMap(([text, label]) => {
      const found = JSON.stringify(steps(text));
      return found === JSON.stringify(stepsOf(text, label)) ? [] : [`${text} → ${found}`];
    });
    expect(wrong).toEqual([]);
  });

  it('understands at least 99 % of the corpus', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(CORPUS.map(([text]) => text)).size).toBe(CORPUS.length);
    expect(ALL_TRAPS.length / CORPUS.length).toBeGreaterThanOrEqual(0.5);
    const score = new Score();
    const wrong: string[] = [];
    for (const [text, label] of CORPUS) {
      const wanted = stepsOf(text, label);
      const found = steps(text);
      score.add(wanted, found);
      if (JSON.stringify(wanted) !== JSON.stringify(found)) wrong.push(`${text} → ${JSON.stringify(found)}`);
    }
    process.stdout.write(`${CORPUS.length} utterances, ${ALL_TRAPS.length} of them traps\n${score.table()}`);
    expect(score.accuracy, wrong.join('\n')).toBeGreaterThanOrEqual(0.99);
    expect(score.weakest, wrong.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  it('takes no trap for what spends, delivers or deletes', () => {
    const stolen = ALL_TRAPS.filter(([text]) =>
      steps(text).some((step) => step.kind === 'action' && COSTLY.has(step.action)),
    );
    expect(stolen).toEqual([]);
  });

  it('understands what somebody wrote who had not seen the rules', () => {
    for (const [text, label] of BLIND) expect(steps(text), text).toEqual(stepsOf(text, label));
  });

  it('understands two further sets of somebody who had not seen the rules, and takes no near miss', () => {
    const wrong = [...UNSEEN, ...UNSEEN_AGAIN].filter(
      ([text, label]) => JSON.stringify(steps(text)) !== JSON.stringify(stepsOf(text, label)),
    );
    expect(wrong).toEqual([]);
  });

  it('understands other words and other order, typos and polite forms, and takes no near miss', () => {
    const wrong = [...AGAIN, ...AGAIN_TRAPS].flatMap(([text, label]) => {
      const found = JSON.stringify(steps(text));
      return found === JSON.stringify(stepsOf(text, label)) ? [] : [`${text} → ${found}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each([...CAPTIONS, ...BLIND_CAPTIONS])('a file with the caption %j', (text, label) => {
    expect(steps(text, 1)).toEqual(stepsOf(text, label));
  });

  it('has nothing to do for neither text nor media', () => {
    expect(classify({ text: ' \n ', media: 0 })).toEqual({ steps: [], rules: ['empty'] });
  });

  it('names the rules that decided', () => {
    expect(classify({ text: 'export', media: 0 }).rules).toEqual(['export.en.bare']);
    expect(classify({ text: 'exprot it', media: 0 }).rules).toEqual(['export.en.verb+typo']);
    expect(classify({ text: '把音乐去掉然后导出', media: 2 }).rules).toEqual([
      'media',
      'prompt',
      'compound.strong',
      'export.zh.bare',
    ]);
    expect(classify({ text: 'export it, then add rain', media: 0 }).rules).toEqual([
      'export.en.verb',
      'compound.strong',
      'prompt',
    ]);
    expect(classify({ text: 'warmer colours', media: 0 }).rules).toEqual(['prompt']);
  });

  it('names a rule for every step of the corpus', () => {
    for (const [text] of CORPUS) {
      const { steps, rules } = classify({ text, media: 0 });
      expect(rules.filter((rule) => !rule.startsWith('compound')).length, text).toBeGreaterThanOrEqual(steps.length);
    }
  });

  it('hands the words of a prompt on unchanged', () => {
    const text = '  Make it “ＢＩＧ” 🎬 — 然後 zoom!  ';
    expect(steps(text)).toEqual([{ kind: 'prompt', text: 'Make it “ＢＩＧ” 🎬 — 然後 zoom!' }]);
  });

  it('every action can be reached by its command, and only "remove" needs an argument', () => {
    for (const { name: action } of ACTIONS.all.filter(({ name }) => name !== 'remove'))
      expect(steps(`/${action}@reelay_bot`)).toEqual([{ kind: 'action', action }]);
    expect(steps('/remove 2')).toEqual([{ kind: 'action', action: 'remove', argument: 2 }]);
    expect(steps('/remove')).toEqual([{ kind: 'prompt', text: '/remove' }]);
  });

  it('one misspelled letter never deletes', () => {
    for (const text of ['forgte this chat', 'delete my dats', 'restrat', 'remvoe number 2 from the queue'])
      expect(steps(text)).toEqual([{ kind: 'prompt', text }]);
  });

  it('what is done at once is not done for a later time', () => {
    for (const text of ['cancel it when the music ends', 'delete my data once you are done', '完成之后取消'])
      expect(steps(text)).toEqual([{ kind: 'prompt', text }]);
  });

  it('gives a wish twice only once', () => {
    expect(steps('export it. Export it please!')).toEqual([{ kind: 'action', action: 'export' }]);
  });

  it('stays fast on text made to slow patterns down', () => {
    const hostile = [
      'export '.repeat(600),
      `${'please '.repeat(20)}x`,
      `${'how long is '.repeat(12)}?`,
      `${'a, '.repeat(1300)}export`,
      '导出'.repeat(2000),
      ' and then'.repeat(450),
      '"'.repeat(4000),
      `use the ${'very '.repeat(28)}`,
      `switch skill to ${'a '.repeat(60)}!`,
      `show me ${'the current '.repeat(11)}x`,
      `现在${'的项目'.repeat(45)}x`,
      `删除${'我的'.repeat(70)}`,
      `what ${'requests are '.repeat(12)}x`,
      `${'she waves, '.repeat(400)}then send it`,
      `${'.'.repeat(3000)}the man runs, then show it`,
    ];
    // Catastrophic backtracking takes seconds to years; this limit only tells it from linear work.
    for (const text of hostile) {
      const start = performance.now();
      classify({ text, media: 0 });
      expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(500);
    }
  });
});
