import { fileKindText } from '../../i18n/file-kinds.ts';
import { sizeText } from '../../i18n/translator.ts';
import { TimeLimitError, withTimeLimit } from '../../lib/clock.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { UploadSource } from '../../nemo/nemo.ts';
import { type Attachment, AttachmentRefusedError } from '../chat.ts';
import { MediaError, type SpooledFile } from '../media/media.ts';
import { type TurnContext, TurnFailure } from '../turn/step-context.ts';
import type { UploadWork } from '../turn/turn.ts';

/** A platform has this long to give a file, in ms: the same as Nemo has to take it. */
const RECEIVE_LIMIT_MS = 900_000;

/**
 * Brings the message's files to Nemo one after another: open, spool, check, convert, stream on. What Nemo has is
 * journaled file by file, so a second entry sends only the rest. A file that can't be used is told and left out; when
 * none is left, the turn ends with the reasons.
 */
export async function upload(context: TurnContext, work: UploadWork): Promise<void> {
  const { turn, progress, say } = context;
  const session = await context.session();
  const total = work.files.length;
  for (const [index, { attachment: place, state }] of work.files.entries()) {
    const attachment = turn.attachments[place];
    if (state !== 'waiting' || !attachment) continue;
    progress.show(say('receiving', { number: index + 1, total }));
    const file = attachment.url ? undefined : await receive(context, attachment);
    if (typeof file === 'string') {
      work.files[index] = { attachment: place, state: 'refused', sentence: file };
    } else {
      progress.show(say('uploading', { name: attachment.name, number: index + 1, total }));
      work.files[index] = await hand(context, session.sessionId, place, attachment, file);
      if (work.files[index]?.state === 'sent') await context.sessions.countMedia(turn.chat, 1);
    }
    await context.save();
  }
  const refusals = refused(work);
  if (refusals.length === total) throw new TurnFailure(refusals.join('\n'));
}

function sourceOf(file: SpooledFile): UploadSource {
  return { path: file.path, filename: file.name, contentType: file.contentType, bytes: file.bytes };
}

/** Gives one file, or its address, to Nemo; what Nemo refuses about it is told like what is refused here. */
async function hand(
  { nemo, say, signal }: TurnContext,
  sessionId: string,
  place: number,
  { name, url }: Attachment,
  file: SpooledFile | undefined,
): Promise<UploadWork['files'][number]> {
  const formats = say('formats');
  try {
    const [sent] = file
      ? await nemo.uploadFiles(sessionId, [sourceOf(file)], { signal })
      : await nemo.uploadUrls(sessionId, [url ?? ''], { signal });
    return { attachment: place, state: 'sent', name, cdnUrl: sent?.cdnUrl ?? '' };
  } catch (error) {
    const code = error instanceof NemoError ? error.code : undefined;
    const refusal = (sentence: string) => ({ attachment: place, state: 'refused', sentence }) as const;
    if (code === 'unsupported-type') return refusal(say('fileTypeRefused', { name, formats }));
    if (code === 'too-large') return refusal(say('fileSizeRefused', { name }));
    if (code === 'file-unreadable') return refusal(say('fileUnreachable', { name }));
    if (code === 'refused' && url) return refusal(say('linkUnreachable', { name }));
    throw error;
  }
}

/** Why files of this upload were not taken, a sentence each. */
export function refused(work: UploadWork): string[] {
  return work.files.flatMap((file) => (file.state === 'refused' ? [file.sentence] : []));
}

/** Names of the files that Nemo has. */
export function taken(work: UploadWork): string[] {
  return work.files.flatMap((file) => (file.state === 'sent' ? [file.name] : []));
}

/** The checked file, or the sentence that tells why it was not taken. */
async function receive(context: TurnContext, attachment: Attachment): Promise<SpooledFile | string> {
  try {
    const { name, declaredBytes } = attachment;
    return await withTimeLimit(context.clock, RECEIVE_LIMIT_MS, 'receiving a file', context.signal, (limited) =>
      context.spool.take({ name, declaredBytes, open: (signal) => context.adapter.open(attachment, signal) }, limited),
    );
  } catch (error) {
    if (error instanceof TimeLimitError) return context.say('fileUnreachable', { name: attachment.name });
    const cause = error instanceof MediaError ? error.cause : error;
    if (cause instanceof AttachmentRefusedError) return cause.sentence;
    if (!(error instanceof MediaError)) throw error;
    context.log.info({ err: error, turn: context.turn.id }, 'file refused');
    return refusal(context, error);
  }
}

function refusal({ say, settings, turn }: TurnContext, error: MediaError): string {
  const name = error.fileName;
  const formats = say('formats');
  switch (error.code) {
    case 'empty':
      return say('fileEmpty', { name });
    case 'too-large':
      return say('fileTooLarge', { name, limit: sizeText(error.limitBytes ?? settings.maxFileBytes) });
    case 'unsupported':
      return error.detected
        ? say('fileUnsupported', { name, detected: fileKindText(turn.language, error.detected), formats })
        : say('fileUnsupportedUnknown', { name, formats });
    case 'damaged':
      return say('fileDamaged', { name });
    case 'too-many-pixels':
      return say('fileTooManyPixels', { name });
    case 'too-complex':
      return say('fileTooComplex', { name });
    case 'unreachable':
      return say('fileUnreachable', { name });
    case 'spool-full':
      return say('fileSpoolFull', { name });
  }
}
