import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ChatKey } from '../../core/chat.ts';
import { KEPT_MS, MAX_VISITOR_BYTES } from './limits.ts';
import { partsOf } from './place.ts';

/** Why an upload was not taken. */
export class UploadRefusedError extends Error {
  override readonly name = 'UploadRefusedError';
  readonly reason: 'file' | 'visitor' | 'empty';

  constructor(reason: 'file' | 'visitor' | 'empty') {
    super(`upload refused: ${reason}`);
    this.reason = reason;
  }
}

const ID = /^[0-9a-f]{16}$/;
/** What there may be of a file besides itself. */
export type FilePart = 'data' | 'preview.jpg';

/**
 * The files of the chats: `<folder>/<visitor>/<chat>/<file>/data`, with a picture of it beside it. Names of people are not
 * part of any path. What is being written is `data.part`, so that a process that ends in between leaves nothing that
 * looks whole.
 */
export class Files {
  readonly #folder: string;
  readonly #newId: () => string;
  readonly #maxVisitorBytes: number;

  constructor(
    folder: string,
    { maxVisitorBytes = MAX_VISITOR_BYTES, newId = () => randomBytes(8).toString('hex') } = {},
  ) {
    this.#folder = folder;
    this.#maxVisitorBytes = maxVisitorBytes;
    this.#newId = newId;
  }

  /** Makes the folder for this user alone, and deletes what nobody has touched for long and what was never finished. */
  async prepare(nowMs: number): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const visitor of await readdir(this.#folder)) {
      for (const chat of await readdir(join(this.#folder, visitor))) {
        const folder = join(this.#folder, visitor, chat);
        const { mtimeMs } = await stat(folder);
        if (nowMs - mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true });
        else for (const id of await readdir(folder)) await this.#removeUnfinished(join(folder, id));
      }
    }
  }

  /** Where a part of a file lies; undefined for an id that cannot be one. */
  path(chat: ChatKey, id: string, part: FilePart = 'data'): string | undefined {
    return ID.test(id) ? join(this.#chatFolder(chat), id, part) : undefined;
  }

  /** Opens a file of the chat; rejects when it is gone. */
  async open(chat: ChatKey, id: string, signal: AbortSignal): Promise<Readable> {
    const path = this.path(chat, id);
    if (path === undefined) throw new Error('no such file');
    await stat(path);
    return createReadStream(path, { signal });
  }

  /**
   * Streams what a visitor sends to the disk; gives its id and bytes. Nothing is left of it when that fails.
   * @throws UploadRefusedError over one of the limits, and for a file without a byte
   */
  async receive(chat: ChatKey, stream: Readable, maxBytes: number): Promise<{ id: string; bytes: number }> {
    const left = this.#maxVisitorBytes - (await this.#heldBy(partsOf(chat).visitor));
    let bytes = 0;
    const id = await this.#write(chat, async (path) => {
      await pipeline(
        stream,
        async function* count(chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length;
            if (bytes > maxBytes) throw new UploadRefusedError('file');
            if (bytes > left) throw new UploadRefusedError('visitor');
            yield chunk;
          }
        },
        createWriteStream(path, { mode: 0o600 }),
      );
      if (bytes === 0) throw new UploadRefusedError('empty');
    });
    return { id, bytes };
  }

  /** Copies a file of this machine into the chat; gives its id. */
  async keep(chat: ChatKey, from: string, signal: AbortSignal): Promise<string> {
    return this.#write(chat, (path) =>
      pipeline(createReadStream(from), createWriteStream(path, { mode: 0o600 }), { signal }),
    );
  }

  async remove(chat: ChatKey, id: string): Promise<void> {
    if (ID.test(id)) await rm(join(this.#chatFolder(chat), id), { recursive: true, force: true });
  }

  /** Deletes all files of the chat. */
  async forget(chat: ChatKey): Promise<void> {
    await rm(this.#chatFolder(chat), { recursive: true, force: true });
  }

  #chatFolder(key: ChatKey): string {
    const { visitor, chat } = partsOf(key);
    if (!/^\d{1,20}$/.test(visitor) || !/^[0-9a-f]{12}$/.test(chat)) throw new Error('no chat of the page');
    return join(this.#folder, visitor, chat);
  }

  async #write(chat: ChatKey, write: (path: string) => Promise<void>): Promise<string> {
    const id = this.#newId();
    const folder = join(this.#chatFolder(chat), id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const part = join(folder, 'data.part');
      await write(part);
      await rename(part, join(folder, 'data'));
      const now = new Date();
      await utimes(this.#chatFolder(chat), now, now);
      return id;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async #heldBy(visitor: string): Promise<number> {
    const folder = join(this.#folder, visitor);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const sizes = entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  async #removeUnfinished(folder: string): Promise<void> {
    const names: string[] = await readdir(folder).catch(() => []);
    if (!names.includes('data')) await rm(folder, { recursive: true, force: true });
  }
}
