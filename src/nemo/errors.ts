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

/** The root of everything the Nemo client throws on its own account. The message holds no token and may be logged. */
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

/** 1001: the token was refused, also after one renewal, or the operator's own token (`configured`) was. */
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

/** An answer the client can't use: a web page, a wrong type, a missing field, a body beyond the cap. */
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

/**
 * The typed error for a refusal. Nemo's own code comes before the HTTP status; codes are those of the backend's error
 * table, statuses 401, 413 and 415 stand for 1001, 4002 and 4001.
 *
 * @param what the call, such as `POST /run_sse`, for the message
 */
export function refusalError(what: string, refusal: Refusal): NemoError {
  const { httpStatus, nemoCode } = refusal;
  const said = refusal.message ? `: ${refusal.message}` : '';
  const shown = nemoCode === undefined ? `HTTP ${httpStatus}` : `code ${nemoCode}`;
  const message = `${what} was refused with ${shown}${said}`;
  const known: NemoErrorDetails = { sent: 'no', httpStatus, nemoCode };
  switch (nemoCode ?? httpStatus) {
    case 1001:
    case 401:
      return new NemoAuthError(message, { ...known, configured: false });
    case 1002:
      return new NemoSessionGoneError(message, known);
    case 2001:
      return new NemoCreditsError(message, known);
    case 4001:
    case 415:
      return new NemoUnsupportedTypeError(message, known);
    case 4002:
    case 413:
      return new NemoTooLargeError(message, known);
    case 402:
      return new NemoExportBlockedError(message, known);
    case 429:
      return new NemoRateLimitedError(message, known);
    case 400:
      if (/client[-_ ]?id/i.test(refusal.message ?? '')) return new NemoClientIdError(message, known);
      break;
    case 404:
      if (/session/i.test(refusal.message ?? '')) return new NemoSessionGoneError(message, known);
      break;
  }
  // Any other 4xx was turned away at the door; an unknown code or a 5xx may come after the work began.
  const status = nemoCode ?? httpStatus ?? 0;
  const sent: Sent = status >= 400 && status < 500 && status !== 408 ? 'no' : 'maybe';
  if (nemoCode === undefined && httpStatus !== undefined && httpStatus >= 500) {
    return new NemoUnreachableError(message, { sent, httpStatus });
  }
  return new NemoRefusedError(message, { sent, httpStatus, nemoCode });
}
