import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { ChatKey } from '../../../core/chat.ts';
import { RouteError } from '../server.ts';
import { say } from '../voice.ts';
import type { PageVideo } from '../wire.ts';
import { chatOf, pageVoice, type RouteContext } from './context.ts';

/** What the bot made is shown by the browser; what people send is only ever downloaded, whatever it says it is. */
const TYPES = { video: 'video/mp4', gif: 'image/gif', audio: 'audio/mp4' } as const;
const CACHE = 'private, max-age=31536000, immutable';

/** Files of a chat, for its visitor alone, in ranges where the browser asks for them. */
export function fileRoutes(server: FastifyInstance, context: RouteContext): void {
  server.get<{ Params: { id: string } }>('/files/:chat/:id/preview.jpg', async (request, reply) => {
    const chat = await chatOf(request, context);
    const path = context.files.path(chat, request.params.id, 'preview.jpg');
    if (path === undefined || !(await exists(path))) throw notHere(request, context);
    reply.type('image/jpeg').header('cache-control', CACHE);
    return reply.sendFile(basename(path), dirname(path), { contentType: false, cacheControl: false });
  });

  server.get<{ Params: { id: string }; Querystring: { download?: string } }>(
    '/files/:chat/:id',
    async (request, reply) => {
      const chat = await chatOf(request, context);
      const { id } = request.params;
      const path = context.files.path(chat, id);
      const known = await describe(chat, id, context);
      if (path === undefined || !known || !(await exists(path))) throw notHere(request, context);
      const isDownload = known.video === undefined || request.query.download !== undefined;
      reply.type(known.video ? TYPES[known.video.form ?? 'video'] : 'application/octet-stream');
      reply.header('cache-control', CACHE);
      if (isDownload) reply.header('content-disposition', `attachment; filename*=UTF-8''${encode(known.name)}`);
      return reply.sendFile(basename(path), dirname(path), { contentType: false, cacheControl: false });
    },
  );
}

async function describe(
  chat: ChatKey,
  id: string,
  { api }: RouteContext,
): Promise<{ name: string; video?: PageVideo } | undefined> {
  for (const { video, files = [] } of await api.messages(chat)) {
    if (video?.id === id) return { name: video.name, video };
    const file = files.find((each) => each.id === id);
    if (file) return { name: file.name };
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function notHere(request: Parameters<typeof pageVoice>[0], context: RouteContext): RouteError {
  return new RouteError(404, say(pageVoice(request, context), 'gone'));
}

/** A name as RFC 8187 writes it. */
function encode(name: string): string {
  return encodeURIComponent(name.replace(/[\p{Cc}\p{Cs}]/gu, '')).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
