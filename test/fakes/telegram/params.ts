import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from './types.ts';

export interface UploadedFile {
  filename: string;
  contentType: string | undefined;
  bytes: Buffer;
}

/** A form carries everything as text: these fields are numbers, yes or no, or JSON. Everything else stays text. */
const NUMBERS = names(
  'chat_id message_id message_thread_id user_id receiver_user_id ephemeral_message_id draft_id reply_to_message_id width height duration length',
  'offset limit timeout cache_time start_timestamp max_connections',
);
const FLAGS = names(
  'disable_notification protect_content supports_streaming has_spoiler show_alert is_big drop_pending_updates',
  'can_stop disable_content_type_detection show_caption_above_media allow_paid_broadcast',
);
const OBJECTS = names(
  'reply_markup reply_parameters entities caption_entities link_preview_options allowed_updates',
  'ephemeral_message_parameters commands scope media reaction menu_button message_ids',
);

function names(...lines: string[]): Set<string> {
  return new Set(lines.join(' ').split(' '));
}

/** Reads a body; beyond `limit` bytes it is read on, thrown away and refused, as a proxy in front of the API does. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > limit) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (total > limit) throw new ApiError(413, 'Request Entity Too Large');
  return Buffer.concat(chunks);
}

/** A request's parameters and files, out of the query and of a JSON, form or multipart body. */
export function parseParams(
  query: URLSearchParams,
  contentType: string,
  body: Buffer,
): { params: Record<string, unknown>; files: Map<string, UploadedFile> } {
  const params: Record<string, unknown> = {};
  const files = new Map<string, UploadedFile>();
  for (const [name, value] of query) params[name] = typed(name, value);
  if (contentType.startsWith('application/json') && body.length > 0) {
    let given: unknown;
    try {
      given = JSON.parse(body.toString('utf8'));
    } catch {
      throw badRequest("can't parse JSON object");
    }
    if (typeof given !== 'object' || given === null) throw badRequest('request must be a JSON object');
    for (const [name, value] of Object.entries(given)) {
      params[name] = typeof value === 'string' ? typed(name, value) : value;
    }
  } else if (contentType.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) params[name] = typed(name, value);
  } else if (contentType.startsWith('multipart/form-data')) {
    for (const part of parts(contentType, body)) {
      if (part.file) files.set(part.name, part.file);
      else params[part.name] = typed(part.name, part.text);
    }
  }
  return { params, files };
}

function typed(name: string, value: string): unknown {
  if (NUMBERS.has(name) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (FLAGS.has(name)) return value.toLowerCase() === 'true' || value === '1';
  if (!OBJECTS.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`);
  }
}

interface Part {
  name: string;
  text: string;
  file: UploadedFile | undefined;
}

/** The parts by RFC 7578; quotes around names and spaces between parameters may be missing, as some clients send them. */
function* parts(contentType: string, body: Buffer): Generator<Part> {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  const mark = Buffer.from(`\r\n--${boundary}`);
  const first = Buffer.from(`--${boundary}\r\n`);
  if (boundary === undefined || !body.subarray(0, first.length).equals(first)) throw malformed();
  let start = first.length;
  for (;;) {
    const end = body.indexOf(mark, start);
    const gap = body.indexOf('\r\n\r\n', start);
    if (end === -1 || gap === -1 || gap > end) throw malformed();
    yield part(body.subarray(start, gap).toString('utf8'), body.subarray(gap + 4, end));
    const after = body.subarray(end + mark.length, end + mark.length + 2).toString('latin1');
    if (after === '--') return;
    if (after !== '\r\n') throw malformed();
    start = end + mark.length + 2;
  }
}

function part(head: string, bytes: Buffer): Part {
  const disposition = /^content-disposition: *form-data(.*)$/im.exec(head)?.[1];
  const name = disposition === undefined ? undefined : parameter(disposition, 'name');
  if (disposition === undefined || name === undefined) throw malformed();
  const filename = parameter(disposition, 'filename');
  const contentType = /^content-type: *([^\r\n]+)/im.exec(head)?.[1];
  if (filename === undefined) return { name, text: bytes.toString('utf8'), file: undefined };
  return { name, text: '', file: { filename, contentType, bytes: Buffer.from(bytes) } };
}

function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`; *${name}=(?:"([^"]*)"|([^;\\r\\n]*))`, 'i').exec(disposition);
  return found?.[1] ?? found?.[2];
}

function malformed(): ApiError {
  return badRequest("can't parse multipart body");
}
