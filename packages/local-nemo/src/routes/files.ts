import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { App } from '../app.ts';
import { filePath } from '../app.ts';
import { sendFile } from '../file-response.ts';

type FileRequest = FastifyRequest<{ Params: { secret: string } }>;

/** Uploaded files and finished videos, for everybody who was given the address. */
export function fileRoutes(server: FastifyInstance, app: App): void {
  server.route<{ Params: { secret: string } }>({ method: ['GET', 'HEAD'], url: '/files/:secret/:name', handler: file });
  server.route<{ Params: { secret: string } }>({
    method: ['GET', 'HEAD'],
    url: '/videos/:secret/video.mp4',
    handler: video,
  });

  async function file(request: FileRequest, reply: FastifyReply) {
    for (const session of app.sessions.values()) {
      const media = session.media.find((m) => m.secret === request.params.secret);
      if (media) return sendFile(request, reply, filePath(app, session.id, media), media.contentType);
    }
    throw new ApiError(404, 'file not found');
  }

  async function video(request: FileRequest, reply: FastifyReply) {
    const render = app.renders.find((r) => r.secret === request.params.secret && r.status === 'completed');
    if (!render) throw new ApiError(404, 'file not found');
    return sendFile(request, reply, app.queue.pathOf(render.id), 'video/mp4');
  }
}
