import { NemoBadAnswerError, type Refusal, refusalError } from '../errors.ts';
import { isObject, type Json, parseJsonExact } from '../json.ts';
import type { TextAnswer } from './http.ts';

/** The data of an answer in any of its three shapes: `{code:0,data}`, `{success:true,data}`, or flat. */
export function dataOf(answer: Json): Json {
  return isObject(answer.data) ? answer.data : answer;
}

/**
 * The JSON object of a successful answer. Throws the typed error of a refusal (by envelope or HTTP status), and
 * `NemoBadAnswerError` when the answer is no JSON object.
 */
export function readAnswer(what: string, answer: TextAnswer): Json {
  const { status: httpStatus, type } = answer;
  const value = isJsonType(type) ? parseJsonExact(answer.text) : undefined;
  const refusal = isObject(value) ? refusalIn(value) : undefined;
  if (refusal) throw refusalError(what, { ...refusal, httpStatus });
  if (httpStatus < 200 || httpStatus > 299) {
    throw refusalError(what, { httpStatus, message: isObject(value) ? words(value) : undefined });
  }
  if (!isObject(value)) {
    const kind = isWebPage(type, answer.text) ? 'a web page' : type && !isJsonType(type) ? type : 'no JSON object';
    throw new NemoBadAnswerError(`${what}: expected JSON, got ${kind}`, { sent: 'yes', httpStatus });
  }
  return value;
}

/** The refusal in an answer: a code other than 0 (and 200), or `success: false`. */
export function refusalIn(value: Json): Refusal | undefined {
  const inner = [value.error, value.detail].find(isObject);
  const nemoCode = codeOf(value.code) ?? codeOf(inner?.code);
  if (nemoCode !== undefined && nemoCode !== 0 && nemoCode !== 200) return { nemoCode, message: words(value) };
  return value.success === false ? { message: words(value) } : undefined;
}

/** A code as number or numeric string. */
export function codeOf(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}

/** Nemo's own message about a failure, from any of the fields that may contain it. */
export function words(value: Json): string | undefined {
  for (const key of ['message', 'msg', 'error', 'detail', 'error_message', 'errorMessage']) {
    const said = value[key];
    if (typeof said === 'string' && said !== '') return said;
    if (isObject(said)) {
      const inner = words(said);
      if (inner) return inner;
    }
  }
  return undefined;
}

/** True for JSON's media types, and where the type is missing or plain text. */
function isJsonType(type: string): boolean {
  return type === '' || type === 'text/plain' || /[/+]json$/.test(type);
}

function isWebPage(type: string, text: string): boolean {
  return type.includes('html') || /^\s*<(?:!doctype|html)/i.test(text);
}
