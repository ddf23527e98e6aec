import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Attachment, ChatKey, Limits, MessageRef, Reply } from '../../core/chat.ts';
import type { Timeline } from '../../core/engine.ts';
import { ButtonDedupe } from '../kit/button-dedupe.ts';
import { Calls } from '../kit/calls.ts';
import type { Platform, PlatformContext } from '../kit/platform-module.ts';
import { ProgressMessages } from '../kit/progress-messages.ts';
import { Api } from './api.ts';
import { Deliver } from './deliver.ts';
import { openFile } from './download.ts';
import { Events } from './events.ts';
import { Files } from './files.ts';
import { isLoopback } from './guard.ts';
import { Intake } from './intake.ts';
import { KEPT_MS, MAX_VIDEO_BYTES, PROGRESS_EVERY_MS } from './limits.ts';
import { loadPage } from './page-files.ts';
import { PLATFORM } from './place.ts';
import { readError } from './platform-error.ts';
import { Presses } from './presses.ts';
import { Previews } from './previews.ts';
import { WebProgress } from './progress-messages.ts';
import { Repository } from './repository.ts';
import { chatRoutes } from './routes/chats.ts';
import { adminRoutes } from './routes/admin.ts';
import type { AdminPort, RouteContext } from './routes/context.ts';
import { eventRoutes } from './routes/events.ts';
import { fileRoutes } from './routes/files.ts';
import { sessionRoutes } from './routes/session.ts';
import { uploadRoutes } from './routes/upload.ts';
import { createServer } from './server.ts';
import { Sessions } from './sessions.ts';
import type { WebSettings } from './settings.ts';
import { listenProblem } from './start-error.ts';

export interface WebOptions
  extends WebSettings,
    Pick<PlatformContext, 'store' | 'clock' | 'log' | 'language' | 'core'> {
  /** Where the files of the chats are kept. */
  folder: string;
  /** Largest file that a visitor may send, in bytes. */
  maxFileBytes: number;
  /** Where a reverse proxy serves the page. */
  publicUrl?: string;
  /** Of the bot in whose menu Telegram offers the page. */
  telegramToken?: string;
  /** Who runs the bot besides whoever opens the owner's link, as `platform:id`. */
  owners?: ReadonlySet<string>;
  /** What is on the timeline of a chat's project; undefined where there is none. */
  timeline: (chat: ChatKey, signal: AbortSignal) => Promise<Timeline | undefined>;
  /** What the owner's view shows and does. */
  admin: AdminPort;
  /** Called when the page can be opened. */
  announce?: (page: PageAddress) => void;
}

/** Where the page is. */
export interface PageAddress {
  url: string;
  /** Lets its first visitor in, as the owner. */
  ownerUrl: string;
  /** Others than this machine can reach it. */
  guarded: boolean;
}

/** The port where none is set and this one is free. */
const USUAL_PORT = 7788;
/** Waits after failures of a call, in ms. */
const BACK_OFF_MS = [500, 2_000, 10_000];
const CALL_LIMIT_MS = 600_000;
/** A press is remembered for as long as the core knows its turn, in ms. */
const PRESS_KEPT_MS = 2 * 24 * 3_600_000;

/** The page in the browser: messages come by HTTP, and everything that happens goes to its tabs as events. */
export class WebAdapter implements Platform {
  readonly platform = PLATFORM;
  readonly fatal = new Promise<Error>(() => {});
  readonly #options: WebOptions;
  readonly #events = new Events();
  readonly #files: Files;
  readonly #api: Api;
  readonly #sessions: Sessions;
  readonly #intake: Intake;
  readonly #deliver: Deliver;
  readonly #buttons: ButtonDedupe;
  readonly #progress: ProgressMessages;
  readonly #routes: RouteContext;
  readonly #stopping = new AbortController();
  #server: FastifyInstance | undefined;

