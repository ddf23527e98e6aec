import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchRoute, parseJson, parseMultipart, readBody } from '../nemo/wire.ts';
import type { Cdn } from './cdn.ts';
import { ApiError, refuse } from './errors.ts';
import type { GlobalLimits } from './policies.ts';
import { RateLimited, type Traffic } from './traffic.ts';
import type { Call, Json } from './types.ts';
import type { World } from './world.ts';

/** Does what a request asks for; what it returns is the JSON answer, nothing means 204. */
export type Handler = (call: Call) => unknown;

/** Handlers by routes such as `GET /channels/:id`. */
export type Routes = Record<string, Handler>;

/** These carry their own token in the path. */
const OPEN_ROUTES = /^\/(webhooks|interactions)\//;

/** The REST side over real HTTP: parses, authorizes, limits, routes, answers; keeps every request. */
export class HttpSide {
  readonly calls: Call[] = [];
  readonly server: Server;
  readonly #world: World;
  readonly #cdn: Cdn;
  readonly #traffic: Traffic;
  readonly #routes: Routes;
  readonly #token: string;
  readonly #changed: () => void;
  readonly #limits: GlobalLimits;
  readonly #onBan: () => void;

  constructor(
    world: World,
    cdn: Cdn,
    options: {
      traffic: Traffic;
      routes: Routes;
      token: string;
      limits: GlobalLimits;
      onBan: () => void;
      changed: () => void;
    },
  ) {
    this.#world = world;
    this.#cdn = cdn;
    this.#traffic = options.traffic;
    this.#routes = options.routes;
    this.#token = options.token;
    this.#changed = options.changed;
    this.#limits = options.limits;
    this.#onBan = options.onBan;
    this.server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Starts on a free port; resolves with the port. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    // A TCP server's address is never a pipe's name.
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await this.#read(request);
    this.calls.push(call);
    let headers: Record<string, string> = {};
    try {
      const found = this.#find(call);
      if (this.#limits.banned) return void response.writeHead(403).end('error code: 1015');
      const early =
        OPEN_ROUTES.test(call.path) || call.path.includes('attachments/') ? undefined : this.#limits.count();
      if (early !== undefined) throw new RateLimited({ retryAfter: early, global: true }, {});
      const verdict = this.#traffic.judge(call, found?.pattern);
      headers = verdict.headers;
      if (verdict.lost === 'before') return lose(call, response);
      if (/^\/(ephemeral-)?attachments\/\d/.test(call.path))
        return this.#file(call, response, verdict.lost === 'after');
      if (!found) throw refuse.notFound();
      if (!OPEN_ROUTES.test(call.path) && call.headers.authorization !== `Bot ${this.#token}`)
        throw refuse.unauthorized();
      const answer = await found.handler(call);
      if (verdict.lost === 'after') return lose(call, response);
      reply(call, response, answer === undefined ? 204 : 200, answer, headers);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const shared = error instanceof RateLimited && error.headers['x-ratelimit-scope'] === 'shared';
      if (this.#limits.answered(error.status, shared)) this.#onBan();
      const rate = error instanceof RateLimited ? error.headers : headers;
      const wait = error.retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfter)) };
      reply(call, response, error.status, problem(error), { ...wait, ...rate });
    } finally {
      call.status ??= response.statusCode;
      this.#changed();
    }
  }

  #find(call: Call): { pattern: string; handler: Handler } | undefined {
    for (const [pattern, handler] of Object.entries(this.#routes)) {
      const params = matchRoute(pattern, call);
      if (!params) continue;
      call.params = params;
      return { pattern, handler };
    }
    return undefined;
  }

  async #read(request: IncomingMessage): Promise<Call> {
    const url = new URL(request.url ?? '/', 'http://discord');
    const raw = await readBody(request);
    const type = request.headers['content-type'] ?? '';
    const parts = type.startsWith('multipart/form-data') ? parseMultipart(type, raw) : [];
    const payload = parts.find((part) => part.name === 'payload_json');
    const json = parseJson(payload?.bytes ?? raw);
    return {
      method: request.method ?? 'GET',
      // discord.js writes `@original` and `@me` in either way.
      path: url.pathname.replace(/^\/api(\/v\d+)?/, '').replace(/\/%40(original|me)(?=\/|$)/, '/@$1'),
      params: {},
      query: url.searchParams,
      headers: request.headers,
      body: typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : {},
      ...(Array.isArray(json) ? { list: json } : {}),
      files: parts.flatMap((part) => {
        const index = /^files\[(\d+)\]$/.exec(part.name)?.[1];
        if (index === undefined) return [];
        const contentType = part.contentType ?? 'application/octet-stream';
        return [{ index: Number(index), name: part.filename ?? 'file', contentType, bytes: part.bytes }];
      }),
      at: this.#world.clock.now(),
    };
  }

  /** @param breaks whether the connection breaks halfway */
  #file(call: Call, response: ServerResponse, breaks: boolean): void {
    const file = this.#cdn.open(call.path, call.query);
    const from = Number(/^bytes=(\d+)-$/.exec(String(call.headers.range))?.[1] ?? 0);
    call.status = file ? (from > 0 ? 206 : 200) : 404;
    if (!file) return void response.writeHead(404).end('This content is no longer available.');
    const { length } = file.bytes;
    const bytes = file.bytes.subarray(from);
    const range = from > 0 ? { 'content-range': `bytes ${from}-${length - 1}/${length}` } : {};
    response.writeHead(call.status, { 'content-type': file.contentType, 'content-length': bytes.length, ...range });
    if (breaks) response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
    else response.end(call.method === 'HEAD' ? undefined : bytes);
  }
}

/** Breaks the connection instead of answering. */
function lose(call: Call, response: ServerResponse): void {
  call.status = 0;
  response.destroy();
}

function problem(error: ApiError): Json {
  if (error instanceof RateLimited) {
    return { message: error.message, retry_after: error.retryAfter, global: error.global };
  }
  return {
    message: error.message,
    code: error.code,
    ...(error.errors ? { errors: error.errors } : {}),
    ...(error.retryAfter === undefined ? {} : { retry_after: error.retryAfter }),
  };
}

function reply(call: Call, response: ServerResponse, status: number, body: unknown, headers: Json): void {
  call.status = status;
  const text = status === 204 ? '' : JSON.stringify(body);
  response.writeHead(status, { ...(text ? { 'content-type': 'application/json' } : {}), ...(headers as object) });
  response.end(text);
}
