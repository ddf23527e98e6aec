import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FakeClock } from '@reelay/async/fake-clock';
import { request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import type { Render } from '../src/options.ts';
import { Client, FAKE_MP4, fakeRender, Harness, photo } from './harness.ts';

const harness = new Harness();
afterEach(() => harness.clean());

async function withDraft(options: Parameters<Harness['start']>[0] = {}) {
  const nemo = await harness.start(options);
  const client = await new Client(nemo.url).login('c1');
  const { sid } = await client.session();
  const { json } = await client.upload(sid, { name: 'a.jpg', bytes: await photo() });
  await client.say(sid, 'a 4 second video');
  return { ...nemo, client, sid, file: json.data.files[0], draft: (await client.state(sid)).draft };
}

/** A renderer whose films are finished by the test, one call of `finish` each. */
function heldRender() {
  const running: { outPath: string; files: Record<string, string>; finish(): void; fail(): void }[] = [];
  let aborted = 0;
  const render: Render = (job, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      onProgress(40);
      signal.addEventListener('abort', () => {
        aborted++;
        reject(signal.reason);
      });
      running.push({
        outPath: job.outPath,
        files: job.files,
        finish: () => void fakeRender(job, { signal, onProgress }).then(resolve, reject),
        fail: () => reject(new Error(`boom at ${job.outPath}`)),
      });
    });
  const until = async (count: number) => {
    while (running.length < count) await new Promise((resolve) => setImmediate(resolve));
    const last = running[count - 1];
    if (!last) throw new Error('nothing runs');
    return last;
  };
  return { render, running, until, aborted: () => aborted };
}

describe('a render', () => {
  test('goes from pending to processing to completed, and its MP4 can be had whole and in parts', async () => {
    const held = heldRender();
    const { client, sid, draft, url } = await withDraft({ render: held.render });
    const submitted = await client.submit(sid, draft, 'render_1');
    expect(submitted).toMatchObject({
      status: 200,
      json: { success: true, data: { id: 'render_1', status: 'pending', progress: 0 } },
    });
    const job = await held.until(1);
    expect(await client.render('render_1')).toEqual({ id: 'render_1', status: 'processing', progress: 40 });
    expect(await client.call('GET', '/api/render/proxy/render_1/download')).toMatchObject({ status: 404 });
    const [source] = draft.t[0].sg;
    expect((await stat(job.files[source.m.src] ?? '')).size).toBeGreaterThan(100);
    job.finish();

    const done = await client.rendered('render_1');
    expect(done).toMatchObject({ progress: 100, output: { url: done.outputUrl } });
    const auth = { authorization: `Bearer ${client.token}` };
    for (const [address, headers] of [
      [done.outputUrl, {}],
      [`${url}/api/render/proxy/render_1/download`, auth],
    ] as const) {
      const whole = await request(address, { headers });
      expect(whole.headers).toMatchObject({
        'content-type': 'video/mp4',
        'content-length': String(FAKE_MP4.length),
        'accept-ranges': 'bytes',
      });
      expect(Buffer.from(await whole.body.arrayBuffer()).equals(FAKE_MP4)).toBe(true);
      const part = await request(address, { headers: { ...headers, range: 'bytes=4-10' } });
      expect(part.statusCode).toBe(206);
      expect(part.headers['content-range']).toBe(`bytes 4-10/${FAKE_MP4.length}`);
      expect(await part.body.text()).toBe(FAKE_MP4.subarray(4, 11).toString());
      const end = await request(address, { headers: { ...headers, range: 'bytes=-5' } });
      expect(await end.body.text()).toBe(FAKE_MP4.subarray(-5).toString());
      const beyond = await request(address, { headers: { ...headers, range: 'bytes=9999-' } });
      expect(beyond.statusCode).toBe(416);
      const head = await request(address, { method: 'HEAD', headers });
      expect(head.headers['content-length']).toBe(String(FAKE_MP4.length));
      expect(await head.body.text()).toBe('');
    }
  });

  test('is made as its output asks, and says in what it was made; what it cannot read of it is left out', async () => {
    const outputs: unknown[] = [];
    const render: Render = async (job, options) => {
      outputs.push(job.output);
      return { ...(await fakeRender(job, options)), width: 1280, height: 720, fps: 60, resolution: '720p' };
    };
    const { client, sid, draft } = await withDraft({ render });
    await client.submit(sid, draft, 'asked', {}, { resolution: '720p', fps: 60 });
    expect((await client.rendered('asked')).output).toMatchObject({
      width: 1280,
      height: 720,
      fps: 60,
      resolution: '720p',
    });
    await client.submit(sid, draft, 'odd', {}, { resolution: '9000p', fps: 'many' });
    await client.rendered('odd');
    expect(outputs).toEqual([{ resolution: '720p', fps: 60 }, {}]);
  });

  test.each(['x-skill-source', 'x-skill-version', 'x-skill-platform'])('without %s: 402', async (header) => {
    const { client, sid, draft } = await withDraft();
    expect(await client.submit(sid, draft, 'r', { [header]: '' })).toMatchObject({ status: 402, json: { code: 402 } });
    expect(await client.call('GET', '/api/render/proxy/lambda/r')).toMatchObject({ status: 404 });
  });

  test('with a draft that is none, an empty one, or somebody else’s files is refused', async () => {
    const { client, sid, draft } = await withDraft();
    expect(await client.submit(sid, null, 'r')).toMatchObject({ status: 422 });
    expect(await client.submit(sid, { t: [] }, 'r')).toMatchObject({ status: 422 });
    expect(await client.submit(sid, { ...draft, t: [] }, 'r')).toMatchObject({ status: 422 });
    const other = await client.session();
    expect(await client.submit(other.sid, draft, 'r')).toMatchObject({ status: 422, json: { code: 422 } });
    const path = structuredClone(draft);
    path.t[0].sg[0].m.src = '../../../etc/passwd';
    expect(await client.submit(sid, path, 'r')).toMatchObject({ status: 422 });
    expect(await client.call('GET', '/api/render/proxy/lambda/r')).toMatchObject({ status: 404 });
  });

  test('submitted twice is rendered once', async () => {
    const held = heldRender();
    const { client, sid, draft } = await withDraft({ render: held.render });
    await client.submit(sid, draft, 'r');
    (await held.until(1)).finish();
    await client.rendered('r');
    expect((await client.submit(sid, draft, 'r')).json.data).toMatchObject({ id: 'r', status: 'completed' });
    expect(held.running).toHaveLength(1);
  });

  test('that crashes fails alone, and says nothing of this machine', async () => {
    const held = heldRender();
    const { client, sid, draft } = await withDraft({ render: held.render });
    await client.submit(sid, draft, 'bad');
    await client.submit(sid, draft, 'good');
    (await held.until(1)).fail();
    (await held.until(2)).finish();
    await client.rendered('good');
    const bad = await client.render('bad');
    expect(bad).toEqual({ id: 'bad', status: 'failed', progress: 40, error: 'the video could not be rendered' });
  });

  test('that ends without a file has failed', async () => {
    const render: Render = async () => ({
      ...{ bytes: 1, width: 1, height: 1, fps: 30, resolution: '1080p', durationMs: 1, leftOut: [] },
    });
    const { client, sid, draft } = await withDraft({ render });
    await client.submit(sid, draft, 'r');
    expect(await client.rendered('r', 'failed')).toMatchObject({ status: 'failed' });
  });
});

