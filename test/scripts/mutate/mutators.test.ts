import { describe, expect, it } from 'vitest';
import { apply, tell } from '../../../scripts/mutate/mutant.ts';
import { mutantsOf } from '../../../scripts/mutate/mutators.ts';

const FILE = 'src/a.ts';

/** Each mutant of a source as `kind: original → replacement`. */
const changes = (source: string) =>
  mutantsOf(FILE, source).map(({ kind, original, replacement }) => `${kind}: ${original} → ${replacement}`);

describe('mutants of expressions', () => {
  it.each([
    ['const a = b === c;', ['equality: === → !==']],
    ['const a = b != c;', ['equality: != → ==']],
    ['const a = b < c;', ['relation: < → <=', 'relation: < → >=']],
    ['const a = b >= c;', ['relation: >= → >', 'relation: >= → <']],
    ['const a = b && c || d;', ['logic: b && c → (b || c)', 'logic: b && c || d → (b && c && d)']],
    ['const a = b ?? c;', ['logic: b ?? c → (b && c)']],
    ['const a = !b;', ['boolean: !b → b']],
    ['const a = true;', ['boolean: true → false']],
    ['const a = b - c * d;', ['arithmetic: - → +', 'arithmetic: * → /']],
    ['const a = b % c;', ['arithmetic: % → *']],
    ['const a = -b;', ['arithmetic: -b → b']],
    ['const a = 0;', ['number: 0 → 1']],
    ['const a = 30_000;', ['number: 30_000 → 60000']],
    ['const a = 0.75;', ['number: 0.75 → 1.5']],
    ['const a = -1;', ['arithmetic: -1 → 1']],
  ])('%s', (source, expected) => {
    expect(changes(source)).toEqual(expected);
  });

  it.each([
    "const a = 'text';",
    "const a = 'joined' + b + c;",
    'const a = /b+/;',
    `const a = \`text \${b}\`;`,
    "import { a } from './b.ts';",
    'type A = 1 | true;',
    'interface A { b: -1 }',
    'enum A { B = 1 }',
    'const a = { 7: b };',
    'function a(b: 0 | 1) {}',
  ])('leaves %s alone', (source) => {
    expect(changes(source)).toEqual([]);
  });
});

describe('mutants of statements', () => {
  it.each([
    ['if (a) b();', ['condition: a → true', 'condition: a → false']],
    [
      'if (a) b(); else c();',
      ['condition: a → true', 'condition: a → false', 'statement: b(); → ;', 'statement: c(); → ;'],
    ],
    ['while (a) b();', ['condition: a → false', 'statement: b(); → ;']],
    ['const a = b ? c : d;', ['condition: b → true', 'condition: b → false']],
    ['await save();', ['statement: await save(); → ;']],
    ['void save();', ['statement: void save(); → ;']],
    ['a.b = c;', ['statement: a.b = c; → ;']],
    ['a += b;', ['statement: a += b; → ;', 'arithmetic: += → -=']],
    ['a++;', ['arithmetic: a++ → a--', 'statement: a++; → ;']],
    ['delete a.b;', ['statement: delete a.b; → ;']],
  ])('%s', (source, expected) => {
    expect(changes(source)).toEqual(expected);
  });

  it('empties functions, unless removing their only statement is the same', () => {
    expect(changes('function a() { b(); c(); }')).toEqual([
      'body: { b(); c(); } → {}',
      'statement: b(); → ;',
      'statement: c(); → ;',
    ]);
    expect(changes('function a() { b(); }')).toEqual(['statement: b(); → ;']);
    expect(changes('const a = () => b();')).toEqual(['body: b() → undefined']);
    expect(changes('const a = (b) => b.c;')).toEqual([]);
  });

  it('removes returns before the end, jumps and throws', () => {
    expect(changes('function a() { for (const b of c) { d(); return b; } return e; }')).toEqual([
      'body: { for (const b of c) { d(); return b; } return e; } → {}',
      'statement: d(); → ;',
      'exit: return b; → ;',
    ]);
    expect(changes('for (const a of b) { c(); continue; }')).toEqual(['statement: c(); → ;', 'exit: continue; → ;']);
    expect(changes('switch (a) { case b: c(); break; }')).toEqual(['statement: c(); → ;']);
    expect(changes('try { a(); } catch (error) { throw error; }')).toEqual([
      'statement: a(); → ;',
      'exit: throw error; → ;',
    ]);
  });

  it('leaves alone what is written to a log, and the call of a super class', () => {
    expect(changes("this.#options.log.warn({ left: a + 1 }, 'text');")).toEqual([]);
    expect(changes("logger.error('text');")).toEqual([]);
    expect(changes('class A extends B { constructor() { super(); } }')).toEqual(['body: { super(); } → {}']);
    expect(changes('book.warn(a);')).toEqual(['statement: book.warn(a); → ;']);
  });
});

describe('a mutant', () => {
  const source = 'const a = 1;\nconst b = a < 2;\n';

  it('is put into the source where it belongs', () => {
    expect(mutantsOf(FILE, source).map((mutant) => apply(source, mutant))).toEqual([
      'const a = 2;\nconst b = a < 2;\n',
      'const a = 1;\nconst b = a <= 2;\n',
      'const a = 1;\nconst b = a >= 2;\n',
      'const a = 1;\nconst b = a < 3;\n',
    ]);
  });

  it('is reported with its line and column', () => {
    const [, mutant] = mutantsOf(FILE, source);
    expect(mutant && tell(mutant)).toBe('src/a.ts:2:13  relation  <  →  <=');
  });

  it('is not made where a comment says why', () => {
    expect(changes('a(); // mutate: skip only makes it faster\nb();')).toEqual(['statement: b(); → ;']);
    expect(changes('// mutate: skip: only makes it faster\na();\nb();')).toEqual(['statement: b(); → ;']);
    expect(() => mutantsOf(FILE, 'b();\n// mutate: skip\na();')).toThrow('src/a.ts:2: "mutate: skip" needs a reason');
  });
});
