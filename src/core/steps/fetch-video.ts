import { bar, sizeText } from '../../i18n/translator.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { VideoFile } from '../chat.ts';
import { fitVideo } from '../media/fit.ts';
import { MediaError, type ProbedVideo } from '../media/media.ts';
import { probeVideo, UnreadableMediaError } from '../media/probe.ts';
import { makeThumbnail } from '../media/thumbnail.ts';
import type { ExportWork } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';

/** A larger render is not fetched to be made smaller: at such a size nothing worth seeing fits a chat. */
const MAX_SOURCE_BYTES = 300_000_000;

/** What there is to post. */
export type FetchedVideo =
  | {
      kind: 'video';
      video: VideoFile /** Bytes of the render, where a smaller version of it is posted. */;
      fullBytes?: number;
    }
  /** No version of it fits the chat; its size in words. */
  | { kind: 'too-large'; size: string }
  | { kind: 'unreachable' };

/**
 * The finished video, or where it does not fit the chat or would not play there, a version that does. Tried twice:
 * downloads break.
 * @throws TurnFailure when what came is no video; the signal's reason
 */
export async function fetchVideo(context: TurnContext, work: ExportWork, limit: number): Promise<FetchedVideo> {
  for (const last of [false, true]) {
    try {
      return await fetchOnce(context, work, limit);
    } catch (error) {
      // A full disk is no reason to keep the video from its user either: Nemo has it.
      const broken =
        error instanceof NemoError ||
        (error instanceof MediaError && (error.code === 'unreachable' || error.code === 'spool-full'));
      if (context.signal.aborted || !broken) throw error;
      context.log.warn({ err: error, turn: context.turn.id, last }, 'download of the video broke');
    }
  }
  return { kind: 'unreachable' };
}

async function fetchOnce(context: TurnContext, work: ExportWork, limit: number): Promise<FetchedVideo> {
  const { nemo, spool, signal } = context;
  const id = work.renderId ?? '';
  const { body, bytes } = await nemo.downloadRender({ id, phase: 'completed', outputUrl: work.outputUrl }, { signal });
  const most = Math.max(limit, MAX_SOURCE_BYTES);
  if (bytes !== undefined && bytes > most) {
    body.destroy();
    return { kind: 'too-large', size: sizeText(bytes) };
  }
  const name = `reelay-${id.replace(/\W+/g, '-')}.mp4`;
  const file = await spool.receive(name, body, signal, most).catch((error: unknown) => {
    if (error instanceof MediaError && error.code === 'too-large') return undefined;
    throw error;
  });
  if (!file) return { kind: 'too-large', size: `> ${sizeText(most)}` };
  const facts = await probeVideo(file.path, signal).catch((cause: unknown) => {
    // What came is no video: sending it on would only move the disappointment.
    if (cause instanceof UnreadableMediaError) throw new TurnFailure(context.t('failedRender'), { cause });
    throw cause;
  });
  const { width, height, durationMs } = facts;
  if (file.bytes <= limit && facts.playsEverywhere) {
    return { kind: 'video', video: await withThumbnail(context, { ...file, width, height, durationMs, name }) };
  }
  const fitted = await fitToChat(context, file.path, facts, limit);
  if (fitted) {
    const video = await withThumbnail(context, { ...fitted, durationMs, name });
    return { kind: 'video', video, fullBytes: file.bytes };
  }
  if (file.bytes > limit) return { kind: 'too-large', size: sizeText(file.bytes) };
  return { kind: 'video', video: await withThumbnail(context, { ...file, width, height, durationMs, name }) };
}

/** A version that fits; undefined when there is none, or it cannot be made. */
async function fitToChat(
  { spool, signal, progress, t, log, turn }: TurnContext,
  path: string,
  facts: ProbedVideo,
  limit: number,
): Promise<Pick<VideoFile, 'path' | 'bytes' | 'width' | 'height'> | undefined> {
  const show = (percent: number) => progress.show(t('fitting', { limit: sizeText(limit), bar: bar(percent), percent }));
  const outPath = await spool.reserve('fitted.mp4', signal);
  show(0);
  try {
    const fitted = await fitVideo(path, outPath, facts, limit, { signal, onProgress: show });
    return fitted && { ...fitted, path: outPath };
  } catch (error) {
    if (!(error instanceof UnreadableMediaError)) throw error;
    log.warn({ err: error, turn: turn.id }, 'video not fitted');
    return undefined;
  }
}

/** A video without a thumbnail is still the video. */
async function withThumbnail({ signal, log, turn }: TurnContext, video: VideoFile): Promise<VideoFile> {
  const thumbnailPath = `${video.path}.jpg`;
  try {
    await makeThumbnail(video.path, thumbnailPath, {}, signal);
    return { ...video, thumbnailPath };
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn({ err: error, turn: turn.id }, 'no thumbnail');
    return video;
  }
}
