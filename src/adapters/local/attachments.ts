import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Attachment } from '../../core/chat.ts';
import { LocalChatError } from './start-error.ts';

/** The file at `path` as an attachment. Throws a {@link LocalChatError} when there is no such file. */
export async function attachFile(path: string): Promise<Attachment> {
  const full = resolve(path);
  const facts = await stat(full).catch((cause: unknown) => {
    throw new LocalChatError(`There is no file ${path}. Check the path.`, { cause });
  });
  if (!facts.isFile()) throw new LocalChatError(`${path} is not a file. Name the photos one by one.`);
  await access(full, constants.R_OK).catch((cause: unknown) => {
    throw new LocalChatError(`No permission to read ${path}.`, { cause });
  });
  return { name: basename(full), ref: full, declaredBytes: facts.size };
}
