import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { request } from 'undici';
import type { LocalNemoOptions, Render } from '../src/options.ts';
import { type RunningNemo, startLocalNemo } from '../src/server.ts';

export const SKILL = { 'x-skill-source': 'test', 'x-skill-version': '1.0.0', 'x-skill-platform': 'unknown' };
export const FAKE_MP4 = Buffer.from('not really a film, but bytes enough to be cut into ranges');

export const fakeRender: Render = async (job, { onProgress }) => {
  onProgress(50);
  await writeFile(job.outPath, FAKE_MP4);
  return {
    bytes: FAKE_MP4.length,
    width: 1920,
    height: 1080,
    fps: 30,
    resolution: '1080p',
    durationMs: 1000,
    leftOut: [],
  };
};

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes, and fail where one is missing
  json: any;
}

/** One client of a running Nemo, with its token. */
export class Client {
  readonly url: string;
  token = '';
  constructor(url: string) {
    this.url = url;
  }

  async call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await request(this.url + path, {
      method,
      headers: {
        ...SKILL,
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, json: text === '' ? undefined : JSON.parse(text) };
  }

  async login(clientId: string): Promise<this> {
    const { json } = await this.call('POST', '/api/auth/anonymous-token', undefined, { 'x-client-id': clientId });
    this.token = json.data.token;
    return this;
  }

  async session(language = 'en'): Promise<{ sid: string; taskId: string }> {
    const { json } = await this.call('POST', '/api/tasks/me/with-session/nemo_agent', {
      task_name: 'project',
      language,
    });
    return { sid: json.data.session_id, taskId: json.data.task_id };
  }

  async upload(sid: string, ...files: { name: string; bytes: Buffer; type?: string }[]): Promise<Answer> {
    const form = new FormData();
    for (const { name, bytes, type } of files) {
      form.append('files', new Blob([new Uint8Array(bytes)], { type: type ?? 'image/jpeg' }), name);
    }
    // Encoded by the platform: undici 7 does not end a FormData of its own on Node 26.
    const encoded = new Response(form);
    const answer = await request(`${this.url}/api/upload-video/nemo_agent/me/${sid}`, {
      method: 'POST',
      headers: {
        ...SKILL,
        authorization: `Bearer ${this.token}`,
        'content-type': encoded.headers.get('content-type') ?? '',
      },
      body: Buffer.from(await encoded.arrayBuffer()),
    });
    return { status: answer.statusCode, json: JSON.parse(await answer.body.text()) };
  }

  prompt(sid: string, text: string, role: string | undefined = 'user') {
    return request(`${this.url}/run_sse`, {
      method: 'POST',
      headers: {
        ...SKILL,
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({
        app_name: 'nemo_agent',
        user_id: 'me',
        session_id: sid,
        new_message: { ...(role && { role }), parts: [{ text }] },
      }),
    });
  }

  /** The whole stream of a prompt, as it came. */
  async say(sid: string, text: string): Promise<string> {
    return (await this.prompt(sid, text)).body.text();
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async state(sid: string): Promise<any> {
    return (await this.call('GET', `/api/state/nemo_agent/me/${sid}/latest`)).json.data.state;
  }

  submit(
    sid: string,
    draft: unknown,
    id: string,
    headers: Record<string, string> = {},
    wish: object = {},
  ): Promise<Answer> {
    const output = { format: 'mp4', quality: 'high', ...wish };
    return this.call('POST', '/api/render/proxy/lambda', { id, sessionId: sid, draft, output }, headers);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async render(id: string): Promise<any> {
    return (await this.call('GET', `/api/render/proxy/lambda/${id}`)).json.data;
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async rendered(id: string, status = 'completed'): Promise<any> {
    for (;;) {
      const data = await this.render(id);
      if (data.status === status) return data;
      if (['completed', 'failed', 'cancelled'].includes(data.status)) throw new Error(`the render is ${data.status}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Nemos and their directories, all gone after {@link Harness.clean}. */
export class Harness {
  readonly #dirs: string[] = [];
  readonly #running: RunningNemo[] = [];

  async dir(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'local-nemo-'));
    this.#dirs.push(dir);
    return dir;
  }

  async start(options: Partial<LocalNemoOptions> = {}): Promise<RunningNemo & { dataDir: string }> {
    const dataDir = options.dataDir ?? (await this.dir());
    const nemo = await startLocalNemo({ render: fakeRender, random: () => 0.99, ...options, dataDir });
    this.#running.push(nemo);
    return { ...nemo, dataDir };
  }

  async clean(): Promise<void> {
    for (const nemo of this.#running.splice(0)) await nemo.close();
    for (const dir of this.#dirs.splice(0)) await rm(dir, { recursive: true, force: true });
  }
}

export function photo(width = 64, height = 36): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#a0c0e0' } })
    .jpeg()
    .toBuffer();
}

/** The JSON events of a stream; signs of life are left out. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function eventsOf(stream: string): any[] {
  return stream
    .split('\n\n')
    .map((frame) => frame.replace(/^data: ?/, ''))
    .filter((data) => data.startsWith('{') && data !== '{"type":"heartbeat"}')
    .map((data) => JSON.parse(data));
}
