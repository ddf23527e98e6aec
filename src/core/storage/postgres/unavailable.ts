import { codeOf, StoreUnavailableError } from '../errors.ts';

/** Classes of SQLSTATE codes for "not now, or not with this user": https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSED = ['28', '3D'];

/**
 * What messages and logs call a database: its address without the password and without parameters.
 * @param url `postgres://user:password@host:port/database`
 */
export function nameOf(url: string): string {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}

/** The error for a failed access to the database: what happened and what the operator can do about it. */
export function unavailable(name: string, cause: unknown): StoreUnavailableError {
  if (cause instanceof StoreUnavailableError) return cause;
  const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
  const advice = REFUSED.includes(codeOf(cause).slice(0, 2))
    ? 'Check user, password and database in STORE_URL, and that the database exists.'
    : 'Check that PostgreSQL runs, that this machine reaches it, and that STORE_URL names it.';
  return new StoreUnavailableError(`The store ${name} cannot be used (${reason}). ${advice}`, { cause });
}

/** A connection that was refused at several addresses has its reasons in parts, and an empty message of its own. */
function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}
