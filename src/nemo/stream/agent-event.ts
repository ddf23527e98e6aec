import { codeOf, isObject, parseJson, refusalIn, words } from '../http/envelope.ts';

type Json = Record<string, unknown>;

export interface AgentError {
  code: string;
  message: string;
}

/** What one event of the stream says, whichever form it came in. */
export interface AgentEvent {
  id?: string;
  /** The event as text, to recognise a repeat of a partial one. */
  fingerprint: string;
  /** `delta`: a piece, repeated whole later. `whole`: all of a model step's text. `piece`: never repeated (older form). */
  mode: 'delta' | 'whole' | 'piece';
  /** Visible words, thoughts left out. */
  text: string;
  calls: { id?: string; name: string; args: Json }[];
  responses: { id?: string; name: string; response: Json }[];
  files: string[];
  error?: AgentError;
  /** Set when the event is no agent's but Nemo's envelope, refusing the prompt. */
  refusedWith?: number;
}

/** Data of an event that is nothing but a sign of life. */
export function isHeartbeat(data: string): boolean {
  return /^(?:"?heartbeat"?|"?ping"?|\[DONE\])?$/i.test(data.trim());
}

/**
 * Reads one event: Google ADK's (https://google.github.io/adk-docs/events/; camelCase, or snake_case as older Python
 * servers write it), the older `{"type":…}` form, an error frame, or an envelope. Undefined for a heartbeat.
 */
export function readAgentEvent(value: Json): AgentEvent | undefined {
  const type = typeof value.type === 'string' ? value.type.toLowerCase() : undefined;
  if (type === 'heartbeat' || type === 'ping') return undefined;
  const event: AgentEvent = {
    fingerprint: '',
    mode: (value.partial ?? false) === true ? 'delta' : 'whole',
    text: '',
    calls: [],
    responses: [],
    files: [],
  };
  if (typeof value.id === 'string' && value.id !== '') event.id = value.id;
  if (type !== undefined && !isObject(value.content)) readOlder(event, type, value);
  else readAdk(event, value);
  event.fingerprint = JSON.stringify([event.mode, event.text, event.calls, event.responses, event.error]);
  return event;
}

function readAdk(event: AgentEvent, value: Json): void {
  const content = isObject(value.content) ? value.content : {};
  const parts = Array.isArray(content.parts) ? content.parts.filter(isObject) : [];
  // The prompt's echo has the role `user` as tool results have; only its words are left out.
  const fromUser = content.role === 'user' || value.author === 'user';
  let apart = false;
  for (const part of parts) {
    const call = part.functionCall ?? part.function_call;
    const response = part.functionResponse ?? part.function_response;
    const file = part.fileData ?? part.file_data;
    if (typeof part.text === 'string' && part.thought !== true && !fromUser && part.text !== '') {
      event.text += apart && event.text !== '' ? `\n\n${part.text}` : part.text;
      apart = false;
    }
    if (isObject(call)) event.calls.push({ ...nameOf(call), args: objectOf(call.args) });
    if (isObject(response)) event.responses.push({ ...nameOf(response), response: objectOf(response.response) });
    const uri = isObject(file) ? (file.fileUri ?? file.file_uri) : undefined;
    if (typeof uri === 'string' && uri !== '') event.files.push(uri);
    if (call || response || file) apart = true;
  }
  const errorCode = value.errorCode ?? value.error_code;
  const errorMessage = value.errorMessage ?? value.error_message;
  if (isCode(errorCode)) event.error = errorOf(String(errorCode), errorMessage);
  else if (value.error !== undefined && value.error !== null && value.error !== false) {
    const inner = isObject(value.error) ? (value.error.code ?? value.error.status) : undefined;
    const code = isCode(value.code) ? value.code : isCode(inner) ? inner : 'ERROR';
    event.error = errorOf(String(code), words(value));
  } else if (parts.length === 0) {
    const refusal = refusalIn(value);
    if (refusal) event.error = errorOf(String(refusal.nemoCode ?? 'ERROR'), refusal.message);
  }
  if (event.error && parts.length === 0 && event.id === undefined && !isCode(errorCode)) {
    const code = codeOf(value.code);
    if (code) event.refusedWith = code;
  }
}

function readOlder(event: AgentEvent, type: string, value: Json): void {
  const content = [value.content, value.text, value.message].find((field) => typeof field === 'string');
  const name = [value.name, value.tool, value.tool_name].find((field) => typeof field === 'string');
  const tool = {
    ...nameOf({ ...value, id: value.call_id ?? value.id }),
    name: typeof name === 'string' ? name : 'tool',
  };
  switch (type) {
    case 'text':
    case 'message':
      if (value.partial === undefined) event.mode = 'piece';
      if (typeof content === 'string' && value.thought !== true && value.role !== 'user') event.text = content;
      break;
    case 'tool_call':
      event.calls.push({ ...tool, args: objectOf(value.args ?? value.arguments) });
      // The id is the call's, and its result bears it too: it does not tell a repeat.
      event.id = undefined;
      break;
    case 'tool_result':
      event.responses.push({ ...tool, response: objectOf(value.result ?? value.response ?? value.content) });
      event.id = undefined;
      break;
    case 'error': {
      const code = value.code ?? value.errorCode;
      event.error = errorOf(isCode(code) ? String(code) : 'ERROR', content ?? words(value));
      break;
    }
  }
}

function isCode(value: unknown): value is string | number {
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'string' && value !== '' && value !== '0' && value !== 'STOP';
}

function errorOf(code: string, message: unknown): AgentError {
  return { code, message: typeof message === 'string' ? message : '' };
}

function nameOf(value: Json): { id?: string; name: string } {
  const name = typeof value.name === 'string' ? value.name : 'tool';
  return typeof value.id === 'string' && value.id !== '' ? { id: value.id, name } : { name };
}

/** Arguments and results are objects; older servers send them as JSON text, and tools may return a bare value. */
function objectOf(value: unknown): Json {
  const read = typeof value === 'string' ? (parseJson(value) ?? value) : value;
  if (isObject(read)) return read;
  return read === undefined || read === null ? {} : { result: read };
}
