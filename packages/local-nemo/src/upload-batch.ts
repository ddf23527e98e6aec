import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { untilAborted, withTimeLimit } from '@reelay/async';
import { fileTooLarge, invalid, unsupportedFile } from './api-error.ts';
import type { App } from './app.ts';
import { filesDir } from './app.ts';
import { acceptedType, byTracks, type FileKind } from './file-types.ts';
import { secret } from './ids.ts';
import { checkAnimation, checkProbed, MediaLimitError } from './media-limits.ts';
import type { MediaRecord } from './records.ts';
import { type ProbedFile, UndecodableFileError } from './renderer/probe.ts';
import { fetchUrl, UrlFetchError } from './url-fetch.ts';
import { writeFileWith } from './write-file.ts';

/**
 * The files of one upload on their way to a session's folder. Bytes go straight to disk; type and size are checked
 * there. Until {@link finish} resolves, {@link discard} removes every trace.
 */
export class UploadBatch {
  readonly #app: App;
  readonly #dir: string;
  readonly #paths: string[] = [];
  readonly #taken: { path: string; media: MediaRecord }[] = [];

  constructor(app: App, sessionId: string) {
    this.#app = app;
    this.#dir = filesDir(app, sessionId);
  }

  get size(): number {
    return this.#taken.length;
  }

  /** @throws ApiError 4001, 4002; the stream's own error when the sender goes away */
  async takeStream(stream: Readable, filename: string): Promise<void> {
    const name = displayName(filename);
    const { id, path } = await this.#newPath();
    await writeFileWith(path, (file) => pipeline(stream, file));
    const limit = this.#app.settings.limits.fileBytes;
    if ((await stat(path)).size > limit) throw fileTooLarge(name, limit);
    await this.#check(id, path, name);
  }

  /** @throws ApiError 4001, 4002, 422 for an address that cannot or mustn't be fetched */
  async takeUrl(address: string): Promise<void> {
    const { settings, closing } = this.#app;
    const { id, path } = await this.#newPath();
    try {
      const { url } = await fetchUrl(address, {
        path,
        maxBytes: settings.limits.fileBytes,
        limitMs: settings.limits.urlFetchMs,
        clock: settings.clock,
        resolveHost: settings.resolveHost,
        transport: settings.fetch,
        allowPrivateHosts: settings.allowPrivateHosts,
        signal: closing.signal,
      });
      await this.#check(id, path, displayName(decoded(url.pathname)));
    } catch (error) {
      if (!(error instanceof UrlFetchError)) throw error;
      if (error.code === 'too-large') throw fileTooLarge('the address', settings.limits.fileBytes);
      throw invalid(error.message);
    }
  }

  /** Gives the files their final names. */
  async finish(): Promise<MediaRecord[]> {
    for (const { path, media } of this.#taken) {
      const final = join(this.#dir, `${media.id}.${media.extension}`);
      this.#paths.push(final);
      await rename(path, final);
    }
    return this.#taken.map(({ media }) => media);
  }

  async discard(): Promise<void> {
    for (const path of this.#paths) await rm(path, { force: true });
  }

  async #newPath(): Promise<{ id: string; path: string }> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const id = randomUUID();
    const path = join(this.#dir, `${id}.part`);
    this.#paths.push(path);
    return { id, path };
  }

  /** @throws ApiError 4001 for a file that would take too much to decode */
  async #probe(path: string, type: FileKind, filename: string): Promise<ProbedFile> {
    const { settings, closing } = this.#app;
    try {
      if (type.kind === 'image') await checkAnimation(path);
      const probed = await withTimeLimit(
        settings.clock,
        settings.limits.probeMs,
        'the probe',
        closing.signal,
        (signal) => untilAborted(settings.probe(path, type.kind), signal),
      );
      checkProbed(type.kind, probed);
      return probed;
    } catch (error) {
      if (error instanceof MediaLimitError || error instanceof UndecodableFileError)
        throw unsupportedFile(`${filename} (${error.message})`);
      settings.log.warn({ err: error }, 'uploaded file has no readable size');
      return {};
    }
  }

  async #check(id: string, path: string, filename: string): Promise<void> {
    const type = await acceptedType(path);
    if (!type) throw unsupportedFile(filename);
    const { kind, ...probed } = await this.#probe(path, type, filename);
    const byContent = kind ? byTracks(type, kind) : type;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    const media = {
      id,
      filename,
      ...byContent,
      bytes: (await stat(path)).size,
      hash: hash.digest('hex'),
      secret: secret(),
    };
    this.#taken.push({ path, media: { ...media, ...probed } });
  }
}

/** A name fit for reading: no folders, no control characters, not endless. */
function displayName(filename: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to go
  const clean = basename(filename.replaceAll('\\', '/')).replace(/[\u0000-\u001f\u007f]/g, '');
  return clean.slice(-200) || 'file';
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
