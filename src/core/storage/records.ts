import { z } from 'zod';

/** A Nemo session as it is kept. */
export const sessionSchema = z.object({ taskId: z.string(), sessionId: z.string(), userId: z.string().optional() });

export const resultSchema = z.object({
  session: sessionSchema,
  mediaCount: z.number(),
  lastPrompt: z.string().optional(),
});
/** The project that a posted result belongs to. */
export type ResultRecord = z.infer<typeof resultSchema>;
