import { cutText, idOf, isObject, type Json } from '../json.ts';
import type { AgentQuestion } from '../nemo.ts';

/** Names under which the agent calls the tool that asks the user (vendor's agent plug-ins: `ask_question`). */
const ASKING_TOOLS = new Set(['ask_question', 'ask_questions', 'ask_user', 'ask_user_question']);

/** Bounds of what is kept of a question; a chat could not show more. */
const MAX_QUESTIONS = 10;
const MAX_OPTIONS = 25;
const MAX_TEXT = 500;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (...values: unknown[]): string => {
  const found = values.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? cutText(found.trim(), MAX_TEXT) : '';
};

/** True for a tool that asks the user. */
export function asksUser(toolName: string): boolean {
  return ASKING_TOOLS.has(toolName);
}

/**
 * The question in a call of a tool that asks the user: `{title, questions: [{id, prompt, options: [{id, label}],
 * allow_multiple}]}`, or a single question at the top level. Undefined where there is nothing to ask.
 */
export function readQuestion(args: Json): AgentQuestion | undefined {
  const given = Array.isArray(args.questions) ? args.questions : [args];
  const questions = given.slice(0, MAX_QUESTIONS).flatMap((item, index) => {
    const fields: Json = isObject(item) ? item : { prompt: item };
    const prompt = textOf(fields.prompt, fields.question, fields.text, fields.label);
    if (prompt === '') return [];
    const options = list(fields.options ?? fields.choices)
      .slice(0, MAX_OPTIONS)
      .flatMap((option, place) => {
        const { id, label, title, text, value }: Json = isObject(option) ? option : { label: option };
        const shown = textOf(label, title, text, value);
        return shown === '' ? [] : [{ id: idOf(id) ?? String(place + 1), label: shown }];
      });
    const allowMultiple = (fields.allow_multiple ?? fields.allowMultiple ?? false) === true;
    return [{ id: idOf(fields.id) ?? String(index + 1), prompt, options, allowMultiple }];
  });
  if (questions.length === 0) return undefined;
  const title = textOf(args.title, args.header);
  return { ...(title && questions[0]?.prompt !== title ? { title } : {}), questions };
}

/**
 * The message that answers a question, in the vendor's form: one line `1. <prompt>: <label>` for each, several labels
 * separated by commas, `Skipped` where nothing was chosen.
 *
 * @param chosen labels or words of the user for each question, in their order
 */
export function answerText(question: AgentQuestion, chosen: readonly (readonly string[])[]): string {
  return question.questions
    .map(({ prompt }, index) => {
      const labels = chosen[index] ?? [];
      return `${index + 1}. ${prompt}: ${labels.length === 0 ? 'Skipped' : labels.join(', ')}`;
    })
    .join('\n');
}
