import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answer, type SseOptions } from './answers.ts';
import { adk } from './events.ts';
import { ANONYMOUS, type FakeRender, ONE_CLIP_DRAFT, ROUTES, uploadedFiles } from './protocol.ts';
import { type FakeHandler, type FakeRequest, matchRoute, parseJson, parseMultipart, readBody } from './wire.ts';

export { answer } from './answers.ts';
export { adk, COMMENT, EMPTY_DATA, frame, HEARTBEAT, TYPED_HEARTBEAT } from './events.ts';
export { ONE_CLIP_DRAFT, ROUTES } from './protocol.ts';
export type { FakeHandler, FakeRequest } from './wire.ts';

/**
 * The NemoVideo backend, scripted by a test, over real HTTP. Without a script every endpoint answers well: a prompt
 * edits the draft and says so, a render is completed at its third poll.
 *
 * It keeps the backend's rules: an unknown token is answered with 1001, an unknown session with 1002, a render without
 * the three attribution headers with 402. Tests change what it knows through the fields, and single answers through
 * `next` (once, in order) and `on` (from now on).
 */
export class FakeNemo {
  /** Base address, such as `http://127.0.0.1:12345`. */
  url = '';
  /** Every request, in the order of arrival. */
  readonly requests: FakeRequest[] = [];
  /** Tokens that are accepted; issued ones are added. Add an operator's token here; clear it and all are refused. */
  readonly tokens = new Set<string>();
  /** Sessions that exist; clear it and all are gone. */
  readonly sessions = new Set<string>();
  readonly renders = new Map<string, FakeRender>();
  /** What the state endpoint answers. */
  state: { draft: unknown; video_infos: unknown[]; generated_media: unknown[] } = {
    draft: null,
    video_infos: [],
    generated_media: [],
  };
  credits: { available: number | string; frozen: number | string; total: number | string } = {
    available: 100,
    frozen: 0,
    total: 100,
  };
  userId: string | undefined = 'anon_1';
  /** Answers to a render's polls, one after the other, the last one again and again. `completed` gets its output url. */
  renderScript: Record<string, unknown>[] = [
    { status: 'pending', progress: 0 },
    { status: 'processing', progress: 50 },
    { status: 'completed', progress: 100 },
  ];
  /** The finished MP4. */
  video: Buffer = Buffer.from('\0\0\0\x18ftypmp42 the video of the fake');

