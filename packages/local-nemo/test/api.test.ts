import { createServer } from 'node:net';
import { FakeClock } from '@reelay/async/fake-clock';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client, eventsOf, Harness, photo } from './harness.ts';

const DAY = 24 * 3600_000;
const harness = new Harness();
afterEach(() => harness.clean());

describe('tokens', () => {
  test('a client id gets a token, a second one only when that has expired', async () => {
    const clock = new FakeClock(Date.UTC(2026, 0, 1));
    const { url } = await harness.start({ clock });
    const client = new Client(url);
    const ask = () => client.call('POST', '/api/auth/anonymous-token', undefined, { 'x-client-id': 'c1' });
    const first = await ask();
    expect(first).toMatchObject({
      status: 200,
      json: { code: 0, data: { credits: 100, expires_at: '2026-01-08T00:00:00.000Z' } },
    });
    expect(first.json.data.token).toMatch(/^nmv_usr_[0-9a-f]{32}$/);
    expect(await ask()).toMatchObject({ status: 429, json: { code: 429 } });

    client.token = first.json.data.token;
    const { sid } = await client.session();
    await clock.advance(7 * DAY - 1);
    expect((await client.call('GET', '/api/credits/balance/simple')).json.code).toBe(0);
    await clock.advance(1);
    expect((await client.call('GET', '/api/credits/balance/simple')).json).toMatchObject({ code: 1001 });
    const second = await ask();
    expect(second.json.data.token).not.toBe(first.json.data.token);
    expect(second.json.data.user_id).toBe(first.json.data.user_id);
    client.token = second.json.data.token;
    expect((await client.session()).sid).not.toBe(sid);
  });

  test('without X-Client-Id: 400', async () => {
    const { url } = await harness.start();
    const answer = await new Client(url).call('POST', '/api/auth/anonymous-token');
    expect(answer).toMatchObject({ status: 400, json: { code: 400 } });
  });

  test('without a good token every other call answers 1001', async () => {
    const { url } = await harness.start();
    const client = new Client(url);
    for (const token of ['', 'nmv_usr_wrong']) {
      client.token = token;
      for (const [method, path] of [
        ['GET', '/api/credits/balance/simple'],
        ['GET', '/api/state/nemo_agent/me/x/latest'],
        ['POST', '/api/tasks/me/with-session/nemo_agent'],
        ['POST', '/api/auth/claim-token'],
        ['POST', '/run_sse'],
        ['POST', '/api/upload-video/nemo_agent/me/x'],
        ['POST', '/api/render/proxy/lambda'],
        ['GET', '/api/render/proxy/lambda/x'],
        ['POST', '/api/render/proxy/lambda/x/cancel'],
        ['GET', '/api/render/proxy/x/download'],
      ] as const) {
        expect(await client.call(method, path), path).toMatchObject({ status: 200, json: { code: 1001 } });
      }
    }
  });
});

test('no token lies on disk', async () => {
  const { url, dataDir } = await harness.start();
  const { token } = await new Client(url).login('c1');
  const { readdir, readFile } = await import('node:fs/promises');
  for (const name of await readdir(`${dataDir}/users`)) {
    expect(await readFile(`${dataDir}/users/${name}`, 'utf8')).not.toContain(token.slice(8));
  }
});

