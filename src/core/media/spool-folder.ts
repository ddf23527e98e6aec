import { access, chmod, constants, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Folders of a process that still seems to live are left alone for this long; process ids are used again. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

/** The folders this process has made itself, so that a second spool does not sweep the first one's. */
const own = new Set<string>();

/** The spool's folder cannot be used; the message names it and says what to do. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError';
}

/**
 * Makes the spool's root folder with mode 0700, or checks the one that is there.
 * @throws SpoolError when it is not a folder of this user's, or cannot be written to.
 */
export async function makeRoot(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const found = await lstat(root);
    // A temp folder is everyone's: someone else's folder or link under this name would get the users' photos.
    if (!found.isDirectory()) throw new Error('it is not a folder');
    if (process.getuid && found.uid !== process.getuid()) throw new Error('it belongs to another user');
    await chmod(root, 0o700);
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SpoolError(
      `The spool folder ${root} cannot be used: ${why}. Make it writable for this user, or set SPOOL_DIR to a place that is.`,
      { cause: error },
    );
  }
}

/** The folder under the root for files that outlive their process. */
export const KEPT_FOLDER = 'kept';

/** Removes kept files that nobody came back for. */
async function sweepKept(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (await isStale(path)) await rm(path, { recursive: true, force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  // The system's time, as the file system's is: no clock of ours.
  return found !== undefined && Date.now() - found.mtimeMs > STALE_AFTER_MS;
}

/** Removes the folders, named `<process id>-…`, that earlier processes left under `root`; `mine` is this process's own. */
export async function sweep(root: string, mine: string): Promise<void> {
  own.add(basename(mine));
  for (const name of await readdir(root)) {
    if (own.has(name)) continue;
    if (name === KEPT_FOLDER) {
      await sweepKept(join(root, name));
      continue;
    }
    const path = join(root, name);
    if (await isLeftover(name, path)) await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function isLeftover(name: string, path: string): Promise<boolean> {
  const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? 0);
  // In a container every process of the bot has the same id: another folder under it is an earlier one's.
  if (pid === 0 || pid === process.pid || !isAlive(pid)) return true;
  return await isStale(path);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
