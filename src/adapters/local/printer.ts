import { oneLine, shortened } from './text.ts';

/** One thing that happened in a local chat. */
export type ChatEvent =
  | { type: 'user'; text: string; files: string[] }
  | { type: 'progress'; text: string }
  | { type: 'bot'; text: string; next?: { command: string; label: string }[] }
  | {
      type: 'video';
      path: string;
      bytes: number;
      width: number;
      height: number;
      durationMs: number;
    }
  | { type: 'file'; path: string; bytes: number };

/** Shows a local chat. */
export interface Printer {
  show(event: ChatEvent): void;
}

/** What a printer writes to: stdout, or a test's own sink. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** One JSON object a line, for scripts. */
export function jsonPrinter(output: Output): Printer {
  return { show: (event) => output.write(`${JSON.stringify(event)}\n`) };
}

/** A chat as a person reads it. On a terminal, progress stays on one line that changes; elsewhere each stage is a line. */
export function chatPrinter(output: Output): Printer {
  const onTerminal = output.isTTY === true;
  const dim = (text: string) => (onTerminal ? `\u001b[2m${text}\u001b[22m` : text);
  let progressOpen = false;
  const clearProgress = () => {
    if (progressOpen) output.write('\r\u001b[K');
    progressOpen = false;
  };
  const block = (mark: string, text: string) => {
    clearProgress();
    const [first = '', ...rest] = text.split('\n');
    output.write(`${mark} ${[first, ...rest.map((line) => `   ${line}`)].join('\n')}\n`);
  };
  return {
    show(event) {
      switch (event.type) {
        case 'user':
          block('🧑', [event.files.map((file) => `[${file}]`).join(' '), event.text].filter(Boolean).join('\n'));
          break;
        case 'bot':
          block('🎞', event.text);
          for (const { command, label } of event.next ?? []) output.write(dim(`   → ${command}  ${label}\n`));
          break;
        case 'video':
        case 'file':
          block('💾', `Saved ${event.path}`);
          break;
        case 'progress':
          if (!onTerminal) {
            output.write(`   ${oneLine(event.text)}\n`);
            break;
          }
          clearProgress();
          output.write(dim(`   ${shortened(oneLine(event.text), (output.columns ?? 80) - 6)}`));
          progressOpen = true;
      }
    },
  };
}
