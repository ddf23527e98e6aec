import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import { redact } from './redact.ts';

export type { Logger };

/**
 * The process's logger: JSON lines on stdout, or readable lines on stderr when `pretty` (so that a chat on the
 * terminal stays apart). Secrets are removed from every line just before it is written, whatever field they are in: by their shape, and those in
 * `secrets` by their value.
 */
export function createLogger(options: {
  level: string;
  pretty: boolean;
  /** Configured secrets, such as platform tokens. */
  secrets?: readonly (string | undefined)[];
  write?: (line: string) => void;
}): Logger {
  const secrets = (options.secrets ?? []).filter((value) => value !== undefined);
  const destination = options.write
    ? { write: options.write }
    : options.pretty
      ? pretty({ colorize: process.stderr.isTTY, destination: 2, sync: true, ignore: 'pid,hostname' })
      : pino.destination({ dest: 1, sync: true });
  return pino(
    {
      level: options.level,
      redact: { paths: ['token', '*.token', 'authorization', 'headers.authorization'], censor: '[secret]' },
      hooks: { streamWrite: (line) => redact(line, secrets) },
    },
    destination,
  );
}
