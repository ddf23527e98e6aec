import { describe, expect, it } from 'vitest';
import { classify } from '../../src/intents/classify.ts';
import { ACTIONS, type IntentStep } from '../../src/intents/intent.ts';
import { CAPTIONS, COMMANDS, type Label, TRAPS } from './corpus.ts';

const NAMES: readonly string[] = ACTIONS;

function expected(text: string, label: Label): IntentStep[] {
  if (label === 'prompt') return [{ kind: 'prompt', text }];
  const parts = typeof label === 'string' ? [label] : label;
  return parts.map((part) => {
    const action = ACTIONS.find((name) => name === part);
    return action ? { kind: 'action', action } : { kind: 'prompt', text: part };
  });
}

const actionsOf = (steps: IntentStep[]) => steps.flatMap((step) => (step.kind === 'action' ? [step.action] : []));

describe('classify', () => {
  it.each([...COMMANDS])('acts on %j', (text, label) => {
    expect(classify({ text, media: 0 }).steps).toEqual(expected(text, label));
  });

  it.each([...TRAPS])('leaves %j to the agent', (text, label) => {
    expect(classify({ text, media: 0 }).steps).toEqual(expected(text, label));
  });

  it.each([...CAPTIONS])('a file with the caption %j', (text, label) => {
    expect(classify({ text, media: 1 }).steps).toEqual(expected(text, label));
  });

  it('finds actions in the corpus with precision and recall of at least 0.99, and none in a trap', () => {
    const corpus = [...COMMANDS, ...TRAPS];
    expect(corpus.length).toBeGreaterThanOrEqual(120);
    expect(TRAPS.length / corpus.length).toBeGreaterThan(0.33);
    let right = 0;
    let found = 0;
    let wanted = 0;
    for (const [text, label] of corpus) {
      const want = actionsOf(expected(text, label));
      const got = actionsOf(classify({ text, media: 0 }).steps);
      wanted += want.length;
      found += got.length;
      right += got.filter((action, i) => want[i] === action).length;
    }
    const precision = right / found;
    const recall = right / wanted;
    process.stdout.write(
      `intents: ${corpus.length} utterances, ${TRAPS.length} traps, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.99);
    const stolen = TRAPS.filter(([text]) => actionsOf(classify({ text, media: 0 }).steps).length > 0);
    expect(stolen).toEqual([]);
  });

  it('has nothing to do for neither text nor media', () => {
    expect(classify({ text: ' \n ', media: 0 })).toEqual({ steps: [], rules: ['empty'] });
  });

  it('names the rules that decided', () => {
    expect(classify({ text: 'export', media: 0 }).rules).toEqual(['export.en.bare']);
    expect(classify({ text: '把音乐去掉然后导出', media: 2 }).rules).toEqual([
      'media',
      'prompt',
      'compound.strong',
      'export.zh.bare',
    ]);
    expect(classify({ text: 'warmer colours', media: 0 }).rules).toEqual(['prompt']);
  });

  it('hands the words of a prompt on unchanged', () => {
    const text = '  Make it “ＢＩＧ” 🎬 — 然後 zoom!  ';
    expect(classify({ text, media: 0 }).steps).toEqual([{ kind: 'prompt', text: 'Make it “ＢＩＧ” 🎬 — 然後 zoom!' }]);
  });

  it('every action can be reached by its bare name', () => {
    for (const name of NAMES)
      expect(classify({ text: name, media: 0 }).steps).toEqual([{ kind: 'action', action: name }]);
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
    ];
    // Catastrophic backtracking takes seconds to years; this limit only tells it from linear work.
    for (const text of hostile) {
      const start = performance.now();
      classify({ text, media: 0 });
      expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(500);
    }
  });
});
