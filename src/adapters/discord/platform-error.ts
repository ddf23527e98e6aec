import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** The bot can't be started on Discord; the message says what to do. */
export class DiscordStartError extends Error {
  override readonly name = 'DiscordStartError';
}

/** What a failed call means for the one who made it. */
export type PlatformErrorKind =
  /** Try again after this many ms: Discord said so. */
  | { kind: 'wait'; ms: number }
  /** Try again later: network, time limit, Discord's own fault. */
  | { kind: 'passing' }
  | { kind: 'file-too-large' }
  /** The channel, or the way to the person, is gone for good. */
  | { kind: 'gone' }
  | { kind: 'message-gone' }
  /** The token of an interaction is over, or was never accepted. */
  | { kind: 'token-over' }
  /** The bot may not do that; `access` when it may not even see the channel. */
  | { kind: 'forbidden'; access: boolean }
  /** The message may not be a reply. */
  | { kind: 'no-reply' }
  | { kind: 'refused' };

/** Codes from "Opcodes and Status Codes" of Discord's documentation. */
const BY_CODE: Record<number, PlatformErrorKind> = {
  10003: { kind: 'gone' }, // Unknown channel
  10004: { kind: 'gone' }, // Unknown guild
  50007: { kind: 'gone' }, // Cannot send messages to this user
  50278: { kind: 'gone' }, // … due to having no mutual guilds
  10008: { kind: 'message-gone' }, // Unknown message
  10015: { kind: 'token-over' }, // Unknown webhook
  10062: { kind: 'token-over' }, // Unknown interaction
  50027: { kind: 'token-over' }, // Invalid webhook token
  40094: { kind: 'token-over' }, // Follow-up messages of this interaction are used up
  40005: { kind: 'file-too-large' }, // Request entity too large
  50001: { kind: 'forbidden', access: true }, // Missing access
  50013: { kind: 'forbidden', access: false }, // Missing permissions
  50083: { kind: 'forbidden', access: false }, // Thread is archived (and locked)
  160002: { kind: 'no-reply' }, // Cannot reply without permission to read message history
};

/** Reads a failure of a call to Discord. */
export function platformErrorKind(error: unknown): PlatformErrorKind {
  if (error instanceof RateLimitError) {
    return { kind: 'wait', ms: Math.max(error.retryAfter, error.sublimitTimeout, 50) };
  }
  if (error instanceof HTTPError) return { kind: error.status === 413 ? 'file-too-large' : 'passing' };
  if (!(error instanceof DiscordAPIError)) return { kind: 'passing' };
  if (error.status === 413) return { kind: 'file-too-large' };
  const known = BY_CODE[Number(error.code)];
  if (known) return known;
  if (error.status === 404) return { kind: 'gone' };
  return { kind: 'refused' };
}
