import { homedir } from 'node:os';
import { ACTIONS } from '../../core/actions/all.ts';
import type { CommandCall } from '../../core/chat.ts';

/** What a line of the terminal asks for. */
export type Entered =
  | { kind: 'message'; text: string }
  | { kind: 'command'; command: CommandCall }
  | { kind: 'attach'; path: string }
  | { kind: 'unknown'; name: string }
  | { kind: 'quit' }
  | { kind: 'nothing' };

/** What a line of the terminal means. A path may be quoted, begin with `~`, or have spaces escaped by a backslash. */
export function readLine(line: string): Entered {
  const text = line.trim();
  if (!text) return { kind: 'nothing' };
  const match = /^\/(\w+)(?:\s(.*))?$/.exec(text);
  if (!match?.[1]) return { kind: 'message', text };
  const name = match[1].toLowerCase();
  if (name === 'quit' || name === 'exit') return { kind: 'quit' };
  if (name === 'attach') {
    const path = unquote(match[2]?.trim() ?? '');
    return path ? { kind: 'attach', path } : { kind: 'unknown', name: '/attach without a path' };
  }
  if (!ACTIONS.find(name)) return { kind: 'unknown', name: `/${name}` };
  return { kind: 'command', command: { name, argument: match[2]?.trim() || undefined } };
}

/** A path as it was meant: without quotes and escapes, `~` as the home folder. */
export function unquote(path: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(path);
  const bare = quoted?.[2] ?? path.replace(/\\ /g, ' ');
  return expandHome(bare);
}

/** A path whose `~` is the home folder. */
export const expandHome = (path: string) => path.replace(/^~(?=\/|$)/, homedir());
