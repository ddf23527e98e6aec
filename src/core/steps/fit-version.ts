import { bar, sizeText } from '../../i18n/translator.ts';
import {
  type FitOptions,
  type FittedVideo,
  fitVideo,
  make720p,
  makeLoop,
  makeSmaller,
  makeSound,
} from '../media/fit.ts';
import { type ProbedVideo, UnreadableMediaError } from '../media/media.ts';
import { shortHash } from '../storage/chat-record.ts';
import type { ExportWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** The finished render in the spool. */
export interface Render extends ProbedVideo {
  path: string;
  bytes: number;
}

/** A version of the render, ready to be posted. */
export type Version = NonNullable<ExportWork['made']> & { path: string };

/** Under this name the version that was made outlives the process. */
function keptName({ turn }: TurnContext, { form }: ExportWork): string {
  return `${shortHash(`${turn.id}#${turn.at}`)}.${extensionOf(form)}`;
}

export function extensionOf(form: ExportWork['form']): 'mp4' | 'gif' | 'm4a' {
  if (form === 'gif') return 'gif';
  return form === 'audio' ? 'm4a' : 'mp4';
}

/** The version that an earlier attempt or process made, if it is still there. */
export async function keptVersion(context: TurnContext, work: ExportWork): Promise<Version | undefined> {
  if (!work.made) return undefined;
  const path = await context.spool.kept(keptName(context, work), work.made.bytes);
  return path === undefined ? undefined : { ...work.made, path };
}

/** Removes it, once it was posted or is not wanted any more. */
export async function dropVersion(context: TurnContext, work: ExportWork): Promise<void> {
  if (work.made) await context.spool.drop(keptName(context, work));
}

/**
 * Makes the version that the export asks for, or one that fits the chat, journals it and keeps it: a process that comes
 * after this one posts it without making it again. Undefined when there is none worth seeing, or it cannot be made.
 */
export async function makeVersion(
  context: TurnContext,
  work: ExportWork,
  render: Render,
  limit: number,
): Promise<Version | undefined> {
  const { spool, signal, log, turn } = context;
  const outPath = await spool.reserve(`version.${extensionOf(work.form)}`, signal);
  const show = showProgress(context, work, limit);
  show(0);
  let fitted: FittedVideo | undefined;
  try {
    fitted = await make(work.form, render, outPath, limit, { signal, onProgress: show });
  } catch (error) {
    if (!(error instanceof UnreadableMediaError)) throw error;
    log.warn({ err: error, turn: turn.id }, 'no version made of the video');
  }
  if (!fitted) return undefined;
  const path = await spool.keep(outPath, keptName(context, work));
  work.made = { ...fitted, fullBytes: render.bytes };
  await context.save();
  return { ...work.made, path };
}

function make(
  form: ExportWork['form'],
  render: Render,
  outPath: string,
  limit: number,
  options: FitOptions,
): Promise<FittedVideo | undefined> {
  switch (form) {
    case 'gif':
      return makeLoop(render.path, outPath, limit, options);
    case 'audio':
      return makeSound(render.path, outPath, render, limit, options);
    case 'small':
      return makeSmaller(render.path, outPath, render, limit, options);
    case '720p':
      return make720p(render.path, outPath, render, limit, options);
    case undefined:
      return fitVideo(render.path, outPath, render, limit, options);
  }
}

function showProgress({ progress, t }: TurnContext, { form }: ExportWork, limit: number): (percent: number) => void {
  const what = { gif: t('formGif'), audio: t('formAudio'), small: t('formVideo'), '720p': '720p' };
  return (percent) => {
    const shown = { bar: bar(percent), percent };
    progress.show(
      form ? t('making', { ...shown, what: what[form] }) : t('fitting', { ...shown, limit: sizeText(limit) }),
    );
  };
}
