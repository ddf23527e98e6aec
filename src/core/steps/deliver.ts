import { secondsText, sizeText } from '../../i18n/translator.ts';
import { TimeLimitError, withTimeLimit } from '../../lib/clock.ts';
import { NemoError } from '../../nemo/errors.ts';
import { FileRefusedError, type VideoFile } from '../chat.ts';
import { MediaError } from '../media/media.ts';
import { probeVideo, UnreadableMediaError } from '../media/probe.ts';
import { makeThumbnail } from '../media/thumbnail.ts';
import { StoreUnavailableError } from '../storage/errors.ts';
import { afterVideo } from '../turn/next-steps.ts';
import type { ExportWork } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';

/** A finished video waits no longer for the link that goes with it, in ms. */
const LINK_LIMIT_MS = 15_000;

/**
 * Posts the finished video: the file where it fits the chat, else the link to it; the browser link with either.
 * Entered again after a crash it fetches the video anew.
 */
export async function deliver(context: TurnContext, work: ExportWork): Promise<void> {
  if (work.delivered) return;
  const { t, adapter, turn, progress } = context;
  const link = await projectLink(context);
  const footer = link ? `\n${t('openInBrowser', { url: link })}` : '';
  const limit = adapter.limits(turn.chat).maxFileBytes;
  const last = turn.at === turn.work.length - 1;
  const next = last ? afterVideo(t, link) : undefined;
  const asLink = (size: string) => {
    const url = work.outputUrl ?? link ?? '';
    return context.reply(t('videoReadyLink', { size, limit: sizeText(limit), url }) + footer, { next });
  };
  const video = await fetchAgain(context, work, limit);
  if (typeof video === 'string') {
    await asLink(video);
  } else if (video === undefined) {
    const url = work.outputUrl ?? link ?? '';
    await context.reply(t('videoReadyNoFile', { url }) + footer, { next });
  } else {
    const { width, height } = video;
    const size = sizeText(video.bytes);
    progress.show(t('sending', { size }));
    try {
      const seconds = secondsText(video.durationMs);
      await context.reply(t('videoReady', { seconds, width, height, size }) + footer, { video, next });
    } catch (error) {
      if (!(error instanceof FileRefusedError)) throw error;
      await asLink(size);
    }
  }
  work.delivered = true;
}

/** The video at the first or the second attempt; undefined when the download broke both times. */
async function fetchAgain(
  context: TurnContext,
  work: ExportWork,
  limit: number,
): Promise<VideoFile | string | undefined> {
  for (const last of [false, true]) {
    try {
      return await fetchVideo(context, work, limit);
    } catch (error) {
      // A full disk is no reason to keep the video from its user either: Nemo has it.
      const broken =
        error instanceof NemoError ||
        (error instanceof MediaError && (error.code === 'unreachable' || error.code === 'spool-full'));
      if (context.signal.aborted || !broken) throw error;
      context.log.warn({ err: error, turn: context.turn.id, last }, 'download of the video broke');
    }
  }
  return undefined;
}

/** The video in the turn's spool with what platforms want to know of it, or its size in words when it is over the limit. */
async function fetchVideo(context: TurnContext, work: ExportWork, limit: number): Promise<VideoFile | string> {
  const { nemo, spool, signal, log, turn } = context;
  const id = work.renderId ?? '';
  const { body, bytes } = await nemo.downloadRender({ id, phase: 'completed', outputUrl: work.outputUrl }, { signal });
  if (bytes !== undefined && bytes > limit) {
    body.destroy();
    return sizeText(bytes);
  }
  const name = `reelay-${id.replace(/\W+/g, '-')}.mp4`;
  const file = await spool.receive(name, body, signal, limit).catch((error: unknown) => {
    if (error instanceof MediaError && error.code === 'too-large') return undefined;
    throw error;
  });
  if (!file) return `> ${sizeText(limit)}`;
  const facts = await probeVideo(file.path, signal).catch((cause: unknown) => {
    // What came is no video: sending it on would only move the disappointment.
    if (cause instanceof UnreadableMediaError) throw new TurnFailure(context.t('failedRender'), { cause });
    throw cause;
  });
  const thumbnailPath = `${file.path}.jpg`;
  try {
    await makeThumbnail(file.path, thumbnailPath, {}, signal);
    return { ...file, ...facts, name, thumbnailPath };
  } catch (error) {
    // A video without a thumbnail is still the video.
    if (signal.aborted) throw error;
    log.warn({ err: error, turn: turn.id }, 'no thumbnail');
    return { ...file, ...facts, name };
  }
}

/** The browser link; a video is delivered without it rather than not at all. */
async function projectLink(context: TurnContext): Promise<string | undefined> {
  try {
    const session = await context.session();
    const { clock, signal, sessions, turn, nemo } = context;
    return await withTimeLimit(clock, LINK_LIMIT_MS, 'the browser link', signal, (limited) =>
      sessions.browserLink(turn.chat, nemo, session, { signal: limited, maxWaitMs: 0 }),
    );
  } catch (error) {
    const missing =
      error instanceof NemoError || error instanceof TimeLimitError || error instanceof StoreUnavailableError;
    if (context.signal.aborted || !missing) throw error;
    context.log.warn({ err: error, turn: context.turn.id }, 'no browser link');
    return undefined;
  }
}
