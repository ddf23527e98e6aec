/** How much one key may ask for. */
export interface RateLimit {
  /** What becomes available again in an hour, spread evenly over it. */
  perHour: number;
  /** What may come at once after a quiet time; at least 1. */
  burst: number;
}

/** What is left to a key. */
export interface Bucket {
  tokens: number;
  /** When `tokens` was counted, in ms since the epoch. */
  at: number;
}

const HOUR_MS = 3_600_000;

/** The bucket of a key that has not asked for anything. */
export function fullBucket({ burst }: RateLimit, now: number): Bucket {
  return { tokens: burst, at: now };
}

/** Brings a bucket up to now. A clock that was set back gives nothing, and takes nothing away. */
export function refilled({ tokens, at }: Bucket, { perHour, burst }: RateLimit, now: number): Bucket {
  const elapsedMs = Math.max(0, now - at);
  return { tokens: Math.min(burst, tokens + (elapsedMs * perHour) / HOUR_MS), at: now };
}

/**
 * How long until so much may be taken, in ms; 0 when it may now. More than a full bucket holds may be taken from a full
 * one: it could never be otherwise.
 */
export function waitMsFor({ tokens }: Bucket, { perHour, burst }: RateLimit, amount: number): number {
  const missing = Math.min(amount, burst) - tokens;
  return amount <= 0 || missing <= 0 ? 0 : Math.ceil((missing * HOUR_MS) / perHour);
}

/** The key under which the requests of a server, group or private chat are counted. */
export function bucketOfPlace(community: string): string {
  return `turns in ${community}`;
}
