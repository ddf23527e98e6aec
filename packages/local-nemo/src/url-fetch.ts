import { rm } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Clock, untilAborted, withTimeLimit } from '@reelay/async';
import { guardedUrl, ipFamily, isPublicAddress } from '@reelay/media/address-guard';
import { Agent, request } from 'undici';
import { writeFileWith } from './write-file.ts';

export interface HostAddress {
  address: string;
  family: number;
}

/** DNS: every address of a host name. */
export type ResolveHost = (host: string) => Promise<HostAddress[]>;

export interface Fetched {
  status: number;
  location?: string;
  /** Declared size, where the server gives it. */
  bytes?: number;
  body: Readable;
  /** Closes the connection; to be called in every ending. */
  close(): Promise<void>;
}

/** One GET to exactly the given address, redirects not followed. */
export type Transport = (target: { url: URL; address: HostAddress; signal: AbortSignal }) => Promise<Fetched>;

export type UrlFetchErrorCode =
  | 'bad-url'
  | 'forbidden-address'
  | 'too-many-redirects'
  | 'too-large'
  | 'http-status'
  | 'unreachable';

/** Why an address was not fetched; its message is fit for the client. Nothing is left on disk. */
export class UrlFetchError extends Error {
  override readonly name = 'UrlFetchError';
  readonly code: UrlFetchErrorCode;

  constructor(code: UrlFetchErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

export interface UrlFetchOptions {
  /** Where the bytes go. */
  path: string;
  maxBytes: number;
  /** For everything: names, redirects and bytes. */
  limitMs: number;
  clock: Clock;
  resolveHost: ResolveHost;
  transport: Transport;
  /** Allows addresses that are not public. */
  allowPrivateHosts: boolean;
  signal?: AbortSignal;
}

const MAX_REDIRECTS = 3;

/**
 * Downloads a web address to `path`. The host's addresses are checked and the connection goes to a checked one, at
 * every redirect again, so a DNS answer that changes in between changes nothing.
 * @throws UrlFetchError
 */
export async function fetchUrl(address: string, options: UrlFetchOptions): Promise<{ url: URL; bytes: number }> {
  try {
    return await withTimeLimit(options.clock, options.limitMs, 'the download', options.signal, (signal) =>
      follow(address, options, signal),
    );
  } catch (error) {
    await rm(options.path, { force: true });
    if (error instanceof UrlFetchError) throw error;
    throw new UrlFetchError('unreachable', 'the address could not be fetched', error);
  }
}

async function follow(
  address: string,
  options: UrlFetchOptions,
  signal: AbortSignal,
): Promise<{ url: URL; bytes: number }> {
  let url = parseUrl(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const target = await checkedAddress(url, options, signal);
    const answer = await options.transport({ url, address: target, signal });
    try {
      if (answer.status >= 300 && answer.status < 400 && answer.location !== undefined) {
        url = parseUrl(answer.location, url.href);
        continue;
      }
      if (answer.status !== 200) throw new UrlFetchError('http-status', `the address answered ${answer.status}`);
      return { url, bytes: await save(answer, options, signal) };
    } finally {
      await answer.close();
    }
  }
  throw new UrlFetchError('too-many-redirects', `more than ${MAX_REDIRECTS} redirects`);
}

function parseUrl(address: string, base?: string): URL {
  // Where a host leads is checked once its addresses are known, with an error of its own.
  const url = guardedUrl(address, { ...(base !== undefined && { base }), allowPrivateHosts: true });
  if (!url) throw new UrlFetchError('bad-url', 'only http and https addresses without a user name are fetched');
  return url;
}

async function checkedAddress(url: URL, options: UrlFetchOptions, signal: AbortSignal): Promise<HostAddress> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = ipFamily(host);
  // dns.lookup takes no signal; its late answer is dropped.
  const addresses = family ? [{ address: host, family }] : await untilAborted(options.resolveHost(host), signal);
  const [first] = addresses;
  if (!first) throw new UrlFetchError('unreachable', 'the host has no address');
  if (!options.allowPrivateHosts && !addresses.every((a) => isPublicAddress(a.address))) {
    throw new UrlFetchError('forbidden-address', 'the address is not in the public internet');
  }
  return first;
}

async function save(answer: Fetched, options: UrlFetchOptions, signal: AbortSignal): Promise<number> {
  const tooLarge = () => new UrlFetchError('too-large', 'the file is too large');
  if ((answer.bytes ?? 0) > options.maxBytes) throw tooLarge();
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > options.maxBytes) throw tooLarge();
      yield chunk;
    }
  };
  await writeFileWith(options.path, (file) => pipeline(answer.body, counted, file, { signal }));
  return bytes;
}

/** The {@link Transport} for production: a connection of its own, to the given address whatever DNS says by now. */
export const undiciTransport: Transport = async ({ url, address, signal }) => {
  const pinned: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [address]);
    else callback(null, address.address, address.family);
  };
  const agent = new Agent({ connect: { lookup: pinned, timeout: 15_000 }, maxHeaderSize: 16_384 });
  try {
    const answer = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept: 'image/*,video/*,audio/*,*/*;q=0.5' },
    });
    const location = answer.headers.location;
    const length = Number(answer.headers['content-length']);
    return {
      status: answer.statusCode,
      ...(typeof location === 'string' && { location }),
      ...(Number.isFinite(length) && { bytes: length }),
      body: answer.body,
      async close() {
        // An unread body that is closed reports an error to whom nobody listens.
        answer.body.on('error', () => {});
        await agent.destroy();
      },
    };
  } catch (error) {
    await agent.destroy();
    throw error;
  }
};
