import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isOwner } from '../permissions.ts';
import { userKeyOf } from '../place.ts';
import { RouteError } from '../server.ts';
import { say } from '../voice.ts';
import type { PageOverview } from '../wire.ts';
import { pageVoice, type RouteContext, visitorOf } from './context.ts';

const stopping = z.object({ ids: z.array(z.string().max(300)).min(1).max(100) });
const unblocking = z.object({ scope: z.string().max(300), user: z.string().max(300) });

/** `GET /api/admin` and what can be done there, for the owner alone. */
export function adminRoutes(server: FastifyInstance, context: RouteContext): void {
  server.get('/api/admin', async (request, reply) => {
    await ownerOf(request, context);
    const [overview, credits, problems] = await Promise.all([
      context.admin.overview.read(),
      context.admin.credits(context.stopping),
      context.admin.problems(),
    ]);
    const answer: PageOverview = { ...overview, ...(credits && { credits }), problems, now: context.clock.now() };
    return reply.header('cache-control', 'no-store').send(answer);
  });
  server.post('/api/admin/stop', async (request) => {
    const owner = await ownerOf(request, context);
    const { ids } = read(stopping, request, context);
    return { stopped: await context.admin.overview.stop(ids, owner) };
  });
  server.post('/api/admin/unblock', async (request) => {
    const owner = await ownerOf(request, context);
    const { scope, user } = read(unblocking, request, context);
    return { unblocked: await context.admin.overview.unblock(scope, user, owner) };
  });
}

/**
 * Which owner asks, as `platform:id`.
 * @throws RouteError 401 for somebody who was not let in, 403 for whoever is not an owner
 */
async function ownerOf(request: FastifyRequest, context: RouteContext): Promise<string> {
  const visitor = await visitorOf(request, context);
  if (isOwner(visitor, context.owners)) return userKeyOf(visitor);
  throw new RouteError(403, say(pageVoice(request, context), 'adminForbidden'));
}

/** @throws RouteError 400 */
function read<T>(schema: z.ZodType<T>, request: FastifyRequest, context: RouteContext): T {
  const body = schema.safeParse(request.body);
  if (!body.success) throw new RouteError(400, say(pageVoice(request, context), 'badRequest'));
  return body.data;
}
