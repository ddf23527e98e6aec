import type { ServerResponse } from 'node:http';
import type { Clock } from '@reelay/async';

// Every sign of life that the proxy before Nemo is known to send, in turn.
const SIGNS_OF_LIFE = ['data: heartbeat\n\n', 'data: {"type":"heartbeat"}\n\n', 'data:\n\n'];

/** A response that speaks `text/event-stream`. Writing to a client that has gone is no error. */
export interface EventStream {
  send(event: Record<string, unknown>): void;
  /** Ends the stream in order: no marker, the connection's clean end is the end. */
  end(): void;
}

/** Begins the stream and keeps it alive with a heartbeat every `heartbeatMs` until it ends or its client goes. */
export function openEventStream(response: ServerResponse, clock: Clock, heartbeatMs: number): EventStream {
  response.on('error', () => {});
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
  });
  response.flushHeaders();

  let beats = 0;
  let callOff = () => {};
  const schedule = () => {
    callOff = clock.setTimeout(heartbeatMs, () => {
      write(SIGNS_OF_LIFE[beats++ % SIGNS_OF_LIFE.length] ?? '');
      schedule();
    });
  };
  const write = (frame: string) => {
    if (response.writable) response.write(frame);
  };
  schedule();
  response.once('close', () => callOff());

  return {
    send(event) {
      write(`data: ${JSON.stringify(event)}\n\n`);
    },
    end() {
      callOff();
      if (response.writable) response.end();
    },
  };
}
