import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What stands in a group for all to read, or for `onlyFor` alone. */
export interface GroupLine {
  by: string;
  /** Whose message it answers. */
  to?: string;
  onlyFor?: string;
  files: string[];
  text: string;
  buttons: string[];
}

/** A group with people in it and the bot, on one of the platforms' fakes. */
export interface Group {
  /** Settings that let the bot run on this platform. */
  settings: Record<string, string>;
  /** Somebody does something; resolves with a name for the message, to point at it later. */
  act(step: Step): Promise<void>;
  /** Everything that can be read now, oldest first. */
  lines(): GroupLine[];
  close(): Promise<void>;
}

/** One thing that somebody does. */
export interface Step {
  by: string;
  text?: string;
  files?: string[];
  /** Answers the last message of this person, or of the bot by `bot`. */
  to?: string;
  /** Calls a command of the platform's own (Discord). */
  command?: { name: string; values?: Record<string, string> };
  /** Opens the menu of the last message of this person, and fills in what is asked (Discord). */
  menu?: { name: string; on: string; prompt: string };
  /** Presses the button that reads so, under the last message that has one. */
  presses?: string;
}

export interface GroupConversation {
  title: string;
  platform: 'telegram' | 'discord';
  locale: string;
  steps: Step[];
}

/** The people in these conversations, with the ids that they have. */
export const PEOPLE = ['Ann', 'Bo', '小林'] as const;

export function sample(name: string): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)));
}

/** A group's conversation as text; what changes from run to run is left out. */
export function told(lines: GroupLine[]): string {
  return lines.map(toldLine).join('\n');
}

function toldLine({ by, to, onlyFor, files, text, buttons }: GroupLine): string {
  const seen = onlyFor === undefined ? '' : ` (only ${onlyFor} sees this)`;
  const head = `${by}${to === undefined ? '' : ` → ${to}`}${seen}:`;
  const said = [files.length > 0 ? `[${files.map(steady).join(', ')}]` : '', ...steady(text).split('\n')];
  const rest = said.filter((line, index) => line !== '' || index > 1);
  const [first = '', ...others] = rest;
  const shown = buttons.map((label) => `   → ${label}`);
  return [`${head} ${first}`.trimEnd(), ...others.map((line) => `   ${line}`.trimEnd()), ...shown].join('\n');
}

function steady(text: string): string {
  return text
    .replaceAll('\u2060', '')
    .replace(/render_\d+_[0-9a-f]+/g, 'render')
    .replace(/http:\/\/127\.0\.0\.1:\d+\/workspace\/claim\?ct=\w+/g, 'http://127.0.0.1:…/workspace/claim?ct=…')
    .replace(/<@!?\d+>/g, '@Reelay');
}
