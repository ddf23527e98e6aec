import type { Attachment } from '../../core/chat.ts';
import { attachFile } from './attachments.ts';
import { expandHome, unquote } from './messages.ts';
import type { Output } from './printer.ts';
import { LocalChatError } from './start-error.ts';

/** A word of a line that may be the path of a file. */
export interface PathWord {
  path: string;
  /** Where it stands in the line. */
  from: number;
  to: number;
}

/** More of a line is not looked through for paths, and no more paths are taken. */
const MAX_SEARCHED = 20_000;
const MAX_PATHS = 50;
/** A quoted word, or one in which spaces may be escaped by a backslash: as terminals write files that are dropped on them. */
const WORD = /"([^"\n]{1,1000})"|'([^'\n]{1,1000})'|(?:\\.|[^\s\\"'])+/g;

/** The words of a line that have the form of a path: with a slash or `~`, and an extension. */
export function pathWords(line: string): PathWord[] {
  const found: PathWord[] = [];
  for (const match of line.slice(0, MAX_SEARCHED).matchAll(WORD)) {
    const bare = match[0].replace(/[,;:!?)]{1,3}$/, '');
    const quoted = match[1] ?? match[2];
    const path = quoted === undefined ? unquote(bare) : expandHome(quoted);
    if (!/[\\/]/.test(path) || /^\w{2,20}:\/\//.test(path) || !/\.\w{2,5}$/.test(path)) continue;
    found.push({ path, from: match.index, to: match.index + (quoted ? match[0] : bare).length });
    if (found.length === MAX_PATHS) break;
  }
  return found;
}

/** A line without some of its words. */
function withoutWords(line: string, words: readonly PathWord[]): string {
  let text = '';
  let from = 0;
  for (const word of words) {
    text += line.slice(from, word.from);
    from = word.to;
  }
  return (text + line.slice(from))
    .trim()
    .replace(/^[,;: ]{1,9}/, '')
    .replace(/[ \t]{2,}/g, ' ');
}

/** What a line names. */
export interface NamedFiles {
  /** The line without the paths. */
  text: string;
  files: Attachment[];
  /** A path led nowhere, which was said. */
  missing: boolean;
}

/** Text that has the form of the path of a picture, a clip or a sound, and does not merely name one in a sentence. */
const SURELY_A_PATH =
  /^(?:[/~]|\.{1,2}\/|[A-Za-z]:\\).*\.(?:jpe?g|png|gif|webp|heic|heif|avif|mp4|mov|webm|mkv|avi|mp3|m4a|wav|ogg)$/i;

/**
 * Files that a line names by their paths, as a terminal writes them when they are dropped on it. They go with the words
 * beside them; what surely is a path and leads nowhere is said, and nothing is sent.
 */
export async function namedFiles(text: string, output: Output): Promise<NamedFiles> {
  const words: PathWord[] = [];
  const files: Attachment[] = [];
  let missing = false;
  for (const word of pathWords(text)) {
    const file = await attachFile(word.path).catch((error: unknown) => {
      if (!(error instanceof LocalChatError)) throw error;
      if (!SURELY_A_PATH.test(word.path)) return undefined;
      output.write(`   ${error.message}\n`);
      missing = true;
      return undefined;
    });
    if (!file) continue;
    words.push(word);
    files.push(file);
  }
  return { text: withoutWords(text, words), files, missing };
}
