import { type Clock, TimeLimitError, untilAborted, withTimeLimit } from '@reelay/async';
import fastify from 'fastify';
import type { Logger } from '../lib/logger.ts';
import { redact } from '../lib/redact.ts';

/** Why a part of the bot is not as it should be, in words for the operator: no secret, no id of a user. */
export interface Problem {
  reason: string;
  /** Since when, in ms since the Unix epoch, where that is known. */
  sinceMs?: number;
}

/** A part of the bot that can say how it is. */
export interface Check {
  /** Its name in answers, such as `telegram`. */
  readonly part: string;
  /** Why the bot cannot do its work; undefined while it can. */
  problem(): Problem | undefined | Promise<Problem | undefined>;
  /**
   * Why nothing but a new process can help. The process may be killed for it, so it is never said of what is outside:
   * a network, a platform, a store.
   */
  stuck?(): Problem | undefined;
}

/** The health server cannot be opened; the message says what to do. */
export class HealthError extends Error {
  override readonly name = 'HealthError';
}

export interface HealthOptions {
  /** 0 takes any free one. */
  port: number;
  /** Asked at every request, for parts come with time. */
  checks: () => readonly Check[];
  /** Served at `/metrics`. */
  metrics?: { text(): Promise<string>; contentType: string };
  clock: Clock;
  log: Logger;
}

export interface HealthServer {
  readonly port: number;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** How long one check may take, in ms: whoever asks has a limit of its own. */
const CHECK_MS = 2_000;

interface Answer {
  status: string;
  reasons?: { part: string; reason: string; since?: string }[];
}

/**
 * Serves `GET /live`, `GET /ready` and `GET /metrics` on all interfaces, since whoever asks may be outside the container. 200 when all
 * is well, else 503 with the reasons; the metrics as Prometheus reads them.
 * @throws HealthError when the port cannot be had
 */
export async function startHealth(options: HealthOptions): Promise<HealthServer> {
  try {
    return await listen(options, '::');
  } catch (error) {
    // A machine without IPv6.
    if (!['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(codeOf(error))) throw problemOf(error, options.port);
  }
  return listen(options, '0.0.0.0').catch((error: unknown) => {
    throw problemOf(error, options.port);
  });
}

async function listen(options: HealthOptions, host: string): Promise<HealthServer> {
  const { checks, log, port } = options;
  const server = fastify({ forceCloseConnections: true });
  // Whoever asks at the same time gets the same answer: a crowd of probes asks the store once.
  let asking: Promise<Answer> | undefined;
  server.get('/ready', async (_request, reply) => {
    asking ??= readiness(options).finally(() => {
      asking = undefined;
    });
    const answer = await asking;
    return reply
      .code(answer.reasons ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(answer);
  });
  server.get('/live', async (_request, reply) => {
    const stuck = checks().flatMap((check) => shown(check.part, check.stuck?.()));
    const answer: Answer = stuck.length > 0 ? { status: 'stuck', reasons: stuck } : { status: 'live' };
    return reply
      .code(answer.reasons ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(answer);
  });
  const { metrics } = options;
  if (metrics) {
    server.get('/metrics', async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type(metrics.contentType)
        .send(await metrics.text()),
    );
  }
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ status: 'not found' }));
  try {
    await server.listen({ host, port });
  } catch (error) {
    await server.close();
    throw error;
  }
  const address = server.server.address();
  const taken = address !== null && typeof address === 'object' ? address.port : port;
  log.info({ port: taken }, 'health is served at /live, /ready and /metrics');
  return { port: taken, close: () => server.close() };
}

async function readiness(options: HealthOptions): Promise<Answer> {
  const asked = options.checks().map(async (check) => shown(check.part, await ask(check, options)));
  const reasons = (await Promise.all(asked)).flat();
  return reasons.length > 0 ? { status: 'not ready', reasons } : { status: 'ready' };
}

async function ask(check: Check, { clock, log }: HealthOptions): Promise<Problem | undefined> {
  try {
    return await withTimeLimit(clock, CHECK_MS, `the check of ${check.part}`, undefined, (signal) =>
      untilAborted(
        Promise.resolve().then(() => check.problem()),
        signal,
      ),
    );
  } catch (error) {
    log.warn({ err: error, part: check.part }, 'a health check failed');
    return { reason: error instanceof TimeLimitError ? 'does not answer its check' : 'cannot be checked' };
  }
}

function shown(part: string, problem: Problem | undefined): NonNullable<Answer['reasons']> {
  if (!problem) return [];
  const { reason, sinceMs } = problem;
  const since = sinceMs === undefined ? {} : { since: new Date(sinceMs).toISOString() };
  return [{ part, reason: redact(reason), ...since }];
}

function problemOf(error: unknown, port: number): unknown {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') {
    return new HealthError(
      `HEALTH_PORT ${port} is already in use: stop the program that uses it, or set another port.`,
      { cause: error },
    );
  }
  if (code === 'EACCES') {
    return new HealthError(`HEALTH_PORT ${port} may not be opened by this user: set one above 1023.`, { cause: error });
  }
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
