import { codeOf, refusalIn, words } from '../http/envelope.ts';
import { idOf, isObject, type Json, parseJson } from '../json.ts';
import { asksUser } from './question.ts';

export interface AgentError {
  code: string;
  message: string;
}

interface ToolPart {
  id?: string;
  name: string;
}

/** The content of one event of the stream, in whichever form it was sent. */
export interface AgentEvent {
  id?: string;
  timestamp?: unknown;
  author?: string;
  /** `delta`: a piece, repeated whole later. `whole`: all of a model step's text. `piece`: never repeated. */
  mode: 'delta' | 'whole' | 'piece';
  /** Visible words, thoughts left out. */
  text: string;
  calls: readonly (ToolPart & { args: Json })[];
  responses: readonly (ToolPart & { response: Json })[];
  files: readonly string[];
  error?: AgentError;
  /** Set when the event is not the agent's but an answer of Nemo that refuses the prompt. */
  refusal?: { nemoCode?: number; message?: string };
}

/** Data of an event that is nothing but a sign of life. */
export function isHeartbeat(data: string): boolean {
  return data.length <= 20 && /^(?:"?heartbeat"?|"?ping"?|\[DONE\])?$/i.test(data.trim());
}

/** The vendor's name of the tool that asks the user. */
const ASK_QUESTION = 'ask_question';
const NONE: readonly never[] = [];
/** Statuses that mean, also within a stream, that nothing was begun. */
const REFUSING_STATUSES = new Set([401, 402, 403]);

/**
 * Reads one event: Google ADK's (https://google.github.io/adk-docs/events/; camelCase, or snake_case as older Python
 * servers write it), the older `{"type":…}` form, an error frame, or an envelope. Undefined for a heartbeat.
 */
export function readAgentEvent(frame: Json): AgentEvent | undefined {
  // A server that wraps every answer wraps events, too.
  const value = isObject(frame.data) && Object.keys(frame).length === 1 ? frame.data : frame;
  const type = typeof value.type === 'string' ? value.type.toLowerCase() : undefined;
  if (type === 'heartbeat' || type === 'ping') return undefined;
  const event: AgentEvent = {
    id: idOf(value.id),
    timestamp: value.timestamp,
    author: typeof value.author === 'string' ? value.author : undefined,
    mode: value.partial === true ? 'delta' : 'whole',
    text: '',
    calls: NONE,
    responses: NONE,
    files: NONE,
  };
  if (type === 'error' || (type !== undefined && !isObject(value.content))) readOlder(event, type, value);
  else readAdk(event, value);
  return event;
}

function readAdk(event: AgentEvent, value: Json): void {
  const content = isObject(value.content) ? value.content : undefined;
  const parts = Array.isArray(content?.parts) ? content.parts : NONE;
  // The prompt's echo has the role `user` as tool results have; only its words are left out.
  const fromUser = content?.role === 'user' || value.author === 'user';
  readParts(event, parts, fromUser);
  // A server that marks neither pieces nor events sends the text as it is made.
  const unmarked = event.id === undefined && value.partial === undefined && value.turnComplete !== true;
  if (unmarked && event.text !== '' && event.calls.length === 0 && event.responses.length === 0) event.mode = 'piece';
  readError(event, value, parts.length === 0);
}

function readParts(event: AgentEvent, parts: readonly unknown[], fromUser: boolean): void {
  let newParagraph = false;
  let hasOthers = false;
  for (const part of parts) {
    if (!isObject(part)) continue;
    if (typeof part.text === 'string') {
      if (part.thought === true || fromUser || part.text === '') continue;
      event.text += newParagraph && event.text !== '' ? `\n\n${part.text}` : part.text;
      newParagraph = false;
    } else {
      newParagraph = true;
      hasOthers = true;
    }
  }
  if (hasOthers) readOtherParts(event, parts);
}

function readOtherParts(event: AgentEvent, parts: readonly unknown[]): void {
  const calls: (ToolPart & { args: Json })[] = [];
  const responses: (ToolPart & { response: Json })[] = [];
  const files: string[] = [];
  for (const part of parts) {
    if (!isObject(part)) continue;
    const call = part.functionCall ?? part.function_call;
    const response = part.functionResponse ?? part.function_response;
    const file = part.fileData ?? part.file_data;
    if (isObject(call)) calls.push({ ...toolOf(call), args: objectOf(call.args) });
    if (isObject(response)) responses.push({ ...toolOf(response), response: objectOf(response.response) });
    const uri = isObject(file) ? (file.fileUri ?? file.file_uri) : undefined;
    if (typeof uri === 'string' && uri !== '') files.push(uri);
  }
  event.calls = calls;
  event.responses = responses;
  event.files = files;
}

