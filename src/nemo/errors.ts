import { logLine } from '../lib/redact.ts';

/** What went wrong, in words a caller can switch on. */
export type NemoErrorCode =
  | 'auth'
  | 'session-gone'
  | 'out-of-credits'
  | 'unsupported-type'
  | 'too-large'
  | 'client-id'
  | 'export-blocked'
  | 'missing-scope'
  | 'duplicate-id'
  | 'rate-limited'
  | 'unreachable'
  | 'timeout'
  | 'bad-answer'
  | 'file-unreadable'
  | 'refused';

/**
 * Whether Nemo took the request: `no` – certainly not, a repeat is safe; `maybe` – it may have, find out by reading the
 * state; `yes` – it did, only its answer could not be used.
 */
export type Sent = 'no' | 'maybe' | 'yes';

export interface NemoErrorDetails {
  sent: Sent;
  httpStatus?: number;
  /** Nemo's own number, such as 2001. */
  nemoCode?: number;
  cause?: unknown;
}

/** The base class of everything that the Nemo client throws itself. The message holds no token and may be logged. */
export class NemoError extends Error {
  override readonly name: string = 'NemoError';
  readonly code: NemoErrorCode;
  sent: Sent;
  readonly httpStatus?: number;
  readonly nemoCode?: number;