describe('sessions', () => {
  let client: Client;
  let url: string;
  beforeEach(async () => {
    ({ url } = await harness.start());
    client = await new Client(url).login('c1');
  });

  test('a new one is empty, and has ids', async () => {
    const { json } = await client.call('POST', '/api/tasks/me/with-session/nemo_agent', {
      task_name: 'project',
      language: 'en',
    });
    expect(json).toMatchObject({ code: 0, data: { user_id: expect.stringMatching(/^anon_/) } });
    expect(json.data.task_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await client.state(json.data.session_id)).toEqual({ draft: null, video_infos: [], generated_media: [] });
  });

  test('an unknown one, and one of another user, answers 1002 everywhere', async () => {
    const own = await client.session();
    const other = await new Client(url).login('c2');
    for (const [who, sid] of [
      [client, 'unknown'],
      [other, own.sid],
    ] as const) {
      const gone = { status: 200, json: { code: 1002 } };
      expect(await who.call('GET', `/api/state/nemo_agent/me/${sid}/latest`)).toMatchObject(gone);
      expect(await who.call('POST', '/api/auth/claim-token', { task_id: own.taskId, session_id: sid })).toMatchObject(
        gone,
      );
      expect(await who.upload(sid, { name: 'a.jpg', bytes: await photo() })).toMatchObject(gone);
      expect(JSON.parse(await who.say(sid, 'hello'))).toMatchObject({ code: 1002 });
      const draft = { d: 1, m: { name: '', aspect: '1:1', fps: 30 }, t: [] };
      expect(await who.submit(sid, draft, 'r1')).toMatchObject(gone);
    }
  });

  test('the browser link shows title, timeline and video, with everything escaped and nothing to run', async () => {
    const { sid, taskId } = await client.session();
    await client.upload(sid, { name: '<b>.jpg', bytes: await photo() });
    await client.say(sid, 'a 4 second video with the title "<script>alert(1)</script>"');
    const { json } = await client.call('POST', '/api/auth/claim-token', { task_id: taskId, session_id: sid });
    expect(json).toMatchObject({ code: 0, data: { expires_in: 604_800 } });
    expect(json.data.claim_token).toMatch(/^clm_/);
    expect(json.data.claim_token).not.toContain(client.token.slice(8));

    const page = async () => {
      const answer = await request(`${url}/workspace/claim?ct=${json.data.claim_token}`);
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    };
    const empty = await page();
    expect(empty.status).toBe(200);
    expect(empty.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(empty.headers['content-security-policy']).toContain("default-src 'none'");
    expect(empty.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(empty.text).not.toMatch(/<script|<b>|<video/);
    expect(empty.text).toContain('<rect x="0.0" width="998.0"');

    await client.submit(sid, (await client.state(sid)).draft, 'r1');
    const { outputUrl } = await client.rendered('r1');
    expect((await page()).text).toContain(`src="${new URL(outputUrl).pathname}"`);
  });

  test('an unknown or expired claim token is a 404 page', async () => {
    const answer = await request(`${url}/workspace/claim?ct=clm_unknown`);
    expect(answer.statusCode).toBe(404);
    expect(await answer.body.text()).toContain('Link not found');
    const none = await request(`${url}/workspace/claim`);
    expect(none.statusCode).toBe(404);
    await none.body.dump();

    const clock = new FakeClock();
    const other = await harness.start({ clock });
    const late = await new Client(other.url).login('c1');
    const { sid, taskId } = await late.session();
    const { json } = await late.call('POST', '/api/auth/claim-token', { task_id: taskId, session_id: sid });
    const link = `${other.url}/workspace/claim?ct=${json.data.claim_token}`;
    expect((await request(link)).statusCode).toBe(200);
    await clock.advance(7 * DAY);
    expect((await request(link)).statusCode).toBe(404);
  });
});

describe('credits', () => {
  test('a new video and an edit cost what they cost; then 2001 before any stream', async () => {
    const { url } = await harness.start({ costs: { generation: 100, edit: 50 }, startCredits: 160 });
    const client = await new Client(url).login('c1');
    const { sid } = await client.session();
    const credits = async () => (await client.call('GET', '/api/credits/balance/simple')).json;
    expect(await credits()).toMatchObject({ code: 0, data: { available: 160, frozen: 0, total: 160 } });
    await client.say(sid, 'hello');
    expect((await credits()).data.available).toBe(160);
    await client.upload(sid, { name: 'a.jpg', bytes: await photo() });
    await client.say(sid, 'make a video');
    expect((await credits()).data.available).toBe(60);
    await client.say(sid, 'make it 4 seconds');
    expect((await credits()).data.available).toBe(10);

    const answer = await client.prompt(sid, 'make it 8 seconds');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(await answer.body.json()).toMatchObject({ code: 2001 });
    expect((await client.state(sid)).draft.d).toBe(4000);
    expect(eventsOf(await client.say(sid, 'blah')).length).toBeGreaterThan(0);
  });

  test('while a prompt runs its cost is frozen', async () => {
    const clock = new FakeClock();
    const { url } = await harness.start({ clock, paceMs: 1000, costs: { generation: 100 }, startCredits: 150 });
    const client = await new Client(url).login('c1');
    const { sid } = await client.session();
    await client.upload(sid, { name: 'a.jpg', bytes: await photo() });
    const pending = clock.pending;
    const answer = await client.prompt(sid, 'make a video');
    await clock.untilPending(pending + 2);
    const { json } = await client.call('GET', '/api/credits/balance/simple');
    expect(json.data).toEqual({ available: 50, frozen: 100, total: 150 });
    const ended = answer.body.text();
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver) await clock.advance(1000);
    const after = await client.call('GET', '/api/credits/balance/simple');
    expect(after.json.data).toEqual({ available: 50, frozen: 0, total: 50 });
  });
});

describe('the server', () => {
  test('says which port is taken and what to do', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const address = squatter.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(harness.start({ port })).rejects.toThrow(new RegExp(`Port ${port} .*another port`));
    await new Promise((resolve) => squatter.close(resolve));
  });

  test('answers nonsense in the envelope', async () => {
    const { url } = await harness.start();
    const client = await new Client(url).login('c1');
    expect(await client.call('GET', '/nowhere')).toMatchObject({ status: 404, json: { code: 404 } });
    const broken = await request(`${url}/run_sse`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
      body: '{"app_name":',
    });
    expect(broken.statusCode).toBe(422);
    expect(await broken.body.json()).toMatchObject({ code: 422 });
    expect(await client.call('POST', '/run_sse', { appName: 'nemo_agent' })).toMatchObject({ status: 422 });
  });
});
