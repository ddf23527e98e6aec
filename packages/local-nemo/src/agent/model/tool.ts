import { z } from 'zod';
import type { MediaRecord } from '../../records.ts';
import type { Edit, Note } from '../edits.ts';

/** What a tool call may speak of. */
export interface ToolContext {
  /** Clips of the video as it is by now. */
  clips: number;
  /** The uploads, in the order in which they are numbered for the model. */
  media: MediaRecord[];
}

/** An edit, or something to say; nothing else can come of a call. */
export type ToolResult = { edit: Edit } | { note: Note };

/** A call that cannot be done; the message tells the model why. */
export class ToolCallError extends Error {
  override readonly name = 'ToolCallError';
}

export interface Tool {
  name: string;
  description: string;
  schema: z.ZodObject;
  read: (args: unknown, context: ToolContext) => ToolResult;
}

export const place = z.int().min(-500).max(500);
export const places = z.array(place).min(1).max(500).optional().describe('clip numbers; all clips when left out');
export const seconds = z.number().min(0.1).max(300);

export const ms = (value: number | undefined): number | undefined =>
  value === undefined ? value : Math.round(value * 1000);

/** Leaves out what is undefined: an edit says only what is wished for. */
export function set<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

export function clipAt(n: number, { clips }: ToolContext): number {
  if (n !== 0 && Math.abs(n) <= clips) return n;
  throw new ToolCallError(`there is no clip ${n}; the video has ${clips}`);
}

export function clipsOf(list: number[] | undefined, context: ToolContext): number[] | 'all' {
  return list === undefined ? 'all' : list.map((n) => clipAt(n, context));
}

export function fileAt(n: number, { media }: ToolContext, isSound: boolean): MediaRecord {
  const file = media[n - 1];
  if (!file) throw new ToolCallError(`there is no file ${n}; there are ${media.length}`);
  if ((file.kind === 'audio') !== isSound) throw new ToolCallError(`file ${n} is of the kind ${file.kind}`);
  return file;
}

export function tool<S extends z.ZodObject>(
  name: string,
  description: string,
  schema: S,
  toResult: (args: z.infer<S>, context: ToolContext) => ToolResult,
): Tool {
  const read = (args: unknown, context: ToolContext): ToolResult => {
    const parsed = schema.strict().safeParse(args);
    if (!parsed.success) throw new ToolCallError(z.prettifyError(parsed.error).slice(0, 500));
    return toResult(parsed.data as z.infer<S>, context);
  };
  return { name, description, schema, read };
}

export const none = z.object({});
export const on = z.object({ on: z.boolean() });
