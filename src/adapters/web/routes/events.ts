import type { FastifyInstance } from 'fastify';
import { HEARTBEAT_MS } from '../limits.ts';
import { type RouteContext, visitorOf } from './context.ts';

/** A tab that reads so slowly is ended, and reads everything anew when it comes back; in bytes. */
const MAX_UNSENT_BYTES = 1024 * 1024;
/** How soon a page comes back, in ms. */
const RETRY_MS = 1_000;

/** `GET /api/events`: what happens in the visitor's chats, as it happens. */
export function eventRoutes(server: FastifyInstance, context: RouteContext): void {
  server.get<{ Querystring: { after?: string } }>('/api/events', async (request, reply) => {
    const visitor = await visitorOf(request, context);
    const header = request.headers['last-event-id'];
    const lastId = typeof header === 'string' ? header : request.query.after;
    reply.hijack();
    const { raw } = reply;
    // What helmet and other hooks have set is not sent by itself any more.
    raw.writeHead(200, {
      ...Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would hold the events back.
      'x-accel-buffering': 'no',
    });
    raw.write(`retry: ${RETRY_MS}\n\n`);
    const write = (text: string) => {
      raw.write(text);
      if (raw.writableLength > MAX_UNSENT_BYTES) raw.destroy();
    };
    const leave = context.events.listen(visitor, { write, end: () => raw.end() }, lastId);
    let callOff = () => {};
    const beat = () => {
      callOff = context.clock.setTimeout(HEARTBEAT_MS, () => {
        write(': \n\n');
        beat();
      });
    };
    beat();
    raw.once('close', () => {
      callOff();
      leave();
    });
    raw.on('error', () => raw.destroy());
  });
}
