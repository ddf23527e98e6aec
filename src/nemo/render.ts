import { Readable } from 'node:stream';
import { type Clock, withTimeLimit } from '@reelay/async';
import { z } from 'zod';
import { NemoBadAnswerError, NemoTimeoutError } from './errors.ts';
import { readAnswer } from './http/envelope.ts';
import { failure, type HttpAnswer, type HttpRequest, readText } from './http/http.ts';
import { isObject } from './json.ts';
import type { Nemo, RenderPhase, RenderStatus } from './nemo.ts';
import { snakeKeys } from './schemas.ts';

const MAX_REDIRECTS = 5;

const PHASES: Record<string, RenderPhase> = {
  pending: 'pending',
  queued: 'pending',
  created: 'pending',
  submitted: 'pending',
  waiting: 'pending',
  scheduled: 'pending',
  completed: 'completed',
  complete: 'completed',
  done: 'completed',
  success: 'completed',
  succeeded: 'completed',
  finished: 'completed',
  ready: 'completed',
  failed: 'failed',
  failure: 'failed',
  error: 'failed',
  errored: 'failed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  aborted: 'cancelled',
};

const word = z.string().optional().catch(undefined);
const progress = z.union([z.number(), z.string().transform((text) => Number.parseFloat(text))]);

/** Size in bytes, and length in seconds or ms, under the names that were seen. */
const count = z
  .union([z.number(), z.string().transform(Number)])
  .optional()
  .catch(undefined);
const size = { size: count, bytes: count, file_size: count, duration: count, duration_ms: count };

const names = z.array(z.string().max(300)).max(500).optional().catch(undefined);

const statusFields = z.preprocess(
  snakeKeys,
  z.object({
    id: word,
    render_id: word,
    status: word,
    phase: word,
    progress: progress.optional().catch(undefined),
    output: z
      .union([
        z.string(),
        z.preprocess(
          snakeKeys,
          z.object({ url: word, left_out: names, width: count, height: count, fps: count, ...size }),
        ),
      ])
      .optional()
      .catch(undefined),
    output_url: word,
    ...size,
    url: word,
    error: z
      .union([z.string(), z.object({ message: word })])
      .optional()
      .catch(undefined),
    error_message: word,
    message: word,
  }),
);

/**
 * Reads a render's status. An unknown status word means `processing`. An output address that must not
 * be fetched is left out. Throws `NemoBadAnswerError` when the answer has neither a status nor an output.
 *
 * @param renderId used when the answer does not contain it
 * @param guarded resolves an address, and gives none that must not be fetched
 * @param missing the phase of an answer without a status, for the submission; none for a poll
 */
export function readRenderStatus(
  what: string,
  data: Record<string, unknown>,
  renderId: string,
  guarded: (address: string) => URL | undefined,
  missing?: RenderPhase,
): RenderStatus {
  const fields = statusFields.parse(data);
  const address =
    (typeof fields.output === 'string' ? fields.output : fields.output?.url) || fields.output_url || fields.url;
  const outputUrl = address ? guarded(address)?.href : undefined;
  const status = (fields.status ?? fields.phase)?.trim().toLowerCase();
  const phase = status ? (PHASES[status] ?? 'processing') : outputUrl ? 'completed' : missing;
  if (!phase) throw new NemoBadAnswerError(`${what}: the answer has no usable status`, { sent: 'yes' });
  const error =
    (typeof fields.error === 'string' ? fields.error : fields.error?.message) || fields.error_message || fields.message;
  const percent = percentOf(fields.progress);
  const made = typeof fields.output === 'object' ? fields.output : {};
  const leftOut = made.left_out;
  return {
    id: fields.id || fields.render_id || renderId,
    phase,
    ...(percent === undefined ? {} : { percent }),
    ...(outputUrl ? { outputUrl } : {}),
    ...sizeOf(fields),
    ...pictureOf(made),
    ...(leftOut?.length ? { leftOut } : {}),
    ...(phase === 'failed' && error ? { error } : {}),
  };
}

function pictureOf({
  width = 0,
  height = 0,
  fps = 0,
}: Partial<Record<'width' | 'height' | 'fps', number>>): Pick<RenderStatus, 'width' | 'height' | 'fps'> {
  return { ...(width > 0 && height > 0 && { width, height }), ...(fps > 0 && { fps }) };
}

type SizeFields = Partial<Record<keyof typeof size, number>>;

function sizeOf(fields: SizeFields & { output?: string | SizeFields }): Pick<RenderStatus, 'bytes' | 'durationMs'> {
  const output = typeof fields.output === 'object' ? fields.output : {};
  const first = (...values: (number | undefined)[]) => values.find((value) => value !== undefined && value > 0);
  const bytes = first(output.size, output.bytes, output.file_size, fields.size, fields.bytes, fields.file_size);
  const duration = first(output.duration, fields.duration);
  // The unit is not documented; no video of this backend lasts a thousand seconds, or less than one.
  const ms = duration === undefined || duration >= 1000 ? duration : duration * 1000;
  const durationMs = first(output.duration_ms, fields.duration_ms, ms);
  return {
    ...(bytes === undefined ? {} : { bytes: Math.round(bytes) }),
    ...(durationMs === undefined ? {} : { durationMs: Math.round(durationMs) }),
  };
}