describe('the queue', () => {
  test('renders one at a time, in order', async () => {
    const held = heldRender();
    const { client, sid, draft } = await withDraft({ render: held.render });
    for (const id of ['r1', 'r2', 'r3']) await client.submit(sid, draft, id);
    const first = await held.until(1);
    expect((await client.render('r2')).status).toBe('pending');
    expect(held.running).toHaveLength(1);
    first.finish();
    await client.rendered('r1');
    (await held.until(2)).finish();
    await client.rendered('r2');
    (await held.until(3)).finish();
    await client.rendered('r3');
  });

  test('renders a preview at once, whatever film is being made', async () => {
    const held = heldRender();
    const { client, sid, draft } = await withDraft({ render: held.render });
    await client.submit(sid, draft, 'film').then(() => held.until(1));
    await client.submit(sid, draft, 'preview', {}, { quality: 'preview' });
    (await held.until(2)).finish();
    await client.rendered('preview');
    expect((await client.render('film')).status).toBe('processing');
  });

  test('a waiting render is cancelled and never starts; a running one is stopped and leaves no file', async () => {
    const held = heldRender();
    const { client, sid, draft, dataDir } = await withDraft({ render: held.render });
    for (const id of ['r1', 'r2', 'r3']) await client.submit(sid, draft, id);
    await held.until(1);
    const cancel = (id: string) => client.call('POST', `/api/render/proxy/lambda/${id}/cancel`);
    expect((await cancel('r2')).json).toMatchObject({ success: true, data: { id: 'r2', status: 'cancelled' } });
    expect((await cancel('r1')).json.data.status).toBe('cancelled');
    const third = await held.until(2);
    expect(held.aborted()).toBe(1);
    third.finish();
    await client.rendered('r3');
    expect((await cancel('r3')).json.data.status).toBe('completed');
    expect(held.running).toHaveLength(2);
    expect((await client.render('r1')).status).toBe('cancelled');
    expect(await readdir(join(dataDir, 'videos'))).toHaveLength(1);
  });

  test('two clients may use the same render id and see nothing of each other', async () => {
    const { client, sid, draft, url } = await withDraft();
    await client.submit(sid, draft, 'render_1');
    const mine = await client.rendered('render_1');
    const other = await new Client(url).login('c2');
    expect(await other.call('GET', '/api/render/proxy/lambda/render_1')).toMatchObject({ status: 404 });
    expect(await other.call('POST', '/api/render/proxy/lambda/render_1/cancel')).toMatchObject({ status: 404 });
    expect(await other.call('GET', '/api/render/proxy/render_1/download')).toMatchObject({ status: 404 });
    const own = await other.session();
    await other.upload(own.sid, { name: 'b.jpg', bytes: await photo() });
    await other.say(own.sid, 'make a video');
    await other.submit(own.sid, (await other.state(own.sid)).draft, 'render_1');
    const theirs = await other.rendered('render_1');
    expect(theirs.outputUrl).not.toBe(mine.outputUrl);
  });
});

