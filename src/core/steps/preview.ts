import { secondsText } from '../../i18n/translator.ts';
import { NemoError } from '../../nemo/errors.ts';
import { ChatGoneError, type VideoFile } from '../chat.ts';
import { MediaError } from '../media/media.ts';
import { StoreUnavailableError } from '../storage/errors.ts';
import { aboutShared, afterPreview } from '../turn/next-steps.ts';
import type { ExportWork } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';
import { exportVideo } from './export.ts';
import { fetchVideo } from './fetch-video.ts';

/** What the sound adds to a film's length, and cuts of it, in ms. */
const LENGTH_TOLERANCE_MS = 200;

/**
 * Posts a look at what an edit came to. The edit has been answered in words, so a preview that cannot be made or posted is
 * left out, and nothing is said about it: the video itself will be asked for, and says what is wrong.
 */
export async function sendPreview(context: TurnContext, work: ExportWork): Promise<void> {
  const { turn, log, signal, adapter } = context;
  if (work.delivered) return;
  try {
    await exportVideo(context, work);
    const fetched = await fetchVideo(context, work, adapter.limits(turn.chat).maxFileBytes, false);
    if (fetched.kind !== 'video') return log.info({ turn: turn.id, kind: fetched.kind }, 'no preview');
    work.delivered = await post(context, work, fetched.video);
  } catch (error) {
    if (signal.aborted || !isOfPreviewAlone(error)) throw error;
    log.warn({ err: error, turn: turn.id }, 'no preview');
  }
}

/** False where the platform did not take it, whatever the reason: the words before have arrived. */
async function post(context: TurnContext, work: ExportWork, video: VideoFile): Promise<boolean> {
  const { turn, t, log, signal } = context;
  const next = [...afterPreview(t), ...(turn.shared ? aboutShared(t) : [])];
  try {
    await context.reply(previewText(context, work, video), { video, next });
    return true;
  } catch (error) {
    if (signal.aborted || error instanceof ChatGoneError || error instanceof StoreUnavailableError) throw error;
    log.warn({ err: error, turn: turn.id }, 'preview not posted');
    return false;
  }
}

function previewText({ t }: TurnContext, work: ExportWork, { width, height, durationMs }: VideoFile): string {
  const isWhole = work.durationMs === undefined || work.durationMs <= durationMs + LENGTH_TOLERANCE_MS;
  return t(isWhole ? 'previewReady' : 'previewBeginning', { seconds: secondsText(durationMs), width, height });
}

function isOfPreviewAlone(error: unknown): boolean {
  return error instanceof TurnFailure || error instanceof NemoError || error instanceof MediaError;
}