  readonly #server = createServer((message, response) => {
    this.#receive(message, response).catch(() => response.destroy());
  });
  readonly #fixed = new Map<string, FakeHandler>();
  readonly #queued = new Map<string, FakeHandler[]>();
  readonly #early = new Map<string, FakeHandler>();
  readonly #connections = new Map<Socket, number>();
  #count = 0;
  #answering = 0;
  #waiting: { route: string; count: number; resolve: (request: FakeRequest) => void }[] = [];

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    // A TCP server's address is never a pipe's name.
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** From now on connections are refused; the open ones are reset. */
  async cutNetwork(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Takes connections again, at the same address. */
  async restoreNetwork(): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(Number(new URL(this.url).port), '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  /** Breaks all connections and stops listening. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Answers all further requests of a route (see `ROUTES`; `:name` stands for one path segment) with this handler. */
  on(route: string, handler: FakeHandler): this {
    this.#fixed.set(route, handler);
    return this;
  }

  /** Answers the route's next requests, one handler each, before `on` and the default come to their turn. */
  next(route: string, ...handlers: FakeHandler[]): this {
    this.#queued.set(route, [...(this.#queued.get(route) ?? []), ...handlers]);
    return this;
  }

  /** Answers the route's next request before its body has been read. */
  early(route: string, handler: FakeHandler): this {
    this.#early.set(route, handler);
    return this;
  }

  /** Handler of a prompt that streams these events; see `answer.sse`. */
  sse(events: (Record<string, unknown> | string)[], options: SseOptions = {}): FakeHandler {
    return answer.sse(events, options);
  }

  /** Handler of a prompt that changes the draft and then streams events, by default one final text. */
  edit(draft: unknown, events: (Record<string, unknown> | string)[] = [adk.text('Done.')], options: SseOptions = {}) {
    const change: FakeHandler = () => {
      this.state.draft = draft;
    };
    return answer.all(change, answer.sse(events, options));
  }

  /** Whether a request is being answered right now. */
  get busy(): boolean {
    return this.#answering > 0;
  }

  /** The requests of one route so far. */
  calls(route: string): FakeRequest[] {
    return this.requests.filter((request) => matchRoute(route, request));
  }

  /** Resolves with the route's `count`-th request as soon as it has arrived. */
  called(route: string, count = 1): Promise<FakeRequest> {
    const there = this.calls(route)[count - 1];
    if (there) return Promise.resolve(there);
    return new Promise((resolve) => this.#waiting.push({ route, count, resolve }));
  }

  async #receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#answering += 1;
    response.on('close', () => {
      this.#answering -= 1;
    });
    response.on('error', () => {});
    message.on('error', () => {});
    const request: FakeRequest = {
      method: message.method ?? '',
      path: (message.url ?? '').split('?')[0] ?? '',
      params: {},
      headers: message.headers,
      body: Buffer.alloc(0),
      parts: [],
      connection: this.#numberOf(message.socket),
      closed: new Promise((resolve) => response.on('close', () => resolve(response.writableFinished))),
    };
    const early = this.#handlerFor(this.#early, request);
    if (early) {
      this.#early.delete(early.route);
      this.#note(request);
      return early.handler(request, response);
    }
    request.body = await readBody(message);
    const type = message.headers['content-type'] ?? '';
    if (type.includes('json')) request.json = parseJson(request.body);
    if (type.startsWith('multipart/')) request.parts = parseMultipart(type, request.body);
    this.#note(request);
    await this.#handler(request)(request, response);
  }

  #note(request: FakeRequest): void {
    this.requests.push(request);
    this.#waiting = this.#waiting.filter(({ route, count, resolve }) => {
      const there = this.calls(route)[count - 1];
      if (there) resolve(there);
      return !there;
    });
  }

  #numberOf(socket: Socket): number {
    const known = this.#connections.get(socket);
    if (known) return known;
    this.#count += 1;
    this.#connections.set(socket, this.#count);
    return this.#count;
  }

  #handler(request: FakeRequest): FakeHandler {
    const route = Object.values(ROUTES).find((each) => matchRoute(each, request)) ?? '';
    const refusal = this.#refusal(route, request);
    if (refusal) return refusal;
    for (const [pattern, handlers] of this.#queued) {
      const params = handlers.length > 0 ? matchRoute(pattern, request) : undefined;
      const handler = params && handlers.shift();
      if (handler) {
        request.params = params;
        return handler;
      }
    }
    const fixed = this.#handlerFor(this.#fixed, request);
    if (fixed) return fixed.handler;
    request.params = matchRoute(route, request) ?? {};
    return this.#default(route, request);
  }

  #handlerFor(handlers: Map<string, FakeHandler>, request: FakeRequest) {
    for (const [route, handler] of handlers) {
      const params = matchRoute(route, request);
      if (!params) continue;
      request.params = params;
      return { route, handler };
    }
    return undefined;
  }

  #refusal(route: string, request: FakeRequest): FakeHandler | undefined {
    if (ANONYMOUS.includes(route)) {
      const named = route !== ROUTES.token || request.headers['x-client-id'];
      return named ? undefined : answer.code(400, 'X-Client-Id header is required', 400);
    }
    const token = /^Bearer (.+)$/.exec(String(request.headers.authorization))?.[1];
    if (!token || !this.tokens.has(token)) return answer.code(1001, 'token invalid or expired');
    const attributed = ['x-skill-source', 'x-skill-version', 'x-skill-platform'].every((name) => request.headers[name]);
    if (route === ROUTES.render && !attributed) return answer.code(402, 'export is not available on this plan', 402);
    const sent = request.json as { session_id?: string; sessionId?: string } | undefined;
    const sessionId = matchRoute(route, request)?.sid ?? sent?.session_id ?? sent?.sessionId;
    if (sessionId !== undefined && !this.sessions.has(sessionId)) return answer.code(1002, 'session not found');
    return undefined;
  }

  #default(route: string, request: FakeRequest): FakeHandler {
    const { params } = request;
    switch (route) {
      case ROUTES.token: {
        const token = `nmv_usr_${this.tokens.size + 1}_${request.headers['x-client-id']}`;
        this.tokens.add(token);
        return answer.ok({ token, user_id: this.userId, credits: 100 });
      }
      case ROUTES.session: {
        const sessionId = `session-${this.sessions.size + 1}`;
        this.sessions.add(sessionId);
        return answer.ok({ task_id: `task-${this.sessions.size}`, session_id: sessionId, user_id: this.userId });
      }
      case ROUTES.claim:
        return answer.ok({ claim_token: 'clm_1', expires_in: 604_800 });
      case ROUTES.prompt:
        return this.edit(this.state.draft ?? ONE_CLIP_DRAFT);
      case ROUTES.upload:
        return answer.ok({ files: uploadedFiles(request, this.url), session_state_applied: true });
      case ROUTES.credits:
        return answer.ok(this.credits);
      case ROUTES.state:
        return answer.ok({ state: this.state });
      case ROUTES.render:
        return this.#submit(request);
      case ROUTES.renderStatus:
        return this.#poll(params.id ?? '');
      case ROUTES.renderCancel: {
        const render = this.renders.get(params.id ?? '');
        if (render) render.cancelled = true;
        return answer.json({ success: true });
      }
      case ROUTES.download:
      case ROUTES.file:
        return answer.bytes(this.video);
      default:
        return answer.json({ detail: 'Not Found' }, 404);
    }
  }

  #submit(request: FakeRequest): FakeHandler {
    const { id, sessionId, draft } = request.json as { id: string; sessionId: string; draft: unknown };
    this.renders.set(id, { id, sessionId, draft, polls: 0, cancelled: false });
    return answer.json({ success: true, data: { id, status: 'pending', progress: 0 } });
  }

  #poll(id: string): FakeHandler {
    const render = this.renders.get(id);
    if (!render) return answer.json({ detail: 'render not found' }, 404);
    if (render.cancelled) return answer.json({ success: true, data: { id, status: 'cancelled' } });
    const step = this.renderScript[Math.min(render.polls, this.renderScript.length - 1)] ?? { status: 'processing' };
    render.polls += 1;
    const output = step.status === 'completed' ? { output: { url: `${this.url}/files/${id}.mp4` } } : {};
    return answer.json({ success: true, data: { id, ...output, ...step } });
  }
}

/** Starts a fake backend on a free port; close it after the test. */
export function startFakeNemo(): Promise<FakeNemo> {
  return new FakeNemo().start();
}
