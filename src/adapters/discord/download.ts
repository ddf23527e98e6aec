import type { Readable } from 'node:stream';
import type { Clock } from '@reelay/async';
import { type Attachment, AttachmentRefusedError } from '../../core/chat.ts';
import type { Piece } from '../../core/media/resume.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { Calls } from '../kit/calls.ts';
import { openDownload } from '../kit/downloads.ts';
import { mayPass, PlatformError } from '../kit/platform-error.ts';
import type { DiscordApi } from './api.ts';
import { type FileRef, readRef } from './attachments.ts';
import { MAX_DOWNLOAD_BYTES } from './limits.ts';

interface DownloadContext {
  api: DiscordApi;
  calls: Calls;
  clock: Clock;
}

/** How long before its end an address is not tried any more, in ms. */
const EXPIRY_MARGIN_MS = 10_000;

/**
 * Opens a file on Discord's servers. An address that is over, by its own words or by the answer, is replaced by a fresh
 * one: of the message, or by its old address where there is no message. A connection that breaks is resumed.
 * @throws AttachmentRefusedError when Discord no longer gives it
 */
export async function openFile(
  attachment: Attachment,
  { api, calls, clock }: DownloadContext,
  signal: AbortSignal,
): Promise<Readable> {
  const ref = readRef(attachment.ref);
  let url: string | undefined = ref.url;
  const connect = async (offset: number, own: AbortSignal): Promise<Piece | undefined> => {
    if (url !== undefined && isOver(url, clock.now())) url = await freshUrl(ref, api, own);
    const first = url === undefined ? 'gone' : await request(url, offset, own);
    if (first !== 'gone') return first;
    url = await freshUrl(ref, api, own);
    const second = url === undefined ? 'gone' : await request(url, offset, own);
    return second === 'gone' ? undefined : second;
  };
  const backOff = (earlier: number, own: AbortSignal) => calls.backOff(earlier, own);
  const stream = await openDownload({ connect, maxBytes: MAX_DOWNLOAD_BYTES, backOff, clock, signal });
  if (stream) return stream;
  throw new AttachmentRefusedError(discordSentences(ref.language)('attachmentGone', { name: attachment.name }));
}

/** Asks for the file from a byte on; rejects with what may pass. */
async function request(url: string, offset: number, signal: AbortSignal): Promise<Piece | 'gone'> {
  const headers: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
  const response = await fetch(url, { headers, signal });
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  const from = response.status === 206 && range ? Number(range[1]) : 0;
  if (response.ok && response.body) return { from, body: response.body };
  await response.body?.cancel();
  if (response.status < 500 && response.status !== 429) return 'gone';
  throw new Error(`the file server answered HTTP ${response.status}`);
}

/** True when the address says of itself that it is over: `ex` is a time in hexadecimal seconds. */
function isOver(url: string, nowMs: number): boolean {
  const until = Number.parseInt(new URL(url).searchParams.get('ex') ?? '', 16);
  return Number.isFinite(until) && until * 1000 - EXPIRY_MARGIN_MS < nowMs;
}

/** The message knows a fresh address; where it cannot be read (another server's, an option's), the old address may. */
async function freshUrl(ref: FileRef, api: DiscordApi, signal: AbortSignal): Promise<string | undefined> {
  const { message, id: attachment } = ref;
  const inMessage = message && { channel: message.channel, message: message.id, attachment };
  const found = inMessage && (await unlessRefused(() => api.attachmentUrl(inMessage, signal)));
  return found ?? unlessRefused(() => api.refreshUrl(ref.url, signal));
}

/** Undefined when it was deleted, hidden from the bot or refused: there is no address. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlatformError) || mayPass(error)) throw error;
    return undefined;
  }
}
