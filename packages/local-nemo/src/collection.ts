import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Log } from './log.ts';

/**
 * Records of one kind, held in memory and written through to one JSON file each (`<dir>/<id>.json`, by rename, so a
 * file is always whole). A file that cannot be read is set aside as `.broken` and logged: one bad record never stops
 * the start. Ids are the server's own and safe as file names.
 */
export class Collection<T extends { id: string }> {
  readonly #dir: string;
  readonly #items = new Map<string, T>();
  readonly #writes = new Map<string, Promise<void>>();

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async open<T extends { id: string }>(dir: string, schema: z.ZodType<T>, log: Log): Promise<Collection<T>> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const collection = new Collection<T>(dir);
    for (const name of await readdir(dir)) {
      const path = join(dir, name);
      if (name.endsWith('.json.new')) await rm(path, { force: true });
      if (!name.endsWith('.json')) continue;
      try {
        const item = schema.parse(JSON.parse(await readFile(path, 'utf8')));
        collection.#items.set(item.id, item);
      } catch (error) {
        log.error({ err: error, file: name }, 'record cannot be read, set aside');
        await rename(path, `${path}.broken`);
      }
    }
    return collection;
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  get size(): number {
    return this.#items.size;
  }

  /** How many pass the test. */
  count(test: (item: T) => boolean): number {
    let count = 0;
    for (const item of this.#items.values()) if (test(item)) count++;
    return count;
  }

  values(): T[] {
    return [...this.#items.values()];
  }

  find(test: (item: T) => boolean): T | undefined {
    for (const item of this.#items.values()) if (test(item)) return item;
    return undefined;
  }

  /** Replaces the record in memory alone: for what may be lost with the process, such as progress. */
  set(item: T): void {
    this.#items.set(item.id, item);
  }

  /** Replaces the record; resolves when it is on disk. */
  async put(item: T): Promise<void> {
    this.#items.set(item.id, item);
    await this.#inTurn(item.id, async () => {
      // The newest state is what counts when several writes wait in line.
      const latest = this.#items.get(item.id);
      if (!latest) return;
      const path = this.#path(item.id);
      const file = await open(`${path}.new`, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify(latest));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    });
  }

  async delete(id: string): Promise<void> {
    this.#items.delete(id);
    await this.#inTurn(id, () => rm(this.#path(id), { force: true }));
  }

  /** Resolves when every write so far has ended. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.#writes.values());
  }

  #path(id: string): string {
    return join(this.#dir, `${id}.json`);
  }

  async #inTurn(id: string, write: () => Promise<void>): Promise<void> {
    const before = this.#writes.get(id) ?? Promise.resolve();
    const own = before.catch(() => {}).then(write);
    this.#writes.set(id, own);
    try {
      await own;
    } finally {
      if (this.#writes.get(id) === own) this.#writes.delete(id);
    }
  }
}
