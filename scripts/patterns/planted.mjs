/** Sources with one pattern each that takes more than linear time, and sources whose patterns do not. */

export const SLOW = {
  'nested repetition': 'export const a = /^(?:a+)+$/;',
  'overlapping alternatives in a repetition': 'export const a = /^(?:\\w+|\\d)+$/;',
  'two repetitions that share characters': 'export const a = /^\\s*\\s*x/;',
  'an end that is looked for from every start': "export const a = (text) => text.replace(/\\s+$/, '');",
  'a pattern built of constants':
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template
    "const WORD = 'a+'; export const a = new RegExp(['x', `^(?:${WORD})+$`].join('|'), 'u');",
  'a pattern built of raw text': "const SPACE = String.raw`\\s+`; export const a = RegExp('^' + SPACE + SPACE + 'x');",
};

export const LINEAR = {
  'repetitions of different characters': 'export const a = /^\\d+\\s+[a-z]+$/u;',
  'a bounded repetition': 'export const a = /\\s{1,4}$/;',
  'a pattern in a comment': '// /(a+)+$/\nexport const a = 1;',
  'a pattern in a string': "export const a = '/(a+)+$/';",
};
