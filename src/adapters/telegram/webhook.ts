import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@reelay/async';
import fastify, { type FastifyInstance } from 'fastify';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { z } from 'zod';
import type { Store, Table } from '../../core/storage/store.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import type { PlatformProblem } from '../kit/platform-module.ts';
import { asApiSignal } from './api.ts';
import type { Inbox } from './inbox.ts';
import { HELD_POLL_MS, MAX_UPDATE_BYTES, UPDATE_KINDS, UPDATE_TTL_MS, WEBHOOK_CONNECTIONS } from './limits.ts';
import { TelegramStartError } from './start-error.ts';

export interface WebhookSettings {
  /** Where Telegram posts updates: an https address that leads to `port`, its path unchanged. */
  url: string;
  /** What Telegram sends with each update; letters, digits, `-` and `_`, 256 at most. */
  secret: string;
  /** 0 takes any free one. */
  port: number;
}

export interface WebhookOptions extends WebhookSettings {
  api: Api;
  calls: Calls;
  inbox: Inbox;
  updates: StoredUpdates;
  clock: Clock;
  log: Logger;
}

/** The header in which Telegram sends the secret (https://core.telegram.org/bots/api#setwebhook). */
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

const updateSchema = z.custom<Update>(
  (value) => z.object({ update_id: z.int().positive() }).loose().safeParse(value).success,
);

/**
 * Updates that Telegram was told to forget and that are not handled yet. Telegram gives a chat's next update only when
 * the one before is answered, so what one person says in one go could not be put together without answering first.
 */
export class StoredUpdates {
  readonly #table: Table<Update>;

  constructor(store: Store) {
    this.#table = store.table('telegram_updates', updateSchema);
  }

  /** Resolves once the update is on disk. */
  add(update: Update): Promise<void> {
    return this.#table.set(String(update.update_id), update, UPDATE_TTL_MS);
  }

  /** Forgets an update that is handled; one that stays is known to the core when it is taken again. */
  drop(id: number, log: Logger): void {
    this.#table
      .delete(String(id))
      .catch((error: unknown) => log.warn({ err: error, update: id }, 'update not dropped'));
  }

  /** Those that an earlier process left, oldest first. */
  async all(): Promise<Update[]> {
    const updates = (await this.#table.all()).map(([, update]) => update);
    return updates.toSorted((a, b) => a.update_id - b.update_id);
  }
}

/**
 * Takes updates as Telegram posts them. A post is answered with 200 once its update is on disk; one that comes again is
 * known by its id. The webhook stays set when the bot stops: Telegram keeps what it cannot post, for the next process.
 */
export class Webhook {
  readonly #options: WebhookOptions;
  readonly #secret: Buffer;
  readonly #stopping = new AbortController();
  #server: FastifyInstance | undefined;
  #ticking: Promise<void> | undefined;
  #problem: PlatformProblem | undefined;

  constructor(options: WebhookOptions) {
    this.#options = options;
    this.#secret = digest(options.secret);
    this.#problem = { reason: 'the webhook is not set yet', sinceMs: options.clock.now() };
  }

  /** Why no messages come in; since when, in ms since the Unix epoch. */
  problem(): PlatformProblem | undefined {
    return this.#problem;
  }

  /** Whatever keeps posts away is outside of this process. */
  stuck(): undefined {
    return undefined;
  }

  /**
   * Begins; `running` resolves once Telegram knows where to post and rejects with a {@link TelegramStartError} when that
   * cannot be; `ended` resolves with {@link stop}.
   */
  start(): { running: Promise<void>; ended: Promise<void> } {
    const { signal } = this.#stopping;
    const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    return { running: this.#begin(signal), ended };
  }

  /** Takes no more posts; those that are being stored are answered. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the webhook is closing'));
    await this.#server?.close();
    await this.#ticking;
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const { api, calls, url, secret, log } = this.#options;
    const { pathname } = new URL(url);
    const port = await this.#listen(pathname);
    log.info({ port, path: pathname }, 'the webhook waits for posts');
    this.#ticking = this.#tick(signal);
    const set = (limited: AbortSignal) =>
      api.setWebhook(
        url,
        { secret_token: secret, allowed_updates: UPDATE_KINDS, max_connections: WEBHOOK_CONNECTIONS },
        asApiSignal(limited),
      );
    await calls.untilDone('setWebhook', set, { signal, idempotent: true });
    this.#problem = undefined;
    log.info({ path: pathname }, 'the webhook is set');
  }

  async #listen(path: string): Promise<number> {
    const { port, log } = this.#options;
    const server = fastify({ bodyLimit: MAX_UPDATE_BYTES, forceCloseConnections: true, requestTimeout: 30_000 });
    server.post(path, async (request, reply) => {
      const given = request.headers[SECRET_HEADER];
      if (!this.#isSecret(given)) return reply.code(401).send();
      const update = updateSchema.safeParse(request.body).data;
      if (!update) return reply.code(400).send();
      return reply.code(await this.#take(update)).send();
    });
    // What strangers ask for is no error of ours, and nothing of it is repeated to them.
    server.setNotFoundHandler((_request, reply) => reply.code(404).send());
    server.setErrorHandler<{ statusCode?: number } & Error>((error, _request, reply) => {
      log.debug({ err: error }, 'post to the webhook refused');
      return reply.code(error.statusCode ?? 500).send();
    });
    this.#server = server;
    // An empty host is every address, of IPv4 too.
    await server.listen({ port, host: '::' }).catch((error: unknown) => {
      if (!isCode(error, 'EAFNOSUPPORT', 'EADDRNOTAVAIL')) throw this.#cannotListen(error);
      return server.listen({ port, host: '0.0.0.0' }).catch((other: unknown) => {
        throw this.#cannotListen(other);
      });
    });
    const address = server.server.address();
    return address !== null && typeof address === 'object' ? address.port : port;
  }

  #cannotListen(error: unknown): unknown {
    const { port } = this.#options;
    if (!isCode(error, 'EADDRINUSE', 'EACCES')) return error;
    const what = isCode(error, 'EACCES') ? 'may not be opened by this user' : 'is already in use';
    return new TelegramStartError(`TELEGRAM_WEBHOOK_PORT ${port} ${what}: set another port.`, { cause: error });
  }

  /** @returns the status to answer with: Telegram posts again what was not answered with 200 */
  async #take(update: Update): Promise<number> {
    const { inbox, updates, log } = this.#options;
    if (this.#stopping.signal.aborted) return 503;
    if (inbox.knows(update.update_id)) return 200;
    try {
      await updates.add(update);
    } catch (error) {
      log.error({ err: error, update: update.update_id }, 'update cannot be stored; Telegram keeps it');
      return 503;
    }
    inbox.take([update], false);
    return 200;
  }

  /** What waits for more of it is looked at again and again, as a poll does. */
  async #tick(signal: AbortSignal): Promise<void> {
    const { clock, inbox } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(HELD_POLL_MS, signal).catch(() => {});
      if (inbox.size > 0 && !signal.aborted) inbox.take([], false);
    }
  }

  /** Compared in a time that tells nothing of how much of it is right. */
  #isSecret(given: string | string[] | undefined): boolean {
    return typeof given === 'string' && timingSafeEqual(digest(given), this.#secret);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
