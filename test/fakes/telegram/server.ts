import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Call, CallbackQuery, CommandList, Method, ServerLimits } from './context.ts';
import { ephemeralMethods } from './ephemeral.ts';
import { deliver, type Fault, Faults, suffer } from './faults.ts';
import { botMethods } from './methods-bot.ts';
import { mediaMethods } from './methods-media.ts';
import { countsAsWriting, messageMethods, writtenChat } from './methods-messages.ts';
import { parseParams, readBody } from './params.ts';
import { Rates } from './rates.ts';
import { checkRights } from './rights.ts';
import { ApiError } from './types.ts';
import { WebhookSender } from './webhook.ts';
import type { World } from './world.ts';

/** Room in an upload's body for what is not the file, in bytes. */
const FORM_ROOM = 256 * 1024;
/** How long a file's path works at least (https://core.telegram.org/bots/api#getfile), in ms. */
const LINK_MS = 3_600_000;
const METHODS = new Map(
  Object.entries({ ...botMethods, ...messageMethods, ...mediaMethods, ...ephemeralMethods }).map(
    ([name, run]): [string, { name: string; run: Method }] => [name.toLowerCase(), { name, run }],
  ),
);

export interface ServerOptions {
  token: string;
  limits: ServerLimits;
  localRoot: string | undefined;
  /** Whether downloads may begin later than at the first byte. */
  ranges: boolean;
}

/** The Bot API over HTTP: routes, tokens, faults and answers. */
export class ApiServer {
  readonly calls: Call[] = [];
  readonly faults = new Faults();
  readonly callbacks: CallbackQuery[] = [];
  readonly commands = new Map<string, CommandList>();
  readonly #world: World;
  readonly #options: ServerOptions;
  readonly webhook: WebhookSender;
  readonly #rates: Rates;
  readonly #http = createServer();
  readonly #sockets = new Set<Socket>();
  #port = 0;

  constructor(world: World, options: ServerOptions) {
    this.#world = world;
    this.#options = options;
    this.#rates = new Rates(world.clock);
    this.webhook = new WebhookSender(world.clock, world);
    world.updates.onUpdate = () => this.webhook.wake();
    // A client that uses a connection again must not meet the server as it closes it for being idle.
    this.#http.keepAliveTimeout = 600_000;
    this.#http.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#http.on('request', (request, response) => void this.#handle(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens at a free port, and at the same one again after `stop`. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(this.#port, '127.0.0.1', () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
    // It listens at an IP address: never a pipe's name.
    this.#port = (this.#http.address() as AddressInfo).port;
  }

