import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { untilAborted } from '@reelay/async';
import { DiskQuota, type QuotaReservation } from './disk-quota.ts';
import type { ImageLimits } from './image.ts';
import { inspectReceived } from './inspect.ts';
import { MediaError, type MediaSource, type SpooledFile } from './media.ts';
import { safeName } from './names.ts';
import { KEPT_FOLDER, makeRoot, sweep } from './spool-folder.ts';
import { storeStream } from './write-stream.ts';

export interface SpoolOptions {
  /** The folder in which the spool makes its own, `reelay-spool`; the system's temp folder if not given. */
  dir?: string;
  maxFileBytes: number;
  /** Bytes of all turns together; ten files of the largest size if not given. */
  maxTotalBytes?: number;
  /** Pixels of one picture; 100 million if not given. JPEGs may have more and are made smaller. */
  maxPixels?: number;
  /** Pixels of all frames of an animation; 500 million if not given. */
  maxAnimationPixels?: number;
}

/** A file that the bot itself fetched into a turn's folder. */
export interface ReceivedFile {
  path: string;
  bytes: number;
}

/**
 * The largest sensors in phones have 200 megapixels. Nothing made by people has 3,000 frames and is an animation: that is
 * more than a minute and a half at 30 frames a second.
 */
const MAX_JPEG_PIXELS = 260_000_000;
const MAX_FRAMES = 3_000;

/** The one folder on disk that holds media while a turn works on it. */
export class Spool {
  readonly #root: string;
  readonly #folder: string;
  readonly #quota: DiskQuota;
  readonly #limits: ImageLimits;
  #turns = 0;

  constructor(options: SpoolOptions) {
    const { dir = tmpdir(), maxFileBytes, maxTotalBytes = maxFileBytes * 10 } = options;
    const { maxPixels = 100_000_000, maxAnimationPixels = 500_000_000 } = options;
    this.#root = join(dir, 'reelay-spool');
    // By process: another bot on this machine may use the same root.
    this.#folder = join(this.#root, `${process.pid}-${randomUUID()}`);
    this.#quota = new DiskQuota(maxTotalBytes);
    this.#limits = {
      maxBytes: maxFileBytes,
      maxPixels,
      maxJpegPixels: Math.max(maxPixels, MAX_JPEG_PIXELS),
      maxAnimationPixels,
      maxFrames: MAX_FRAMES,
    };
  }

  /** Bytes in the spool now. */
  get heldBytes(): number {
    return this.#quota.held;
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
    return new TurnSpool(folder, this.#quota, this.#limits, join(this.#root, KEPT_FOLDER));
  }
}

/** The files of one turn. Several may be fetched at the same time. */
export class TurnSpool {
  readonly #folder: string;
  readonly #quota: DiskQuota;
  readonly #limits: ImageLimits;
  readonly #kept: string;
  readonly #reservations = new Set<QuotaReservation>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #released = new AbortController();
  #files = 0;

  /** @param kept the folder of what {@link keep} keeps */
  constructor(folder: string, quota: DiskQuota, limits: ImageLimits, kept: string) {
    this.#folder = folder;
    this.#kept = kept;
    this.#quota = quota;
    this.#limits = limits;
  }

  /**
   * Fetches a user's file, checks it and makes it ready to be sent on. When it fails nothing of it is left.
   * @throws MediaError, see its codes; the signal's reason when aborted.
   */
  take(source: MediaSource, signal: AbortSignal): Promise<SpooledFile> {
    const { name: fileName, declaredBytes } = source;
    const { maxBytes } = this.#limits;
    return this.#inFolder(signal, async (folder, reservation, either) => {
      if (declaredBytes !== undefined && declaredBytes > maxBytes) {
        throw new MediaError('too-large', fileName, { limitBytes: maxBytes });
      }
      const stream = await openSource(source, either);
      const path = join(folder, 'received');
      const receivedBytes = await storeStream(stream, path, { fileName, maxBytes, reservation }, either);
      const file = await inspectReceived({ path, fileName }, folder, this.#limits, either);
      if (file.bytes > receivedBytes && !reservation.take(file.bytes - receivedBytes))
        throw new MediaError('spool-full', fileName);
      reservation.give(receivedBytes - Math.min(receivedBytes, file.bytes));
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
    const limit = maxBytes ?? this.#limits.maxBytes;
    return this.#inFolder(signal, async (folder, reservation, either) => {
      const path = join(folder, fileNameOf(name));
      const bytes = await storeStream(stream, path, { fileName: name, maxBytes: limit, reservation }, either);
      return { path, bytes };
    }).finally(() => stream.destroy());
  }

  /** A path in the turn's folder for a small file that the caller makes itself, such as a thumbnail; nothing is there yet. */
  reserve(name: string, signal: AbortSignal): Promise<string> {
    return this.#inFolder(signal, async (folder) => join(folder, fileNameOf(name)));
  }

  /**
   * Keeps a file that took long to make, so that the next process need not make it again: it stays when the turn's folder
   * goes, until {@link drop} or for a day. Gives its new path.
   * @param name of a file, the same in every process
   */
  async keep(path: string, name: string): Promise<string> {
    await mkdir(this.#kept, { recursive: true, mode: 0o700 });
    const keptPath = join(this.#kept, fileNameOf(name));
    await rename(path, keptPath);
    return keptPath;
  }

  /** The path of a kept file of exactly this size; undefined when it is gone. */
  async kept(name: string, bytes: number): Promise<string | undefined> {
    const path = join(this.#kept, fileNameOf(name));
    const found = await stat(path).catch(() => undefined);
    return found?.size === bytes ? path : undefined;
  }

  /** Removes a kept file; nothing when there is none. */
  async drop(name: string): Promise<void> {
    await rm(join(this.#kept, fileNameOf(name)), { force: true });
  }

  /** Stops what is still running and removes the turn's folder. May be called again. */
  async release(): Promise<void> {
    this.#released.abort(new Error('the turn has ended'));
    await Promise.allSettled(this.#running);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    for (const reservation of this.#reservations) reservation.close();
    this.#reservations.clear();
  }

  /** Runs `work` with a folder and a quota reservation of its own, both gone when it fails. */
  #inFolder<T>(
    signal: AbortSignal,
    work: (folder: string, reservation: QuotaReservation, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const folder = join(this.#folder, String(++this.#files));
    const running = (async () => {
      const either = AbortSignal.any([signal, this.#released.signal]);
      const reservation = this.#quota.reserve();
      this.#reservations.add(reservation);
      try {
        either.throwIfAborted();
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return await work(folder, reservation, either);
      } catch (error) {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
        reservation.close();
        this.#reservations.delete(reservation);
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
    return await untilAborted(opening, signal);
  } catch (error) {
    // A source that ignores the signal may still open later; nobody reads it then.
    opening.then(
      (late) => late.destroy(),
      () => undefined,
    );
    signal.throwIfAborted();
    if (error instanceof MediaError) throw error;
    throw new MediaError('unreachable', source.name, { cause: error });
  }
}

/** The name with its own extension, made safe: here the bot chose both. */
function fileNameOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1).replace(/[^a-z0-9]/gi, '') : '';
  return safeName(name, extension || 'bin');
}
