import { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { RETRY_WAITS_MS } from './limits.ts';

interface DownloadOptions {
  /** Where the file is; `fresh` when the address of before no longer leads there. Undefined when it is nowhere. */
  address: (fresh: boolean) => Promise<string | undefined>;
  clock: Clock;
  signal: AbortSignal;
}

/** How often in a row it may fail without a byte coming. */
const FRUITLESS_TRIES = 6;

interface Answer {
  /** The byte of the file that the body begins with. */
  from: number;
  body: NonNullable<Response['body']>;
}

/**
 * Opens a file on Discord's servers. A connection that breaks is taken up where it broke.
 * @returns undefined when no address leads to it
 */
export async function download(options: DownloadOptions): Promise<Readable | undefined> {
  const first = await connect(options, 0);
  return first && Readable.from(bytes(first, options), { objectMode: false });
}

async function connect({ address, clock, signal }: DownloadOptions, offset: number): Promise<Answer | undefined> {
  let fresh = false;
  for (let failed = 0; ; ) {
    try {
      const url = await address(fresh);
      if (url === undefined) return undefined;
      const headers: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
      const response = await fetch(url, { headers, signal });
      const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
      const from = response.status === 206 && range ? Number(range[1]) : 0;
      if (response.ok && response.body) return { from, body: response.body };
      await response.body?.cancel();
      const passing = response.status >= 500 || response.status === 429;
      if (!passing && fresh) return undefined;
      if (!passing) {
        fresh = true;
        continue;
      }
      throw new Error(`the file server answered ${response.status}`);
    } catch (error) {
      signal.throwIfAborted();
      if (++failed >= FRUITLESS_TRIES) throw error;
      await clock.sleep(RETRY_WAITS_MS[Math.min(failed, RETRY_WAITS_MS.length) - 1] ?? 0, signal);
    }
  }
}

async function* bytes(first: Answer, options: DownloadOptions) {
  const { clock, signal } = options;
  let answer = first;
  let got = 0;
  for (let fruitless = 0; ; ) {
    const before = got;
    let at = answer.from;
    try {
      for await (const chunk of answer.body) {
        // A server that knows no ranges begins anew: what is here already is passed over.
        const news = chunk.subarray(Math.max(0, got - at));
        at += chunk.length;
        got = Math.max(got, at);
        if (news.length > 0) yield news;
      }
      return;
    } catch (error) {
      signal.throwIfAborted();
      fruitless = got > before ? 0 : fruitless + 1;
      if (fruitless >= FRUITLESS_TRIES) throw error;
    }
    await clock.sleep(RETRY_WAITS_MS[0] ?? 0, signal);
    const next = await connect(options, got);
    if (!next) throw new Error('the file went away while it was read');
    answer = next;
  }
}
