import { once } from 'node:events';
import { connect } from 'node:net';
import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client, eventsOf, Harness, photo } from './harness.ts';

const harness = new Harness();
afterEach(() => harness.clean());

async function withPhotos(options: Parameters<Harness['start']>[0] = {}) {
  const nemo = await harness.start(options);
  const client = await new Client(nemo.url).login('c1');
  const { sid } = await client.session();
  const bytes = await photo();
  await client.upload(sid, { name: 'a.jpg', bytes }, { name: 'b.jpg', bytes }, { name: 'c.jpg', bytes });
  return { ...nemo, client, sid };
}

describe('the stream', () => {
  let client: Client;
  let sid: string;
  beforeEach(async () => {
    ({ client, sid } = await withPhotos());
  });

  test('is data lines and blank lines, nothing else, and ends without a mark', async () => {
    const answer = await client.prompt(sid, 'a 6 second video with the title “Line one”');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/event-stream');
    const bytes = Buffer.from(await answer.body.arrayBuffer()).toString('utf8');
    expect(bytes).toMatch(/^(data:(?: [^\n]+)?\n\n)+$/);
    expect(bytes).not.toMatch(/\[DONE\]|^event:|^id:/m);
    expect(bytes.endsWith('}\n\n')).toBe(true);
  });

  test('carries calls and results, then the text in pieces and once whole', async () => {
    const events = eventsOf(await client.say(sid, 'a 6 second video with the title “Rome”'));
    const calls = events.flatMap((e) => e.content.parts.flatMap((p: Record<string, unknown>) => p.functionCall ?? []));
    const results = events.flatMap((e) =>
      e.content.parts.flatMap((p: Record<string, unknown>) => p.functionResponse ?? []),
    );
    expect(calls.map((c) => c.name)).toEqual(['generate_clip', 'set_duration', 'set_music', 'add_title']);
    expect(results.map((r) => r.id)).toEqual(calls.map((c) => c.id));
    expect(new Set(calls.map((c) => c.id)).size).toBe(4);
    expect(calls[3].args).toMatchObject({ text: 'Rome' });

    const texts = events.filter((e) => typeof e.content.parts[0].text === 'string');
    const whole = texts.at(-1);
    expect(whole.partial).toBe(false);
    expect(texts.slice(0, -1).every((e) => e.partial === true)).toBe(true);
    expect(
      texts
        .slice(0, -1)
        .map((e) => e.content.parts[0].text)
        .join(''),
    ).toBe(whole.content.parts[0].text);
    expect(texts.length).toBeGreaterThan(3);
    expect(new Set(events.map((e) => e.id)).size).toBe(events.length);
    expect(new Set(events.map((e) => e.invocationId)).size).toBe(1);
    for (const event of events) expect(event).toMatchObject({ author: 'nemo_agent', timestamp: expect.any(Number) });
  });

  test('a message without a role is dropped without a word: no bytes, nothing done', async () => {
    const answer = await client.prompt(sid, 'make a video', '');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/event-stream');
    expect(await answer.body.text()).toBe('');
    expect((await client.state(sid)).draft).toBeNull();
  });

  test('two prompts at once are done one after the other', async () => {
    await client.say(sid, 'make a video');
    const both = await Promise.all([
      client.say(sid, 'make it 20 seconds'),
      client.say(sid, 'make it 5 seconds longer'),
    ]);
    expect(both.every((stream) => eventsOf(stream).length > 0)).toBe(true);
    expect((await client.state(sid)).draft.d).toBe(25_000);
  });
});

test('the state knows the clip before the rest is put on it, and heartbeats come meanwhile', async () => {
  const clock = new FakeClock();
  const { client, sid } = await withPhotos({ clock, paceMs: 25_000, heartbeatMs: 10_000 });
  const answer = await client.prompt(sid, 'make a video');
  let bytes = '';
  let isOver = false;
  answer.body.on('data', (chunk: Buffer) => {
    bytes += chunk.toString('utf8');
  });
  answer.body.on('end', () => {
    isOver = true;
  });
  const tracks = new Set<string>();
  while (!isOver) {
    await clock.advance(5000);
    const { draft } = await client.state(sid);
    if (draft) tracks.add(draft.t.map((t: { tt: number }) => t.tt).join());
  }
  expect([...tracks]).toEqual(['0', '0,1']);
  expect(bytes.startsWith('data: heartbeat\n\ndata: {"type":"heartbeat"}\n\ndata: {"invocationId"')).toBe(true);
  expect(bytes).toContain('\n\ndata:\n\n');
});

test('a client that goes away changes nothing: the edit is done all the same', async () => {
  const clock = new FakeClock();
  const { client, sid, url } = await withPhotos({ clock, paceMs: 1000 });
  const { port } = new URL(url);
  const body = JSON.stringify({
    app_name: 'nemo_agent',
    user_id: 'me',
    session_id: sid,
    new_message: { role: 'user', parts: [{ text: 'make a 7 second video' }] },
  });
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST /run_sse HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${client.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(head.toString()).toContain('200 OK');
  socket.destroy();
  let draft = null;
  while (draft?.d !== 7000) {
    await clock.advance(1000);
    ({ draft } = await client.state(sid));
  }
  expect(eventsOf(await drive(clock, client.say(sid, 'make it square'))).length).toBeGreaterThan(0);
});

test('by default a repeated chat repeats its silences: they depend on session and turn alone', async () => {
  const { client, sid } = await withPhotos({ textlessRate: 1 });
  await client.say(sid, 'make a video');
  const events = eventsOf(await client.say(sid, 'make it square'));
  expect(events.map((e) => Object.keys(e.content.parts[0])[0])).toEqual(['functionCall', 'functionResponse']);
});

test('closing in the middle of a prompt finishes the edit on disk', async () => {
  const clock = new FakeClock();
  const { client, sid, close, dataDir } = await withPhotos({ clock, paceMs: 60_000 });
  const answer = await client.prompt(sid, 'a 5 second video');
  answer.body.on('error', () => {});
  await close();
  const later = new Client((await harness.start({ dataDir, clock })).url);
  later.token = client.token;
  expect((await later.state(sid)).draft.d).toBe(5000);
});

async function drive<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.advance(1000);
  return work;
}
