/*
 * Loaded into the program by `--import`, before anything of its own: ends the process as `kill -9` does, right before or
 * right after its n-th commit to the journal. `KILL_AT_WRITE` is such as `before 3`; without it the writes are counted.
 */
import sqlite3 from 'sqlite3';

const [when, number] = (process.env.KILL_AT_WRITE ?? 'never 0').split(' ');
const { all, run } = sqlite3.Database.prototype;
let writes = 0;
/** The transaction under way writes to the journal. */
let journaling = false;

function statement(sql: string): void {
  if (!/^insert into "turns"/.test(sql) || journaling) return;
  journaling = true;
  writes += 1;
  if (when === 'before' && writes === Number(number)) process.kill(process.pid, 'SIGKILL');
}

/** To be called when a transaction that wrote to the journal was committed. */
function committed(write: number): void {
  if (when === 'after' && write === Number(number)) process.kill(process.pid, 'SIGKILL');
  process.stderr.write(`journal write ${write}\n`);
}

sqlite3.Database.prototype.run = function (this: sqlite3.Database, sql: string, ...rest: unknown[]) {
  statement(sql);
  return run.call(this, sql, ...rest);
};

sqlite3.Database.prototype.all = function (this: sqlite3.Database, sql: string, ...rest: unknown[]) {
  const callback = rest.at(-1);
  if (sql !== 'commit' || !journaling || typeof callback !== 'function') return all.call(this, sql, ...rest);
  journaling = false;
  const mine = writes;
  const told = (...result: unknown[]) => {
    committed(mine);
    callback(...result);
  };
  return all.call(this, sql, ...rest.slice(0, -1), told);
};

/** The same for a store in PostgreSQL, whose library is loaded only there. */
async function watchPostgres(): Promise<void> {
  const { default: pg } = await import('pg');
  const { query } = pg.Client.prototype;

  // pg's overloads tell apart what Kysely never does: it gives a text and its values, and awaits the result.
  pg.Client.prototype.query = async function (this: InstanceType<typeof pg.Client>, ...call: [string, unknown[]?]) {
    const [sql] = call;
    statement(sql);
    const mine = writes;
    const ends = sql === 'commit' && journaling;
    if (ends) journaling = false;
    const result = await Reflect.apply(query, this, call);
    if (ends) committed(mine);
    return result;
  } as typeof query;
}

if (process.env.STORE_URL?.startsWith('postgres')) await watchPostgres();
