import type { Message, PhotoSize } from 'grammy/types';
import { z } from 'zod';
import type { Attachment } from '../../core/chat.ts';

/** What is needed to open a file again in the next process; journaled as text in `Attachment.ref`. */
const refSchema = z.object({
  id: z.string(),
  /** The language to tell its owner in when it can't be had. */
  language: z.enum(['en', 'zh']),
});
export type FileRef = z.infer<typeof refSchema>;

export function readRef(ref: string): FileRef {
  return refSchema.parse(JSON.parse(ref));
}

interface TelegramFile {
  file_id: string;
  file_size?: number;
  file_name?: string;
}

/** The file of a message: what was uploaded, in its largest size. */
export function fileOf(message: Message, language: FileRef['language']): Attachment | undefined {
  const id = message.message_id;
  const take = (file: TelegramFile, name: string): Attachment => ({
    name: file.file_name ?? name,
    ref: JSON.stringify({ id: file.file_id, language } satisfies FileRef),
    ...(file.file_size !== undefined && { declaredBytes: file.file_size }),
  });
  // Of a live photo the still is taken: what moves in it is for the video to do.
  const largest = (message.photo ?? message.live_photo?.photo)?.reduce((best, size) =>
    area(size) > area(best) ? size : best,
  );
  if (largest) return take(largest, `photo-${id}.jpg`);
  // An animation has a twin among the documents, for old clients.
  if (message.animation) return take(message.animation, `animation-${id}.mp4`);
  if (message.document) return take(message.document, `file-${id}`);
  if (message.live_photo) return take(message.live_photo, `live-photo-${id}.mp4`);
  if (message.video) return take(message.video, `video-${id}.mp4`);
  if (message.video_note) return take(message.video_note, `video-note-${id}.mp4`);
  if (message.audio) return take(message.audio, `audio-${id}.mp3`);
  if (message.voice) return take(message.voice, `voice-${id}.ogg`);
  if (message.sticker) return take(message.sticker, `sticker-${id}.${stickerType(message.sticker)}`);
  return undefined;
}

function area({ width, height }: PhotoSize): number {
  return width * height;
}

function stickerType(sticker: { is_animated: boolean; is_video: boolean }): string {
  return sticker.is_animated ? 'tgs' : sticker.is_video ? 'webm' : 'webp';
}
