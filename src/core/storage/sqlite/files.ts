import { access, chmod, constants, mkdir, open, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, StoreUnavailableError } from '../errors.ts';

/** Only the user that the bot runs as may read what people wrote. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Makes the store's folder (0700, where it is not there already) and gives the file's real path, so that two paths to
 * one file are known to be one.
 * @throws StoreUnavailableError when the folder cannot be made or written
 */
export async function prepareFolder(path: string): Promise<string> {
  const file = resolve(path);
  const folder = dirname(file);
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await access(folder, constants.W_OK);
    return await realpath(file).catch(async () => join(await realpath(folder), basename(file)));
  } catch (cause) {
    throw new StoreUnavailableError(
      `No permission to write the store's folder ${folder}. Make it writable for this user, or set STORE_URL to a place that is.`,
      { cause },
    );
  }
}

/**
 * Makes an empty file that only this user may read; of one that is there already the permissions are set. SQLite gives
 * its side files (`-wal`, `-shm`) the permissions of the file. Never opens a file that is there: closing it again would
 * drop the locks that SQLite holds on it in this process.
 */
export async function preparePrivateFile(file: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', FILE_MODE);
    await handle.close();
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  // Another user's file that this one may write keeps its permissions.
  await chmod(file, FILE_MODE).catch((error: unknown) => {
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'EROFS') throw error;
  });
}

/** Writes a small text file that only this user may read. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await preparePrivateFile(file);
  await writeFile(file, text);
}
