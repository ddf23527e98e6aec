import { codeOf, StoreUnavailableError } from '../errors.ts';

/** The error for a failed access to the file: what happened and what the operator can do about it. */
export function unavailable(file: string, cause: unknown): StoreUnavailableError {
  if (cause instanceof StoreUnavailableError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const advice = isDamage(cause)
    ? `The file is damaged. To go on without what it holds, stop the bot, move ${file}, ${file}-wal and ${file}-shm to ` +
      `another folder and start it again; or put a backup (${file}.backup-…) in its place.`
    : 'Check that the disk has room, the file is writable and STORE_URL points to it.';
  return new StoreUnavailableError(`The store ${file} cannot be used (${reason}). ${advice}`, { cause });
}

/** Codes of https://www.sqlite.org/rescode.html for a file that is no database any more. */
function isDamage(error: unknown): boolean {
  return ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].includes(codeOf(error));
}
