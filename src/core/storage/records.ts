import { z } from 'zod';

/** A Nemo session as it is kept. */
export const sessionSchema = z.object({ taskId: z.string(), sessionId: z.string(), userId: z.string().optional() });

/** What the agent asks its user, as the Nemo client reads it. */
export const questionSchema = z.object({
  title: z.string().optional(),
  questions: z.array(
    z.object({
      id: z.string(),
      prompt: z.string(),
      options: z.array(z.object({ id: z.string(), label: z.string() })),
      allowMultiple: z.boolean(),
    }),
  ),
});

/** What the agent asked a chat last, and what was chosen so far. */
export const askedSchema = z.object({
  /** Names it on buttons: eight hex digits. */
  key: z.string(),
  /** The project that it is about. */
  project: z.string(),
  /** `dropped`: the agent was asked for something else instead. */
  state: z.enum(['open', 'answered', 'dropped']),
  /** Without one the agent waits for a yes. */
  question: questionSchema.optional(),
  /** The question that is asked now. */
  at: z.number().default(0),
  /** Labels or words of the user for each question, in their order. */
  chosen: z.array(z.array(z.string())).default([]),
  /** The message that led to it brought files, so that its video is sent without asking. */
  withUpload: z.boolean().default(false),
});
export type Asked = z.infer<typeof askedSchema>;

/** The turn that a prompt came from, and its user. */
export const askedBySchema = z.object({ turn: z.string(), userId: z.string() });

export const resultSchema = z.object({
  session: sessionSchema,
  mediaCount: z.number(),
  lastPrompt: z.string().optional(),
  lastPromptBy: askedBySchema.optional(),
  /** Whose it is; the place's, where it is not there. */
  chat: z.string().optional(),
  /** Who asked for it. */
  userId: z.string().optional(),
  /** Its files were sent hidden until they are opened. */
  hidden: z.boolean().optional(),
});
/** The project that a posted result belongs to. */
export type ResultRecord = z.infer<typeof resultSchema>;
