import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Lets in only requests that were meant for this server: their `Host` is this machine under one of its loopback names,
 * and their `Origin`, which browsers send, is this server. A web page whose domain name was pointed at 127.0.0.1 (DNS
 * rebinding) keeps its own name in both.
 * @throws ApiError 403
 */
export function checkCaller(request: FastifyRequest): void {
  const { host, origin } = request.headers;
  if (!isOwn(host, request.socket.localPort)) throw new ApiError(403, 'unknown host');
  if (origin === undefined) return;
  const own = URL.canParse(origin) ? new URL(origin) : undefined;
  if (own?.protocol !== 'http:' || !isOwn(own.host, request.socket.localPort))
    throw new ApiError(403, 'unknown origin');
}

function isOwn(host: string | undefined, port: number | undefined): boolean {
  const own = LOOPBACK.map((name) => (port === 80 ? name : `${name}:${port}`));
  return host !== undefined && own.includes(host.toLowerCase());
}
