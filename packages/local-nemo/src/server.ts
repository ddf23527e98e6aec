import multipart from '@fastify/multipart';
import fastify from 'fastify';
import { ApiError } from './api-error.ts';
import type { App } from './app.ts';
import { openApp } from './app.ts';
import { checkCaller } from './local-callers.ts';
import type { LocalNemoOptions } from './options.ts';
import { withDefaults } from './options.ts';
import { authRoutes } from './routes/auth.ts';
import { fileRoutes } from './routes/files.ts';
import { renderRoutes } from './routes/render.ts';
import { runRoutes } from './routes/run.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { uploadRoutes } from './routes/upload.ts';
import { keepSwept } from './sweep.ts';

export interface RunningNemo {
  /** Such as `http://127.0.0.1:8787`, for `NEMO_API_URL` and `NEMO_WEB_URL` alike. */
  url: string;
  /** Ends every connection and the running render; all that was accepted is on disk when it resolves. */
  close(): Promise<void>;
}

/**
 * Starts the embedded Nemo: the backend's HTTP interface, its editing agent and its renderer, all on this machine.
 * Sessions, files and unfinished renders of an earlier start in the same `dataDir` are there again.
 * @throws Error that names the port when it is taken
 */
export async function startLocalNemo(options: LocalNemoOptions): Promise<RunningNemo> {
  const settings = withDefaults(options);
  const app = await openApp(settings);
  const server = await buildServer(app);
  try {
    app.url = await server.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await server.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(
        `Port ${settings.port} on ${settings.host} is already in use: stop the program that uses it, or start with another port (--port).`,
        { cause: error },
      );
    }
    throw error;
  }
  app.queue.resume();
  const stopSweeping = keepSwept(app);
  let closed: Promise<void> | undefined;
  const close = async () => {
    const swept = stopSweeping();
    app.closing.abort(new Error('the server is closing'));
    await server.close();
    await app.queue.close();
    await Promise.allSettled([swept, ...app.promptQueues.values(), ...app.uploads]);
    await Promise.all([app.users.flush(), app.sessions.flush(), app.renders.flush()]);
  };
  return {
    url: app.url,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

async function buildServer(app: App) {
  const { log } = app.settings;
  const server = fastify({
    bodyLimit: 4 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 250 },
  });
  await server.register(multipart);
  // Calls without a body may still carry a JSON content type.
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(text)));
    } catch {
      done(new ApiError(422, 'the body is not JSON'));
    }
  });

  server.addHook('onRequest', async (request) => checkCaller(request));
  server.setErrorHandler((error, _request, reply) => {
    const known = error instanceof ApiError ? error : fromFastify(error);
    if (!known) log.error({ err: error }, 'request failed');
    const answer = known ?? new ApiError(500, 'internal error');
    return reply
      .code(answer.httpStatus)
      .send({ code: answer.code, message: answer.message, success: false, data: null });
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 404, message: 'not found', success: false, data: null }),
  );

  authRoutes(server, app);
  sessionRoutes(server, app);
  runRoutes(server, app);
  uploadRoutes(server, app);
  renderRoutes(server, app);
  fileRoutes(server, app);
  return server;
}

function fromFastify(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const { statusCode } = error;
  // 400 has a meaning of its own here: the client id is missing.
  return statusCode >= 400 && statusCode < 500
    ? new ApiError(statusCode === 400 ? 422 : statusCode, error.message)
    : undefined;
}
