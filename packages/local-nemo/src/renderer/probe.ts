import { ChildPool } from '@reelay/media/pool';
import { z } from 'zod';
import { type MediaKind, mediaKind } from '../records.ts';

const probedFile = z.object({
  kind: mediaKind.optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  durationMs: z.number().optional(),
  fps: z.number().optional(),
});

/** What a file says of itself; px upright, ms. What it does not say is left out. `kind` follows from its tracks. */
export type ProbedFile = z.infer<typeof probedFile>;

/**
 * Reads a media file's headers and decodes the beginning of a recording. Rejects when the file is damaged, and with an
 * {@link UndecodableFileError} when its codec is unknown.
 */
export type Probe = (path: string, kind: MediaKind) => Promise<ProbedFile>;

/** A recording in a codec that the renderer cannot decode. */
export class UndecodableFileError extends Error {
  override readonly name = 'UndecodableFileError';
}

export interface ProbeJob {
  path: string;
  kind: MediaKind;
}

const probeAnswer = z.union([z.object({ undecodable: z.string() }), z.object({ unreadable: z.string() }), probedFile]);
export type ProbeAnswer = z.infer<typeof probeAnswer>;

const PROBE_LIMIT_MS = 30_000;

const pool = new ChildPool({
  script: new URL(import.meta.url.endsWith('.ts') ? './probe-child.ts' : './probe-child.js', import.meta.url),
  size: 2,
  memoryBytes: 1_000_000_000,
});

/** A {@link Probe} that knows every format which uploads may have, in a child process. */
export const probeFile: Probe = async (path, kind) => {
  const job: ProbeJob = { path, kind };
  const signal = new AbortController().signal;
  const answer = probeAnswer.parse(await pool.run(job, { signal, limitMs: PROBE_LIMIT_MS }));
  if ('undecodable' in answer) throw new UndecodableFileError(`the codec ${answer.undecodable} cannot be decoded`);
  if ('unreadable' in answer) throw new Error(answer.unreadable);
  return answer;
};
