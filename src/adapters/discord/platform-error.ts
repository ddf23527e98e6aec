import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { PlatformError, type PlatformErrorKind } from '../kit/platform-error.ts';

/** Codes from "Opcodes and Status Codes" of Discord's documentation. */
const BY_CODE: Record<number, PlatformErrorKind> = {
  10003: 'chat-gone', // Unknown channel
  10004: 'chat-gone', // Unknown guild
  50007: 'chat-gone', // Cannot send messages to this user
  50278: 'chat-gone', // … due to having no mutual guilds
  10008: 'message-gone', // Unknown message
  10015: 'token-expired', // Unknown webhook
  10062: 'token-expired', // Unknown interaction
  50027: 'token-expired', // Invalid webhook token
  40094: 'token-expired', // Follow-up messages of this interaction are used up
  40005: 'too-large', // Request entity too large
  50001: 'no-access', // Missing access
  50013: 'forbidden', // Missing permissions
  50083: 'thread-gone', // Thread is archived (and locked)
  160005: 'thread-gone', // Thread is locked
  40060: 'done-already', // Interaction has already been acknowledged
  200000: 'content-refused', // Blocked by AutoMod
  200001: 'content-refused', // … its title
  240000: 'content-refused', // Harmful link
  160002: 'reply-forbidden', // Cannot reply without permission to read message history
};

/** Reads what a call of Discord's REST API was rejected with. */
export function readError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof RateLimitError) {
    const retryAfterMs = Math.max(error.retryAfter, error.sublimitTimeout);
    return new PlatformError('rate-limited', `wait ${retryAfterMs} ms`, { cause: error, retryAfterMs });
  }
  if (error instanceof DiscordAPIError) return new PlatformError(kindOf(error), error.message, { cause: error });
  const tooLarge = error instanceof HTTPError && error.status === 413;
  const detail = error instanceof Error ? error.message : String(error);
  // Discord's own fault, the network, a time limit: nobody knows how far it got.
  return new PlatformError(tooLarge ? 'too-large' : 'unknown-outcome', detail, { cause: error });
}

function kindOf({ status, code }: DiscordAPIError): PlatformErrorKind {
  if (status === 413) return 'too-large';
  return BY_CODE[Number(code)] ?? (status === 404 ? 'chat-gone' : 'bad-request');
}

/** Whether Discord itself failed. */
export function isServerFault(cause: unknown): boolean {
  return cause instanceof Error && 'status' in cause && typeof cause.status === 'number' && cause.status >= 500;
}