function readError(event: AgentEvent, value: Json, hasNoParts: boolean): void {
  const errorCode = value.errorCode ?? value.error_code;
  if (isCode(errorCode)) {
    event.error = errorOf(String(errorCode), value.errorMessage ?? value.error_message);
    return;
  }
  if (value.error !== undefined && value.error !== null && value.error !== false) {
    const inner = isObject(value.error) ? (value.error.code ?? value.error.status) : undefined;
    const code = isCode(value.code) ? value.code : isCode(inner) ? inner : 'ERROR';
    event.error = errorOf(String(code), words(value));
  } else if (hasNoParts) {
    const refusal = refusalIn(value);
    if (refusal) event.error = errorOf(String(refusal.nemoCode ?? 'ERROR'), refusal.message);
    else if (typeof value.detail === 'string') event.error = errorOf('ERROR', value.detail);
  }
  if (event.error && hasNoParts && event.id === undefined) {
    event.refusal = { nemoCode: codeOf(event.error.code), message: event.error.message };
  }
}

function readOlder(event: AgentEvent, type: string, value: Json): void {
  const content = [value.content, value.text, value.message].find((field) => typeof field === 'string');
  const name = [value.name, value.tool, value.tool_name].find((field) => typeof field === 'string');
  const tool = {
    ...toolOf({ ...value, id: value.call_id ?? value.id }),
    name: typeof name === 'string' ? name : 'tool',
  };
  switch (type) {
    case 'text':
    case 'message':
      if (value.partial === undefined) event.mode = 'piece';
      if (typeof content === 'string' && value.thought !== true && value.role !== 'user') event.text = content;
      break;
    case 'tool_call':
      event.calls = [{ ...tool, args: objectOf(value.args ?? value.arguments ?? value.input ?? value.parameters) }];
      // The id is the call's, and its result has it too: it does not identify the event.
      event.id = undefined;
      break;
    case 'tool_result':
      event.responses = [{ ...tool, response: objectOf(value.result ?? value.response ?? value.content) }];
      event.id = undefined;
      break;
    case 'error': {
      const inner = [value.error, value.content, value.data, value.detail].map(unpacked).find(isObject) ?? {};
      const code = codeIn(value) ?? codeIn(inner);
      event.error = errorOf(isCode(code) ? String(code) : 'ERROR', words(inner) ?? content ?? words(value));
      const nemoCode = codeOf(code);
      // Other codes may be the model's, after work that was charged.
      if (nemoCode !== undefined && (nemoCode >= 1000 || REFUSING_STATUSES.has(nemoCode))) {
        event.refusal = { nemoCode, message: event.error.message };
      }
      break;
    }
    default:
      if (type === 'question' || asksUser(type)) {
        event.calls = [{ ...tool, name: ASK_QUESTION, args: value }];
        event.id = undefined;
      }
  }
}

function codeIn(value: Json): unknown {
  return value.code ?? value.errorCode ?? value.error_code;
}

/** What was sent as JSON text; anything else as it is. */
function unpacked(value: unknown): unknown {
  return typeof value === 'string' && value.trimStart().startsWith('{') ? parseJson(value) : value;
}

function isCode(value: unknown): value is string | number {
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'string' && value !== '' && value !== '0' && value !== 'STOP';
}

function errorOf(code: string, message: unknown): AgentError {
  return { code, message: typeof message === 'string' ? message : '' };
}

function toolOf(value: Json): ToolPart {
  const name = typeof value.name === 'string' ? value.name : 'tool';
  const id = idOf(value.id);
  return id === undefined ? { name } : { id, name };
}

/** Arguments and results are objects; older servers send them as JSON text, and tools may return a bare value. */
function objectOf(value: unknown): Json {
  const read = typeof value === 'string' ? (parseJson(value) ?? value) : value;
  if (isObject(read)) return read;
  return read === undefined || read === null ? {} : { result: read };
}