  constructor(options: WebOptions) {
    const { store, clock, log, core, folder, host, password, publicUrl, telegramToken } = options;
    const now = () => clock.now();
    const repository = new Repository(store);
    const calls = new Calls({
      ...{ clock, log, read: readError, pauses: false },
      ...{ backOffMs: BACK_OFF_MS, limitMs: CALL_LIMIT_MS },
    });
    const isOpen = (chat: ChatKey, id: string) => core.isOpen(chat, id);
    this.#options = options;
    this.#files = new Files(folder);
    this.#api = new Api({ repository, events: this.#events, now });
    const previews = new Previews(this.#files, log);
    this.#sessions = new Sessions({
      ...{ repository, now, password, telegramToken, guarded: isGuarded(options) },
      secure: publicUrl?.startsWith('https:') === true && !isLoopback(host),
    });
    this.#intake = new Intake({ api: this.#api, core, repository, now, log });
    this.#deliver = new Deliver({ api: this.#api, files: this.#files, previews, calls, now, log });
    this.#buttons = new ButtonDedupe({ store, table: 'web_presses', ttlMs: PRESS_KEPT_MS, isOpen, log });
    const platform = new WebProgress(this.#api, now);
    this.#progress = new ProgressMessages({ platform, clock, log, busyEveryMs: KEPT_MS });
    this.#routes = {
      ...{ sessions: this.#sessions, api: this.#api, events: this.#events, files: this.#files, previews },
      ...{ intake: this.#intake, clock, log, stopping: this.#stopping.signal },
      ...{
        timeline: options.timeline,
        admin: options.admin,
        owners: options.owners ?? new Set(),
        language: options.language,
        maxFileBytes: options.maxFileBytes,
      },
      presses: new Presses({ api: this.#api, core, buttons: this.#buttons }),
    };
  }

  /** The page's address on this machine; undefined before the start. */
  get url(): string | undefined {
    const address = this.#server?.server.address();
    if (!address || typeof address !== 'object') return undefined;
    return `http://${shownHost(this.#options.host, address)}:${address.port}/`;
  }

  /** The address that lets its first visitor in, as the owner; undefined once it was used. */
  get ownerUrl(): string | undefined {
    const { url, ownerKey } = { url: this.url, ownerKey: this.#sessions.ownerKey };
    return url === undefined || ownerKey === undefined ? undefined : `${url}#key=${ownerKey}`;
  }

  async start(): Promise<void> {
    const { clock, log, host, port, publicUrl, telegramToken, announce } = this.#options;
    await this.#files.prepare(clock.now());
    await this.#sessions.prepare();
    const server = await createServer({
      ...{ guard: { host, publicUrl }, page: await loadPage(), inTelegram: telegramToken !== undefined, log },
      routes: (routed) => {
        sessionRoutes(routed, this.#routes);
        chatRoutes(routed, this.#routes);
        uploadRoutes(routed, this.#routes);
        fileRoutes(routed, this.#routes);
        eventRoutes(routed, this.#routes);
        adminRoutes(routed, this.#routes);
      },
    });
    this.#server = server;
    try {
      await listen(server, host, port);
    } catch (error) {
      await server.close();
      throw error;
    }
    const { url, ownerUrl } = this;
    log.info({ url }, 'the page is served');
    if (url && ownerUrl) announce?.({ url, ownerUrl, guarded: isGuarded(this.#options) });
    // Not waited for: the core takes messages once the open turns have their places, which is after the start.
    this.#intake.takeUp().catch((error: unknown) => log.warn({ err: error }, 'kept messages not read'));
  }

  async stop(): Promise<void> {
    await this.#intake.close();
  }

  async close(): Promise<void> {
    this.#stopping.abort(new Error('the page is closed'));
    this.#events.close();
    await this.#server?.close();
  }

  problem() {
    return undefined;
  }

  limits(): Limits {
    return { maxFileBytes: MAX_VIDEO_BYTES, progressEveryMs: PROGRESS_EVERY_MS };
  }

  open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    return openFile(this.#files, attachment, signal);
  }

  send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    return this.#deliver.send(chat, reply, signal);
  }

  showProgress(chat: ChatKey, text: string, ref: MessageRef | undefined, signal: AbortSignal) {
    return this.#progress.show(chat, text, ref, signal);
  }

  endProgress(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    return this.#progress.end(chat, ref, signal);
  }

  /** Erases messages, files and buttons; what is left of the project is an empty one. */
  async forget(chat: ChatKey): Promise<void> {
    await this.#buttons.forget(chat);
    await this.#api.forget(chat);
    await this.#files.forget(chat);
  }
}

/** Others than this machine can reach the page: by its address, or through the proxy that brings Telegram's visitors. */
function isGuarded({ host, telegramToken }: Pick<WebOptions, 'host' | 'telegramToken'>): boolean {
  return !isLoopback(host) || telegramToken !== undefined;
}

/** Listens on the port that is set; without one on the usual port, or any where that is taken. */
async function listen(server: FastifyInstance, host: string, port: number | undefined): Promise<void> {
  try {
    await server.listen({ host, port: port ?? USUAL_PORT });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (port !== undefined || !isTaken) throw listenProblem(error, host, port ?? USUAL_PORT);
    await server.listen({ host, port: 0 });
  }
}

/** Where the page is reached on this machine, when it is served on all addresses. */
function shownHost(host: string, { family, address }: AddressInfo): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return family === 'IPv6' && address === host ? `[${host}]` : host;
}
