import { type Api, InputFile } from 'grammy';
import type { Reply } from '../../core/chat.ts';
import { asApiSignal } from './api.ts';

/** How a part is written; each refusal that can be helped changes one of them. */
export interface Format {
  html: boolean;
  urls: boolean;
  /** A video with its picture and as one that plays in place; else as a plain document. */
  thumbnail: boolean;
  document: boolean;
  /** In its topic; else in the place without one. */
  topic: boolean;
  /** With {@link FIRST_VIDEO_EFFECT}. */
  effect: boolean;
}

/** A picture as a photo, anything else as a document. */
export function sendReplyFile(
  api: Api,
  chatId: string,
  { kind, path, name }: NonNullable<Reply['file']>,
  common: Parameters<Api['sendPhoto']>[2],
  signal: AbortSignal,
) {
  const file = new InputFile(path, name);
  return kind === 'picture'
    ? api.sendPhoto(chatId, file, common, asApiSignal(signal))
    : api.sendDocument(chatId, file, common, asApiSignal(signal));
}

/** As what Telegram plays in place: a video, a loop or sound. */
export function sendFile(
  api: Api,
  chatId: string,
  video: NonNullable<Reply['video']>,
  common: Omit<Parameters<Api['sendVideo']>[2], 'width' | 'height'>,
  { thumbnail, document }: Pick<Format, 'thumbnail' | 'document'>,
  signal: AbortSignal,
) {
  // Made anew for every attempt: a stream is read once. It is read from the disk while it is sent.
  const file = new InputFile(video.path, video.name);
  const { width, height, durationMs, form } = video;
  const duration = Math.max(1, Math.round(durationMs / 1000));
  if (document) return api.sendDocument(chatId, file, common, asApiSignal(signal));
  if (form === 'audio') return api.sendAudio(chatId, file, { ...common, duration }, asApiSignal(signal));
  if (form === 'gif')
    return api.sendAnimation(
      chatId,
      file,
      { ...common, width, height, duration, ...hidden(video) },
      asApiSignal(signal),
    );
  return api.sendVideo(chatId, file, { ...common, ...videoFields(video, thumbnail) }, asApiSignal(signal));
}

/** Without them a video over about 10 MB shows as a small square. */
function videoFields(video: NonNullable<Reply['video']>, withThumbnail: boolean) {
  const { width, height, durationMs, thumbnailPath } = video;
  return {
    width,
    height,
    duration: Math.max(1, Math.round(durationMs / 1000)),
    supports_streaming: true,
    ...hidden(video),
    ...(withThumbnail && thumbnailPath && { thumbnail: new InputFile(thumbnailPath, 'thumbnail.jpg') }),
  };
}

function hidden({ spoiler }: NonNullable<Reply['video']>): { has_spoiler?: true } {
  return spoiler ? { has_spoiler: true } : {};
}

/** Changes how a refused video is sent: first without its picture, then as a document; false when nothing is left. */
export function simplify(format: Format, { thumbnailPath }: NonNullable<Reply['video']>): boolean {
  if (format.document) return false;
  if (format.thumbnail && thumbnailPath) format.thumbnail = false;
  else format.document = true;
  return true;
}
