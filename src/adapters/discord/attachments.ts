import {
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageSnapshotFields,
  type APIMessageTopLevelComponent,
  type APIStickerItem,
  AttachmentFlags,
  ComponentType,
  EmbedType,
  StickerFormatType,
} from 'discord.js';
import { z } from 'zod';
import type { Attachment } from '../../core/chat.ts';
import { VOICES, type Voice } from '../../i18n/language.ts';
import { plainName, withoutTrailing } from '../kit/text.ts';

/** What a journaled attachment needs to be opened again: its address, and where a fresh one is to be had. */
const refSchema = z.object({
  url: z.string(),
  id: z.string(),
  /** The message it belongs to; an option of a command belongs to none. */
  message: z.object({ channel: z.string(), id: z.string() }).optional(),
  language: z.enum(VOICES),
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
type Shown = Pick<APIMessageSnapshotFields, 'content' | 'embeds' | 'components' | 'sticker_items'>;

/** The files of a message, those of a forwarded one included; of one without any, what its links show. */
export function filesOf(message: Carrier & Pick<APIMessage, 'embeds'>, language: Voice): Attachment[] {
  const place = { channel: message.channel_id, id: message.id };
  const files = carriedBy(message).map((attachment) => fileOf(attachment, language, place));
  return files.length > 0 ? files : embedded(message.embeds);
}

function carriedBy(message: Carrier): APIAttachment[] {
  const forwarded = message.message_snapshots?.flatMap((snapshot) => snapshot.message.attachments) ?? [];
  return [...message.attachments, ...forwarded];
}

/** A file of a message, or one of a command's options, which belongs to no message. */
export function fileOf(attachment: APIAttachment, language: Voice, message?: FileRef['message']): Attachment {
  const ref: FileRef = { url: attachment.url, id: attachment.id, message, language };
  const named = plainName(realName(attachment));
  const name = named.startsWith(SPOILER) ? named.slice(SPOILER.length) : named;
  const spoiler =
    ((attachment.flags ?? 0) & AttachmentFlags.IsSpoiler) !== 0 || attachment.filename.startsWith(SPOILER);
  return {
    name,
    id: attachment.id,
    ref: JSON.stringify(ref),
    declaredBytes: attachment.size,
    ...(spoiler && { spoiler }),
  };
}

/** A file whose name begins so is hidden until it is opened ("Uploading Files" of Discord's documentation). */
export const SPOILER = 'SPOILER_';

/** Discord replaces letters of a name that it does not like; the title holds them, without the ending. */
function realName({ filename, title }: APIAttachment): string {
  if (!title) return filename;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(filename)?.[0] ?? '';
  return title.toLowerCase().endsWith(ending.toLowerCase()) ? title : `${title}${ending}`;
}

/**
 * Pictures, clips and sounds of a message that somebody pointed at: its files, what its links and its layout show, its
 * stickers; those of a forwarded message included.
 */
export function mediaOf(message: Carrier & Shown, language: Voice): Attachment[] {
  const isMedia = (each: APIAttachment) => MEDIA_TYPE.test(each.content_type ?? '') || MEDIA.test(each.filename);
  const place = { channel: message.channel_id, id: message.id };
  const files = carriedBy(message)
    .filter(isMedia)
    .map((each) => fileOf(each, language, place));
  const said: Shown[] = [message, ...(message.message_snapshots ?? []).map((snapshot) => snapshot.message)];
  const shown = said.flatMap(({ content, embeds, components, sticker_items: stickers = [] }) => [
    ...embedded(embeds),
    ...(components ?? []).flatMap(laidOut),
    ...stickers.flatMap(stickerOf),
    ...linksOf(content),
  ]);
  const known = new Set<string>();
  const isNew = ({ url = '' }: Attachment) => !known.has(url) && known.add(url) !== undefined;
  return [...files, ...shown.filter(isNew)];
}

/** The picture or film that a link's preview shows. A page that plays a film gives its picture only. */
function embedded(embeds: readonly APIEmbed[]): Attachment[] {
  return embeds.flatMap((embed) => {
    const film = embed.type === EmbedType.GIFV ? embed.video?.url : undefined;
    const picture = embed.type === EmbedType.Image ? embed.url : undefined;
    return linkOf(film ?? picture ?? embed.image?.url ?? embed.thumbnail?.url);
  });
}

/** The media in a part of a message's layout. */
function laidOut(component: APIMessageTopLevelComponent): Attachment[] {
  switch (component.type) {
    case ComponentType.MediaGallery:
      return component.items.flatMap(({ media, spoiler }) => linkOf(media.url, spoiler));
    case ComponentType.File:
      return linkOf(component.file.url, component.spoiler);
    case ComponentType.Section: {
      const { accessory } = component;
      return accessory.type === ComponentType.Thumbnail ? linkOf(accessory.media.url, accessory.spoiler) : [];
    }
    case ComponentType.Container:
      return component.components
        .flatMap(laidOut)
        .map((each) => (component.spoiler ? { ...each, spoiler: true } : each));
    default:
      return [];
  }
}

function stickerOf({ id, name, format_type: format }: APIStickerItem): Attachment[] {
  const ending = { [StickerFormatType.PNG]: 'png', [StickerFormatType.APNG]: 'png', [StickerFormatType.GIF]: 'gif' };
  // A Lottie is a drawing program, no picture.
  if (format === StickerFormatType.Lottie) return [];
  const url = `https://media.discordapp.net/stickers/${id}.${ending[format]}`;
  return [{ name: `${plainName(name)}.${ending[format]}`, ref: url, url }];
}

function linkOf(url: string | undefined, spoiler = false): Attachment[] {
  if (url === undefined || !/^https?:/.test(url) || !URL.canParse(url)) return [];
  const { pathname, hostname } = new URL(url);
  const named = plainName(decodeName(pathname.slice(pathname.lastIndexOf('/') + 1)) || hostname);
  const name = named.startsWith(SPOILER) ? named.slice(SPOILER.length) : named;
  return [{ name, ref: url, url, ...((spoiler || name !== named) && { spoiler: true }) }];
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
