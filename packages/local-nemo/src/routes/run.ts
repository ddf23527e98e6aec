import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { adkEvents } from '../adk-events.ts';
import type { Plan } from '../agent/plan.ts';
import { readAnswerIn } from '../agent/request.ts';
import type { Turn, TurnStep } from '../agent/turn.ts';
import { takeTurn } from '../agent/turn.ts';
import { outOfCredits } from '../api-error.ts';
import type { App } from '../app.ts';
import { changeSession, sessionOf, userOf } from '../app.ts';
import { seededRandom } from '../ids.ts';
import type { Costs } from '../options.ts';
import type { SessionRecord, UserRecord } from '../records.ts';
import { type EventStream, openEventStream } from '../sse.ts';
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

    await inOrder(app, id, () => answerPrompt(app, user, sessionOf(app, user, id), text, reply));
    return reply;
  });
}

/** Lets the agent work and streams what it does; each change is in the session's state before the stream tells of it. */
async function answerPrompt(
  app: App,
  user: UserRecord,
  session: SessionRecord,
  message: string,
  reply: FastifyReply,
): Promise<void> {
  const { settings } = app;
  const turn = session.conversation.turn + 1;
  const { text, answerIn } = readAnswerIn(message);
  const plan = await modelPlan(app, session, text);
  const done = takeTurn({
    text,
    answerIn,
    plan,
    language: session.language,
    draft: session.draft,
    media: session.media,
    conversation: session.conversation,
    random: settings.random ?? seededRandom(`${session.id}:${turn}`),
    textlessRate: settings.textlessRate,
  });
  const cost = costOf(settings.costs, done.steps);
  const release = freeze(app, user.id, cost);
  reply.hijack();
  const stream = openEventStream(reply.raw, settings.clock, settings.heartbeatMs);
  try {
    const events = adkEvents(() => settings.clock.now());
    await streamTurn(app, session.id, { done, events, stream });
    await charge(app, user.id, cost);
    if (done.question) stream.send(events.ask(done.question));
    for (const event of events.text(done.reply)) {
      await pause(app);
      stream.send(event);
    }
  } catch (error) {
    settings.log.error({ err: error }, 'prompt failed');
    stream.send({ error: 'internal error' });
  } finally {
    stream.end();
    release();
  }
}

/** What a language model would do, where one is set. */
async function modelPlan(
  { settings, closing }: App,
  { draft, media, conversation }: SessionRecord,
  text: string,
): Promise<Plan | undefined> {
  const { model, clock, log } = settings;
  if (!model) return undefined;
  const { planWithModel } = await import('../agent/model/model-plan.ts');
  return planWithModel({ text, draft, media, conversation }, { settings: model, clock, log, signal: closing.signal });
}

async function streamTurn(
  app: App,
  sessionId: string,
  { done, events, stream }: { done: Turn; events: ReturnType<typeof adkEvents>; stream: EventStream },
): Promise<void> {
  for (const step of done.steps) {
    await pause(app);
    stream.send(events.call(step));
    await pause(app);
    // The clip first, then what is put on it.
    await changeSession(app, sessionId, () => ({ draft: step.draft }));
    stream.send(events.result(step));
  }
  await changeSession(app, sessionId, () => ({ draft: done.draft, conversation: done.conversation }));
}

async function pause({ settings, closing }: App): Promise<void> {
  if (settings.paceMs > 0) await settings.clock.sleep(settings.paceMs, closing.signal).catch(() => {});
}

function costOf(costs: Costs, steps: TurnStep[]): number {
  if (steps.some((step) => step.tool === 'generate_clip')) return costs.generation;
  return steps.length > 0 ? costs.edit : 0;
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
async function inOrder(app: App, sessionId: string, work: () => Promise<void>): Promise<void> {
  const before = app.promptQueues.get(sessionId) ?? Promise.resolve();
  const own = before.then(work);
  const settled = own.catch(() => {});
  app.promptQueues.set(sessionId, settled);
  try {
    await own;
  } finally {
    if (app.promptQueues.get(sessionId) === settled) app.promptQueues.delete(sessionId);
  }
}
