/**
 * Own fields of errors that the log may show: what happened and where, never what was sent. Libraries put request
 * bodies, addresses with tokens and whole payloads into fields of their own, which are left out.
 */
const FIELDS = ['code', 'errno', 'syscall', 'status', 'statusCode', 'error_code', 'kind', 'method', 'sent', 'limitMs'];

/** How many causes of causes are shown. */
const DEPTH = 5;
/** How many errors of an aggregate are shown. */
const AGGREGATE = 5;
/** UTF-16 units of a message, of a stack and of another field. */
const MESSAGE_LENGTH = 2000;
const STACK_LENGTH = 6000;
const FIELD_LENGTH = 200;

/** An error as the log shows it: its type, message, stack, causes, and the fields of an allow list. */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const fields: Record<string, unknown> = {
    type: error.name,
    message: error.message.slice(0, MESSAGE_LENGTH),
    stack: error.stack?.slice(0, STACK_LENGTH),
  };
  for (const name of FIELDS) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'string') fields[name] = value.slice(0, FIELD_LENGTH);
    else if (typeof value === 'number' || typeof value === 'boolean') fields[name] = value;
  }
  if (depth < DEPTH) {
    if (error.cause instanceof Error) fields.cause = serializeError(error.cause, depth + 1);
    if (error instanceof AggregateError) {
      fields.errors = error.errors.slice(0, AGGREGATE).map((each: unknown) => describe(each, depth + 1));
    }
  }
  return fields;
}

/** The fields of a log line, with every error among them serialised. */
export function serializeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields);
  if (!entries.some(([, value]) => value instanceof Error)) return fields;
  return Object.fromEntries(entries.map(([key, value]) => [key, serializeError(value)]));
}

/** What is thrown need not be an error, and what it is may hold anything. */
function describe(value: unknown, depth: number): unknown {
  return value instanceof Error ? serializeError(value, depth) : typeof value;
}
