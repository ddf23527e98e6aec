import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError, invalid } from '../api-error.ts';
import type { App } from '../app.ts';
import { changeSession, sessionOf, userOf, videoUrl } from '../app.ts';
import type { LocalDraft } from '../draft.ts';
import { localDraft } from '../draft.ts';
import { sendFile } from '../file-response.ts';
import { secret, sha256 } from '../ids.ts';
import { checkRenders } from '../quotas.ts';
import type { RenderRecord, SessionRecord, UserRecord } from '../records.ts';
import { outputWish } from '../renderer/film/output.ts';
import { body } from './body.ts';

const submission = z.object({
  id: z.string().min(1).max(200),
  sessionId: z.string(),
  draft: localDraft,
  output: outputWish.extend({ format: z.literal('mp4').optional() }).optional(),
});

const ATTRIBUTION = ['x-skill-source', 'x-skill-version', 'x-skill-platform'] as const;

/** Exports: submitted, followed, cancelled, downloaded. */
export function renderRoutes(server: FastifyInstance, app: App): void {
  const { clock } = app.settings;

  server.post('/api/render/proxy/lambda', async (request) => {
    const user = userOf(app, request);
    if (ATTRIBUTION.some((header) => !request.headers[header])) {
      throw new ApiError(402, 'export is not available on the free plan');
    }
    const wanted = body(submission, request.body);
    const session = sessionOf(app, user, wanted.sessionId);
    const id = recordId(user, wanted.id);
    const known = app.renders.get(id);
    if (known) return status(app, known);

    checkDraft(wanted.draft, session);
    checkRenders(app, user.id, session.id);
    const now = clock.now();
    const render: RenderRecord = {
      id,
      renderId: wanted.id,
      userId: user.id,
      sessionId: session.id,
      status: 'pending',
      progress: 0,
      draft: wanted.draft,
      output: outputWish.optional().parse(wanted.output),
      secret: secret(),
      createdAt: now,
      number: Math.max(0, ...app.renders.values().map((r) => r.number + 1)),
      touchedAt: now,
    };
    const answer = status(app, render);
    await app.queue.submit(render);
    await changeSession(app, session.id, () => ({}));
    return answer;
  });

  server.get<{ Params: { id: string } }>('/api/render/proxy/lambda/:id', async (request) => {
    return status(app, touched(app, renderOf(app, userOf(app, request), request.params.id)));
  });

  server.post<{ Params: { id: string } }>('/api/render/proxy/lambda/:id/cancel', async (request) => {
    const render = renderOf(app, userOf(app, request), request.params.id);
    await app.queue.cancel(render.id);
    return status(app, app.renders.get(render.id) ?? render);
  });

  server.route<{ Params: { id: string } }>({
    method: ['GET', 'HEAD'],
    url: '/api/render/proxy/:id/download',
    async handler(request, reply) {
      const render = touched(app, renderOf(app, userOf(app, request), request.params.id));
      if (render.status !== 'completed') throw new ApiError(404, 'the render is not completed');
      return sendFile(request, reply, app.queue.pathOf(render.id), 'video/mp4');
    },
  });
}

function recordId(user: UserRecord, renderId: string): string {
  return sha256(`${user.id} ${renderId}`).slice(0, 40);
}

function renderOf(app: App, user: UserRecord, renderId: string): RenderRecord {
  const render = app.renders.get(recordId(user, renderId));
  if (!render) throw new ApiError(404, 'render not found');
  return render;
}

// Reading keeps a render alive; in memory is enough, a restart within the week only shortens the keeping.
function touched(app: App, render: RenderRecord): RenderRecord {
  const now = { ...render, touchedAt: app.settings.clock.now() };
  app.renders.set(now);
  return now;
}

function status(app: App, render: RenderRecord): Record<string, unknown> {
  const url = render.status === 'completed' ? videoUrl(app, render) : undefined;
  return {
    success: true,
    data: {
      id: render.renderId,
      status: render.status,
      progress: render.progress,
      ...(url !== undefined && {
        outputUrl: url,
        output: {
          url,
          format: 'mp4',
          bytes: render.bytes,
          // Of the whole film, also where its beginning alone was made.
          duration_ms: render.draft.d,
          ...render.made,
          left_out: render.leftOut,
        },
      }),
      ...(render.error !== undefined && { error: render.error }),
    },
  };
}

/** Nothing lasts longer than the draft; everything that it shows or plays must be a file of its session, and of the right kind. */
function checkDraft(draft: LocalDraft, session: SessionRecord): void {
  for (const { s, d, id } of draft.t.flatMap((track): { id: string; s: number; d: number }[] => track.sg)) {
    if (s + d > draft.d) throw invalid(`segment ${id} ends after the video`);
  }
  const kinds = new Map(session.media.map((media) => [media.id, media.kind]));
  let pictures = 0;
  for (const track of draft.t) {
    if (track.tt === 0) {
      for (const segment of track.sg) {
        if (kinds.get(segment.m.src) !== segment.m.kind) throw invalid(`clip ${segment.id}: no such file`);
        pictures++;
      }
    } else if (track.tt === 1) {
      for (const { id, m } of track.sg) {
        if (m.src !== undefined && kinds.get(m.src) !== 'audio') throw invalid(`sound ${id}: no such file`);
      }
    }
  }
  const { logo } = draft.m;
  if (logo && kinds.get(logo.src) !== 'image') throw invalid('the logo: no such file');
  if (pictures === 0) throw invalid('the draft has no clips');
}
