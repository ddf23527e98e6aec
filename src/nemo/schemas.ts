import { z } from 'zod';
import { NemoBadAnswerError } from './errors.ts';
import { idOf, isObject } from './json.ts';
import type { Credits, NemoSession, UploadedFile } from './nemo.ts';

/** Keys in snake_case, so that both spellings of the backend's answers meet one schema. */
export function snakeKeys(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase(), inner]),
  );
}

/** Numbers beyond 2^53 were read as text by `parseJsonExact`. */
const id = z.unknown().transform((value, context) => {
  const read = idOf(value);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'not an id' });
  return z.NEVER;
});
const amount = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(?:\.\d+)?$/)
    .transform(Number),
]);
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const record = <T extends z.ZodRawShape>(shape: T) => z.preprocess(snakeKeys, z.object(shape));

/** Checks what an answer carries. Throws `NemoBadAnswerError` naming the fields that are missing or wrong. */
export function parseAnswer<T extends z.ZodType>(what: string, schema: T, data: unknown): z.infer<T> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'answer'))];
  throw new NemoBadAnswerError(`${what}: the answer has no usable ${fields.join(', ')}`, { sent: 'yes' });
}

/** Expiry as ISO text, or as seconds or milliseconds since the epoch, in milliseconds. */
const instant = z.union([amount, z.string()]).transform((value, context) => {
  const ms = typeof value === 'string' ? Date.parse(value) : value < 1e11 ? value * 1000 : value;
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

export const tokenAnswer = record({ token: z.string().min(1), user_id: maybe(id), expires_at: maybe(instant) });

export const sessionAnswer = record({ task_id: id, session_id: id, user_id: maybe(id) }).transform(
  (answer): NemoSession => ({
    taskId: answer.task_id,
    sessionId: answer.session_id,
    ...(answer.user_id ? { userId: answer.user_id } : {}),
  }),
);

export const claimAnswer = record({ claim_token: z.string().min(1) });

export const creditsAnswer = record({ available: amount, frozen: maybe(amount), total: maybe(amount) }).transform(
  ({ available, frozen = 0, total }): Credits => ({ available, frozen, total: total ?? available + frozen }),
);

const uploadedFile = record({
  filename: maybe(z.string()),
  file_type: maybe(z.string()),
  cdn_url: z.string().min(1),
  /** The sources name no unit; as a probe's duration it is in seconds. */
  duration: maybe(amount),
  duration_ms: maybe(amount),
  width: maybe(amount),
  height: maybe(amount),
});

export const uploadAnswer = record({ files: z.array(uploadedFile).min(1) }).transform(({ files }): UploadedFile[] =>
  files.map((file) => {
    const durationMs = file.duration_ms ?? (file.duration === undefined ? undefined : Math.round(file.duration * 1000));
    return {
      filename: file.filename ?? '',
      fileType: file.file_type ?? '',
      cdnUrl: file.cdn_url,
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(file.width === undefined ? {} : { width: file.width }),
      ...(file.height === undefined ? {} : { height: file.height }),
    };
  }),
);
