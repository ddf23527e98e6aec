import type { z } from 'zod';
import type { Json } from './types.ts';

/** An answer of the API that says no. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: Json | undefined;
  /** Seconds, for answers with status 429. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: number, message: string, more: { errors?: Json; retryAfter?: number } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
  }
}

/** The refusals by what they mean; codes and texts as Discord's reference lists them. */
export const refuse = {
  notFound: () => new ApiError(404, 0, '404: Not Found'),
  unauthorized: () => new ApiError(401, 0, '401: Unauthorized'),
  unknownChannel: () => new ApiError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new ApiError(404, 10004, 'Unknown Guild'),
  unknownMessage: () => new ApiError(404, 10008, 'Unknown Message'),
  unknownUser: () => new ApiError(404, 10013, 'Unknown User'),
  unknownWebhook: () => new ApiError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new ApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new ApiError(404, 10063, 'Unknown application command'),
  tooManyReactions: () => new ApiError(400, 30010, 'Maximum number of reactions reached (20)'),
  tooManyCommandsToday: () =>
    new ApiError(400, 30034, 'Max number of daily application command creates has been reached (200)'),
  tooManyOldEdits: (retryAfter: number) =>
    new ApiError(429, 30046, 'Maximum number of edits to messages older than 1 hour reached. Try again later', {
      retryAfter,
    }),
  tooLarge: () => new ApiError(413, 40005, 'Request entity too large'),
  acknowledged: () => new ApiError(400, 40060, 'Interaction has already been acknowledged.'),
  tooManyFollowUps: () =>
    new ApiError(400, 40094, 'This interaction has reached the maximum number of follow-up messages'),
  missingAccess: () => new ApiError(403, 50001, 'Missing Access'),
  notYourMessage: () => new ApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new ApiError(400, 50006, 'Cannot send an empty message'),
  cannotDm: () => new ApiError(403, 50007, 'Cannot send messages to this user'),
  notTextChannel: () => new ApiError(400, 50008, 'Cannot send messages in a non-text channel'),
  missingPermissions: () => new ApiError(403, 50013, 'Missing Permissions'),
  invalidWebhookToken: () => new ApiError(401, 50027, 'Invalid Webhook Token'),
  archived: () => new ApiError(400, 50083, 'Thread is archived'),
  locked: () => new ApiError(400, 160005, 'Thread is locked'),
  blockedByAutoMod: () => new ApiError(400, 200000, 'Message was blocked by automatic moderation'),
  harmfulLink: () => new ApiError(400, 240000, 'Message blocked by harmful links filter'),
  cannotReply: () => new ApiError(400, 160002, 'Cannot reply without permission to read message history'),
  threadExists: () => new ApiError(400, 160004, 'A thread has already been created for this message'),
};

/** "Invalid Form Body" with one complaint, at a path such as `['content']`. */
export function invalidForm(path: readonly PropertyKey[], code: string, message: string): ApiError {
  return invalidForms([{ path, code, message }]);
}

function invalidForms(complaints: { path: readonly PropertyKey[]; code: string; message: string }[]): ApiError {
  const errors: Json = {};
  for (const { path, code, message } of complaints) {
    let at = errors;
    for (const key of path) {
      const next = (at[String(key)] ?? {}) as Json;
      at[String(key)] = next;
      at = next;
    }
    at._errors = [...((at._errors as unknown[] | undefined) ?? []), { code, message }];
  }
  return new ApiError(400, 50035, 'Invalid Form Body', { errors });
}

/** Parses a part of a request; what does not fit is refused with 50035, each complaint at its place. */
export function form<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: PropertyKey[] = [],
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidForms(
    result.error.issues.map((issue) => ({
      path: [...at, ...issue.path],
      code: issue.code === 'too_big' ? 'BASE_TYPE_MAX_LENGTH' : 'BASE_TYPE_INVALID',
      message: issue.message,
    })),
  );
}
