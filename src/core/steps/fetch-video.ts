import { sizeText } from '../../i18n/translator.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { VideoFile } from '../chat.ts';
import { mayFit } from '../media/fit-plan.ts';
import { MediaError } from '../media/media.ts';
import { probeVideo, UnreadableMediaError } from '../media/probe.ts';
import { makeThumbnail } from '../media/thumbnail.ts';
import type { ExportWork } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';
import { extensionOf, keptVersion, makeVersion, type Render, type Version } from './fit-version.ts';

/** A larger render is not fetched to be made smaller: at such a size nothing worth seeing fits a chat. */
const MAX_SOURCE_BYTES = 300_000_000;

/** What there is to post. */
export type FetchedVideo =
  | {
      kind: 'video';
      video: VideoFile /** Bytes of the render, where another version of it is posted. */;
      fullBytes?: number;
    }
  /** No version of it fits the chat; its size in words. */
  | { kind: 'too-large'; size: string }
  /** The sound was asked for, and there is none. */
  | { kind: 'no-sound' }
  | { kind: 'unreachable' };

/**
 * The finished video in the form that was asked for, or where it does not fit the chat or would not play there, a version
 * that does. Tried twice: downloads break.
 * @param mayMake false where a video over the limit is to be given as a link
 * @throws TurnFailure when what came is no video; the signal's reason
 */
export async function fetchVideo(
  context: TurnContext,
  work: ExportWork,
  limit: number,
  mayMake = true,
): Promise<FetchedVideo> {
  const kept = await keptVersion(context, work);
  if (kept) return posted(context, work, kept);
  if (isTooLarge(work, limit, mayMake)) return { kind: 'too-large', size: sizeText(work.bytes ?? 0) };
  for (const last of [false, true]) {
    try {
      return await fetchOnce(context, work, limit, mayMake);
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

/** Whether it is known without fetching the render that nothing of it can be posted. */
function isTooLarge({ bytes, durationMs, form }: ExportWork, limit: number, mayMake: boolean): boolean {
  if (bytes === undefined || bytes <= limit) return false;
  if (bytes > mostBytes(limit)) return true;
  if (form === 'gif' || form === 'audio') return false;
  return !mayMake || (durationMs !== undefined && !mayFit(durationMs, limit));
}

const mostBytes = (limit: number) => Math.max(limit, MAX_SOURCE_BYTES);

async function fetchOnce(
  context: TurnContext,
  work: ExportWork,
  limit: number,
  mayMake: boolean,
): Promise<FetchedVideo> {
  const { nemo, signal, spool } = context;
  const id = work.renderId ?? '';
  const { body, bytes } = await nemo.downloadRender({ id, phase: 'completed', outputUrl: work.outputUrl }, { signal });
  const most = mostBytes(limit);
  if (isTooLarge({ ...work, bytes }, limit, mayMake)) {
    body.destroy();
    return { kind: 'too-large', size: sizeText(bytes ?? 0) };
  }
  const file = await spool.receive('render.mp4', body, signal, most).catch((error: unknown) => {
    if (error instanceof MediaError && error.code === 'too-large') return undefined;
    throw error;
  });
  if (!file) return { kind: 'too-large', size: `> ${sizeText(most)}` };
  const facts = await probeVideo(file.path, signal).catch((cause: unknown) => {
    // What came is no video: sending it on would only move the disappointment.
    if (cause instanceof UnreadableMediaError) throw new TurnFailure(context.t('failedRender'), { cause });
    throw cause;
  });
  return versionOf(context, work, { ...file, ...facts }, limit, mayMake);
}

async function versionOf(
  context: TurnContext,
  work: ExportWork,
  render: Render,
  limit: number,
  mayMake: boolean,
): Promise<FetchedVideo> {
  const { form } = work;
  const fits = render.bytes <= limit && render.playsEverywhere;
  const isWanted = form === undefined || (form === '720p' && Math.min(render.width, render.height) <= 720);
  if (form === 'audio' && !render.hasAudio) return { kind: 'no-sound' };
  if (!(fits && isWanted) && (mayMake || form !== undefined)) {
    const made = await makeVersion(context, work, render, limit);
    if (made) return posted(context, work, made);
    if (form === 'gif' || form === 'audio') throw new TurnFailure(context.t('formFailed'));
  }
  if (render.bytes > limit) return { kind: 'too-large', size: sizeText(render.bytes) };
  return posted(context, { ...work, form: undefined }, render);
}

async function posted(
  context: TurnContext,
  work: ExportWork,
  { path, bytes, width, height, durationMs, fullBytes }: (Render & { fullBytes?: undefined }) | Version,
): Promise<FetchedVideo> {
  const name = `reelay-${(work.renderId ?? '').replace(/\W+/g, '-')}.${extensionOf(work.form)}`;
  const form = work.form === 'gif' || work.form === 'audio' ? work.form : undefined;
  const video: VideoFile = { path, bytes, width, height, durationMs, name, ...(form && { form }) };
  if (form === 'audio') return { kind: 'video', video, fullBytes };
  return { kind: 'video', video: await withThumbnail(context, video), fullBytes };
}

/** A video without a thumbnail is still the video. */
async function withThumbnail({ signal, spool, log, turn }: TurnContext, video: VideoFile): Promise<VideoFile> {
  try {
    const thumbnailPath = await spool.reserve('thumbnail.jpg', signal);
    await makeThumbnail(video.path, thumbnailPath, {}, signal);
    return { ...video, thumbnailPath };
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn({ err: error, turn: turn.id }, 'no thumbnail');
    return video;
  }
}
