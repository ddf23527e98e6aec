import { secondsText, sizeText, type Translate } from '../../i18n/translator.ts';
import { TimeLimitError, withTimeLimit } from '../../lib/clock.ts';
import { NemoError } from '../../nemo/errors.ts';
import { FileRefusedError } from '../chat.ts';
import { StoreUnavailableError } from '../storage/errors.ts';
import { afterVideo } from '../turn/next-steps.ts';
import { publicLink } from '../turn/public-link.ts';
import type { ExportWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';
import { type FetchedVideo, fetchVideo } from './fetch-video.ts';

/** A finished video waits no longer for the link that goes with it, in ms. */
const LINK_LIMIT_MS = 15_000;

/**
 * Posts the finished video: the file, or a version of it that fits the chat, else the link to it; the browser link with
 * either. Entered again after a crash it fetches the video anew.
 */
export async function deliver(context: TurnContext, work: ExportWork): Promise<void> {
  if (work.delivered) return;
  const { t, adapter, turn, progress, settings } = context;
  const link = await projectLink(context);
  const footer = `${leftOutText(t, work)}${link ? `\n${t('openInBrowser', { url: link })}` : ''}`;
  const limit = adapter.limits(turn.chat).maxFileBytes;
  const last = turn.at === turn.work.length - 1;
  const next = last ? afterVideo(t, link) : undefined;
  const fullUrl = publicLink(work.outputUrl, adapter.platform, settings.publicUrl);
  const url = fullUrl ?? link;
  const asLink = (size: string) => {
    const words = { size, limit: sizeText(limit) };
    const text = url ? t('videoReadyLink', { ...words, url }) : t('videoTooLarge', words);
    return context.reply(text + footer, { next });
  };
  const fetched = await fetchVideo(context, work, limit);
  if (fetched.kind === 'too-large') {
    await asLink(fetched.size);
  } else if (fetched.kind === 'unreachable') {
    await context.reply((url ? t('videoReadyNoFile', { url }) : t('videoUnreachable')) + footer, { next });
  } else {
    const { video } = fetched;
    progress.show(t('sending', { size: sizeText(video.bytes) }));
    try {
      await context.reply(videoText(context, fetched, limit, fullUrl) + footer, { video, next });
    } catch (error) {
      if (!(error instanceof FileRefusedError)) throw error;
      await asLink(sizeText(fetched.fullBytes ?? video.bytes));
    }
  }
  work.delivered = true;
}

/** Names shown of files that were left out; more are counted. */
const MAX_NAMES = 5;

/** Names what the video was made without. */
function leftOutText(t: Translate, { leftOut = [] }: ExportWork): string {
  if (leftOut.length === 0) return '';
  const shown = leftOut.slice(0, MAX_NAMES).join(', ');
  const names =
    leftOut.length > MAX_NAMES ? `${shown}, ${t('moreSegments', { count: leftOut.length - MAX_NAMES })}` : shown;
  return `\n${t('leftOut', { names })}`;
}

function videoText(
  { t }: TurnContext,
  { video, fullBytes }: FetchedVideo & { kind: 'video' },
  limit: number,
  url: string | undefined,
): string {
  const { width, height, durationMs, bytes } = video;
  const ready = t('videoReady', { seconds: secondsText(durationMs), width, height, size: sizeText(bytes) });
  if (fullBytes === undefined) return ready;
  const fitted = t('videoFitted', { lines: Math.min(width, height), limit: sizeText(limit) });
  const full = url ? ` · ${t('videoFull', { size: sizeText(fullBytes), url })}` : '';
  return `${ready}\n${fitted}${full}`;
}

/** The browser link; a video is delivered without it rather than not at all. */
async function projectLink(context: TurnContext): Promise<string | undefined> {
  try {
    const session = await context.session();
    const { clock, signal, sessions, turn, nemo, adapter, settings } = context;
    const url = await withTimeLimit(clock, LINK_LIMIT_MS, 'the browser link', signal, (limited) =>
      sessions.browserLink(turn.chat, nemo, session, { signal: limited, maxWaitMs: 0 }),
    );
    return publicLink(url, adapter.platform, settings.publicUrl);
  } catch (error) {
    const missing =
      error instanceof NemoError || error instanceof TimeLimitError || error instanceof StoreUnavailableError;
    if (context.signal.aborted || !missing) throw error;
    context.log.warn({ err: error, turn: context.turn.id }, 'no browser link');
    return undefined;
  }
}