  /** Refuses new connections and resets the open ones. */
  async stop(): Promise<void> {
    if (!this.#http.listening) return;
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hungUp = new AbortController();
    response.once('close', () => hungUp.abort());
    let call: Call | undefined;
    let fault: Fault | undefined;
    try {
      const url = new URL(request.url ?? '/', this.url);
      const route = /^\/(file\/)?bot([^/]+)\/(?:test\/)?(.+)$/.exec(decodeURIComponent(url.pathname));
      const [, file, token = '', rest = ''] = route ?? [];
      const method = METHODS.get(rest.toLowerCase());
      call = {
        method: file ? 'file' : (method?.name ?? rest),
        params: file ? { file_path: rest, range: request.headers.range } : {},
        files: {},
        at: this.#world.clock.now(),
        notes: [],
      };
      await this.#read(call, request, url);
      fault = this.faults.take(call.method);
      if (!(await suffer(fault, response, this.#world.clock, hungUp.signal))) return;
      if (fault?.kind === 'answer' && !fault.after) {
        this.#answer(call, fault, response, fault.status, fault.contentType, fault.body);
        return;
      }
      this.#authorize(token);
      if (file) return this.#download(call, fault, response, rest);
      if (!method) throw new ApiError(404, 'Not Found');
      const result = await this.#run(call, method.run, hungUp.signal);
      if (fault?.kind === 'answer') {
        this.#answer(call, fault, response, fault.status, fault.contentType, fault.body);
      } else this.#answer(call, fault, response, 200, 'application/json', JSON.stringify({ ok: true, result }));
    } catch (error) {
      // The client hung up, or the network was cut: there is nobody to answer.
      if (response.destroyed) return;
      const { code, message, parameters } =
        error instanceof ApiError ? error : new ApiError(500, `Internal Server Error: ${String(error)}`);
      const refusal = { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
      this.#answer(call, fault, response, code, 'application/json', JSON.stringify(refusal));
    }
  }

  /** Records the request once it has come whole, or is refused for what it brings. */
  async #read(call: Call, request: IncomingMessage, url: URL): Promise<void> {
    try {
      const body = await readBody(request, this.#options.limits.uploadBytes + FORM_ROOM);
      const { params, files } = parseParams(url.searchParams, request.headers['content-type'] ?? '', body);
      Object.assign(call.params, params);
      call.files = named(params, files);
      this.calls.push(call);
    } catch (error) {
      if (error instanceof ApiError) this.calls.push(call);
      throw error;
    }
    this.#world.changed();
  }

  async #run(call: Call, method: Method, gone: AbortSignal): Promise<unknown> {
    const context = {
      world: this.#world,
      call,
      limits: this.#options.limits,
      localRoot: this.#options.localRoot,
      token: this.#options.token,
      callbacks: this.callbacks,
      commands: this.commands,
      webhook: this.webhook,
      gone,
    };
    const state = writtenChat(context);
    if (state && countsAsWriting(call.method)) {
      this.#rates.count(state);
      if (state.gone === undefined && state.migratedTo === undefined) checkRights(this.#world, state, call.method);
    }
    return await method(context);
  }

  #authorize(token: string): void {
    if (!/^\d+:[\w-]+$/.test(token)) throw new ApiError(404, 'Not Found');
    if (token !== this.#options.token) throw new ApiError(401, 'Unauthorized');
  }

  /** A local server gives no files over HTTP: it names their paths. */
  #download(call: Call, fault: Fault | undefined, response: ServerResponse, path: string): void {
    const stored = [...this.#world.files.values()].find((one) => one.path === path);
    const open = stored?.given !== undefined && this.#world.clock.now() - stored.given <= LINK_MS;
    if (!stored || !open || this.#options.localRoot !== undefined) throw new ApiError(404, 'Not Found');
    const from = Number(/^bytes=(\d+)-$/.exec(String(call.params.range))?.[1] ?? 0);
    const partly = this.#options.ranges && from > 0 && from < stored.bytes.length;
    const bytes = partly ? stored.bytes.subarray(from) : stored.bytes;
    const { length } = stored.bytes;
    if (this.#options.ranges) response.setHeader('accept-ranges', 'bytes');
    if (partly) response.setHeader('content-range', `bytes ${from}-${length - 1}/${length}`);
    const whole = deliver(fault, response, partly ? 206 : 200, 'application/octet-stream', bytes);
    if (whole) call.answer = { status: partly ? 206 : 200, body: bytes };
    this.#world.changed();
  }

  #answer(
    call: Call | undefined,
    fault: Fault | undefined,
    response: ServerResponse,
    status: number,
    contentType: string,
    body: string,
  ): void {
    const whole = deliver(fault, response, status, contentType, Buffer.from(body));
    if (whole && call) call.answer = { status, body: contentType === 'application/json' ? JSON.parse(body) : body };
    this.#world.changed();
  }
}

/** The uploads under their parameters' names, where a parameter says `attach://`. */
function named(params: Record<string, unknown>, files: ReturnType<typeof parseParams>['files']): Call['files'] {
  const result: Call['files'] = Object.fromEntries(files);
  for (const [name, value] of Object.entries(params)) {
    const file = typeof value === 'string' && value.startsWith('attach://') ? files.get(value.slice(9)) : undefined;
    if (file) result[name] = file;
  }
  return result;
}
