/**
 * The store cannot be opened, read or written now: the disk is full, the file is gone, locked or damaged, another process
 * uses it, the database server does not answer. Whoever gets it waits and tries again, or refuses the request. The message
 * names the store and says what to do.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The code of a system's or database's error, such as `ENOENT`, `SQLITE_BUSY` or `23505`; empty for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
