import type { Message, PhotoSize } from 'grammy/types';
import { z } from 'zod';
import type { Attachment } from '../../core/chat.ts';
import { VOICES } from '../../i18n/language.ts';
import { plainName } from '../kit/text.ts';

/** What is needed to open a file again in the next process; journaled as text in `Attachment.ref`. */
const refSchema = z.object({
  id: z.string(),
  /** The language of the sentence that says that it is not available. */
  language: z.enum(VOICES),
});
export type FileRef = z.infer<typeof refSchema>;

export function readRef(ref: string): FileRef {
  return refSchema.parse(JSON.parse(ref));
}

interface TelegramFile {
  file_id: string;
  /** The same for every copy of a file, but it opens none. */
  file_unique_id: string;
  file_size?: number;
  file_name?: string;
}

/** What may hold a file: a message, or what a reply tells of one in another chat. */
export type FileCarrier = Pick<
  Message,
  | 'message_id'
  | 'photo'
  | 'live_photo'
  | 'animation'
  | 'document'
  | 'video'
  | 'video_note'
  | 'audio'
  | 'voice'
  | 'sticker'
> & { has_media_spoiler?: boolean };

/** The file of a message: what was uploaded, in its largest size. */
export function fileOf(message: FileCarrier, language: FileRef['language']): Attachment | undefined {
  const id = message.message_id;
  const attach = (file: TelegramFile, name: string): Attachment => ({
    name: plainName(file.file_name ?? '') || name,
    id: file.file_unique_id,
    ref: JSON.stringify({ id: file.file_id, language } satisfies FileRef),
    ...(file.file_size !== undefined && { declaredBytes: file.file_size }),
    ...(message.has_media_spoiler && { spoiler: true }),
  });
  // Of a live photo the still is used: motion is for the video to add.
  const largest = (message.photo ?? message.live_photo?.photo)?.reduce((best, size) =>
    area(size) > area(best) ? size : best,
  );
  if (largest) return attach(largest, `photo-${id}.jpg`);
  // An animation has a twin among the documents, for old clients.
  if (message.animation) return attach(message.animation, `animation-${id}.mp4`);
  if (message.document) return attach(message.document, `file-${id}`);
  if (message.live_photo) return attach(message.live_photo, `live-photo-${id}.mp4`);
  if (message.video) return attach(message.video, `video-${id}.mp4`);
  if (message.video_note) return attach(message.video_note, `video-note-${id}.mp4`);
  if (message.audio) return attach(message.audio, `audio-${id}.mp3`);
  if (message.voice) return attach(message.voice, `voice-${id}.ogg`);
  if (message.sticker) return attach(message.sticker, `sticker-${id}.${stickerType(message.sticker)}`);
  return undefined;
}

function area({ width, height }: PhotoSize): number {
  return width * height;
}

function stickerType(sticker: { is_animated: boolean; is_video: boolean }): string {
  return sticker.is_animated ? 'tgs' : sticker.is_video ? 'webm' : 'webp';
}
