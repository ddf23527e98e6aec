import { setTimeout as sleep } from 'node:timers/promises';
import { frame } from './events.ts';
import type { FakeHandler } from './wire.ts';

export interface SseOptions {
  /** Break the connection after the last event instead of ending the body in order. */
  cut?: boolean;
  /** Send only this many bytes of the stream, then break or end it: for a cut in the middle of an event. */
  bytes?: number;
  /** Pause between events, in ms of real time. */
  gapMs?: number;
  /** Leave the connection open after the last event, until the client hangs up. */
  hang?: boolean;
  contentType?: string;
}

/** Ready handlers for `fake.on` and `fake.next`. */
export const answer = {
  /** Any JSON body. */
  json:
    (value: unknown, status = 200): FakeHandler =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    },
  /** `{code:0,data}`. */
  ok: (data: unknown = {}): FakeHandler => answer.json({ code: 0, message: 'ok', data }),
  /** Nemo's envelope saying no, such as `answer.code(1001)`; with HTTP 200 by default. */
  code: (code: number | string, message = 'refused', status = 200): FakeHandler =>
    answer.json({ code, message }, status),
  /** A status without a usable body. */
  status:
    (status: number): FakeHandler =>
    (_request, response) => {
      response.writeHead(status).end();
    },
  /** A proxy's error page. */
  html:
    (status = 502): FakeHandler =>
    (_request, response) => {
      response
        .writeHead(status, { 'content-type': 'text/html' })
        .end('<!DOCTYPE html><html><h1>Bad Gateway</h1></html>');
    },
  redirect:
    (location: string, status = 302): FakeHandler =>
    (_request, response) => {
      response.writeHead(status, { location }).end();
    },
  bytes:
    (body: Buffer, contentType = 'video/mp4'): FakeHandler =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': contentType, 'content-length': body.length }).end(body);
    },
  /** Breaks the connection before any header. */
  reset: (): FakeHandler => (_request, response) => {
    response.socket?.resetAndDestroy();
  },
  /** Sends headers and the given text, then breaks the connection. */
  resetAfter:
    (text: string, contentType = 'application/json'): FakeHandler =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': contentType });
      response.write(text, () => response.socket?.resetAndDestroy());
    },
  /** Never answers; the client has to give up. */
  never: (): FakeHandler => () => {},
  /** Waits `ms` of real time, then answers. */
  slow:
    (ms: number, then: FakeHandler): FakeHandler =>
    async (request, response) => {
      await sleep(ms);
      await then(request, response);
    },
  /** One handler after the other for the same request, such as a change of the draft and then a stream. */
  all:
    (...handlers: FakeHandler[]): FakeHandler =>
    async (request, response) => {
      for (const handler of handlers) await handler(request, response);
    },
  /** An event stream: objects are framed as ADK does, texts are sent as they stand (see `events.ts`). */
  sse:
    (events: (Record<string, unknown> | string)[], options: SseOptions = {}): FakeHandler =>
    async (_request, response) => {
      response.writeHead(200, { 'content-type': options.contentType ?? 'text/event-stream' });
      response.flushHeaders();
      const frames = events.map(frame);
      const pieces = options.bytes === undefined ? frames : [Buffer.from(frames.join('')).subarray(0, options.bytes)];
      for (const [index, piece] of pieces.entries()) {
        if (index > 0 && options.gapMs) await sleep(options.gapMs);
        if (response.destroyed) return;
        await new Promise<void>((resolve) => response.write(piece, () => resolve()));
      }
      if (options.hang) return;
      if (options.cut) response.socket?.resetAndDestroy();
      else response.end();
    },
};