/** Percent from a percentage or from a fraction below 1. */
function percentOf(value: number | undefined): number | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const percent = value > 0 && value < 1 ? value * 100 : value;
  return Math.round(Math.min(100, Math.max(0, percent)));
}

/** Opens URLs, and knows which are of the API's own origin. */
export interface Opener {
  open(request: HttpRequest): Promise<HttpAnswer>;
  isOwn(url: URL): boolean;
  /** The address as a URL, when it may be fetched. */
  guarded(address: string, base?: string): URL | undefined;
}

export interface FetchVideo {
  client: Opener;
  clock: Clock;
  what: string;
  url: string;
  /** Sent only to the API's own origin, also after a redirect. */
  headers: Record<string, string>;
  /** ms until the headers of each hop, and the longest wait for more bytes. */
  limitMs: number;
  /** ms until the last byte. */
  totalMs: number;
  signal?: AbortSignal;
}

/**
 * Opens a video for reading, following at most five redirects. Throws a `NemoError` unless the answer is a 200 with
 * something else than text. The body fails with a `NemoError` when no byte arrives for `limitMs`, or the last one not
 * within `totalMs`.
 */
export async function fetchVideo(request: FetchVideo): Promise<{ body: Readable; bytes?: number }> {
  const { what, signal, limitMs } = request;
  let url = new URL(request.url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const headers = request.client.isOwn(url) ? request.headers : {};
    const answer = await request.client.open({ method: 'GET', url, headers, what, limitMs, signal });
    if ([301, 302, 303, 307, 308].includes(answer.status) && answer.location) {
      answer.body.destroy();
      const next = request.client.guarded(answer.location, url.href);
      if (!next) break;
      url = next;
      continue;
    }
    return readVideo(request, answer);
  }
  throw new NemoBadAnswerError(`${what}: too many or unusable redirects`, { sent: 'yes' });
}

async function readVideo(request: FetchVideo, answer: HttpAnswer): Promise<{ body: Readable; bytes?: number }> {
  const { what, signal, clock, limitMs } = request;
  const { status, type, bytes } = answer;
  if (status !== 200 || isText(type)) {
    const text = await withTimeLimit(clock, limitMs, what, signal, (limited) => readText(what, answer, limited));
    readAnswer(what, { status, type, text });
    throw new NemoBadAnswerError(`${what}: expected a video, got ${type}`, { sent: 'yes', httpStatus: status });
  }
  if (bytes === 0) {
    answer.body.destroy();
    throw new NemoBadAnswerError(`${what}: expected a video, got an empty body`, { sent: 'yes', httpStatus: status });
  }
  const body = guarded(request, answer.body);
  return bytes === undefined ? { body } : { body, bytes };
}

function isText(type: string): boolean {
  return type.startsWith('text/') || /[/+](?:json|xml)$/.test(type);
}

/**
 * Forwards bytes, and fails when the next ones take too long; pauses of the reader do not count. Both streams always end
 * together.
 */
function guarded({ clock, limitMs, totalMs, what, signal }: FetchVideo, source: Readable): Readable {
  let cancelTimer: (() => void) | undefined;
  const received = () => {
    cancelTimer?.();
    cancelTimer = undefined;
  };
  const timeout = (why: string, ms: number) =>
    fail(new NemoTimeoutError(`${what}: ${why} ${Math.round(ms / 1000)} s`, { sent: 'yes' }));
  // A slow trickle of bytes would never reach the other limit.
  const cancelTotalTimer = clock.setTimeout(totalMs, () => timeout('not whole within', totalMs));
  const output = new Readable({
    read() {
      cancelTimer ??= clock.setTimeout(limitMs, () => timeout('no byte for', limitMs));
      source.resume();
    },
    destroy(error, done) {
      received();
      cancelTotalTimer();
      source.destroy();
      done(error);
    },
  });
  const fail = (error: unknown) => {
    const cause = failure(what, error, signal, true);
    output.destroy(cause instanceof Error ? cause : new Error(String(cause)));
  };
  source.on('data', (chunk: Buffer) => {
    received();
    source.pause();
    output.push(chunk);
  });
  source.on('end', () => {
    cancelTotalTimer();
    output.push(null);
  });
  source.on('error', fail);
  source.on('close', () => {
    if (!source.readableEnded && !output.destroyed) fail(new Error('the connection was closed'));
  });
  source.pause();
  // A connection lost before the body is read must not end the process; a later reader still sees the error.
  output.on('error', () => {});
  return output;
}

/** What the render call expects; `sessionId` is camelCase here, alone among the endpoints. */
export function renderRequest(render: Parameters<Nemo['submitRender']>[0]): string {
  const { id, sessionId, draft, output = {} } = render;
  return JSON.stringify({ id, sessionId, draft, output: { format: 'mp4', quality: 'high', ...output } });
}

/** The data of a render answer: its status may stand at the top level although there is a `data`. */
export function renderData(top: Record<string, unknown>): Record<string, unknown> {
  return isObject(top.data) ? { ...top, ...top.data } : top;
}