  constructor(code: NemoErrorCode, message: string, details: NemoErrorDetails) {
    super(logLine(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.sent = details.sent;
    this.httpStatus = details.httpStatus;
    this.nemoCode = details.nemoCode;
  }
}

/** 1001, 1010, 1011 or HTTP 401: the token was refused, also after one renewal, or the operator's own token (`configured`) was. */
export class NemoAuthError extends NemoError {
  override readonly name = 'NemoAuthError';
  /** True when the refused token is the operator's `NEMO_TOKEN`: the client never falls back to another account. */
  readonly configured: boolean;

  constructor(message: string, details: NemoErrorDetails & { configured: boolean }) {
    super('auth', message, details);
    this.configured = details.configured;
  }
}

/** 1002: the editing session is gone; media sent to it must be sent again. */
class NemoSessionGoneError extends NemoError {
  override readonly name = 'NemoSessionGoneError';
  constructor(message: string, details: NemoErrorDetails) {
    super('session-gone', message, details);
  }
}

/** 2001: the account has no credits left. */
class NemoCreditsError extends NemoError {
  override readonly name = 'NemoCreditsError';
  constructor(message: string, details: NemoErrorDetails) {
    super('out-of-credits', message, details);
  }
}

/** 4001: the backend does not take this type of file. */
class NemoUnsupportedTypeError extends NemoError {
  override readonly name = 'NemoUnsupportedTypeError';
  constructor(message: string, details: NemoErrorDetails) {
    super('unsupported-type', message, details);
  }
}

/** 4002: the file is larger than the backend takes. */
class NemoTooLargeError extends NemoError {
  override readonly name = 'NemoTooLargeError';
  constructor(message: string, details: NemoErrorDetails) {
    super('too-large', message, details);
  }
}

/** 400: the backend misses `X-Client-Id`, also after a new id was sent. */
export class NemoClientIdError extends NemoError {
  override readonly name = 'NemoClientIdError';
  constructor(message: string, details: NemoErrorDetails) {
    super('client-id', message, details);
  }
}

/** 402: the plan does not allow the export. Not about credits. */
class NemoExportBlockedError extends NemoError {
  override readonly name = 'NemoExportBlockedError';
  constructor(message: string, details: NemoErrorDetails) {
    super('export-blocked', message, details);
  }
}

/** 403: the token lacks the scope; anonymous ones may read, write and upload, but not render. */
class NemoScopeError extends NemoError {
  override readonly name = 'NemoScopeError';
  constructor(message: string, details: NemoErrorDetails) {
    super('missing-scope', message, details);
  }
}

/** The backend knows a render of this id already. */
class NemoDuplicateIdError extends NemoError {
  override readonly name = 'NemoDuplicateIdError';
  constructor(message: string, details: NemoErrorDetails) {
    super('duplicate-id', message, details);
  }
}

/** 429, twice: before and after the wait. */
export class NemoRateLimitedError extends NemoError {
  override readonly name = 'NemoRateLimitedError';
  constructor(message: string, details: NemoErrorDetails) {
    super('rate-limited', message, details);
  }
}

/** No connection, a broken one, or a gateway that answers for a backend that does not. */
export class NemoUnreachableError extends NemoError {
  override readonly name = 'NemoUnreachableError';
  constructor(message: string, details: NemoErrorDetails) {
    super('unreachable', message, details);
  }
}

/** No whole answer within the call's limit. */
export class NemoTimeoutError extends NemoError {
  override readonly name = 'NemoTimeoutError';
  constructor(message: string, details: NemoErrorDetails) {
    super('timeout', message, details);
  }
}

/** An answer the client cannot use: a web page, a wrong type, a missing field, a body beyond the cap. */
export class NemoBadAnswerError extends NemoError {
  override readonly name = 'NemoBadAnswerError';
  constructor(message: string, details: NemoErrorDetails) {
    super('bad-answer', message, details);
  }
}

/** A local file that was to be uploaded could not be read. */
export class NemoFileError extends NemoError {
  override readonly name = 'NemoFileError';
  constructor(message: string, details: NemoErrorDetails) {
    super('file-unreadable', message, details);
  }
}

/** A refusal with a code or status that no other error stands for. */
class NemoRefusedError extends NemoError {
  override readonly name = 'NemoRefusedError';
  constructor(message: string, details: NemoErrorDetails) {
    super('refused', message, details);
  }
}

/** What is known of an answer that says no. */
export interface Refusal {
  httpStatus?: number;
  nemoCode?: number;
  /** Nemo's own words. */
  message?: string;
}

/** Nemo's error table; HTTP statuses stand for the code of the same meaning. */
const KINDS: ReadonlyMap<number, NemoErrorCode> = new Map([
  [1001, 'auth'],
  [1010, 'auth'],
  [1011, 'auth'],
  [401, 'auth'],
  [1002, 'session-gone'],
  [2001, 'out-of-credits'],
  [4001, 'unsupported-type'],
  [415, 'unsupported-type'],
  [4002, 'too-large'],
  [413, 'too-large'],
  [402, 'export-blocked'],
  [403, 'missing-scope'],
  [409, 'duplicate-id'],
  [429, 'rate-limited'],
]);
/** ADK's and gRPC's names for the same. */
const NAMED_KINDS: ReadonlyMap<string, NemoErrorCode> = new Map([
  ['UNAUTHENTICATED', 'auth'],
  ['UNAUTHORIZED', 'auth'],
  ['PERMISSION_DENIED', 'missing-scope'],
  ['FORBIDDEN', 'missing-scope'],
  ['INSUFFICIENT_CREDITS', 'out-of-credits'],
  ['RATE_LIMITED', 'rate-limited'],
]);
const SESSION_GONE = /\bsession\b.{0,60}\b(?:not found|does not exist|expired|gone)|\bno such session/i;
const DUPLICATE_ID =
  /\b(?:render|id|task|job)\b.{0,60}\b(?:already exists|duplicated?|already in use)|\bduplicate (?:render|id)/i;
const NO_CREDITS =
  /\b(?:insufficient|not enough|out of|no more|run out of) credits?\b|\binsufficient balance\b|积分不足|余额不足/i;
const CLIENT_ID = /client[-_ ]?id/i;
/** Words of an error are searched this far. */
const SEARCHED = 2000;

/**
 * The kind of error that a code or its words stand for; undefined where they stand for none in particular.
 *
 * @param code a number of Nemo's error table or an HTTP status, also as text, or a name such as ADK uses
 */
export function errorKind(code: number | string | undefined, message = ''): NemoErrorCode | undefined {
  const number = typeof code === 'string' && /^\d{1,6}$/.test(code.trim()) ? Number(code) : code;
  const said = message.slice(0, SEARCHED);
  const kind = typeof number === 'number' ? KINDS.get(number) : NAMED_KINDS.get((number ?? '').toUpperCase());
  if (kind) return kind;
  if (number === 400 && CLIENT_ID.test(said)) return 'client-id';
  if (SESSION_GONE.test(said) || (number === 404 && /session/i.test(said))) return 'session-gone';
  if (DUPLICATE_ID.test(said)) return 'duplicate-id';
  return NO_CREDITS.test(said) ? 'out-of-credits' : undefined;
}

/**
 * The typed error for a refusal. Nemo's own code comes before the HTTP status.
 *
 * @param what the call, such as `POST /run_sse`, for the message
 */
export function refusalError(what: string, refusal: Refusal): NemoError {
  const { httpStatus, nemoCode } = refusal;
  const said = refusal.message ? `: ${refusal.message}` : '';
  const code =
    nemoCode === undefined ? (httpStatus === undefined ? '' : ` with HTTP ${httpStatus}`) : ` with code ${nemoCode}`;
  const message = `${what} was refused${code}${said}`;
  const kind = errorKind(nemoCode ?? httpStatus, refusal.message);
  if (kind) return errorOfKind(kind, message, { sent: 'no', httpStatus, nemoCode });
  // Any other 4xx was refused before anything was done; an unknown code or a 5xx may come after the work began.
  const status = nemoCode ?? httpStatus ?? 0;
  const sent: Sent = status >= 400 && status < 500 && status !== 408 ? 'no' : 'maybe';
  if (nemoCode === undefined && httpStatus !== undefined && httpStatus >= 500) {
    return new NemoUnreachableError(message, { sent, httpStatus });
  }
  return new NemoRefusedError(message, { sent, httpStatus, nemoCode });
}

/**
 * The typed error for a failure that the agent reported within a stream, where it is one that the user must hear of by
 * its own sentence; undefined for a failure of the agent's own.
 */
export function reportedError({ code, message }: { code: string; message: string }): NemoError | undefined {
  const kind = errorKind(code, message);
  const reported = kind !== undefined && kind !== 'duplicate-id' && kind !== 'client-id';
  return reported ? errorOfKind(kind, `the agent reported ${code}: ${message}`, { sent: 'yes' }) : undefined;
}

function errorOfKind(kind: NemoErrorCode, message: string, details: NemoErrorDetails): NemoError {
  switch (kind) {
    case 'auth':
      return new NemoAuthError(message, { ...details, configured: false });
    case 'session-gone':
      return new NemoSessionGoneError(message, details);
    case 'out-of-credits':
      return new NemoCreditsError(message, details);
    case 'unsupported-type':
      return new NemoUnsupportedTypeError(message, details);
    case 'too-large':
      return new NemoTooLargeError(message, details);
    case 'client-id':
      return new NemoClientIdError(message, details);
    case 'export-blocked':
      return new NemoExportBlockedError(message, details);
    case 'missing-scope':
      return new NemoScopeError(message, details);
    case 'duplicate-id':
      return new NemoDuplicateIdError(message, details);
    case 'rate-limited':
      return new NemoRateLimitedError(message, details);
    default:
      return new NemoRefusedError(message, details);
  }
}
