import type { Translate } from '../../i18n/translator.ts';
import { answerText } from '../../nemo/stream/question.ts';
import type { NextStep } from '../chat.ts';
import type { Asked } from '../storage/records.ts';

/** The remark that a button under a question calls, and what answers a question in words. */
export const ANSWER = 'answer';

/** More choices get no button; they are answered by number. Discord has room for 25 buttons, two are for done and skip. */
const MAX_BUTTONS = 20;
const MAX_LABEL = 60;

/** What was chosen of a question, as buttons and turns carry it: `key-question-what`, at most 22 characters on a button. */
export interface Choice {
  key: string;
  /** Index of the question. */
  question: number;
  /** Indexes of options; `yes`, `done`, `skip`; or the words of the message. */
  what: number[] | 'yes' | 'done' | 'skip' | 'words';
  /** Nothing more will be chosen of this question. */
  final: boolean;
}

/** A choice as an argument. */
export function choiceText({ key, question, what, final }: Choice): string {
  return `${key}-${question}-${Array.isArray(what) ? what.join('+') : what}${final && Array.isArray(what) ? '!' : ''}`;
}

/** The choice of an argument; undefined when it is none. */
export function readChoice(argument: string): Choice | undefined {
  const [key = '', question = '', given = '', ...more] = argument.slice(0, 200).split('-');
  if (more.length > 0 || key === '' || !/^\d{1,2}$/.test(question)) return undefined;
  const base = { key, question: Number(question) };
  if (given === 'yes' || given === 'done' || given === 'skip' || given === 'words') {
    return { ...base, what: given, final: true };
  }
  const final = given.endsWith('!');
  const numbers = (final ? given.slice(0, -1) : given).split('+');
  if (!numbers.every((each) => /^\d{1,2}$/.test(each))) return undefined;
  return { ...base, what: numbers.map(Number), final };
}

/** What becomes of a question when something is chosen. */
export type Chosen =
  /** It is no longer the chat's question. */
  | { kind: 'over' }
  | { kind: 'given'; what: string }
  /** More is to be chosen, or the next question comes. */
  | { kind: 'more'; asked: Asked }
  | { kind: 'complete'; asked: Asked; prompt: string };

/** Applies a choice. Applied to its own result it is `given`, or adds nothing. */
export function choose(
  asked: Asked | undefined,
  choice: Choice | undefined,
  { words, yes, project }: { words: string; yes: string; project: string | undefined },
): Chosen {
  if (!asked || !choice || asked.key !== choice.key || asked.project !== project) return { kind: 'over' };
  if (asked.state === 'dropped') return { kind: 'over' };
  const before = asked.chosen[choice.question] ?? [];
  if (asked.state === 'answered' || choice.question < asked.at)
    return { kind: 'given', what: before.join(', ') || '–' };
  if (!asked.question)
    return { kind: 'complete', asked: { ...asked, state: 'answered', chosen: [[yes]] }, prompt: yes };
  const question = asked.question.questions[choice.question];
  if (!question || choice.question > asked.at) return { kind: 'over' };
  const chosen = [...asked.chosen];
  const own = labelsOf(choice, question, words);
  chosen[choice.question] = question.allowMultiple && choice.what !== 'skip' ? [...new Set([...before, ...own])] : own;
  const stays = question.allowMultiple && !choice.final;
  const next: Asked = { ...asked, chosen, at: stays ? asked.at : asked.at + 1 };
  if (next.at < asked.question.questions.length) return { kind: 'more', asked: next };
  const prompt = answerText(
    asked.question,
    asked.question.questions.map((_, index) => chosen[index] ?? []),
  );
  return { kind: 'complete', asked: { ...next, state: 'answered' }, prompt };
}

type Question = NonNullable<Asked['question']>['questions'][number];

function labelsOf({ what }: Choice, { options }: Question, words: string): string[] {
  if (what === 'words') return words.trim() ? [words.trim()] : [];
  return Array.isArray(what) ? what.flatMap((index) => options[index]?.label ?? []) : [];
}

