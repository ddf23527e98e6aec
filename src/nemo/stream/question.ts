import { cutText, idOf, isObject, type Json } from '../json.ts';
import type { AgentQuestion } from '../nemo.ts';

/**
 * Names under which agents call the tool that asks the user, without what separates their words (vendor's agent plug-ins:
 * `ask_question`; the others as agents of the same kind name it).
 */
const ASKING_TOOLS = new Set([
  ...['askquestion', 'askquestions', 'askuser', 'askuserquestion', 'askuserquestions', 'askuserinput'],
  ...['askclarification', 'askclarifyingquestion', 'requestuserinput', 'requestinput'],
]);

/** Bounds of what is kept of a question; a chat could not show more. */
const MAX_QUESTIONS = 10;
const MAX_OPTIONS = 25;
const MAX_TEXT = 500;
const MAX_PACKED = 20_000;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (...values: unknown[]): string => {
  const texts = values.map((value) => (typeof value === 'number' ? String(value) : value));
  const found = texts.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? cutText(found.trim(), MAX_TEXT) : '';
};

/** True for a tool that asks the user, however its name is written: `ask_question`, `askQuestion`, `nemo.ask-question`. */
export function asksUser(toolName: string): boolean {
  const own = toolName.slice(toolName.lastIndexOf('.') + 1);
  return own.length < 100 && ASKING_TOOLS.has(own.replace(/[^a-z]/gi, '').toLowerCase());
}

/** A list or an object that was sent as JSON text; anything else as it is. */
function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || value.length > MAX_PACKED) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Where the questions are: the arguments themselves, or what they wrap. */
function fieldsOf(args: Json): Json {
  const wrapped = [args.input, args.args, args.params, args.arguments, args.payload].map(unpacked).find(isObject);
  return args.questions === undefined && wrapped ? wrapped : args;
}

/** The questions as they were given: a list, a single one, or the fields of one at the top level. */
function questionsIn(args: Json): unknown[] {
  const given = unpacked(args.questions);
  if (Array.isArray(given)) return given;
  if (isObject(given)) {
    const byId = Object.entries(given);
    const isList = byId.length > 0 && byId.every(([, each]) => isObject(each));
    return isList ? byId.map(([id, each]) => ({ id, ...(each as Json) })) : [given];
  }
  if (isObject(args.question)) return [args.question];
  // Only its title says what is asked.
  return [{ ...args, prompt: args.prompt ?? args.question ?? args.text ?? args.label ?? askedBy(args) }];
}

/** The title of a question that has nothing else; one that asks, or that offers choices. */
function askedBy({ title, options, choices }: Json): unknown {
  const asks = typeof title === 'string' && /[?？]\s*$/.test(title);
  return asks || choicesIn(options ?? choices).length > 0 ? title : undefined;
}

/** Choices as a list, or as labels by their id. */
function choicesIn(value: unknown): unknown[] {
  const given = unpacked(value);
  return isObject(given)
    ? Object.entries(given).map(([id, label]) => (isObject(label) ? { id, ...label } : { id, label }))
    : list(given);
}

/**
 * The question in a call of a tool that asks the user: `{title, questions: [{id, prompt, options: [{id, label}],
 * allow_multiple}]}`, or a single question at the top level. Undefined where there is nothing to ask.
 */
export function readQuestion(given: Json): AgentQuestion | undefined {
  const args = fieldsOf(given);
  const questions = questionsIn(args)
    .slice(0, MAX_QUESTIONS)
    .flatMap((item, index) => {
      const fields: Json = isObject(item) ? item : { prompt: item };
      const prompt = textOf(fields.prompt, fields.question, fields.text, fields.label);
      if (prompt === '') return [];
      const options = choicesIn(fields.options ?? fields.choices)
        .slice(0, MAX_OPTIONS)
        .flatMap((option, place) => {
          const { id, label, title, name, text, value }: Json = isObject(option) ? option : { label: option };
          const shown = textOf(label, title, name, text, value);
          return shown === '' ? [] : [{ id: idOf(id) ?? String(place + 1), label: shown }];
        });
      const { allow_multiple, allowMultiple: allows, multiSelect, multi_select, multiple } = fields;
      const allowMultiple = (allow_multiple ?? allows ?? multiSelect ?? multi_select ?? multiple) === true;
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
