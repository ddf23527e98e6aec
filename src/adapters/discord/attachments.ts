import type { Readable } from 'node:stream';
import { type APIAttachment, type APIMessage, EmbedType } from 'discord.js';
import { z } from 'zod';
import { type Attachment, AttachmentRefusedError } from '../../core/chat.ts';
import { discordWords } from '../../i18n/discord.ts';
import type { Language } from '../../i18n/language.ts';
import type { Clock } from '../../lib/clock.ts';
import type { DiscordApi } from './api.ts';
import { download } from './download.ts';
import { platformErrorKind } from './platform-error.ts';

/** What a journaled attachment needs to be opened again: its address, and where a fresh one is to be had. */
const refSchema = z.object({
  url: z.string(),
  id: z.string(),
  /** The message it belongs to; an option of a command belongs to none. */
  message: z.object({ channel: z.string(), id: z.string() }).optional(),
  language: z.enum(['en', 'zh']),
});
type Ref = z.infer<typeof refSchema>;

/** What can be told to be a picture, clip or sound by its declared type or its name; what it is, the core finds out. */
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
export function fileOf(attachment: APIAttachment, language: Language, message?: Ref['message']): Attachment {
  const ref: Ref = { url: attachment.url, id: attachment.id, message, language };
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
  const links = [...text.matchAll(MEDIA_LINK)].map(([link]) => link.replace(/[).,!?;:，。！？）]+$/u, ''));
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

/** How long before its end an address is not tried any more, in ms. */
const EXPIRY_MARGIN_MS = 10_000;

/**
 * Opens a file on Discord's servers. An address that is over, by its own words or by the answer, is replaced once by a
 * fresh one: of the message, or by its old address where there is no message. What breaks is taken up again.
 * @throws AttachmentRefusedError when Discord no longer gives it
 */
export async function openFile(
  attachment: Attachment,
  { api, clock }: { api: DiscordApi; clock: Clock },
  signal: AbortSignal,
): Promise<Readable> {
  const ref = refSchema.parse(JSON.parse(attachment.ref));
  let url: string | undefined = ref.url;
  const address = async (fresh: boolean) => {
    if (fresh || (url !== undefined && isOver(url, clock.now()))) url = await freshUrl(ref, api, signal);
    return url;
  };
  const body = await download({ address, clock, signal });
  if (body) return body;
  throw new AttachmentRefusedError(discordWords(ref.language)('attachmentGone', { name: attachment.name }));
}

/** True when the address says of itself that it is over: `ex` is a time in hexadecimal seconds. */
function isOver(url: string, nowMs: number): boolean {
  const until = Number.parseInt(new URL(url).searchParams.get('ex') ?? '', 16);
  return Number.isFinite(until) && until * 1000 - EXPIRY_MARGIN_MS < nowMs;
}

/** The message knows a fresh address; where it is not to be read (another server's, an option's), the old address may. */
async function freshUrl(ref: Ref, api: DiscordApi, signal: AbortSignal): Promise<string | undefined> {
  const { message, id: attachment } = ref;
  const inMessage = message && { channel: message.channel, message: message.id, attachment };
  const found = inMessage && (await orNothing(signal, () => api.attachmentUrl(inMessage, signal)));
  return found ?? orNothing(signal, () => api.refreshUrl(ref.url, signal));
}

/** Whether it was deleted, hidden from the bot or refused: there is no address. */
async function orNothing<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    const { kind } = platformErrorKind(error);
    if (kind === 'passing' || kind === 'wait') throw error;
    return undefined;
  }
}
