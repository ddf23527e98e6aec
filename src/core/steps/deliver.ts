import { TimeLimitError, withTimeLimit } from '@reelay/async';
import { secondsText, sizeText, type Translate } from '../../i18n/translator.ts';
import { NemoError } from '../../nemo/errors.ts';
import { FileRefusedError } from '../chat.ts';
import { resultSize } from '../settings/result-size.ts';
import { isHidden } from '../storage/chat-record.ts';
import { StoreUnavailableError } from '../storage/errors.ts';
import { aboutShared, afterVideo, takingFiles } from '../turn/next-steps.ts';
import { publicLink } from '../turn/public-link.ts';
import { linesOf, RESOLUTIONS } from '../turn/resolution.ts';
import type { ExportWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';
import { costLines, costsAreReported } from './cost.ts';
import { type FetchedVideo, fetchVideo } from './fetch-video.ts';
import { dropVersion } from './fit-version.ts';

/** A finished video waits no longer for the link that goes with it, in ms. */
const LINK_LIMIT_MS = 15_000;

/**
 * Posts the finished video: the file, or a version of it that fits the chat, else the link to it; in a chat of one person
 * the browser link with either. Entered again after a crash it fetches the video anew.
 */
export async function deliver(context: TurnContext, work: ExportWork): Promise<void> {
  if (work.delivered) return;
  const { t, adapter, turn, progress, settings, place } = context;
  // Whoever opens it holds the project: in a shared place it is given to who may have it, by the button.
  const address = await projectLink(context);
  const link = turn.shared ? undefined : address;
  const lines = [...(link ? [t('openInBrowser', { url: link })] : []), ...costLines(turn, t)];
  const footer = leftOutText(t, work) + otherOutputText(t, work) + lines.map((line) => `\n${line}`).join('');
  const limit = adapter.limits(turn.chat).maxFileBytes;
  const last = turn.at === turn.work.length - 1;
  const steps = last
    ? [...afterVideo(t, address === undefined ? undefined : { url: link }), ...(takingFiles(context) ?? [])]
    : [];
  const about = turn.shared ? aboutShared(t) : [];
  const next = last || turn.shared ? [...steps, ...about] : undefined;
  const fullUrl = publicLink(work.outputUrl, adapter.platform, settings.publicUrl);
  const url = fullUrl ?? link;
  const asLink = (size: string) => {
    const words = { size, limit: sizeText(limit) };
    const text = url ? t('videoReadyLink', { ...words, url }) : t('videoTooLarge', words);
    return context.reply(text + footer, { next });
  };
  const mayMake = url === undefined || resultSize.of(place.stored) !== 'link';
  const fetched = await unlessStopped(context, work, fetchVideo(context, work, limit, mayMake));
  if (fetched.kind === 'no-sound') {
    await context.reply(t('noSound') + footer, { next });
  } else if (fetched.kind === 'too-large') {
    await asLink(fetched.size);
  } else if (fetched.kind === 'unreachable') {
    // The project's own link stands below; it is not where the file is.
    const text = fullUrl ? t('videoReadyNoFile', { url: fullUrl }) : t('videoUnreachable');
    await context.reply(text + footer, { next });
  } else {
    const chat = await context.sessions.find(turn.chat);
    const video = { ...fetched.video, ...(chat && isHidden(chat) && { spoiler: true }) };
    progress.show(t('sending', { size: sizeText(video.bytes) }));
    try {
      await unlessStopped(
        context,
        work,
        context.reply(videoText(context, work, fetched, fullUrl) + footer, { video, next }),
      );
    } catch (error) {
      if (!(error instanceof FileRefusedError)) throw error;
      if (error.reason === 'size') await asLink(sizeText(fetched.fullBytes ?? video.bytes));
      else await context.reply(refusedText(t, error.reason, url) + footer, { next });
    }
  }
  costsAreReported(turn);
  work.delivered = true;
  await dropVersion(context, work);
}

/** That the chat does not take the file, with the true reason and where the video is. */
function refusedText(t: Translate, reason: 'permission' | 'content', url: string | undefined): string {
  const where = url ? t('videoHere', { url }) : t('videoNowhere');
  return `${t(reason === 'permission' ? 'videoNotAllowed' : 'videoNotTaken')} ${where}`;
}

/** A turn that ends here, unlike one that the next process goes on with, leaves no file behind. */
async function unlessStopped<T>(context: TurnContext, work: ExportWork, doing: Promise<T>): Promise<T> {
  try {
    return await doing;
  } catch (error) {
    const goesOn = context.stopping.aborted || error instanceof FileRefusedError;
    if (!goesOn) await dropVersion(context, work);
    throw error;
  }
}

/** A GIF of this length may be the beginning of a longer video, in ms. */
const GIF_MS = 9_800;
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

/** Says where the video was made in less than its words asked for. */
function otherOutputText(t: Translate, { output, width, height, fps }: ExportWork): string {
  let text = '';
  const wanted = RESOLUTIONS.find(([, name]) => name === output?.resolution);
  const lines = width && height ? linesOf(width, height) : 0;
  // Sides are rounded to what encoders take.
  if (wanted && lines > 0 && lines < wanted[0] * 0.95) {
    text += `\n${t('otherResolution', { wanted: wanted[1].toUpperCase().replace('P', 'p'), width: width ?? 0, height: height ?? 0 })}`;
  }
  if (output?.fps && fps && Math.abs(fps - output.fps) >= 1) {
    text += `\n${t('otherFrameRate', { wanted: output.fps, fps: Math.round(fps) })}`;
  }
  return text;
}

function videoText(
  context: TurnContext,
  work: ExportWork,
  { video, fullBytes }: FetchedVideo & { kind: 'video' },
  url: string | undefined,
): string {
  const { t, adapter, turn } = context;
  const { width, height, durationMs, bytes, form } = video;
  const words = { seconds: secondsText(durationMs), width, height, size: sizeText(bytes) };
  const lines = Math.min(width, height);
  if (form === 'audio') return t('soundReady', words);
  if (form === 'gif') {
    const isWhole = work.durationMs !== undefined && work.durationMs <= durationMs + 200;
    return t('gifReady', words) + (isWhole || durationMs < GIF_MS ? '' : `\n${t('gifBeginning', words)}`);
  }
  const ready = t('videoReady', words);
  if (fullBytes === undefined) {
    if (work.form === undefined) return ready;
    return `${ready}\n${work.form === '720p' ? t('videoIsSmall', { lines }) : t('videoAsItIs')}`;
  }
  const most = adapter.limits(turn.chat).maxFileBytes;
  const fitted = () => (fullBytes <= most ? t('videoConverted') : t('videoFitted', { lines, limit: sizeText(most) }));
  const how = work.form ? t('videoSmaller', { lines, before: sizeText(fullBytes) }) : fitted();
  const full = url ? ` · ${t('videoFull', { size: sizeText(fullBytes), url })}` : '';
  return `${ready}\n${how}${full}`;
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
