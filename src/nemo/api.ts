import { randomUUID } from 'node:crypto';
import type { NemoClientOptions } from './client-options.ts';
import { NemoAuthError, NemoBadAnswerError, NemoError, NemoTimeoutError, refusalError } from './errors.ts';
import { AuthenticatedClient, type Call, JSON_HEADERS, json } from './http/authenticated-client.ts';
import { readAnswer } from './http/envelope.ts';
import { type HttpAnswer, readText } from './http/http.ts';
import { multipart } from './http/multipart.ts';
import type { CallContext } from './http/retry-policy.ts';
import type {
  Attribution,
  CallOptions,
  MediaItem,
  Nemo,
  NemoSession,
  PromptOptions,
  PromptReply,
  RenderStatus,
  WaitHooks,
} from './nemo.ts';
import { fetchVideo, readRenderStatus, renderData, renderRequest } from './render.ts';
import { claimAnswer, creditsAnswer, parseAnswer, sessionAnswer, uploadAnswer } from './schemas.ts';
import { stateOf } from './state.ts';
import { promptRequest, readReply, StreamWatch } from './stream/prompt.ts';

export interface NemoClient {
  /**
   * The backend for one skill. All skills share connections, account and circuit breaker.
   *
   * @param hooks called when a call of this handle waits for an unreachable Nemo, and when it continues
   */
  for(attribution: Attribution, hooks?: WaitHooks): Nemo;
  /** True while Nemo refuses the account, also after a renewal of its token: the operator must act. */
  isAccountRefused(): boolean;
  /** Since when Nemo has not answered, in ms since the epoch; undefined while it answers. */
  unreachableSince(): number | undefined;
  /** Aborts running calls and closes all connections. */
  close(): Promise<void>;
}

/** Media types accepted for the prompt's stream: it is sent as the first; proxies may drop the header. */
const STREAM_TYPES = ['text/event-stream', 'text/plain', 'application/octet-stream', ''];

/** Servers that do not stream send the events as one JSON array, or an error in their place. */
const isJsonType = (type: string): boolean => /[/+]json$/.test(type);

/** The token was refused in an event of the agent's own form, before anything was said or done: nothing was taken. */
function refusedInStream(
  what: string,
  { text, tools, files, question, error }: PromptReply,
): NemoAuthError | undefined {
  const isBare = text === '' && tools.length === 0 && files.length === 0 && question === undefined;
  if (!isBare || error?.kind !== 'auth') return undefined;
  const message = `${what} was refused with ${error.code}: ${error.message}`;
  return new NemoAuthError(message, { sent: 'no', configured: false });
}

/** A client of the NemoVideo backend; nothing is sent before the first call. Base addresses may end in a slash. */
export function createNemoClient(options: NemoClientOptions): NemoClient {
  return new Client(options);
}

class Client implements NemoClient {
  readonly #options: NemoClientOptions;
  readonly #client: AuthenticatedClient;

