import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from '../../lib/logger.ts';
import { checkCaller, type GuardOptions, isFromAnotherPage } from './guard.ts';
import { encodingFor, type PageFileServed } from './page-files.ts';
import { say, voiceOf } from './voice.ts';
import type { PageRefusal } from './wire.ts';

/** A route's answer to a request that it does not do. */
export class RouteError extends Error {
  override readonly name = 'RouteError';
  readonly status: number;
  readonly sentence: string;

  constructor(status: number, sentence: string, options?: { cause?: unknown }) {
    super(`answered ${status}`, options);
    this.status = status;
    this.sentence = sentence;
  }
}

export interface ServerOptions {
  guard: GuardOptions;
  page: ReadonlyMap<string, PageFileServed>;
  /** Telegram may show the page, at {@link TELEGRAM_PATH}. */
  inTelegram: boolean;
  log: Logger;
  routes: (server: FastifyInstance) => void;
}

/** Largest body of a request that is no upload, in bytes. */
const BODY_BYTES = 64 * 1024;

/** Nothing but what the page itself brings may load or run, and nobody may frame it. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    mediaSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** Where Telegram's menu button opens the page. */
export const TELEGRAM_PATH = '/telegram';

/** The page at that address alone may be framed, and by Telegram's own web app alone. */
const FRAMED_BY_TELEGRAM = {
  contentSecurityPolicy: {
    ...POLICY,
    directives: { ...POLICY.directives, frameAncestors: ['https://web.telegram.org'] },
  },
  // Knows no list of who may.
  xFrameOptions: false,
};

/** The server of the page: who may ask, what a browser may do with the answers, and the page's own files. */
export async function createServer({ guard, page, inTelegram, log, routes }: ServerOptions): Promise<FastifyInstance> {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: BODY_BYTES,
    requestTimeout: 0,
  });
  await server.register(helmet, {
    contentSecurityPolicy: POLICY,
    strictTransportSecurity: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  await server.register(multipart);
  await server.register(fastifyStatic, { root: '/', serve: false });
  server.addHook('onRequest', async (request, reply) => {
    const caller = callerOf(request);
    const refused = checkCaller(caller, guard);
    const isData = request.url.startsWith('/api/') || request.url.startsWith('/files/');
    if (refused === undefined && !(isData && isFromAnotherPage(caller))) return undefined;
    return reply.code(refused ?? 403).send({ sentence: 'This address is not for you.' } satisfies PageRefusal);
  });
  for (const [name, file] of page) {
    // The owner's view is the same page at another address.
    const others = inTelegram ? ['/admin', TELEGRAM_PATH] : ['/admin'];
    for (const path of name === 'index.html' ? ['/', ...others] : [`/${name}`]) {
      const options = path === TELEGRAM_PATH ? { helmet: FRAMED_BY_TELEGRAM } : {};
      server.get(path, options, async (request, reply) => {
        const encoding = encodingFor(request.headers['accept-encoding']);
        const { body, etag } = file.encoded[encoding];
        reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept-encoding' });
        if (request.headers['if-none-match'] === etag) return reply.code(304).send();
        if (encoding !== 'identity') reply.header('content-encoding', encoding);
        return reply.type(file.contentType).send(body);
      });
    }
  }
  server.get('/favicon.ico', (_request, reply) => reply.redirect('/icon.svg', 301));
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ sentence: '' } satisfies PageRefusal));
  server.setErrorHandler((error, request, reply) => {
    const words = voiceOf(request.headers['accept-language'] ?? '', 'auto');
    if (error instanceof RouteError) return reply.code(error.status).send({ sentence: error.sentence });
    const status = statusOf(error);
    if (status < 500) return reply.code(status).send({ sentence: say(words, 'badRequest') });
    // The route's pattern: an address of a person's file is nothing for the log.
    log.error({ err: error, route: request.routeOptions.url }, 'request to the page failed');
    return reply.code(503).send({ sentence: say(words, 'notStored') });
  });
  routes(server);
  return server;
}

function callerOf(request: FastifyRequest) {
  const { host, origin, 'sec-fetch-site': fetchSite } = request.headers;
  return { method: request.method, host, origin, fetchSite: Array.isArray(fetchSite) ? fetchSite[0] : fetchSite };
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