describe('after a restart', () => {
  test('sessions go on where they were', async () => {
    const before = await withDraft();
    await before.client.say(before.sid, 'add a title');
    await before.close();
    const { url } = await harness.start({ dataDir: before.dataDir });
    const client = new Client(url);
    client.token = before.client.token;
    const state = await client.state(before.sid);
    expect(state.draft).toEqual(before.draft);
    expect(state.video_infos[0]).toMatchObject({ filename: 'a.jpg', hash: before.file.hash });
    const file = await request(state.video_infos[0].cdn_url);
    expect(file.statusCode).toBe(200);
    await file.body.dump();
    await client.say(before.sid, 'Rome');
    expect((await client.state(before.sid)).draft.t[2].sg[0].m.text).toBe('Rome');
  });

  test('running and waiting renders are done, finished ones are still there, cancelled ones stay cancelled', async () => {
    const held = heldRender();
    const before = await withDraft({ render: held.render });
    const { client, sid, draft } = before;
    for (const id of ['done', 'running', 'waiting', 'cancelled']) await client.submit(sid, draft, id);
    (await held.until(1)).finish();
    await client.rendered('done');
    await held.until(2);
    await client.call('POST', '/api/render/proxy/lambda/cancelled/cancel');
    await before.close();
    expect(held.aborted()).toBe(1);

    const order: string[] = [];
    const render: Render = async (job, more) => {
      order.push(job.outPath);
      return fakeRender(job, more);
    };
    const { url } = await harness.start({ dataDir: before.dataDir, render });
    const later = new Client(url);
    later.token = client.token;
    const running = await later.rendered('running');
    await later.rendered('waiting');
    expect(running.outputUrl.startsWith(url)).toBe(true);
    expect(order[0]).toBe(held.running[1]?.outPath);
    expect(order).toHaveLength(2);
    expect((await later.render('cancelled')).status).toBe('cancelled');
    const done = await later.render('done');
    expect(await (await request(done.outputUrl)).body.text()).toBe(FAKE_MP4.toString());
  });

  test('a damaged record is set aside, the rest is there', async () => {
    const before = await withDraft();
    await before.close();
    await writeFile(join(before.dataDir, 'sessions', 'bad.json'), '{"id":');
    const { url } = await harness.start({ dataDir: before.dataDir });
    const client = new Client(url);
    client.token = before.client.token;
    expect((await client.state(before.sid)).draft).toEqual(before.draft);
    expect(await readdir(join(before.dataDir, 'sessions'))).toContain('bad.json.broken');
  });
});

test('what nobody touched for 7 days is swept away, what is used stays', async () => {
  const clock = new FakeClock();
  const limits = { tokenMs: 30 * 24 * 3600_000 };
  const { client, sid, draft, dataDir } = await withDraft({ clock, limits });
  await client.submit(sid, draft, 'r');
  await client.rendered('r');
  const used = await client.session();
  await client.upload(used.sid, { name: 'b.jpg', bytes: await photo() });
  await clock.advance(6 * 24 * 3600_000);
  await client.state(used.sid);
  await clock.advance(2 * 24 * 3600_000);
  while ((await readdir(join(dataDir, 'files'))).length > 1) await new Promise((resolve) => setImmediate(resolve));
  expect(await readdir(join(dataDir, 'files'))).toEqual([used.sid]);
  expect(await readdir(join(dataDir, 'videos'))).toEqual([]);
  expect(await client.call('GET', `/api/state/nemo_agent/me/${sid}/latest`)).toMatchObject({ json: { code: 1002 } });
  expect(await client.call('GET', '/api/render/proxy/lambda/r')).toMatchObject({ status: 404 });
  expect((await client.state(used.sid)).video_infos).toHaveLength(1);
});
