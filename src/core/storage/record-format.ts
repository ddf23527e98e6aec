import type { z } from 'zod';

/** How one kind of record is written, and how what earlier versions of the program wrote becomes that. */
export interface RecordFormat<T> {
  /** Counted up with every change after which an older program would misread the record; kept in its field `v`. */
  version: number;
  schema: z.ZodType<T>;
  /** For each older version, what makes its records those of the next one; `v` is set for it. */
  upgrades: Readonly<Record<number, (older: Record<string, unknown>) => Record<string, unknown>>>;
}

/** Why a record cannot be used. */
export interface UnreadableRecord {
  /** `newer`: a later version of the program wrote it. */
  reason: 'newer' | 'damaged';
  /** For the log. */
  problem: string;
}

/** Reads a record from its JSON, bringing an older one up to the format. Never throws. */
export function readRecord<T>(json: string, format: RecordFormat<T>): { value: T } | UnreadableRecord {
  let record: unknown;
  try {
    record = JSON.parse(json);
  } catch {
    return { reason: 'damaged', problem: 'no JSON' };
  }
  if (!isRecord(record)) return { reason: 'damaged', problem: 'no object' };
  if (typeof record.v === 'number' && record.v > format.version) {
    return { reason: 'newer', problem: `written in format ${record.v}; this version knows up to ${format.version}` };
  }
  for (let v = Number(record.v); v < format.version; v++) {
    const upgrade = format.upgrades[v];
    if (!upgrade) return { reason: 'damaged', problem: `no way from format ${v} to ${v + 1}` };
    record = { ...upgrade(record as Record<string, unknown>), v: v + 1 };
  }
  const result = format.schema.safeParse(record);
  return result.success ? { value: result.data } : { reason: 'damaged', problem: firstProblem(result.error) };
}

/** The first of a schema's complaints, in a line. */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'unknown';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
