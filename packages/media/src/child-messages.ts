import { z } from 'zod';

/** What a child sends while it works on a job, and at its end. */
export const childReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), value: z.number() }),
  /** `rss`: the child's resident memory after the job, bytes. */
  z.object({ type: z.literal('done'), result: z.unknown(), rss: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type ChildReport = z.infer<typeof childReport>;
