import { type APIAttachment, type APIMessage, EmbedType } from 'discord.js';
import { z } from 'zod';
import type { Attachment } from '../../core/chat.ts';
import type { Language } from '../../i18n/language.ts';
import { withoutTrailing } from '../kit/text.ts';

/** What a journaled attachment needs to be opened again: its address, and where a fresh one is to be had. */
const refSchema = z.object({
  url: z.string(),
  id: z.string(),
  /** The message it belongs to; an option of a command belongs to none. */
  message: z.object({ channel: z.string(), id: z.string() }).optional(),
  language: z.enum(['en', 'zh']),
});
export type FileRef = z.infer<typeof refSchema>;

export function readRef(ref: string): FileRef {
  return refSchema.parse(JSON.parse(ref));
}

/** What seems to be a picture, clip or sound by its declared type or its name; what it is, the core finds out. */
const MEDIA_TYPE = /^(?:image|video|audio)\//;
const MEDIA = /\.(?:jpe?g|png|gif|webp|heic|heif|mp4|mov|m4v|avi|webm|mkv|mp3|wav|m4a|aac)$/i;
const MEDIA_LINK = /https?:\/\/[^\s<>"']+/g;

type Carrier = Pick<APIMessage, 'id' | 'channel_id' | 'attachments' | 'message_snapshots'>;

/** The files of a message, those of a forwarded one included. */
export function filesOf(message: Carrier, language: Language): Attachment[] {
  const forwarded = message.message_snapshots?.flatMap((snapshot) => snapshot.message.attachments) ?? [];
  const place = { channel: message.channel_id, id: message.id };
  return [...message.attachments, ...forwarded].map((attachment) => fileOf(attachment, language, place));
}

/** A file of a message, or one of a command's options, which belongs to no message. */
export function fileOf(attachment: APIAttachment, language: Language, message?: FileRef['message']): Attachment {
  const ref: FileRef = { url: attachment.url, id: attachment.id, message, language };
  return { name: attachment.filename, ref: JSON.stringify(ref), declaredBytes: attachment.size };
}

/** Pictures, clips and sounds of a message that somebody pointed at: its files, and those it only links to. */
export function mediaOf(message: Carrier & Pick<APIMessage, 'content' | 'embeds'>, language: Language): Attachment[] {
  const isMedia = (each: APIAttachment) => MEDIA_TYPE.test(each.content_type ?? '') || MEDIA.test(each.filename);
  const forwarded = message.message_snapshots?.flatMap((snapshot) => snapshot.message.attachments) ?? [];
  const place = { channel: message.channel_id, id: message.id };
  const files = [...message.attachments, ...forwarded].filter(isMedia).map((each) => fileOf(each, language, place));
  const shown = message.embeds.flatMap((embed) => (embed.type === EmbedType.Image && embed.url ? [embed.url] : []));
  return [...files, ...linksOf([message.content, ...shown].join('\n'))];
}

/** Links to files that a text names. */
export function linksOf(text: string): Attachment[] {
  const links = [...text.matchAll(MEDIA_LINK)].map(([link]) => withoutTrailing(link, ').,!?;:，。！？）'));
  return [...new Set(links)].flatMap((link) => {
    const path = URL.canParse(link) ? new URL(link).pathname : '';
    if (!MEDIA.test(path)) return [];
    return [{ name: decodeName(path.slice(path.lastIndexOf('/') + 1)), ref: link, url: link }];
  });
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
