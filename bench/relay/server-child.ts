import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A backend that streams: so many events for a prompt, or one event and then nothing when asked to hold the stream. */
const EVENTS = Number(process.argv[2] ?? '20000');
const EVENTS_PER_WRITE = 50;

function event(index: number): string {
  const value = {
    content: { parts: [{ text: ` w${index % 10}` }], role: 'model' },
    partial: true,
    invocationId: 'e-7d6c3f1a-58a1-4c1e-b5a5-0c9f2f8f0c11',
    author: 'video_agent',
    actions: { stateDelta: {}, artifactDelta: {}, requestedAuthConfigs: {} },
    id: `event-${index}`,
    timestamp: 1_764_000_000 + index / 1000,
  };
  return `data: ${JSON.stringify(value)}\n\n`;
}

const writes: Buffer[] = [];
for (let at = 0; at < EVENTS; at += EVENTS_PER_WRITE) {
  writes.push(Buffer.from(Array.from({ length: EVENTS_PER_WRITE }, (_, i) => event(at + i)).join('')));
}

const server = createServer((request, response) => {
  request.resume().on('end', async () => {
    if (request.url !== '/run_sse') {
      response.setHeader('content-type', 'application/json');
      response.end('{"code":0,"data":{"token":"nmv_usr_bench","task_id":"t","session_id":"s"}}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (request.headers['x-skill-version'] === 'hold') return void response.write(event(0));
    for (const piece of writes) {
      if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