/** The question that is asked now, with its choices by number and how to answer. */
export function askedText({ question, at, chosen }: Asked, t: Translate): string {
  const now = question?.questions[at];
  if (!question || !now) return t('confirmNeeded');
  const total = question.questions.length;
  const prompt = total > 1 ? t('questionOf', { number: at + 1, total, prompt: now.prompt }) : now.prompt;
  const head = at === 0 && question.title ? [`❓ ${question.title}`, prompt] : [`❓ ${prompt}`];
  const options = now.options.map(({ label }, index) => `${index + 1}. ${label}`);
  const already = chosen[at]?.length ? [t('chosenSoFar', { what: chosen[at].join(', ') })] : [];
  const how = now.options.length === 0 ? 'answerQuestion' : now.allowMultiple ? 'answerMany' : 'answerOne';
  return [...head, ...options, ...already, t(how)].join('\n');
}

/** The buttons under it: a choice each, and how to leave it. */
export function askedSteps({ key, question, at, chosen }: Asked, t: Translate): NextStep[] {
  const step = (what: Choice['what'], label: string): NextStep => ({
    name: ANSWER,
    argument: choiceText({ key, question: at, what, final: false }),
    label,
  });
  if (!question) return [step('yes', `${t('answerYes')}${t('usesCredits')}`)];
  const now = question.questions[at];
  if (!now) return [];
  const already = new Set(chosen[at]);
  const choices = now.options
    .slice(0, MAX_BUTTONS)
    .flatMap(({ label }, index) => (already.has(label) ? [] : [step([index], buttonLabel(index, label))]));
  const done = now.allowMultiple && already.size > 0 ? [step('done', t('answerDone'))] : [];
  return [...choices, ...done, step('skip', t('answerSkip'))];
}

function buttonLabel(index: number, label: string): string {
  const letters = [...label];
  return `${index + 1}. ${letters.length > MAX_LABEL ? `${letters.slice(0, MAX_LABEL - 1).join('')}…` : label}`;
}

const SKIP = new Set(['skip', 'skip it', 'skipped', '跳过', '跳過', '略过']);
const DONE = new Set(['done', 'that is all', 'thats all', '完成', '好了', '选好了', '就这些']);

/**
 * The choice that a typed message makes of an open question: its number or numbers, the words of a choice, "skip"; the
 * words as they are where only words can answer, or where further questions wait. Undefined for any other message.
 *
 * @param isRequest the words ask for nothing that the bot does by itself
 */
export function typedChoice(asked: Asked, text: string, isRequest: boolean): Choice | undefined {
  const { key, at, question } = asked;
  const now = question?.questions[at];
  if (asked.state !== 'open' || !question || !now) return undefined;
  const plain = withoutEnd(text.normalize('NFKC').trim().toLowerCase());
  const choice = (what: Choice['what']): Choice => ({ key, question: at, what, final: true });
  if (plain.length <= 500) {
    if (SKIP.has(plain)) return choice('skip');
    if (now.allowMultiple && chosenAny(asked) && DONE.has(plain)) return choice('done');
    const indexes = indexesIn(plain, now);
    if (indexes) return choice(indexes);
  }
  const inWords = now.options.length === 0 || question.questions.length > 1;
  return inWords && isRequest && plain !== '' ? choice('words') : undefined;
}

function chosenAny({ chosen, at }: Asked): boolean {
  return (chosen[at]?.length ?? 0) > 0;
}

function indexesIn(plain: string, { options, allowMultiple }: Question): number[] | undefined {
  const labels = options.map(({ label }) => withoutEnd(label.normalize('NFKC').trim().toLowerCase()));
  const whole = labels.indexOf(plain);
  if (whole >= 0) return [whole];
  const listed = plain.split(/[,、;]/).map((part) => part.trim());
  const numbers = plain.split(/[\s,、;+]/).filter((part) => part !== '' && part !== 'and' && part !== '和');
  const byNumber = numbers.map((part) => (/^#?\d{1,2}$/.test(part) ? Number(part.replace('#', '')) - 1 : -1));
  const byLabel = listed.map((part) => labels.indexOf(part));
  const found = [byNumber, byLabel].find(
    (indexes) => indexes.length > 0 && indexes.every((index) => index >= 0 && index < options.length),
  );
  return found && (allowMultiple || found.length === 1) ? [...new Set(found)] : undefined;
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && '.!。！'.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end).trim();
}
