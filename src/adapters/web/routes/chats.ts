import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { MAX_CHATS } from '../limits.ts';
import { RouteError } from '../server.ts';
import { pageTimeline } from '../timeline.ts';
import { say } from '../voice.ts';
import { chatOf, localeOf, pageVoice, type RouteContext, visitorOf } from './context.ts';

const press = z.object({ message: z.string().max(80), button: z.string().max(30), event: z.string().max(60) });

/** How long the timeline may take, in ms. */
const TIMELINE_MS = 15_000;

/** Projects, their messages, their timelines, and pressed buttons. */
export function chatRoutes(server: FastifyInstance, context: RouteContext): void {
  const { api, presses, intake } = context;

  server.get('/api/chats', async (request, reply) => {
    const visitor = await visitorOf(request, context);
    return reply.header('cache-control', 'no-store').send(await api.chats(visitor));
  });

  server.post('/api/chats', async (request, reply) => {
    const chat = await api.begin(await visitorOf(request, context));
    if (!chat) throw new RouteError(409, say(pageVoice(request, context), 'tooManyChats', { count: MAX_CHATS }));
    return reply.send(chat);
  });

  server.get('/api/chats/:chat/messages', async (request, reply) => {
    const chat = await chatOf(request, context);
    return reply.header('cache-control', 'no-store').send(await api.messages(chat));
  });

  server.get('/api/chats/:chat/timeline', async (request, reply) => {
    const chat = await chatOf(request, context);
    const signal = AbortSignal.any([context.stopping, AbortSignal.timeout(TIMELINE_MS)]);
    const timeline = await context.timeline(chat, signal).catch((error: unknown) => {
      context.log.info({ chat, err: error }, 'timeline not read for the page');
      throw new RouteError(503, say(pageVoice(request, context), 'timelineFailed'), { cause: error });
    });
    const shown = timeline && pageTimeline(timeline, await api.messages(chat));
    return reply.header('cache-control', 'no-store').send(shown ?? { durationMs: 0, tracks: [] });
  });

  server.post('/api/chats/:chat/presses', async (request, reply) => {
    const chat = await chatOf(request, context);
    const voice = pageVoice(request, context);
    const pressed = press.safeParse(request.body);
    if (!pressed.success) throw new RouteError(400, say(voice, 'badRequest'));
    const locale = localeOf(request);
    const outcome = await presses.handle(chat, { ...pressed.data, locale });
    if (outcome === 'over') throw new RouteError(410, say(voice, 'buttonOver'));
    if (outcome === 'pressed') throw new RouteError(409, say(voice, 'buttonPressed'));
    if (typeof outcome === 'object') await intake.refuse(chat, pressed.data.event, outcome.refusal, voice);
    return reply.code(204).send();
  });
}
