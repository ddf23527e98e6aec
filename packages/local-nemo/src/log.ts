type Write = (fields: object, message: string) => void;

/** Where log lines go: the levels of pino that are used here. Errors are logged under the key `err`. */
export interface Log {
  debug: Write;
  warn: Write;
  error: Write;
}

/** Drops every line. */
export const silentLog: Log = { debug() {}, warn() {}, error() {} };
