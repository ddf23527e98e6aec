import type { ConvertOptions, GifOptions } from '@reelay/media';
import { z } from 'zod';
import type { ImageLimits } from './image.ts';
import { MEDIA_ERROR_CODES, type MediaErrorCode, type ProbedVideo, type SpooledFile } from './media.ts';
import type { PreviewJob } from './preview-file.ts';
import type { ThumbnailJob } from './thumbnail-file.ts';

/** What `media-child.ts` is asked to do. It comes from this same program, so it is not checked again there. */
export type MediaJob =
  | { type: 'inspect'; path: string; fileName: string; folder: string; limits: ImageLimits }
  | { type: 'probe'; path: string }
  | { type: 'convert'; path: string; outPath: string; options: Omit<ConvertOptions, 'onProgress'> }
  | { type: 'gif'; path: string; outPath: string; options: Omit<GifOptions, 'onProgress'> }
  | ({ type: 'preview' } & PreviewJob)
  | ({ type: 'thumbnail' } & ThumbnailJob);

const size = z.number().int().nonnegative();

const spooledFile = z.object({
  path: z.string(),
  name: z.string(),
  contentType: z.string(),
  kind: z.enum(['image', 'video', 'audio']),
  bytes: size,
  width: size.optional(),
  height: size.optional(),
  converted: z.boolean(),
}) satisfies z.ZodType<SpooledFile>;

/** Why a file was not accepted, as a message between processes. */
const refusal = z.object({
  code: z.enum(MEDIA_ERROR_CODES) satisfies z.ZodType<MediaErrorCode>,
  detected: z.string().optional(),
  limitBytes: z.number().optional(),
  reason: z.string(),
});

export const inspectResult = z.union([z.object({ file: spooledFile }), z.object({ refusal })]);
export type InspectResult = z.infer<typeof inspectResult>;

const probedVideo = z.object({
  width: size,
  height: size,
  durationMs: size,
  hasAudio: z.boolean(),
  playsEverywhere: z.boolean(),
}) satisfies z.ZodType<ProbedVideo>;

export const probeResult = z.union([z.object({ video: probedVideo }), z.object({ unreadable: z.string() })]);
export type ProbeResult = z.infer<typeof probeResult>;

/** Nothing is said of sound alone. */
export const convertResult = z.object({ width: size, height: size }).default({ width: 0, height: 0 });
export const gifResult = z.object({ width: size, height: size, durationMs: size });
