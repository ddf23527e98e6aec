import type { IncomingMessage, ServerResponse } from 'node:http';

/** One part of a multipart body. */
export interface FakePart {
  name: string;
  filename?: string;
  contentType?: string;
  bytes: Buffer;
}

/** A request as the fake received it. */
export interface FakeRequest {
  method: string;
  path: string;
  /** Values of the route's `:names`. */
  params: Record<string, string>;
  /** Lower-case names. */
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** The body where it is JSON. */
  json?: unknown;
  /** The parts where the body is multipart. */
  parts: FakePart[];
  /** Number of the connection it came over, from 1: equal numbers mean keep-alive. */
  connection: number;
  /** Resolves when the answer has ended, or the client has hung up: true when it was sent to its end. */
  closed: Promise<boolean>;
}

export type FakeHandler = (request: FakeRequest, response: ServerResponse) => void | Promise<void>;

/** Reads a request's whole body. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Splits a multipart body by RFC 7578; written apart from the code under test. */
export function parseMultipart(contentType: string, body: Buffer): FakePart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!boundary) return [];
  const parts: FakePart[] = [];
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at !== -1) {
    const start = at + mark.length + 2;
    const next = body.indexOf(mark, start);
    if (next === -1) break;
    const gap = body.indexOf('\r\n\r\n', start);
    const head = body.subarray(start, gap).toString('utf8');
    parts.push({
      name: /[; ]name="([^"]*)"/.exec(head)?.[1] ?? '',
      filename: /filename="([^"]*)"/.exec(head)?.[1],
      contentType: /content-type: *([^\r\n]+)/i.exec(head)?.[1],
      bytes: body.subarray(gap + 4, next - 2),
    });
    at = next;
  }
  return parts;
}

/** The values of a route's `:names` when a request matches it. */
export function matchRoute(
  route: string,
  request: { method: string; path: string },
): Record<string, string> | undefined {
  const [method, pattern] = route.split(' ');
  if (method !== request.method || pattern === undefined) return undefined;
  const names = pattern.split('/');
  const segments = request.path.split('/');
  if (names.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? '';
    if (name.startsWith(':')) params[name.slice(1)] = decodeURIComponent(segment);
    else if (name !== segment) return undefined;
  }
  return params;
}
