import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalid, ok } from '../api-error.ts';
import type { App } from '../app.ts';
import { changeSession, sessionOf, userOf } from '../app.ts';
import { checkStorage } from '../quotas.ts';
import type { MediaRecord, SessionRecord } from '../records.ts';
import { UploadBatch } from '../upload-batch.ts';
import { body } from './body.ts';
import { mediaInfo } from './sessions.ts';

/** Uploads, as multipart or as web addresses. All files of one request are taken, or none. */
export function uploadRoutes(server: FastifyInstance, app: App): void {
  const { limits } = app.settings;
  const addresses = z.object({
    urls: z.array(z.string().max(4096)).min(1).max(limits.filesPerUpload),
    source_type: z.literal('url').optional(),
  });

  server.post<{ Params: { sid: string } }>('/api/upload-video/nemo_agent/me/:sid', async (request) => {
    const user = userOf(app, request);
    const session = sessionOf(app, user, request.params.sid);
    const receiving = receive(request, session);
    app.uploads.add(receiving);
    const media = await receiving.finally(() => app.uploads.delete(receiving));
    return ok({ files: media.map((m) => mediaInfo(app, m)), session_state_applied: true });
  });

  async function receive(request: FastifyRequest, session: SessionRecord): Promise<MediaRecord[]> {
    // Refused before a byte is stored, and again for what has come meanwhile.
    checkStorage(app, session.userId, { files: 1, bytes: 0 });
    const batch = new UploadBatch(app, session.id);
    try {
      if (request.isMultipart()) await takeParts(request, batch);
      else await takeUrls(body(addresses, request.body).urls, batch);
      const media = await batch.finish();
      const bytes = media.reduce((sum, file) => sum + file.bytes, 0);
      checkStorage(app, session.userId, { files: media.length, bytes });
      await changeSession(app, session.id, (s) => {
        if (s.media.length + media.length > limits.filesPerSession) {
          throw invalid(`a session holds ${limits.filesPerSession} files at most`);
        }
        return { media: [...s.media, ...media] };
      });
      return media;
    } catch (error) {
      await batch.discard();
      throw error;
    }
  }

  async function takeParts(request: FastifyRequest, batch: UploadBatch): Promise<void> {
    // One byte above the limit: a file of exactly the limit is not cut.
    const parts = request.parts({
      limits: { fileSize: limits.fileBytes + 1, files: limits.filesPerUpload, fields: 20 },
    });
    for await (const part of parts) {
      if (part.type === 'file') await batch.takeStream(part.file, part.filename);
    }
    if (batch.size === 0) throw invalid('no file in the field "files"');
  }

  async function takeUrls(urls: string[], batch: UploadBatch): Promise<void> {
    for (const url of urls) await batch.takeUrl(url);
  }
}
