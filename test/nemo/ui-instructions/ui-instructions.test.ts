import { describe, expect, it } from 'vitest';
import { readUiInstructions } from '../../../src/nemo/ui-instructions/ui-instructions.ts';
import { corpus, type Labelled, labelOf } from './corpus.ts';

const talking = corpus.filter(({ text }) => text !== undefined);
const traps = corpus.filter(({ text }) => text === undefined);
const isRight = (row: Labelled) => JSON.stringify(readUiInstructions(row.reply)) === JSON.stringify(labelOf(row));

describe('readUiInstructions', () => {
  it.each(talking)('$kind: removes the instructions from $reply', (row) => {
    expect(readUiInstructions(row.reply)).toEqual(labelOf(row));
  });

  it.each(traps)('$kind: leaves $reply alone', (row) => {
    expect(readUiInstructions(row.reply)).toEqual({ text: row.reply, actions: [], edits: [] });
  });

  it('reads the whole corpus, of which a third or more only mention the user interface', () => {
    const kinds = new Map<string, { right: number; total: number }>();
    for (const row of corpus) {
      const score = kinds.get(row.kind) ?? { right: 0, total: 0 };
      kinds.set(row.kind, { right: score.right + (isRight(row) ? 1 : 0), total: score.total + 1 });
    }
    const right = [...kinds.values()].reduce((sum, score) => sum + score.right, 0);
    const perKind = [...kinds].map(([kind, score]) => `${kind} ${score.right}/${score.total}`).sort();
    process.stdout.write(
      `UI instructions: ${right}/${corpus.length} right (${traps.length} traps) · ${perKind.join(' · ')}\n`,
    );
    expect(corpus.length).toBeGreaterThanOrEqual(160);
    expect(traps.length * 3).toBeGreaterThanOrEqual(corpus.length);
    expect(right).toBe(corpus.length);
  });

  it('leaves no debris', () => {
    for (const { reply } of talking) {
      const { text } = readUiInstructions(reply);
      expect(text).not.toMatch(/^\s*(?:[-*•]|\d+[.)]|#+)\s*$/mu);
      expect(text).not.toMatch(/ {2}(?=\S)(?<!\n {2,})|\s[,;!。，]|[,;，；—–]$|\n{3}/u);
      expect(text.split('**').length % 2, text).toBe(1);
      expect(text).not.toMatch(/[\ue000\ue001]/u);
    }
  });

  it('finds nothing left to take out of its own text', () => {
    for (const { reply } of talking) {
      const { text } = readUiInstructions(reply);
      expect(readUiInstructions(text)).toEqual({ text, actions: [], edits: [] });
    }
  });

  it('keeps what was made wherever the instruction stands', () => {
    const made = ['The music is now softer.', 'I trimmed clip 2 to 3 s.', '标题改成了金色。', '字幕改為白色。'];
    const instructions = [
      'Click Export to download it.',
      'Open the timeline panel.',
      '请点击“导出”按钮。',
      '打開時間軸面板。',
    ];
    for (const content of made) {
      for (const instruction of instructions) {
        for (const gap of [' ', '\n', '\n\n']) {
          expect(readUiInstructions(`${content}${gap}${instruction}`).text, instruction).toBe(content);
          expect(readUiInstructions(`${instruction}${gap}${content}`).text, instruction).toBe(content);
        }
        expect(readUiInstructions(`- ${content}\n- ${instruction}`).text).toBe(`- ${content}`);
        expect(readUiInstructions(`1. ${instruction}\n2. ${content}`).text).toBe(`1. ${content}`);
        expect(readUiInstructions(`> ${content}\n> ${instruction}`).text).toBe(`> ${content}`);
        expect(readUiInstructions(`**${content}** ${instruction}`).text).toBe(`**${content}**`);
        expect(readUiInstructions(`${content} (${instruction.slice(0, -1)})`).text).toBe(content);
      }
    }
  });

  it('leaves code blocks alone', () => {
    const reply = '```\nClick Export to download.\n```';
    expect(readUiInstructions(reply)).toEqual({ text: reply, actions: [], edits: [] });
  });

  it('reads lines that end as they do in Windows', () => {
    expect(readUiInstructions('Click Export.\r\nMusic added.').text).toBe('Music added.');
    expect(readUiInstructions('Music added.\r\nTitle added.').text).toBe('Music added.\r\nTitle added.');
  });

  it('names an action once, however often it is asked for', () => {
    expect(readUiInstructions('Click Export. Then click the Export button again. 点击导出。').actions).toEqual([
      'export',
    ]);
  });
});

describe('hostile replies of 20 kB', () => {
  const units = [
    ...['Click Export and then open the panel, or drag it. ', '点击导出，然后打开面板，再把标题拖到开头。'],
    ...[
      'now just simply please ',
      '请您可以现在然后',
      'drag the clip to the start of ',
      '把标题拖到',
      'if you ',
      ' and ',
    ],
    ...[
      '"',
      '“',
      "'",
      " '",
      '(',
      '（',
      '[',
      '](',
      '[a](',
      '**',
      '*',
      '`',
      '. ',
      '.',
      '…',
      '。',
      ' ',
      '\t',
      '\n',
      ': ',
      '—',
    ],
    ...[
      '|',
      '| Click Export |\n',
      '# \n',
      '- a\n',
      '1. Click Export\n',
      '> ',
      '**a:** ',
      '\ue000',
      '\ue001',
      '👉',
      '🎬 A ',
      '🎬',
      'a',
    ],
  ];

  // Each is read in under a tenth of a second; what grows with the square of the length takes several.
  it.each(units)('%j is read in bounded time', (unit) => {
    for (const opening of ['', 'Click Export ', '把']) {
      const reply = `${opening}${unit.repeat(Math.ceil(20_000 / unit.length))} x`;
      const start = performance.now();
      readUiInstructions(reply);
      expect(performance.now() - start).toBeLessThan(1500);
    }
  });
});
