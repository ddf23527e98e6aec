import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { untilAborted } from '@reelay/async';
import { ACTIONS } from '../../core/actions/all.ts';
import type { Attachment, CommandCall, IncomingMessage } from '../../core/chat.ts';
import type { LocalChat } from './adapter.ts';
import { attachFile } from './attachments.ts';
import { readLine } from './messages.ts';
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
  `  /attach PATH   add a photo, clip or sound (several: once each)`,
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
  for await (const line of lines) {
    const entered = readLine(line);
    if (entered.kind === 'quit') break;
    if (entered.kind === 'attach') {
      try {
        const file = await attachFile(entered.path);
        attached.push(file);
        output.write(`   📎 ${file.name} goes with your next message.\n`);
      } catch (error) {
        if (!(error instanceof LocalChatError)) throw error;
        output.write(`   ${error.message}\n`);
      }
    } else if (entered.kind === 'unknown') {
      output.write(`   There is no command ${entered.name}.\n${HINT}\n`);
    } else if (entered.kind === 'command') {
      await accept('', [], entered.command);
    } else if (entered.kind === 'message') {
      const files = attached;
      attached = [];
      await accept(entered.text, files);
    }
  }
  lines.close();
  if (attached.length > 0 && !signal.aborted) await accept('', attached);
  // When it is stopped, what runs stays in the journal for the next start.
  await untilAborted(options.idle(), signal).catch(() => {});
}
