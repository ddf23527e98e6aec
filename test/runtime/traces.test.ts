import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { parseHeaders } from '../../src/lib/setting-values.ts';
import { Traces } from '../../src/runtime/traces.ts';
import { Rig } from '../core/rig/rig.ts';
import { answer, ROUTES } from '../fakes/nemo/index.ts';

interface Sent {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: object }[];
  status: { code: number };
}
interface Posted {
  path?: string;
  headers: IncomingHttpHeaders;
  body: { resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: Sent[] }[] }[] };
}

/** A receiver of OTLP over HTTP. */
let receiver: Server;
let posted: Posted[];
let status = 200;
let answers = true;
let endpoint = '';
beforeEach(async () => {
  posted = [];
  status = 200;
  answers = true;
  receiver = createServer(async (request, response) => {
    posted.push({ path: request.url, headers: request.headers, body: (await json(request)) as Posted['body'] });
    if (answers) response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
});
afterEach(() => new Promise((resolve) => receiver.close(resolve)));

const log: string[] = [];
const tracesOn = (clock: FakeClock) => {
  let count = 0;
  const newId = (bytes: number) => (++count).toString(16).padStart(bytes * 2, '0');
  const logger = createLogger({ level: 'debug', pretty: false, write: (line) => log.push(line) });
  return new Traces({ endpoint, headers: { authorization: 'Bearer abc' }, service: 'bot', clock, log: logger, newId });
};
const spans = () =>
  posted.flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)));

it('sends spans with their parents, times, results and facts as OTLP, each once', async () => {
  const clock = new FakeClock(1_000);
  const traces = tracesOn(clock);
  const turn = traces.begin('turn', { platform: 'test', resumed: false });
  const step = turn.begin('step', { number: 3, share: 0.5 });
  await clock.advance(20);
  step.end('error', { 'error.type': 'NemoError' });
  step.end('ok');
  turn.end('ok');
  await traces.close();
  expect(posted).toHaveLength(1);
  expect(posted[0]).toMatchObject({
    path: '/v1/traces',
    headers: { authorization: 'Bearer abc', 'content-type': 'application/json' },
  });
  expect(posted[0]?.body.resourceSpans[0]?.resource.attributes).toEqual([
    { key: 'service.name', value: { stringValue: 'bot' } },
  ]);
  const traceId = '00000000000000000000000000000001';
  expect(spans()).toEqual([
    {
      ...{ traceId, spanId: '0000000000000003', parentSpanId: '0000000000000002', name: 'step', kind: 1 },
      ...{ startTimeUnixNano: '1000000000', endTimeUnixNano: '1020000000' },
      attributes: [
        { key: 'number', value: { intValue: '3' } },
        { key: 'share', value: { doubleValue: 0.5 } },
        { key: 'error.type', value: { stringValue: 'NemoError' } },
      ],
      status: { code: 2 },
    },
    {
      ...{ traceId, spanId: '0000000000000002', name: 'turn', kind: 1 },
      ...{ startTimeUnixNano: '1000000000', endTimeUnixNano: '1020000000' },
      attributes: [
        { key: 'platform', value: { stringValue: 'test' } },
        { key: 'resumed', value: { boolValue: false } },
      ],
      status: { code: 1 },
    },
  ]);
});

it('a receiver that refuses or is gone is told to the log, and holds nothing up', async () => {
  const traces = tracesOn(new FakeClock(0));
  status = 503;
  traces.begin('turn', {}).end('ok');
  await traces.close();
  expect(log.at(-1)).toContain('traces not sent');
  expect(log.join('')).not.toContain('Bearer abc');
});

it('a receiver that does not answer holds the end of the process up for two seconds', async () => {
  answers = false;
  const clock = new FakeClock(0);
  const traces = tracesOn(clock);
  traces.begin('sent', {}).end('ok');
  await clock.advance(5_000);
  traces.begin('left', {}).end('ok');
  log.length = 0;
  const closed = traces.close();
  await clock.advance(1_999);
  expect(log).toEqual([]);
  await clock.advance(1);
  await closed;
  expect(log.map((line) => JSON.parse(line).msg)).toEqual(['traces not sent', 'traces not sent']);
  expect(clock.pending).toBe(0);
  // Of real time nothing but what it takes to end a connection.
}, 5_000);

it('a turn is a trace: its steps, and in them the calls of Nemo and the posts, without a word or an id of anybody', async () => {
  const clock = new FakeClock(0);
  const traces = tracesOn(clock);
  const rig = await Rig.start({ trace: traces.begin });
  try {
    await rig.says('make a secret clip of my cats', [await rig.photo('holiday.jpg')], { userId: 'ann-1234' });
    rig.nemo.next(ROUTES.state, answer.code(9999));
    await rig.says('make it secretly blue', [], { userId: 'ann-1234' });
  } finally {
    await rig.close();
  }
  await traces.close();
  const all = spans();
  const byId = new Map(all.map((span) => [span.spanId, span]));
  const path = (span: Sent | undefined): string =>
    span ? `${path(byId.get(span.parentSpanId ?? ''))}/${span.name}` : '';
  const paths = [...new Set(all.map(path))].toSorted();
  expect(paths).toEqual(
    expect.arrayContaining([
      '/turn',
      '/turn/step export',
      '/turn/step export/nemo renderStatus',
      '/turn/step export/nemo submitRender',
      '/turn/step export/post',
      '/turn/step prompt',
      '/turn/step prompt/nemo prompt',
      '/turn/step upload',
      '/turn/step upload/nemo uploadFiles',
    ]),
  );
  const [first, second] = all.filter(({ name }) => name === 'turn');
  expect(first?.traceId).not.toBe(second?.traceId);
  expect([first?.status.code, second?.status.code]).toEqual([1, 2]);
  const failed = all.filter(({ status, traceId }) => status.code === 2 && traceId === second?.traceId);
  expect(failed.map(path)).toEqual(['/turn/step prompt/nemo state', '/turn/step prompt', '/turn']);
  const text = JSON.stringify(posted.map(({ body }) => body));
  for (const word of ['secret', 'cats', 'blue', 'holiday', 'ann-1234', 'test:1']) expect(text).not.toContain(word);
});

it.each([
  ['authorization=Bearer%20abc,x-team=a=b', { authorization: 'Bearer abc', 'x-team': 'a=b' }],
  ['no value', undefined],
  ['=x', undefined],
  ['a=%', undefined],
  ['a=%0d%0ab', undefined],
])('headers %j are %j', (text, headers) => {
  expect(parseHeaders(text)).toEqual(headers);
});
