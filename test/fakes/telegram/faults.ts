import type { ServerResponse } from 'node:http';
import type { Clock } from '@reelay/async';

/** How a test lets one request end otherwise than it would. */
export type Fault =
  | { kind: 'answer'; status: number; contentType: string; body: string; after?: true }
  | { kind: 'reset'; when: 'before' | 'midway' | 'after' }
  | { kind: 'wait'; until: number | PromiseLike<unknown> }
  | { kind: 'hang' };

function page(status: number, title: string): Fault {
  const body = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>nginx</body>\r\n</html>\r\n`;
  return { kind: 'answer', status, contentType: 'text/html', body };
}

function refused(code: number, description: string, parameters?: Record<string, number>): Fault {
  const body = JSON.stringify({ ok: false, error_code: code, description, ...(parameters && { parameters }) });
  return { kind: 'answer', status: code, contentType: 'application/json', body };
}

/** Answers for `next`; nothing happens in the chat unless it says so. */
export const faults = {
  /** Flood control, `seconds` long. */
  flood: (seconds: number): Fault =>
    refused(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds }),
  /** Any refusal of the Bot API. */
  refused,
  /** An answer that says well, with a result of the test's own. */
  answers: (result: unknown): Fault => ({
    kind: 'answer',
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ ok: true, result }),
  }),
  /** A proxy's page in HTML, as api.telegram.org shows when it is down. */
  page: (status: 500 | 502 | 503 | 504 = 502): Fault => page(status, status === 502 ? 'Bad Gateway' : 'Server Error'),
  /** The connection is reset and nothing was done. */
  resetBefore: (): Fault => ({ kind: 'reset', when: 'before' }),
  /** Done, but the connection is reset in the middle of the answer. */
  resetMidway: (): Fault => ({ kind: 'reset', when: 'midway' }),
  /** Done, but the connection is reset before the answer's head. */
  resetAfter: (): Fault => ({ kind: 'reset', when: 'after' }),
  /** Done, but answered with a page in HTML, as when a proxy gave up waiting. */
  pageAfter: (status: 500 | 502 | 504 = 504): Fault => Object.assign(page(status, 'Gateway Time-out'), { after: true }),
  /** Looked at only `until` then: a promise, or ms of the fake's clock. */
  slow: (until: number | PromiseLike<unknown>): Fault => ({ kind: 'wait', until }),
  /** Never answered. */
  hang: (): Fault => ({ kind: 'hang' }),
};

/** The scripted faults, by method. */
export class Faults {
  readonly #queues = new Map<string, Fault[]>();

  add(method: string, faults: Fault[]): void {
    this.#queues.set(method, [...(this.#queues.get(method) ?? []), ...faults]);
  }

  take(method: string): Fault | undefined {
    return this.#queues.get(method)?.shift();
  }
}

/** Waits out what has to be waited for; false when the request ends here. */
export async function suffer(
  fault: Fault | undefined,
  response: ServerResponse,
  clock: Clock,
  gone: AbortSignal,
): Promise<boolean> {
  if (fault?.kind === 'wait') {
    await (typeof fault.until === 'number' ? clock.sleep(fault.until, gone) : fault.until);
  } else if (fault?.kind === 'hang') return false;
  else if (fault?.kind === 'reset' && fault.when === 'before') {
    response.socket?.resetAndDestroy();
    return false;
  }
  return !gone.aborted;
}

/** Sends an answer, or as much of it as the fault lets through; true when it went out whole. */
export function deliver(
  fault: Fault | undefined,
  response: ServerResponse,
  status: number,
  contentType: string,
  body: Buffer,
): boolean {
  if (response.destroyed) return false;
  if (fault?.kind === 'reset' && fault.when === 'after') {
    response.socket?.resetAndDestroy();
    return false;
  }
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length });
  if (fault?.kind === 'reset') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.resetAndDestroy());
    return false;
  }
  response.end(body);
  return true;
}
