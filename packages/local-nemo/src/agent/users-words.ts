import type { Note } from './edits.ts';
import type { FileWishes } from './plan-files.ts';

/** A note that quotes the message, as its user wrote it: names of files in place of numbers, capital letters kept. */
export function inUsersWords(note: Note, said: string, { spoken }: Pick<FileWishes, 'spoken'>): Note {
  if (!('text' in note) || note.text === undefined) return note;
  let text = note.text;
  for (const { by, as } of spoken) text = text.replaceAll(by, as);
  const at = said.toLowerCase().indexOf(text.toLowerCase());
  return { ...note, text: at < 0 ? text : said.slice(at, at + text.length) };
}
