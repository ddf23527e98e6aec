import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/**
 * Shapes of secrets, wherever they turn up in a log line: Nemo tokens, claim tokens, Telegram bot tokens (also inside
 * a file URL), Discord bot tokens, bearer headers.
 */
const SECRETS: RegExp[] = [
  /nmv_[A-Za-z0-9_-]+/g,
  /clm_[A-Za-z0-9_-]+/g,
  /\d{6,12}:[A-Za-z0-9_-]{30,}/g,
  /[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}/g,
  /(?<=[Bb]earer )[^\s"\\]+/g,
];

/** The text with everything that looks like a secret replaced by `[secret]`. */
export function redact(text: string): string {
  return SECRETS.reduce((redacted, shape) => redacted.replace(shape, '[secret]'), text);
}

/**
 * The process's logger: JSON lines on stdout, or readable lines on stderr when `pretty` (so that a chat on the
 * terminal stays apart). Secrets are removed from every line just before it is written, whatever field they are in.
 */
export function createLogger(options: { level: string; pretty: boolean; write?: (line: string) => void }): Logger {
  const destination = options.write
    ? { write: options.write }
    : options.pretty
      ? pretty({ colorize: process.stderr.isTTY, destination: 2, sync: true, ignore: 'pid,hostname' })
      : pino.destination({ dest: 1, sync: true });
  return pino(
    {
      level: options.level,
      redact: { paths: ['token', '*.token', 'authorization', 'headers.authorization'], censor: '[secret]' },
      hooks: { streamWrite: redact },
    },
    destination,
  );
}
