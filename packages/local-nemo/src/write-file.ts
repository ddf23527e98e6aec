import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/**
 * Writes a new file through a stream. When it settles, whichever way, the file is open no more: who then removes it
 * removes it for good. (A write stream that opens the file itself may still create it after it was given up.)
 */
export async function writeFileWith(path: string, write: (file: Writable) => Promise<void>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await write(file.createWriteStream());
  } finally {
    await file.close();
  }
}
