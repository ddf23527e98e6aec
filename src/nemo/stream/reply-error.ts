import { logLine } from '../../lib/redact.ts';
import { errorKind } from '../errors.ts';
import { refusalIn, words } from '../http/envelope.ts';
import { cutText, idOf, isObject, type Json, parseJson } from '../json.ts';
import type { ReplyError } from '../nemo.ts';
import type { AgentError } from './agent-event.ts';

/** Longest error message that is kept. */
export const MAX_MESSAGE = 500;

export const bounded = ({ code, message }: AgentError): AgentError => ({
  code: cutText(code, MAX_MESSAGE),
  message: cutText(message, MAX_MESSAGE),
});

/** The failure in a tool's result: an envelope with a code, an `error`, or a status that says so. */
export function toolErrorIn(response: Json): AgentError | undefined {
  // Tools answer in JSON text, too.
  const text = typeof response.result === 'string' ? response.result : undefined;
  const read = text?.trimStart().startsWith('{') ? parseJson(text) : response.result;
  const inner = isObject(read) ? read : response;
  const refusal = refusalIn(inner);
  if (refusal) return bounded({ code: String(refusal.nemoCode ?? 'ERROR'), message: refusal.message ?? '' });
  const code = inner.error_code ?? inner.errorCode;
  const failed = typeof inner.status === 'string' && /^(?:error|failed|failure)$/i.test(inner.status);
  const hasError = inner.error !== undefined && inner.error !== null && inner.error !== false && inner.error !== '';
  if (code === undefined && !failed && !hasError) return undefined;
  if (code === 0 || code === '0' || code === '') return undefined;
  return bounded({ code: idOf(code) ?? 'ERROR', message: words(inner) ?? '' });
}

export function replyError({ code, message }: AgentError): ReplyError {
  const kind = errorKind(code, message);
  return { code, message: logLine(message), ...(kind ? { kind } : {}) };
}
