import type { Client, ClientConfig, Pool } from 'pg';
import { StoreUnavailableError } from '../errors.ts';

/** How long a connection may take to be made, in ms. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Statements are short; one that takes longer waits for a lock or a server that is gone, in ms. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** A frozen process must not keep the locks of its open transaction from the next one, in ms. */
const IDLE_TRANSACTION_TIMEOUT_MS = 5_000;
/** One connection writes; reads of many chats share the others. */
const MAX_CONNECTIONS = 5;

/** Types of PostgreSQL whose values the schema has as numbers: `bigint`, and `numeric` for sums of it. */
const NUMBERS = [20, 1700];

/** Loads pg and tells how this program connects. */
export async function loadPg(url: string): Promise<{ pool: () => Pool; client: () => Client }> {
  const pg = await importPg();
  const config: ClientConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'reelay',
    keepAlive: true,
    types: {
      getTypeParser: (oid, format) => (NUMBERS.includes(oid) ? Number : pg.types.getTypeParser(oid, format)),
    },
  };
  return {
    pool: () =>
      new pg.Pool({
        ...config,
        max: MAX_CONNECTIONS,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
      }),
    client: () => new pg.Client({ ...config, statement_timeout: STATEMENT_TIMEOUT_MS }),
  };
}

async function importPg() {
  try {
    return (await import('pg')).default;
  } catch (cause) {
    throw new StoreUnavailableError(
      'A PostgreSQL store needs the package pg: run `npm install` without `--omit=optional`.',
      {
        cause,
      },
    );
  }
}
