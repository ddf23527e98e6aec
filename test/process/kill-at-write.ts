/*
 * Loaded into the program by `--import`, before anything of its own: ends the process as `kill -9` does, right before or
 * right after its n-th write to the journal. `KILL_AT_WRITE` is such as `before 3`; without it the writes are counted.
 */
import { KeyvSqlite } from '@keyv/sqlite';

const [when, number] = (process.env.KILL_AT_WRITE ?? 'never 0').split(' ');
const original = KeyvSqlite.prototype.set;
let writes = 0;

KeyvSqlite.prototype.set = async function (this: KeyvSqlite, key, value) {
  if (this.opts.table !== 'turns') return original.call(this, key, value);
  writes += 1;
  const mine = writes;
  if (when === 'before' && mine === Number(number)) process.kill(process.pid, 'SIGKILL');
  const result = await original.call(this, key, value);
  if (when === 'after' && mine === Number(number)) process.kill(process.pid, 'SIGKILL');
  process.stderr.write(`journal write ${mine}\n`);
  return result;
};
