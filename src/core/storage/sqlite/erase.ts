import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { personOf, placeOf } from '../../chat.ts';
import { runSql } from '../database.ts';
import { StoreUnavailableError } from '../errors.ts';
import { SqliteConnection } from './connection.ts';
import type { SqliteDatabase } from './database.ts';
import { unavailable } from './unavailable.ts';

/**
 * Makes what was deleted unreadable in every file of the store. SQLite keeps deleted text in the write-ahead log until a
 * checkpoint; and in unused parts of pages that were written before `secure_delete` was on, as by earlier versions of this
 * program: so the file is written anew and the log emptied. Backups made by an upgrade lose what they have of the chat.
 * @throws StoreUnavailableError when another program that reads the file prevents it
 */
export async function erase(database: SqliteDatabase, chat: string): Promise<void> {
  if (database.inMemory) return;
  await database.maintain(async (db) => {
    await runSql(db, 'VACUUM');
    const [result] = await runSql<{ busy: number }>(db, 'PRAGMA wal_checkpoint(TRUNCATE)');
    if (result?.busy !== 0) {
      throw new StoreUnavailableError(
        `The store ${database.file} is being read by another program, so deleted text stays in ${database.file}-wal.`,
      );
    }
  });
  for (const backup of await backupsOf(database.file)) await eraseFromBackup(backup, chat);
}

async function backupsOf(file: string): Promise<string[]> {
  const names = await readdir(dirname(file));
  return names.filter((name) => name.startsWith(`${basename(file)}.backup-`)).map((name) => join(dirname(file), name));
}

/** Deletes the rows that belong to the chat, by their key or by the chat that they name, from every table of a backup. */
async function eraseFromBackup(backup: string, chat: string): Promise<void> {
  const connection = await SqliteConnection.open(backup).catch((cause: unknown) => {
    throw unavailable(backup, cause);
  });
  try {
    // A file with WAL would get a log file of its own; a rollback journal goes with the end of each transaction.
    await connection.all('PRAGMA journal_mode = DELETE');
    for (const { name } of (await connection.all(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )) as { name: string }[]) {
      const columns = (await connection.all(`SELECT name FROM pragma_table_info(?)`, [name])) as { name: string }[];
      await deleteRows(connection, name, new Set(columns.map((column) => column.name)), chat);
    }
    await connection.all('VACUUM');
  } catch (cause) {
    throw unavailable(backup, cause);
  } finally {
    await connection.close();
  }
}

async function deleteRows(
  connection: SqliteConnection,
  table: string,
  columns: ReadonlySet<string>,
  chat: string,
): Promise<void> {
  if (columns.has('chat')) await connection.run(`DELETE FROM "${table}" WHERE chat = ?`, [chat]);
  await deleteRowsOfPerson(connection, table, columns, chat);
  // Prompts are of turns, whose ids begin with their place. Those of others there go as well: the turns tell what was sent.
  if (table === 'sent_prompts') {
    const place = `${placeOf(chat)}/`;
    await connection.run('DELETE FROM sent_prompts WHERE substr(turn_id, 1, ?) = ?', [place.length, place]);
  }
  if (!columns.has('key') || !columns.has('value')) return;
  // keyv's keys begin with the table's name and a colon, and what belongs to a chat then with its key.
  const ownKey = `substr(key, instr(key, ':') + 1)`;
  await connection.run(
    `DELETE FROM "${table}" WHERE key = ? OR ${ownKey} = ? OR substr(${ownKey}, 1, ?) = ? OR substr(key, 1, ?) = ?`,
    [chat, chat, chat.length + 1, `${chat}/`, chat.length + 1, `${chat}/`],
  );
  // A Discord window names the channel, which is the chat's key without the platform.
  const channel = chat.slice(chat.indexOf(':') + 1);
  await connection.run(
    `DELETE FROM "${table}" WHERE json_valid(value) AND ` +
      `(json_extract(value, '$.value.chat') = ? OR json_extract(value, '$.value.channel') = ?)`,
    [chat, channel],
  );
}

/** What one person asked while all people of the place shared a chat: rows of the place that name the person. */
async function deleteRowsOfPerson(
  connection: SqliteConnection,
  table: string,
  columns: ReadonlySet<string>,
  chat: string,
): Promise<void> {
  const person = personOf(chat);
  if (person === undefined) return;
  const place = placeOf(chat);
  if (columns.has('chat') && columns.has('data')) {
    const named = `json_valid(data) AND json_extract(data, '$.userId') = ?`;
    await connection.run(`DELETE FROM "${table}" WHERE chat = ? AND ${named}`, [place, person]);
  }
  if (!columns.has('key') || !columns.has('value')) return;
  const ownKey = `substr(key, instr(key, ':') + 1)`;
  const inPlace = `(json_extract(value, '$.value.chat') = ? OR json_extract(value, '$.value.channel') = ? OR substr(${ownKey}, 1, ?) = ?)`;
  const named = `(json_extract(value, '$.value.userId') = ? OR json_extract(value, '$.value') = ?)`;
  const channel = place.slice(place.indexOf(':') + 1);
  await connection.run(`DELETE FROM "${table}" WHERE json_valid(value) AND ${inPlace} AND ${named}`, [
    ...[place, channel, place.length + 1, `${place}/`],
    ...[person, person],
  ]);
}
