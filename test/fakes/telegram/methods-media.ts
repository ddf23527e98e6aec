import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeEffect, composePlace, composeText, isObject } from './compose.ts';
import type { Context, Method } from './context.ts';
import { postFor } from './ephemeral.ts';
import { imageSize } from './image-size.ts';
import { change, editable, markup } from './methods-messages.ts';
import { badRequest, type MediaKind, type TgFile, type TgMessage } from './types.ts';
import type { StoredFile, StoredMessage } from './world.ts';

/** https://core.telegram.org/bots/api#sendvideo: a JPEG below 200 kB, at most 320 px at each side. */
const THUMBNAIL_BYTES = 200 * 1024;
const THUMBNAIL_SIDE = 320;
/** Largest file that Telegram fetches from an address (https://core.telegram.org/bots/api#sending-files), in bytes. */
const URL_BYTES = 20 * 1024 * 1024;
const ALBUM_KINDS = ['photo', 'video', 'document', 'audio', 'animation'] as const;

type Media = Pick<TgMessage, MediaKind>;
interface Sent {
  media: Media;
  thumbnailIgnored?: string;
}

function sender(kind: MediaKind): Method {
  return async (context) => {
    const { world, call } = context;
    const state = world.reachable(call.params.chat_id);
    const { text, entities } = composeText(call.params, 'caption');
    const place = composePlace(world, state, call.params);
    const keyboard = markup(call.params);
    const { media, thumbnailIgnored } = await take(context, kind, call.params[kind], call.params);
    const effect = composeEffect(state, call.params);
    const message = { from: world.bot, ...place, ...media, ...captioned(text, entities), ...effect, ...keyboard };
    return postFor(context, state, message, { thumbnailIgnored, raw: text });
  };
}

function captioned(caption: string, entities: TgMessage['caption_entities'] = []): Partial<TgMessage> {
  return {
    ...(caption !== '' && { caption }),
    ...(entities.length > 0 && { caption_entities: entities }),
  };
}

/** A file that was uploaded, or is known by id, or lies at an address, as a message shows it. */
async function take(context: Context, kind: MediaKind, value: unknown, facts: Record<string, unknown>): Promise<Sent> {
  const { world, limits } = context;
  const known = typeof value === 'string' ? world.files.get(value) : undefined;
  if (known) return { media: shown(kind, known) };
  const { bytes, name } = await bytesOf(context, kind, value);
  const most = kind === 'photo' ? limits.photoBytes : limits.uploadBytes;
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > most) {
    const article = kind === 'photo' ? 'a photo' : `a ${kind}`;
    throw badRequest(`file of size ${bytes.length} bytes is too big for ${article}; the maximum size is ${most} bytes`);
  }
  const size = { width: number(facts.width), height: number(facts.height), duration: number(facts.duration) };
  if (kind === 'photo') {
    if (!imageSize(bytes)) throw badRequest('IMAGE_PROCESS_FAILED');
    return { media: { photo: world.addPhoto({ bytes }) } };
  }
  const stored = world.addFile(kind, { bytes, name, ...size });
  const thumbnail = thumbnailOf(context, facts.thumbnail);
  if (thumbnail.file) stored.file.thumbnail = thumbnail.file;
  return { media: shown(kind, stored), thumbnailIgnored: thumbnail.ignored };
}

function shown(kind: MediaKind, stored: StoredFile): Media {
  if (kind === 'photo') return { photo: [stored.file] };
  // Telegram tells of an animation as a document too, for bots older than animations.
  if (kind === 'animation') return { animation: stored.file, document: stored.file };
  return { [kind]: stored.file };
}

