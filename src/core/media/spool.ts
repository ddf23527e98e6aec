import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DiskQuota, type QuotaReservation } from './disk-quota.ts';
import { inspectFile } from './inspect.ts';
import { MediaError, type MediaSource, type SpooledFile } from './media.ts';
import { safeName } from './names.ts';
import { makeRoot, sweep } from './spool-folder.ts';
import { storeStream } from './write-stream.ts';

export interface SpoolOptions {
  /** The folder in which the spool makes its own, `reelay-spool`; the system's temp folder if not given. */
  dir?: string;
  maxFileBytes: number;
  /** Bytes of all turns together; ten files of the largest size if not given. */
  maxTotalBytes?: number;
  /** Pixels of one picture; 100 million if not given. */
  maxPixels?: number;
  /** Pixels of all frames of an animation; 500 million if not given. */
  maxAnimationPixels?: number;
}

/** A file that the bot itself fetched into a turn's folder. */
export interface ReceivedFile {
  path: string;
  bytes: number;
}

interface Limits {
  maxFileBytes: number;
  maxPixels: number;
  maxAnimationPixels: number;
}

/** The one place on disk where media lies while a turn works on it. */
export class Spool {
  readonly #root: string;
  readonly #folder: string;
  readonly #ledger: DiskQuota;
  readonly #limits: Limits;
  #turns = 0;

  constructor(options: SpoolOptions) {
    const { dir = tmpdir(), maxFileBytes, maxTotalBytes = maxFileBytes * 10 } = options;
    const { maxPixels = 100_000_000, maxAnimationPixels = 500_000_000 } = options;
    this.#root = join(dir, 'reelay-spool');
    // By process: another bot on this machine may use the same root.
    this.#folder = join(this.#root, `${process.pid}-${randomUUID()}`);
    this.#ledger = new DiskQuota(maxTotalBytes);
    this.#limits = { maxFileBytes, maxPixels, maxAnimationPixels };
  }

  /** Bytes in the spool now. */
  get heldBytes(): number {
    return this.#ledger.held;
  }

  /**
   * Makes the spool's folder, for this user alone (mode 0700), and removes what processes that are gone left in it.
   * @throws SpoolError naming the folder when it cannot be used.
   */
  async prepare(): Promise<void> {
    await makeRoot(this.#root);
    await sweep(this.#root, this.#folder);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** A folder for one turn, made when its first file comes. The same turn may be opened again: it gets another folder. */
  openTurn(turnId: string): TurnSpool {
    const folder = join(this.#folder, `${++this.#turns}-${safeName(turnId, 'turn')}`);
    return new TurnSpool(folder, this.#ledger, this.#limits);
  }
}

/** The files of one turn. Takes may run side by side. */
export class TurnSpool {
  readonly #folder: string;
  readonly #ledger: DiskQuota;
  readonly #limits: Limits;
  readonly #accounts = new Set<QuotaReservation>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #released = new AbortController();
  #files = 0;

  constructor(folder: string, ledger: DiskQuota, limits: Limits) {
    this.#folder = folder;
    this.#ledger = ledger;
    this.#limits = limits;
  }

  /**
   * Fetches a user's file, checks it and makes it ready to be sent on. When it fails nothing of it is left.
   * @throws MediaError, see its codes; the signal's reason when aborted.
   */
  take(source: MediaSource, signal: AbortSignal): Promise<SpooledFile> {
    const { name: fileName, declaredBytes } = source;
    const { maxFileBytes, maxPixels, maxAnimationPixels } = this.#limits;
    return this.#inFolder(signal, async (folder, account, either) => {
      if (declaredBytes !== undefined && declaredBytes > maxFileBytes) {
        throw new MediaError('too-large', fileName, { limitBytes: maxFileBytes });
      }
      const stream = await openSource(source, either);
      const path = join(folder, 'arrived');
      const arrived = await storeStream(stream, path, { fileName, maxBytes: maxFileBytes, account }, either);
      const limits = { maxPixels, maxAnimationPixels, maxBytes: maxFileBytes };
      const file = await inspectFile({ path, fileName }, folder, limits, either);
      if (file.bytes > arrived && !account.take(file.bytes - arrived)) throw new MediaError('spool-full', fileName);
      account.give(arrived - Math.min(arrived, file.bytes));
      await rm(path, { force: true });
      return file;
    });
  }

  /**
   * Stores what the bot itself downloads, such as the rendered video: capped like a user's file, or at `maxBytes`, but
   * not looked into. The stream is destroyed in every ending.
   * @throws MediaError `too-large` · `spool-full` · `empty` · `unreachable`; the signal's reason when aborted.
   */
  receive(name: string, stream: Readable, signal: AbortSignal, maxBytes?: number): Promise<ReceivedFile> {
    const limit = maxBytes ?? this.#limits.maxFileBytes;
    return this.#inFolder(signal, async (folder, account, either) => {
      const path = join(folder, fileNameOf(name));
      const bytes = await storeStream(stream, path, { fileName: name, maxBytes: limit, account }, either);
      return { path, bytes };
    }).finally(() => stream.destroy());
  }

  /** A path in the turn's folder for a small file that the caller makes itself, such as a still; nothing is there yet. */
  reserve(name: string, signal: AbortSignal): Promise<string> {
    return this.#inFolder(signal, async (folder) => join(folder, fileNameOf(name)));
  }

  /** Stops what is still running and removes the turn's folder. May be called again. */
  async release(): Promise<void> {
    this.#released.abort(new Error('the turn has ended'));
    await Promise.allSettled(this.#running);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    for (const account of this.#accounts) account.close();
    this.#accounts.clear();
  }

  /** Runs `work` with a folder and an account of its own, both gone when it fails. */
  #inFolder<T>(
    signal: AbortSignal,
    work: (folder: string, account: QuotaReservation, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const folder = join(this.#folder, String(++this.#files));
    const running = (async () => {
      const either = AbortSignal.any([signal, this.#released.signal]);
      const account = this.#ledger.reserve();
      this.#accounts.add(account);
      try {
        either.throwIfAborted();
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return await work(folder, account, either);
      } catch (error) {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
        account.close();
        this.#accounts.delete(account);
        throw error;
      }
    })();
    this.#running.add(running);
    const done = () => this.#running.delete(running);
    running.then(done, done);
    return running;
  }
}

async function openSource(source: MediaSource, signal: AbortSignal): Promise<Readable> {
  signal.throwIfAborted();
  const opening = (async () => source.open(signal))();
  try {
    return await abortable(opening, signal);
  } catch (error) {
    // A source that does not mind the signal may still open, later, for nobody.
    opening.then(
      (late) => late.destroy(),
      () => undefined,
    );
    signal.throwIfAborted();
    if (error instanceof MediaError) throw error;
    throw new MediaError('unreachable', source.name, { cause: error });
  }
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** The name with its own extension, made safe: here the bot chose both. */
function fileNameOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1).replace(/[^a-z0-9]/gi, '') : '';
  return safeName(name, extension || 'bin');
}
