import { FakeClock } from '@reelay/async/fake-clock';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { createNemoClient, type NemoClient } from '../../src/nemo/api.ts';
import type { NemoClientOptions } from '../../src/nemo/client-options.ts';
import type { NemoError } from '../../src/nemo/errors.ts';
import type { Attribution, CredentialStore, Credentials, Nemo } from '../../src/nemo/nemo.ts';
import { type FakeNemo, startFakeNemo } from '../fakes/nemo/index.ts';

export const SKILL: Attribution = { source: 'image-to-video-hd', version: '1.0.0', platform: 'clawhub' };

/** Credentials in memory, with every saved state. */
export class MemoryCredentials implements CredentialStore {
  readonly saved: Credentials[] = [];
  kept: Credentials | undefined;
  constructor(kept?: Credentials) {
    this.kept = kept;
  }
  async load(): Promise<Credentials | undefined> {
    return this.kept;
  }
  async save(credentials: Credentials): Promise<void> {
    this.saved.push(credentials);
    this.kept = credentials;
  }
}

/** A fake clock that records its sleeps, apart from the timers that limit a call. */
export class SleepClock extends FakeClock {
  readonly sleeps: number[] = [];

  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return super.sleep(ms, signal);
  }

  /** Resolves as soon as so many sleeps have begun. */
  async untilSleeping(count = 1): Promise<void> {
    while (this.sleeps.length < count) await new Promise((resolve) => setImmediate(resolve));
  }
}

export interface Bench {
  fake: FakeNemo;
  clock: SleepClock;
  store: MemoryCredentials;
  client: NemoClient;
  nemo: Nemo;
  /** Everything that was logged, as JSON lines. */
  logged: string[];
}

/** A client against a fake backend; both end with the test. */
export async function bench(options: Partial<NemoClientOptions> = {}, kept?: Credentials): Promise<Bench> {
  const fake = await startFakeNemo();
  const clock = new SleepClock();
  const store = new MemoryCredentials(kept);
  const logged: string[] = [];
  let ids = 0;
  const client = createNemoClient({
    apiUrl: fake.url,
    webUrl: 'https://web.invalid/',
    credentials: store,
    clock,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    rateLimitWaitMs: 30_000,
    streamTimeoutMs: 900_000,
    newId: () => `client-${++ids}`,
    // No jitter, so that waits can be written down.
    random: () => 0.5,
    ...options,
  });
  onTestFinished(async () => {
    await client.close();
    await fake.close();
  });
  return { fake, clock, store, client, nemo: client.for(SKILL), logged };
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was expected to fail');
}

/** The NemoError that a promise is rejected with. */
export async function nemoError(promise: Promise<unknown>): Promise<NemoError> {
  // Tests look at the fields of the error right away; another kind of value fails them.
  return (await rejection(promise)) as NemoError;
}
