import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { frame } from './events.ts';

/** What a request is answered with when nothing goes wrong. */
export type Answer =
  | { kind: 'json'; status?: number; body: unknown; onDelivered?: () => void }
  | { kind: 'bytes'; body: Buffer; onDelivered?: () => void }
  /** `done` resolves when the agent's work is done; the last event waits for it. */
  | { kind: 'stream'; events: Record<string, unknown>[]; done: Promise<void>; onDelivered?: () => void };

/** What can go wrong with one request. */
export const FAULTS = {
  /** Nothing was done. */
  before: ['reset', 'html-502', 'html-200', '429', '500', '503', 'session-gone', 'hang'],
  /** It was done, but the client does not receive the answer, or not all of it. */
  after: ['lost', 'headers-then-reset', 'reset-midway', 'cut', 'wrong-type', 'html-504', 'hang-midway'],
  /** It was done, and the answer comes slowly. */
  slow: ['drip'],
} as const;

export type Fault = (typeof FAULTS)[keyof typeof FAULTS][number];

/** Whether the request ends without anything having been done. */
export function refuses(fault: Fault): boolean {
  return FAULTS.before.some((each) => each === fault);
}

const PAGE = '<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body>nginx</body></html>';

/**
 * Answers a request as far as the fault lets it; `answer` is undefined for one that does nothing.
 *
 * @param midway called when half of the answer is out
 */
export async function deliver(
  fault: Fault | undefined,
  answer: Answer | undefined,
  response: ServerResponse,
  midway: () => Promise<void>,
): Promise<void> {
  if (response.destroyed) return;
  switch (fault) {
    case 'reset':
    case 'lost':
      response.socket?.resetAndDestroy();
      return;
    case 'html-502':
      return whole(response, 502, 'text/html', PAGE);
    case 'html-504':
      return whole(response, 504, 'text/html', PAGE);
    case 'html-200':
      return whole(response, 200, 'text/html', PAGE);
    case '429':
      return whole(response, 429, 'application/json', '{"code":429,"message":"too many requests"}');
    case '500':
      return whole(response, 500, 'application/json', '{"detail":"Internal Server Error"}');
    case '503':
      return whole(response, 503, 'text/plain', 'Service Unavailable');
    case 'session-gone':
      return whole(response, 200, 'application/json', '{"code":1002,"message":"session not found"}');
    case 'hang':
      return;
    default:
      return answer && send(fault, answer, response, midway);
  }
}

async function send(
  fault: Fault | undefined,
  answer: Answer,
  response: ServerResponse,
  midway: () => Promise<void>,
): Promise<void> {
  const { status, type, pieces, done } = wire(answer);
  if (fault === 'wrong-type') return whole(response, 200, 'application/octet-stream', pieces.join(''));
  const half = Math.ceil(pieces.length / 2);
  const length = answer.kind === 'stream' ? {} : { 'content-length': Buffer.concat(pieces).length };
  response.writeHead(status, { 'content-type': type, ...length });
  response.flushHeaders();
  if (fault === 'headers-then-reset') return void response.socket?.resetAndDestroy();
  for (const [index, piece] of pieces.entries()) {
    if (index === half) {
      if (fault === 'reset-midway') return void response.socket?.resetAndDestroy();
      if (fault === 'cut') return void response.socket?.end();
      if (fault === 'hang-midway') return;
      await midway();
    }
    if (index === pieces.length - 1) await done;
    if (response.destroyed) return;
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    if (fault === 'drip') await sleep(20);
  }
  if (response.destroyed) return;
  answer.onDelivered?.();
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(() => resolve());
  });
}

function wire(answer: Answer): { status: number; type: string; pieces: Buffer[]; done?: Promise<void> } {
  if (answer.kind === 'stream') {
    const pieces = answer.events.map((event) => Buffer.from(frame(event)));
    return { status: 200, type: 'text/event-stream', pieces, done: answer.done };
  }
  const body = answer.kind === 'bytes' ? answer.body : Buffer.from(JSON.stringify(answer.body));
  const status = answer.kind === 'json' ? (answer.status ?? 200) : 200;
  const type = answer.kind === 'bytes' ? 'video/mp4' : 'application/json';
  const half = Math.ceil(body.length / 2);
  return { status, type, pieces: [body.subarray(0, half), body.subarray(half)] };
}

async function whole(response: ServerResponse, status: number, type: string, body: string): Promise<void> {
  response.writeHead(status, { 'content-type': type }).end(body);
}
