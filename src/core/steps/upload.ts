import { TimeLimitError, withTimeLimit } from '@reelay/async';
import { fileKindText } from '../../i18n/file-kinds.ts';
import { sizeText } from '../../i18n/translator.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { UploadSource } from '../../nemo/nemo.ts';
import { type Attachment, AttachmentRefusedError } from '../chat.ts';
import { MediaError, type SpooledFile } from '../media/media.ts';
import type { UploadWork } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';
import { voiceOf } from '../turn/voice.ts';
import { findUploaded, mediaBefore } from './uploaded.ts';

/** A platform has this long to deliver a file, in ms: as long as an upload to Nemo may take. */
const RECEIVE_LIMIT_MS = 900_000;

/**
 * Brings the message's files to Nemo one after another: open, spool, check, convert, stream on. What Nemo has is
 * journaled file by file, so a second entry sends only the rest. A file that cannot be used is reported and left out; when
 * none is left, the turn ends with the reasons.
 */
export async function upload(context: TurnContext, work: UploadWork): Promise<void> {
  const { turn, progress, t } = context;
  const session = await context.session();
  const total = work.files.length;
  for (const [index, entry] of work.files.entries()) {
    const position = entry.attachment;
    const attachment = turn.attachments[position];
    if (entry.state !== 'waiting' || !attachment) continue;
    const arrived = entry.sending === undefined ? undefined : await findSent(context, work, session.sessionId, index);
    if (arrived) continue;
    progress.show(t('receiving', { number: index + 1, total }));
    const file = attachment.url ? undefined : await receive(context, attachment);
    if (typeof file === 'string') {
      work.files[index] = { attachment: position, state: 'refused', sentence: file };
    } else {
      progress.show(t('uploading', { name: attachment.name, number: index + 1, total }));
      work.media ??= await mediaBefore(context, session.sessionId);
      const sending = file?.name ?? nameOfLink(attachment.url ?? '');
      work.files[index] = { attachment: position, state: 'waiting', sending };
      await context.save();
      await sendOnce(context, work, session.sessionId, { index, attachment, file });
    }
    await context.save();
  }
  const reasons = refusals(work);
  if (reasons.length === total) throw new TurnFailure(reasons.join('\n'));
}

function sourceOf(file: SpooledFile): UploadSource {
  return { path: file.path, filename: file.name, contentType: file.contentType, bytes: file.bytes };
}

interface Sending {
  index: number;
  attachment: Attachment;
  file: SpooledFile | undefined;
}

/** Sends a file. Where nobody knows whether Nemo took it, its clips are looked at before it is sent once more. */
async function sendOnce(context: TurnContext, work: UploadWork, sessionId: string, sending: Sending): Promise<void> {
  const { index, attachment, file } = sending;
  const position = work.files[index]?.attachment ?? index;
  for (const last of [false, true]) {
    try {
      work.files[index] = await sendToNemo(context, sessionId, position, attachment, file);
      if (work.files[index]?.state === 'sent') await context.sessions.countMedia(context.turn.chat, attachment);
      return;
    } catch (error) {
      if (context.signal.aborted || !(error instanceof NemoError) || error.sent === 'no') throw error;
      context.log.warn({ err: error, turn: context.turn.id, last }, 'answer to an upload lost; looking for the file');
      if (await findSent(context, work, sessionId, index)) return;
      if (last) throw error;
    }
  }
}

/** Whether Nemo has the file that was on its way; journaled as sent then. */
async function findSent(context: TurnContext, work: UploadWork, sessionId: string, index: number): Promise<boolean> {
  const entry = work.files[index];
  if (entry?.state !== 'waiting' || entry.sending === undefined) return false;
  const found = await findUploaded(context, work, sessionId, entry.sending);
  if (!found) return false;
  const attachment = context.turn.attachments[entry.attachment];
  const name = attachment?.name ?? entry.sending;
  work.files[index] = { attachment: entry.attachment, state: 'sent', name, cdnUrl: found.url ?? '' };
  await context.sessions.countMedia(context.turn.chat, attachment ?? { name });
  await context.save();
  return true;
}

