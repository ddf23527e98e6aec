import { readsAs } from './apply-text.ts';
import type { Clause, Context } from './clauses.ts';
import { hasLook, takeLook } from './text-look.ts';
import { quoted } from './words.ts';

/** An order about a text rather than a word about it. */
const ORDERS =
  /\b(?:add|put|write|include|give|insert|place|create|need|want|overlay|change|replace|rename|update|edit|make|set|turn|move|keep|show|should|is|wants?|instead)\b|加|添|写|配|打上|来个|要|改|换|变|移|放|设|调|显示|[大小]/;

/** The text of the video that a quotation repeats. */
export function knownAs(context: Context, letter: string | undefined): { of?: string } {
  const words = quoted(context.reading, letter);
  const known = words === undefined ? undefined : context.texts.find((text) => readsAs(text, words));
  return known === undefined ? {} : { of: known };
}

/** The same letters with other marks or capitals: "Mia's day" and "Mia’s Day". */
export function isSpelledAnew(text: string, words: string): boolean {
  const letters = (said: string) => said.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return text !== words && letters(words) !== '' && letters(text) === letters(words);
}

/** "I changed my mind about “New”": what the next clause calls "it". */
export function mentionsKnown(clause: Clause, context: Context, words: string): boolean {
  const known = context.texts.find((text) => readsAs(text, words));
  if (known === undefined || ORDERS.test(clause.text) || hasLook(takeLook(clause.piece(0, clause.text.length))))
    return false;
  context.lastText = known;
  context.lastPart = 'text';
  clause.topic = 'text';
  clause.remark = true;
  return true;
}

/** Every text, not the last one alone. */
const ALL_TEXTS =
  /\b(?:all|every|each|both)\b.{0,12}\b(?:texts?|captions?|titles?|words|labels?|writing)\b|\b(?:texts|captions|titles|labels|descriptions)\b|(?:字|文字|字幕|标题|文案)(?:都|全都?|全部|统统)|(?:所有|全部|每[条个])的?(?:字|文字|字幕|标题|文案)/;

/** Which text is meant where none is quoted. */
export function meantText(clause: Clause, context: Context, isNamed: boolean): { of?: string; all?: true } {
  const isEach = ALL_TEXTS.test(clause.original) || (isNamed && /字幕/.test(clause.original));
  if (context.texts.length > 1 && (isEach || (context.allTexts && !isNamed))) {
    context.allTexts = true;
    return { all: true };
  }
  const { lastText } = context;
  return isNamed || lastText === undefined ? {} : { of: lastText };
}

const NTH =
  /\b(first|second|third|last|final) (?:title|text|caption|subtitle)\b|(第[一二三四五]|最后)(?:的|那|一|那一)*(?:个|条|行|段)(?:标题|文字|字幕)/;
const ORDINALS: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  last: -1,
  final: -1,
  最后: -1,
  第一: 1,
  第二: 2,
  第三: 3,
  第四: 4,
  第五: 5,
};

/** "The last title" of several: 1 is the first, -1 the last. */
export function nthOf(text: string): number | undefined {
  const match = NTH.exec(text);
  return match ? ORDINALS[match[1] ?? match[2] ?? ''] : undefined;
}