  constructor(options: NemoClientOptions) {
    this.#options = options;
    this.#client = new AuthenticatedClient({
      ...options,
      configuredToken: options.token,
      newId: options.newId ?? randomUUID,
      requestTimeoutMs: options.requestTimeoutMs ?? 60_000,
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      maxWaitMs: options.maxWaitMs ?? 15 * 60_000,
      retryBaseMs: options.retryBaseMs ?? 500,
      random: options.random ?? Math.random,
    });
  }

  isAccountRefused(): boolean {
    return this.#client.isAccountRefused;
  }

  unreachableSince(): number | undefined {
    return this.#client.breaker.openedAt;
  }

  for(attribution: Attribution, hooks?: WaitHooks): Nemo {
    const as: CallContext = { ...attribution, hooks };
    const guarded = (address: string) => this.#client.guarded(address);
    return {
      createSession: (language, options) => this.#createSession(as, language, options),
      browserLink: (session, options) => this.#browserLink(as, session, options),
      prompt: (sessionId, text, options) => this.#prompt(as, sessionId, text, options),
      uploadFiles: async (sessionId, files, options) => {
        const form = await multipart(files);
        const headers = { 'content-type': form.contentType, 'content-length': String(form.contentLength) };
        return this.#upload(as, sessionId, { headers, body: form.open }, options);
      },
      uploadUrls: (sessionId, urls, options) =>
        this.#upload(as, sessionId, json({ urls, source_type: 'url' }), options),
      credits: async (options) => {
        const what = 'GET credits';
        const path = '/api/credits/balance/simple';
        const call = { method: 'GET', path, what, repeat: 'idempotent', ...options } as const;
        return parseAnswer(what, creditsAnswer, await this.#client.data(as, call));
      },
      state: (sessionId, options) => this.#state(as, sessionId, options),
      submitRender: async (render, options) => {
        const what = 'POST render';
        const path = '/api/render/proxy/lambda';
        const body = { headers: JSON_HEADERS, body: renderRequest(render) };
        const call = { method: 'POST', path, what, repeat: 'at-most-once', ...body, ...options } as const;
        const answer = await this.#client.answer(as, call);
        return readRenderStatus(what, renderData(answer), render.id, guarded, 'pending');
      },
      renderStatus: async (renderId, options) => {
        const what = 'GET render status';
        const path = `/api/render/proxy/lambda/${encodeURIComponent(renderId)}`;
        const call = { method: 'GET', path, what, repeat: 'idempotent', ...options } as const;
        const answer = await this.#client.answer(as, call);
        return readRenderStatus(what, renderData(answer), renderId, guarded);
      },
      cancelRender: async (renderId, options) => {
        const path = `/api/render/proxy/lambda/${encodeURIComponent(renderId)}/cancel`;
        const what = 'POST render cancel';
        await this.#client.answer(as, { method: 'POST', path, what, repeat: 'idempotent', ...options });
      },
      downloadRender: (render, options) => this.#download(as, render, options),
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #createSession(as: CallContext, language: string, options?: CallOptions): Promise<NemoSession> {
    const what = 'POST with-session';
    const path = '/api/tasks/me/with-session/nemo_agent';
    const body = json({ task_name: 'project', language });
    const call = { method: 'POST', path, what, repeat: 'idempotent', ...body, ...options } as const;
    const session = parseAnswer(what, sessionAnswer, await this.#client.data(as, call));
    const userId = session.userId ?? this.#client.userId;
    return userId ? { ...session, userId } : session;
  }

  async #browserLink(as: CallContext, session: NemoSession, options?: CallOptions): Promise<string> {
    const what = 'POST claim-token';
    const body = json({ task_id: session.taskId, session_id: session.sessionId });
    const path = '/api/auth/claim-token';
    const call = { method: 'POST', path, what, repeat: 'idempotent', ...body, ...options } as const;
    const { claim_token } = parseAnswer(what, claimAnswer, await this.#client.data(as, call));
    return `${this.#options.webUrl.replace(/\/+$/, '')}/workspace/claim?ct=${encodeURIComponent(claim_token)}`;
  }

  async #upload(
    as: CallContext,
    sessionId: string,
    body: Pick<Call, 'headers' | 'body'>,
    options?: CallOptions,
  ): ReturnType<Nemo['uploadFiles']> {
    const what = 'POST upload-video';
    const path = `/api/upload-video/nemo_agent/me/${encodeURIComponent(sessionId)}`;
    const limitMs = this.#options.uploadTimeoutMs ?? 15 * 60_000;
    const call = { method: 'POST', path, what, repeat: 'at-most-once', limitMs, ...body, ...options } as const;
    const files = parseAnswer(what, uploadAnswer, await this.#client.data(as, call));
    return files.map((file) => ({ ...file, cdnUrl: this.#client.guarded(file.cdnUrl)?.href ?? '' }));
  }

  async #state(as: CallContext, sessionId: string, options?: CallOptions): ReturnType<Nemo['state']> {
    const path = `/api/state/nemo_agent/me/${encodeURIComponent(sessionId)}/latest`;
    const call = { method: 'GET', path, what: 'GET state', repeat: 'idempotent', ...options } as const;
    const state = stateOf(await this.#client.data(as, call));
    const userId = state.userId ?? this.#client.userId;
    const guarded = ({ url, ...item }: MediaItem): MediaItem => {
      const address = url === undefined ? undefined : this.#client.guarded(url)?.href;
      return address === undefined ? item : { ...item, url: address };
    };
    const generatedMedia = state.generatedMedia.map(guarded);
    const videoInfos = state.videoInfos.map(guarded);
    return { ...state, generatedMedia, videoInfos, ...(userId ? { userId } : {}) };
  }

  #prompt(
    as: CallContext,
    sessionId: string,
    text: string,
    { onEvent, onSending, ...options }: PromptOptions = {},
  ): Promise<PromptReply> {
    const what = 'POST /run_sse';
    const { signal } = options;
    const { clock, log, streamTimeoutMs, stallMs = 10 * 60_000 } = this.#options;
    const onProblem = (err: unknown) => log.warn({ err }, 'prompt stream problem');
    return this.#client.withAccount(as, { what, repeat: 'at-most-once', ...options }, async (headers, answered) => {
      await onSending?.(true);
      const watch = new StreamWatch({ clock, streamTimeoutMs, stallMs });
      try {
        const body = promptRequest(sessionId, text);
        const answer = await this.#client.breaker.watch(() => this.#openStream(what, headers, body, watch, signal));
        answered();
        try {
          const isJson = isJsonType(answer.type);
          const { reply, refusal } = await readReply(answer.body, watch, { signal, onEvent, onProblem, isJson });
          const error = refusal ? refusalError(what, refusal) : refusedInStream(what, reply);
          if (error?.sent === 'no') throw error;
          return { ...reply, files: reply.files.flatMap((file) => this.#client.guarded(file)?.href ?? []) };
        } finally {
          answer.body.destroy();
        }
      } catch (error) {
        if (error instanceof NemoError && error.sent === 'no') await onSending?.(false);
        throw error;
      } finally {
        watch.stop();
      }
    });
  }

  /** Sends a prompt and gives the answer whose body is its stream. */
  async #openStream(
    what: string,
    headers: Record<string, string>,
    body: string,
    watch: StreamWatch,
    signal?: AbortSignal,
  ): Promise<HttpAnswer> {
    const both = signal ? AbortSignal.any([signal, watch.signal]) : watch.signal;
    try {
      const answer = await this.#client.http.open({
        method: 'POST',
        url: this.#client.url('/run_sse'),
        headers: { ...JSON_HEADERS, ...headers, accept: 'text/event-stream' },
        body,
        what,
        limitMs: this.#options.streamTimeoutMs,
        signal: both,
      });
      const { status, type } = answer;
      if (status === 200 && (STREAM_TYPES.includes(type) || isJsonType(type))) return answer;
      readAnswer(what, { status, type, text: await readText(what, answer, both) });
      const message = `${what}: expected an event stream, got ${type || 'no type'}`;
      throw new NemoBadAnswerError(message, { sent: 'yes', httpStatus: status });
    } catch (error) {
      if (!watch.end || signal?.aborted || error instanceof NemoError) throw error;
      throw new NemoTimeoutError(`${what}: no answer within the limit`, { sent: 'maybe', cause: error });
    }
  }

  async #download(
    as: CallContext,
    render: RenderStatus,
    options: CallOptions = {},
  ): ReturnType<Nemo['downloadRender']> {
    const { signal } = options;
    const { clock, log, downloadStallMs: limitMs = 60_000, downloadTimeoutMs: totalMs = 30 * 60_000 } = this.#options;
    const client = this.#client;
    const fetch = (what: string, url: string, headers: Record<string, string>) =>
      fetchVideo({ client, clock, what, url, headers, limitMs, totalMs, signal });
    const target = render.outputUrl ? client.guarded(render.outputUrl) : undefined;
    const own = target !== undefined && client.isOwn(target);
    const url = target?.href;
    // While Nemo is unreachable, its own address is as well; the endpoint's call waits until Nemo answers.
    if (url && !(own && this.unreachableSince() !== undefined)) {
      try {
        // Another origin gets no headers, so that it needs no account either.
        return await fetch('GET render output', url, own ? await client.headers(as, signal) : {});
      } catch (err) {
        if (signal?.aborted) throw err;
        log.warn({ err }, 'render output not fetched from its URL; trying the download endpoint');
      }
    }
    const what = 'GET render download';
    const endpoint = client.url(`/api/render/proxy/${encodeURIComponent(render.id)}/download`).href;
    const call = { what, repeat: 'idempotent', ...options } as const;
    return client.withAccount(as, call, (headers) => fetch(what, endpoint, headers));
  }
}