async function bytesOf(context: Context, kind: MediaKind, value: unknown): Promise<{ bytes: Buffer; name?: string }> {
  const { call, localRoot } = context;
  const direct = call.files[kind];
  if (value === undefined && direct) return { bytes: direct.bytes, name: direct.filename };
  if (typeof value !== 'string' || value === '')
    throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`);
  const attached = /^attach:\/\/(.+)$/.exec(value)?.[1];
  if (attached !== undefined) {
    const file = call.files[attached] ?? direct;
    if (!file) throw badRequest('file specified by attach:// is not found');
    return { bytes: file.bytes, name: file.filename };
  }
  if (value.startsWith('file://') && localRoot !== undefined) {
    const path = fileURLToPath(value);
    return { bytes: await readFile(path), name: path.slice(path.lastIndexOf('/') + 1) };
  }
  if (/^https?:\/\//.test(value)) {
    const response = await fetch(value, { signal: context.gone }).catch(() => undefined);
    const bytes = response?.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
    if (!bytes || bytes.length > URL_BYTES) throw badRequest('failed to get HTTP URL content');
    return { bytes, name: new URL(value).pathname.split('/').at(-1) };
  }
  throw badRequest('wrong remote file identifier specified: Wrong padding in the string');
}

/** A thumbnail that does not fit the rules is passed over without a word. */
function thumbnailOf({ world, call }: Context, value: unknown): { file?: TgFile; ignored?: string } {
  const name = /^attach:\/\/(.+)$/.exec(String(value ?? ''))?.[1];
  const given = (name === undefined ? undefined : call.files[name]) ?? call.files.thumbnail;
  if (!given && value === undefined) return {};
  const size = given && imageSize(given.bytes);
  let ignored: string | undefined;
  if (!given) ignored = 'it was not uploaded';
  else if (size?.type !== 'jpeg') ignored = 'it is not a JPEG';
  else if (given.bytes.length > THUMBNAIL_BYTES) ignored = `it has ${given.bytes.length} bytes`;
  else if (Math.max(size.width, size.height) > THUMBNAIL_SIDE) ignored = `it is ${size.width}x${size.height} px`;
  if (!given || ignored !== undefined) {
    call.notes.push(`thumbnail ignored: ${ignored}`);
    return { ignored };
  }
  return { file: world.addFile('thumbnail', { bytes: given.bytes }).file };
}

const sendMediaGroup: Method = async (context) => {
  const { world, call } = context;
  const state = world.reachable(call.params.chat_id);
  const items = call.params.media;
  if (!Array.isArray(items) || items.length < 2 || items.length > 10) {
    throw badRequest('group send failed: an album has 2-10 items');
  }
  const place = composePlace(world, state, call.params);
  const ready: [Partial<TgMessage>, Partial<StoredMessage>][] = [];
  for (const item of items) {
    const { kind, facts } = inputMedia(item);
    const { text, entities } = composeText(facts, 'caption');
    const { media, thumbnailIgnored } = await take(context, kind, facts.media, facts);
    ready.push([
      { ...media, ...captioned(text, entities) },
      { thumbnailIgnored, raw: text },
    ]);
  }
  const group = `album-${world.files.size}`;
  return ready.map(
    ([message, more]) =>
      world.post(state, { from: world.bot, ...place, ...message, media_group_id: group }, more).message,
  );
};

const editMessageMedia: Method = async (context) => {
  const stored = editable(context);
  const { kind, facts } = inputMedia(context.call.params.media);
  const { text, entities } = composeText(facts, 'caption');
  const { media, thumbnailIgnored } = await take(context, kind, facts.media, facts);
  const none: Partial<TgMessage> = { text: undefined, entities: undefined, caption: undefined };
  const without = { photo: undefined, document: undefined, video: undefined, animation: undefined, audio: undefined };
  const changed = change(context, stored, { ...none, ...without, ...media, ...captioned(text, entities) }, text);
  stored.thumbnailIgnored = thumbnailIgnored;
  return changed;
};

function inputMedia(given: unknown): { kind: MediaKind; facts: Record<string, unknown> } {
  if (!isObject(given)) throw badRequest("can't parse InputMedia: InputMedia must be an object");
  const kind = ALBUM_KINDS.find((known) => known === given.type);
  if (!kind) throw badRequest("can't parse InputMedia: invalid type specified");
  return { kind, facts: given };
}

const getFile: Method = async ({ world, call, limits, localRoot, token }) => {
  const id = call.params.file_id;
  if (typeof id !== 'string' || id === '') throw badRequest('file_id not specified');
  const stored = world.files.get(id);
  if (!stored) throw badRequest('invalid file_id');
  const { file_id, file_unique_id, file_size } = stored.file;
  if ((file_size ?? 0) > limits.downloadBytes) throw badRequest('file is too big');
  stored.given = world.clock.now();
  if (localRoot === undefined) return { file_id, file_unique_id, file_size, file_path: stored.path };
  // A local server keeps each bot's files in a directory that is called like its token.
  const path = join(localRoot, token, stored.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, stored.bytes);
  return { file_id, file_unique_id, file_size, file_path: path };
};

function number(value: unknown): number | undefined {
  return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
}

/** The methods that carry files. */
export const mediaMethods: Record<string, Method> = {
  sendPhoto: sender('photo'),
  sendVideo: sender('video'),
  sendDocument: sender('document'),
  sendAnimation: sender('animation'),
  sendAudio: sender('audio'),
  sendVoice: sender('voice'),
  sendVideoNote: sender('video_note'),
  sendSticker: sender('sticker'),
  sendMediaGroup,
  editMessageMedia,
  getFile,
};
