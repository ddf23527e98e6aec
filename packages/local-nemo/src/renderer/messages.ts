import { z } from 'zod';
import { localDraft } from '../draft.ts';
import { RENDER_FAILURES } from './errors.ts';
import { outputWish, RESOLUTIONS } from './film/output.ts';

/** What the parent sends the renderer's process: once, to begin. */
export const renderOrder = z.object({
  draft: localDraft,
  files: z.record(z.string(), z.string()),
  output: outputWish.optional(),
  /** Where the film is written; the parent renames it when it is whole. */
  partPath: z.string().min(1),
});
export type RenderOrder = z.infer<typeof renderOrder>;

/** What the renderer's process sends back: progress, and then one end or the other. */
export const renderReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), percent: z.number().int().min(0).max(100) }),
  z.object({
    type: z.literal('done'),
    film: z.object({
      bytes: z.number(),
      width: z.number(),
      height: z.number(),
      fps: z.number(),
      resolution: z.enum(RESOLUTIONS),
      durationMs: z.number(),
      leftOut: z.array(z.string()),
    }),
    /** The most memory (bytes, resident) that the process used. */
    peakMemory: z.number(),
  }),
  z.object({ type: z.literal('failed'), failure: z.enum(RENDER_FAILURES), message: z.string() }),
]);
export type RenderReport = z.infer<typeof renderReport>;
