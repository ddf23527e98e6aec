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

sqlite3.Database.prototype.run = function (this: sqlite3.Database, sql: string, ...rest: unknown[]) {
  if (/^insert into "turns"/.test(sql) && !journaling) {
    journaling = true;
    writes += 1;
    if (when === 'before' && writes === Number(number)) process.kill(process.pid, 'SIGKILL');
  }
  return run.call(this, sql, ...rest);
};

sqlite3.Database.prototype.all = function (this: sqlite3.Database, sql: string, ...rest: unknown[]) {
  const callback = rest.at(-1);
  if (sql !== 'commit' || !journaling || typeof callback !== 'function') return all.call(this, sql, ...rest);
  journaling = false;
  const mine = writes;
  const committed = (...result: unknown[]) => {
    if (when === 'after' && mine === Number(number)) process.kill(process.pid, 'SIGKILL');
    process.stderr.write(`journal write ${mine}\n`);
    callback(...result);
  };
  return all.call(this, sql, ...rest.slice(0, -1), committed);
};