function nameOfLink(address: string): string {
  const path = URL.canParse(address) ? new URL(address).pathname : address;
  return path.split('/').at(-1) ?? '';
}

/** Sends one file, or its address, to Nemo; what Nemo refuses is reported like what is refused here. */
async function sendToNemo(
  { nemo, t, signal }: TurnContext,
  sessionId: string,
  position: number,
  { name, url }: Attachment,
  file: SpooledFile | undefined,
): Promise<UploadWork['files'][number]> {
  const formats = t('formats');
  try {
    const [sent] = file
      ? await nemo.uploadFiles(sessionId, [sourceOf(file)], { signal })
      : await nemo.uploadUrls(sessionId, [url ?? ''], { signal });
    return { attachment: position, state: 'sent', name, cdnUrl: sent?.cdnUrl ?? '' };
  } catch (error) {
    const code = error instanceof NemoError ? error.code : undefined;
    const refusal = (sentence: string) => ({ attachment: position, state: 'refused', sentence }) as const;
    if (code === 'unsupported-type') return refusal(t('fileTypeRefused', { name, formats }));
    if (code === 'too-large') return refusal(t('fileSizeRefused', { name }));
    if (code === 'file-unreadable') return refusal(t('fileUnreachable', { name }));
    if (code === 'refused' && url) return refusal(t('linkUnreachable', { name }));
    throw error;
  }
}

/** Why files of this upload were not accepted, a sentence each. */
export function refusals(work: UploadWork): string[] {
  return work.files.flatMap((file) => (file.state === 'refused' ? [file.sentence] : []));
}

/** Names of the files that Nemo has. */
export function acceptedNames(work: UploadWork): string[] {
  return work.files.flatMap((file) => (file.state === 'sent' ? [file.name] : []));
}

/** The checked file, or the sentence that says why it was refused. */
async function receive(context: TurnContext, attachment: Attachment): Promise<SpooledFile | string> {
  try {
    const { name, declaredBytes } = attachment;
    const source = { name, declaredBytes, open: (signal: AbortSignal) => context.adapter.open(attachment, signal) };
    const file = await withTimeLimit(context.clock, RECEIVE_LIMIT_MS, 'receiving a file', context.signal, (limited) =>
      context.spool.take(source, limited),
    );
    await context.received(file.bytes, declaredBytes);
    return file;
  } catch (error) {
    if (error instanceof TimeLimitError) return context.t('fileUnreachable', { name: attachment.name });
    const cause = error instanceof MediaError ? error.cause : error;
    if (cause instanceof AttachmentRefusedError) return cause.sentence;
    if (!(error instanceof MediaError)) throw error;
    context.log.info({ err: error, turn: context.turn.id }, 'file refused');
    return refusal(context, error);
  }
}

function refusal({ t, settings, turn }: TurnContext, error: MediaError): string {
  const name = error.fileName;
  const formats = t('formats');
  switch (error.code) {
    case 'empty':
      return t('fileEmpty', { name });
    case 'too-large':
      return t('fileTooLarge', { name, limit: sizeText(error.limitBytes ?? settings.maxFileBytes) });
    case 'unsupported':
      return error.detected
        ? t('fileUnsupported', { name, detected: fileKindText(voiceOf(turn), error.detected), formats })
        : t('fileUnsupportedUnknown', { name, formats });
    case 'damaged':
      return t('fileDamaged', { name });
    case 'too-many-pixels':
      return t('fileTooManyPixels', { name });
    case 'too-complex':
      return t('fileTooComplex', { name });
    case 'unreachable':
      return t('fileUnreachable', { name });
    case 'spool-full':
      return t('fileSpoolFull', { name });
  }
}
