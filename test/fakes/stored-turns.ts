import { existsSync } from 'node:fs';
import sqlite3 from 'sqlite3';
import { readRecord } from '../../src/core/storage/record-format.ts';
import { type Turn, turnFormat } from '../../src/core/turn/turn.ts';

/** Rows of a store's file, read beside the process that holds the store. */
export function storedRows<R>(file: string, sql: string): Promise<R[]> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, sqlite3.OPEN_READWRITE, (failure) => {
      if (failure) return reject(failure);
      database.configure('busyTimeout', 5000);
      database.all<R>(sql, (error, rows) => {
        database.close(() => (error ? reject(error) : resolve(rows)));
      });
    });
  });
}

/** The turns as a store's file has them, in the order in which they were journaled; none while there is no store. */
export async function storedTurns(file: string): Promise<Turn[]> {
  if (!existsSync(file)) return [];
  const tables = await storedRows(file, `SELECT 1 FROM sqlite_master WHERE name = 'turns'`);
  if (tables.length === 0) return [];
  const rows = await storedRows<{ data: string }>(file, 'SELECT data FROM turns ORDER BY rowid');
  return rows.map(({ data }) => {
    const read = readRecord(data, turnFormat);
    if ('value' in read) return read.value;
    throw new Error(`a turn in ${file} is ${read.reason}: ${read.problem}`);
  });
}
