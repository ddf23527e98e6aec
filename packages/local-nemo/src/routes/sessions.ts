import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError, ok } from '../api-error.ts';
import type { App } from '../app.ts';
import { changeSession, mediaUrl, sessionOf, userOf, videoUrl } from '../app.ts';
import { CLAIM_PAGE_HEADERS, claimPage, missingPage } from '../claim-page.ts';
import { FRAME_SIZES } from '../draft.ts';
import { secret, sha256 } from '../ids.ts';
import { checkSessions } from '../quotas.ts';
import type { MediaRecord, SessionRecord } from '../records.ts';
import { body } from './body.ts';

const CLAIM_SECONDS = 604_800;
const CLAIMS_KEPT = 50;

const newSession = z.object({ task_name: z.string().max(200).optional(), language: z.string().max(35).optional() });
const claim = z.object({ task_id: z.string(), session_id: z.string() });

/** Sessions: made, read, and shown in a browser. */
export function sessionRoutes(server: FastifyInstance, app: App): void {
  const { clock } = app.settings;

  server.post('/api/tasks/me/with-session/nemo_agent', async (request) => {
    const user = userOf(app, request);
    checkSessions(app, user.id);
    const wanted = body(newSession, request.body ?? {});
    const session: SessionRecord = {
      id: randomUUID(),
      taskId: randomUUID(),
      userId: user.id,
      language: wanted.language ?? 'en',
      touchedAt: clock.now(),
      draft: null,
      media: [],
      conversation: { turn: 0, awaiting: null, wishes: '', placed: [], history: [] },
      claims: [],
    };
    await app.sessions.put(session);
    return ok({ task_id: session.taskId, session_id: session.id, user_id: user.id });
  });

  server.post('/api/auth/claim-token', async (request) => {
    const user = userOf(app, request);
    const wanted = body(claim, request.body);
    const session = sessionOf(app, user, wanted.session_id);
    if (session.taskId !== wanted.task_id) throw new ApiError(1002, 'session not found');
    const token = `clm_${secret()}`;
    const now = clock.now();
    await changeSession(app, session.id, (s) => ({
      claims: [
        ...s.claims.filter((c) => c.expiresAt > now).slice(-(CLAIMS_KEPT - 1)),
        { hash: sha256(token), expiresAt: now + CLAIM_SECONDS * 1000 },
      ],
    }));
    return ok({ claim_token: token, expires_in: CLAIM_SECONDS });
  });

  stateRoute(server, app);
  claimPageRoute(server, app);
}

function stateRoute(server: FastifyInstance, app: App): void {
  server.get<{ Params: { sid: string } }>('/api/state/nemo_agent/me/:sid/latest', async (request) => {
    const user = userOf(app, request);
    const session = await changeSession(app, sessionOf(app, user, request.params.sid).id, () => ({}));
    const { draft } = session;
    return ok({
      session_id: session.id,
      user_id: user.id,
      state: {
        draft,
        video_infos: session.media.map((media) => mediaInfo(app, media)),
        generated_media: [],
        ...(draft && { canvas_config: { ratio: draft.m.aspect, ...FRAME_SIZES[draft.m.aspect] } }),
      },
    });
  });
}

function claimPageRoute(server: FastifyInstance, app: App): void {
  const { clock } = app.settings;
  server.get<{ Querystring: { ct?: unknown } }>('/workspace/claim', async (request, reply) => {
    const token = typeof request.query.ct === 'string' ? request.query.ct : '';
    const hash = sha256(token);
    const now = clock.now();
    const session = app.sessions.find((s) => s.claims.some((c) => c.hash === hash && c.expiresAt > now));
    reply.headers(CLAIM_PAGE_HEADERS);
    if (!session) return reply.code(404).send(missingPage());
    const finished = app.renders
      .values()
      .filter((r) => r.sessionId === session.id && r.status === 'completed')
      .sort((a, b) => b.createdAt - a.createdAt || b.number - a.number)[0];
    return reply.send(
      claimPage({
        draft: session.draft,
        language: session.language,
        ...(finished && { videoUrl: new URL(videoUrl(app, finished)).pathname }),
      }),
    );
  });
}

/** A file as uploads and states tell it; `duration` in seconds. */
export function mediaInfo(app: App, media: MediaRecord): Record<string, unknown> {
  return {
    filename: media.filename,
    file_type: media.kind,
    cdn_url: mediaUrl(app, media),
    ...(media.durationMs !== undefined && { duration: media.durationMs / 1000 }),
    ...(media.width !== undefined && { width: media.width }),
    ...(media.height !== undefined && { height: media.height }),
    ...(media.fps !== undefined && { fps: media.fps }),
    hash: media.hash,
  };
}
