import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { adkEvents } from '../adk-events.ts';
import type { TurnStep } from '../agent/turn.ts';
import { takeTurn } from '../agent/turn.ts';
import { outOfCredits } from '../api-error.ts';
import type { App } from '../app.ts';
import { changeSession, sessionOf, userOf } from '../app.ts';
import { seededRandom } from '../ids.ts';
import { openEventStream } from '../sse.ts';
import { body } from './body.ts';

/** Prompts: the agent's work as an event stream. */
export function runRoutes(server: FastifyInstance, app: App): void {
  const { settings } = app;
  const prompt = z.object({
    app_name: z.literal('nemo_agent'),
    user_id: z.string(),
    session_id: z.string(),
    new_message: z.object({
      role: z.string().optional(),
      parts: z.array(z.object({ text: z.string().max(settings.limits.promptChars).optional() })).max(100),
    }),
  });

  server.post('/run_sse', async (request, reply) => {
    const user = userOf(app, request);
    const wanted = body(prompt, request.body);
    const { id } = sessionOf(app, user, wanted.session_id);
    // ADK Python 1.4.2 drops a message without a role and answers with nothing at all.
    if (!wanted.new_message.role) {
      return reply.header('content-type', 'text/event-stream').send('');
    }
    const text = wanted.new_message.parts
      .map((part) => part.text ?? '')
      .join('\n')
      .trim();

    await inLane(app, id, async () => {
      const session = sessionOf(app, user, id);
      const turn = session.conversation.turn + 1;
      const done = takeTurn({
        text,
        language: session.language,
        draft: session.draft,
        media: session.media,
        conversation: session.conversation,
        random: settings.random ?? seededRandom(`${id}:${turn}`),
        textlessRate: settings.textlessRate,
      });
      const cost = costOf(done.steps);
      const release = freeze(app, user.id, cost);
      try {
        reply.hijack();
        const stream = openEventStream(reply.raw, settings.clock, settings.heartbeatMs);
        try {
          const events = adkEvents(() => settings.clock.now());
          const send = async (event: Record<string, unknown>) => {
            await pause();
            stream.send(event);
          };
          for (const step of done.steps) {
            await send(events.call(step));
            await pause();
            // Each change is in the state before the stream tells of it: the clip first, then what is put on it.
            await changeSession(app, id, () => ({ draft: step.draft }));
            stream.send(events.result(step));
          }
          await changeSession(app, id, () => ({ draft: done.draft, conversation: done.conversation }));
          await charge(app, user.id, cost);
          for (const event of events.text(done.reply)) await send(event);
        } catch (error) {
          settings.log.error({ err: error }, 'a prompt failed');
          stream.send({ error: 'internal error' });
        } finally {
          stream.end();
        }
      } finally {
        release();
      }
    });
    return reply;
  });

  async function pause(): Promise<void> {
    if (settings.paceMs > 0) await settings.clock.sleep(settings.paceMs, app.closing.signal).catch(() => {});
  }

  function costOf(steps: TurnStep[]): number {
    if (steps.some((step) => step.tool === 'generate_clip')) return settings.costs.generation;
    return steps.length > 0 ? settings.costs.edit : 0;
  }
}

/** Reserves credits; the returned function gives the reservation back. @throws ApiError 2001 */
function freeze(app: App, userId: string, cost: number): () => void {
  const frozen = app.frozen.get(userId) ?? 0;
  const credits = app.users.get(userId)?.credits ?? 0;
  if (cost > 0 && credits - frozen < cost) throw outOfCredits();
  app.frozen.set(userId, frozen + cost);
  return () => {
    const left = (app.frozen.get(userId) ?? cost) - cost;
    if (left > 0) app.frozen.set(userId, left);
    else app.frozen.delete(userId);
  };
}

async function charge(app: App, userId: string, cost: number): Promise<void> {
  const user = app.users.get(userId);
  if (user && cost > 0) await app.users.put({ ...user, credits: user.credits - cost });
}

/** Runs `work` after every earlier prompt of the session has ended. */
async function inLane(app: App, sessionId: string, work: () => Promise<void>): Promise<void> {
  const before = app.lanes.get(sessionId) ?? Promise.resolve();
  const own = before.then(work);
  const settled = own.catch(() => {});
  app.lanes.set(sessionId, settled);
  try {
    await own;
  } finally {
    if (app.lanes.get(sessionId) === settled) app.lanes.delete(sessionId);
  }
}
