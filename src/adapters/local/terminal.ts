import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { untilAborted } from '@reelay/async';
import { ACTIONS } from '../../core/actions/all.ts';
import type { Attachment, CommandCall, IncomingMessage } from '../../core/chat.ts';
import type { LocalChat } from './adapter.ts';
import { attachFile } from './attachments.ts';
import { readLine } from './messages.ts';
import { namedFiles } from './named-files.ts';
import type { Output } from './printer.ts';
import { LocalChatError } from './start-error.ts';

export interface TerminalOptions {
  chat: LocalChat;
  input: Readable;
  output: Output;
  accept: (message: IncomingMessage) => Promise<unknown>;
  /** Waits until the bot has answered everything. */
  idle: () => Promise<void>;
  /** A person types the input, rather than that it comes from a file or a pipe. */
  interactive: boolean;
  /** Start of the message ids, unique for this run, such as the time. */
  idPrefix: string;
  signal: AbortSignal;
}

const HINT = [
  'Type what you want; it goes with the files you attached.',
  '  /attach PATH   add a photo, clip or sound (several: once each); a path in your message does the same',
  `  /${ACTIONS.commands.map(({ name }) => name).join('  /')}`,
  '  /quit',
].join('\n');

/**
 * Runs the local chat on a terminal until `/quit`, the end of the input, or the signal: lines are messages. Resolves
 * once the last message is answered.
 */
export async function runTerminal(options: TerminalOptions): Promise<void> {
  const { chat, input, output, signal } = options;
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal });
  output.write(`${HINT}\n`);
  let attached: Attachment[] = [];
  let count = 0;
  const accept = async (text: string, files: Attachment[], command?: CommandCall) => {
    await options.accept(chat.message(`${options.idPrefix}-${++count}`, text, files, command));
    // A script's lines follow one another; a person may go on typing while the bot works.
    if (!options.interactive) await untilAborted(options.idle(), signal).catch(() => {});
  };
  const attach = async (path: string) => {
    const file = await reachable(path, output);
    if (file) output.write(`   📎 ${file.name} goes with your next message.\n`);
    return file;
  };
  for await (const line of lines) {
    const entered = readLine(line);
    if (entered.kind === 'quit') break;
    if (entered.kind === 'attach') {
      const file = await attach(entered.path);
      if (file) attached.push(file);
    } else if (entered.kind === 'unknown') {
      output.write(`   There is no command ${entered.name}.\n${HINT}\n`);
    } else if (entered.kind === 'command') {
      await accept('', [], entered.command);
    } else if (entered.kind === 'message') {
      const named = await namedFiles(entered.text, output);
      attached.push(...named.files);
      if (named.missing) continue;
      if (named.text === '') {
        for (const { name } of named.files) output.write(`   📎 ${name} goes with your next message.\n`);
        continue;
      }
      const files = attached;
      attached = [];
      await accept(named.text, files);
    }
  }
  lines.close();
  if (attached.length > 0 && !signal.aborted) await accept('', attached);
  // When it is stopped, what runs stays in the journal for the next start.
  await untilAborted(options.idle(), signal).catch(() => {});
}

/** The file at a path; undefined where there is none, which the terminal says. */
async function reachable(path: string, output: Output): Promise<Attachment | undefined> {
  try {
    return await attachFile(path);
  } catch (error) {
    if (!(error instanceof LocalChatError)) throw error;
    output.write(`   ${error.message}\n`);
    return undefined;
  }
}
