import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { webWords } from '../../../i18n/web.ts';
import { commandsIn } from '../commands.ts';
import { MAX_FILES, MAX_LETTERS } from '../limits.ts';
import { isOwner } from '../permissions.ts';
import { RouteError } from '../server.ts';
import { say } from '../voice.ts';
import type { PageSession } from '../wire.ts';
import { pageVoice, type RouteContext } from './context.ts';

const body = z.object({
  key: z.string().max(100).optional(),
  password: z.string().max(200).optional(),
  telegram: z.string().max(4096).optional(),
});

/** `POST /api/session`: lets somebody in, and gives the page what it begins with. */
export function sessionRoutes(server: FastifyInstance, context: RouteContext): void {
  server.post('/api/session', async (request, reply) => {
    const voice = pageVoice(request, context);
    const credentials = body.safeParse(request.body);
    if (!credentials.success) throw new RouteError(400, say(voice, 'badRequest'));
    const admission = await context.sessions.admit(request.headers.cookie, credentials.data, request.ip);
    if (admission === 'not-signed') throw new RouteError(403, say(voice, 'telegramRefused'));
    if (admission === 'refused') throw new RouteError(403, say(voice, 'passwordWrong'));
    if (admission === 'later') throw new RouteError(429, say(voice, 'passwordLater'));
    const visitor = typeof admission === 'object' ? admission.visitor : undefined;
    if (typeof admission === 'object' && admission.cookie) reply.header('set-cookie', admission.cookie);
    return reply.header('cache-control', 'no-store').send(sessionOf(request, context, visitor));
  });
}

function sessionOf(request: FastifyRequest, context: RouteContext, visitor: string | undefined): PageSession {
  const voice = pageVoice(request, context);
  return {
    admitted: visitor !== undefined,
    owner: visitor !== undefined && isOwner(visitor, context.owners),
    voice,
    words: webWords(voice),
    commands: visitor === undefined ? [] : commandsIn(voice),
    maxFileBytes: context.maxFileBytes,
    maxFiles: MAX_FILES,
    maxLetters: MAX_LETTERS,
    now: context.clock.now(),
  };
}
