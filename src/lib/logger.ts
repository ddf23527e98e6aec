import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import { redact } from './redact.ts';
import { serializeError, serializeErrors } from './serialize-error.ts';

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
  const secrets = (options.secrets ?? []).flatMap((value) => (value === undefined ? [] : writtenForms(value)));
  const destination = options.write
    ? { write: options.write }
    : options.pretty
      ? pretty({ colorize: process.stderr.isTTY, destination: 2, sync: true, ignore: 'pid,hostname' })
      : pino.destination({ dest: 1, sync: true });
  return pino(
    {
      level: options.level,
      redact: { paths: ['token', '*.token', 'authorization', 'headers.authorization'], censor: '[secret]' },
      // The error of a library carries its request: only what an allow list names is written.
      formatters: { log: serializeErrors },
      serializers: { err: serializeError },
      hooks: { streamWrite: (line) => redact(line, secrets) },
    },
    destination,
  );
}

/** A secret as it stands in a line: as it is, within JSON, within an address. */
function writtenForms(secret: string): string[] {
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])];
}
