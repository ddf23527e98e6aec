import { createHash } from 'node:crypto';
import type { Clock } from '@reelay/async';
import { matchRoute } from '../nemo/wire.ts';
import { ApiError } from './errors.ts';
import { BUCKETS } from './policies.ts';
import type { Call } from './types.ts';

/** A scripted refusal; see {@link Traffic.limit}. */
export interface LimitScript {
  /** How many requests are refused; 1 unless told. */
  times?: number;
  /** What they are told to wait, in seconds. */
  retryAfter: number;
  global?: boolean;
  scope?: 'user' | 'global' | 'shared';
}

/** A bucket that is really counted, per channel, by the fake's clock. */
export interface BucketScript {
  bucket: number;
  perSeconds: number;
}

export interface FailScript {
  times?: number;
  status?: number;
  code?: number;
  message?: string;
  /** `before`: breaks the connection instead of doing anything; `after`: does it and breaks the connection instead of answering. */
  lost?: 'before' | 'after';
}

export interface Verdict {
  headers: Record<string, string>;
  lost?: 'before' | 'after';
}

/** Rate limits and scripted failures, by routes such as `POST /channels/:id/messages`. */
export class Traffic {
  readonly #clock: Clock;
  readonly #limits: { route: string; left: number; script: LimitScript }[] = [];
  readonly #failures: { route: string; left: number; script: FailScript }[] = [];
  readonly #buckets = new Map<string, BucketScript>(BUCKETS);
  readonly #used = new Map<string, { count: number; since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Answers the next requests of a route with 429, or gives it a bucket from now on. */
  limit(route: string, script: LimitScript | BucketScript): void {
    if ('bucket' in script) this.#buckets.set(route, script);
    else this.#limits.push({ route, left: script.times ?? 1, script });
  }

  /** Lets the next requests of a route fail. */
  fail(route: string, script: FailScript): void {
    this.#failures.push({ route, left: script.times ?? 1, script });
  }

  /** Judges a request: the rate limit headers of its answer, or the refusal. */
  judge(call: Call, pattern: string | undefined): Verdict {
    const limit = take(this.#limits, call);
    if (limit) throw new RateLimited(limit, this.#headers(call, pattern, limit.retryAfter));
    const headers = this.#count(call, pattern);
    const failure = take(this.#failures, call);
    if (failure?.lost) return { headers, lost: failure.lost };
    if (failure) throw new ApiError(failure.status ?? 500, failure.code ?? 0, failure.message ?? 'Scripted failure');
    return { headers };
  }

  #count(call: Call, pattern: string | undefined): Record<string, string> {
    const route = [...this.#buckets.keys()].find((each) => matchRoute(each, call));
    const script = route === undefined ? undefined : this.#buckets.get(route);
    if (!script || route === undefined) return this.#headers(call, pattern);
    const key = `${route} ${call.path.split('/')[2]}`;
    let used = this.#used.get(key);
    if (!used || this.#clock.now() - used.since >= script.perSeconds * 1000) {
      used = { count: 0, since: this.#clock.now() };
      this.#used.set(key, used);
    }
    const resetAfter = (used.since + script.perSeconds * 1000 - this.#clock.now()) / 1000;
    if (used.count >= script.bucket) {
      throw new RateLimited({ retryAfter: resetAfter }, this.#headers(call, pattern, resetAfter, script.bucket));
    }
    used.count += 1;
    return {
      ...this.#headers(call, pattern),
      'x-ratelimit-limit': String(script.bucket),
      'x-ratelimit-remaining': String(script.bucket - used.count),
      'x-ratelimit-reset': ((used.since + script.perSeconds * 1000) / 1000).toFixed(3),
      'x-ratelimit-reset-after': resetAfter.toFixed(3),
    };
  }

  /** Without a script there is always room; `exhaustedFor` (seconds) makes the bucket empty. */
  #headers(call: Call, pattern = call.path, exhaustedFor?: number, limit = 50): Record<string, string> {
    const resetAfter = exhaustedFor ?? 1;
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': exhaustedFor === undefined ? String(limit - 1) : '0',
      'x-ratelimit-reset': (this.#clock.now() / 1000 + resetAfter).toFixed(3),
      'x-ratelimit-reset-after': resetAfter.toFixed(3),
      'x-ratelimit-bucket': createHash('md5').update(`${call.method} ${pattern}`).digest('hex'),
    };
  }
}

/** A refusal with status 429 and all its headers. */
export class RateLimited extends ApiError {
  readonly headers: Record<string, string>;
  readonly global: boolean;

  constructor(script: LimitScript, headers: Record<string, string>) {
    super(429, 0, 'You are being rate limited.', { retryAfter: script.retryAfter });
    this.global = script.global ?? false;
    const scope = script.scope ?? (this.global ? 'global' : 'user');
    // A global limit belongs to no bucket.
    const own = this.global ? { 'x-ratelimit-global': 'true' } : headers;
    this.headers = { ...own, 'retry-after': String(script.retryAfter), 'x-ratelimit-scope': scope };
  }
}

function take<Script>(list: { route: string; left: number; script: Script }[], call: Call): Script | undefined {
  const entry = list.find((each) => each.left > 0 && matchRoute(each.route, call));
  if (entry) entry.left -= 1;
  return entry?.script;
}
