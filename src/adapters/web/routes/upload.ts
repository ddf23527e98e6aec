import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ChatKey } from '../../../core/chat.ts';
import { sizeText } from '../../../i18n/translator.ts';
import { UploadRefusedError } from '../files.ts';
import { MAX_FILES, MAX_LETTERS } from '../limits.ts';
import { RouteError } from '../server.ts';
import { say } from '../voice.ts';
import type { PageFile } from '../wire.ts';
import { chatOf, localeOf, pageVoice, type RouteContext } from './context.ts';

const ID = /^[\w-]{8,60}$/;
/** A name that is only shown: longer ones are cut. */
const NAME_LETTERS = 200;

interface Received {
  id: string;
  text: string;
  files: PageFile[];
}

/**
 * `POST /api/chats/:chat/messages`: a message with its files, as a form: `id`, `text`, then `file` for each file. Answered
 * once it is journaled; the page sends it again, under the same id, until then.
 */
export function uploadRoutes(server: FastifyInstance, context: RouteContext): void {
  server.post('/api/chats/:chat/messages', async (request, reply) => {
    const chat = await chatOf(request, context);
    const locale = localeOf(request);
    const received = await receive(request, chat, context);
    const { id, text, files } = received;
    try {
      for (const file of files) file.preview = await context.previews.ofUpload(chat, file.id, context.stopping);
      if (!ID.test(id) || (text.trim() === '' && files.length === 0))
        throw new RouteError(400, say(pageVoice(request, context), 'badRequest'));
      await context.intake.receive(chat, { id, text, files, locale: locale.split(',', 1)[0] });
    } catch (error) {
      await discard(chat, files, context);
      throw error;
    }
    return reply.code(202).send({});
  });
}

async function receive(request: FastifyRequest, chat: ChatKey, context: RouteContext): Promise<Received> {
  const voice = pageVoice(request, context);
  const files: PageFile[] = [];
  const fields: Record<string, string> = {};
  const limits = { files: MAX_FILES, fields: 4, fieldSize: MAX_LETTERS * 4, fileSize: context.maxFileBytes + 1 };
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') files.push(await store(part, chat, context, voice));
      else if (typeof part.value === 'string') fields[part.fieldname] = part.value;
    }
  } catch (error) {
    await discard(chat, files, context);
    throw isLimit(error)
      ? new RouteError(413, say(voice, 'tooManyFiles', { count: MAX_FILES }), { cause: error })
      : error;
  }
  const { id = '', text = '' } = fields;
  if (text.length > MAX_LETTERS) {
    await discard(chat, files, context);
    throw new RouteError(413, say(voice, 'tooLong', { count: MAX_LETTERS }));
  }
  return { id, text, files };
}

async function store(
  part: MultipartFile,
  chat: ChatKey,
  { files, maxFileBytes }: RouteContext,
  voice: ReturnType<typeof pageVoice>,
): Promise<PageFile> {
  const name = [...part.filename].slice(0, NAME_LETTERS).join('') || 'file';
  try {
    const { id, bytes } = await files.receive(chat, part.file, maxFileBytes);
    return { id, name, bytes, preview: false };
  } catch (error) {
    if (!(error instanceof UploadRefusedError)) throw error;
    const sentences = {
      file: say(voice, 'tooLarge', { name, limit: sizeText(maxFileBytes) }),
      visitor: say(voice, 'spaceFull'),
      empty: say(voice, 'emptyFile', { name }),
    };
    throw new RouteError(413, sentences[error.reason], { cause: error });
  }
}

async function discard(chat: ChatKey, files: readonly PageFile[], context: RouteContext): Promise<void> {
  await Promise.all(files.map(({ id }) => context.files.remove(chat, id)));
}

/** The parser's own limits: more files or fields than a message has. */
function isLimit(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('FST_') && code.endsWith('_LIMIT');
}
