import { setTimeout as sleep } from 'node:timers/promises';
import { adk } from './events.ts';
import type { FakeNemo, FakeRequest } from './index.ts';
import type { Answer } from './trouble.ts';

/** What a prompt costs, in credits. */
const PRICE = 50;
/** At this poll a render is done. */
const POLLS_TO_THE_END = 3;

/** A prompt that reached the agent whole; it was begun and charged, and is carried out. */
export interface TakenPrompt {
  sessionId: string;
  text: string;
  charged: number;
  /** The draft has changed. */
  done: boolean;
}

export interface LedgerRender {
  id: string;
  sessionId: string;
  /** How often it was submitted. */
  submissions: number;
  polls: number;
  /** The client has received that it is completed or failed. */
  ended: boolean;
  cancelled: boolean;
  downloads: number;
}

interface LedgerSession {
  clips: string[];
  files: string[];
}

interface Segment {
  id: string;
  s: number;
  d: number;
  m: { name: string };
}

/** What the backend does, and the books about it. */
export class Works {
  readonly prompts: TakenPrompt[] = [];
  readonly uploads: { sessionId: string; name: string; bytes: number }[] = [];
  readonly renders = new Map<string, LedgerRender>();
  /** The agent generates a clip and gives its address before it goes on. */
  handsOverRawClips = false;
  readonly #sessions = new Map<string, LedgerSession>();
  readonly #running = new Set<Promise<void>>();
  readonly #fake: FakeNemo;
  readonly #video: Buffer;
  readonly #workMs: number;
  #sessionCount = 0;

  protected constructor(fake: FakeNemo, video: Buffer, workMs: number) {
    this.#fake = fake;
    this.#video = video;
    this.#workMs = workMs;
  }

  /** All credits that were charged. */
  get charged(): number {
    return this.prompts.reduce((sum, prompt) => sum + prompt.charged, 0);
  }

  /** Texts that were accepted more than once, wherever. */
  get doubledPrompts(): string[] {
    const texts = this.prompts.map(({ text }) => text);
    return texts.filter((text, index) => texts.indexOf(text) !== index);
  }

  /** Renders that were neither followed to their end nor cancelled. */
  get orphanedRenders(): LedgerRender[] {
    return [...this.renders.values()].filter((render) => !render.ended && !render.cancelled);
  }

  /** The session is gone: 1002 from now on. */
  forgetSession(sessionId: string): void {
    this.#fake.sessions.delete(sessionId);
    this.#sessions.delete(sessionId);
  }

  /** The sessions that exist, the newest last. */
  get sessionIds(): string[] {
    return [...this.#sessions.keys()];
  }

  /** Resolves when nothing is being worked on. */
  protected async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  protected newToken(request: FakeRequest): Answer {
    const token = `nmv_usr_${this.#fake.tokens.size + 1}_${request.headers['x-client-id']}`;
    this.#fake.tokens.add(token);
    return ok({ token, user_id: 'anon_1', credits: 100 });
  }

  protected newSession(): Answer {
    const sessionId = `session-${++this.#sessionCount}`;
    this.#fake.sessions.add(sessionId);
    this.#sessions.set(sessionId, { clips: [], files: [] });
    return ok({ task_id: `task-${sessionId}`, session_id: sessionId, user_id: 'anon_1' });
  }

  protected takeFiles(sessionId: string, request: FakeRequest): Answer {
    const files = request.parts.map(({ filename = 'file', bytes }) => ({ name: filename, bytes: bytes.length }));
    for (const file of files) this.uploads.push({ sessionId, ...file });
    this.#sessions.get(sessionId)?.files.push(...files.map(({ name }) => name));
    const listed = files.map(({ name }) => ({
      filename: name,
      file_type: 'image',
      cdn_url: `${this.#fake.url}/files/${encodeURIComponent(name)}`,
    }));
    return ok({ files: listed, session_state_applied: true });
  }

  /** Every third prompt is answered without words, as the real agent does with some. */
  protected takePrompt(request: FakeRequest): Answer {
    const { session_id: sessionId, new_message } = request.json as {
      session_id: string;
      new_message: { parts: { text: string }[] };
    };
    const text = new_message.parts[0]?.text ?? '';
    const accepted: TakenPrompt = { sessionId, text, charged: PRICE, done: false };
    this.prompts.push(accepted);
    const number = this.prompts.length;
    const done: Promise<void> = sleep(this.#workMs).then(() => {
      this.#sessions.get(sessionId)?.clips.push(`clip ${number}`);
      accepted.done = true;
      this.#running.delete(done);
    });
    this.#running.add(done);
    const call = `call-${number}`;
    const silent = number % 3 === 0;
    return {
      kind: 'stream',
      events: [
        adk.thought('Let me see.'),
        ...(this.handsOverRawClips
          ? [adk.call(call, 'generate_clip'), adk.result(call, 'generate_clip', { url: 'https://cdn.example/raw.mp4' })]
          : [adk.call(call, 'edit_timeline', { text }), adk.result(call, 'edit_timeline')]),
        ...(silent ? [] : [adk.text(`Edit ${number} is done.`)]),
      ],
      done,
    };
  }

  protected balance(): Answer {
    return ok({ available: 10_000 - this.charged, frozen: 0, total: 10_000 - this.charged });
  }

  protected tellState(sessionId: string): Answer {
    const { clips, files } = this.#sessions.get(sessionId) ?? { clips: [], files: [] };
    const state = { draft: draftOf(clips), video_infos: files.map((name) => ({ name })), generated_media: [] };
    return ok({ state });
  }

  protected takeRender(request: FakeRequest): Answer {
    const { id, sessionId } = request.json as { id: string; sessionId: string };
    const fresh = { id, sessionId, submissions: 0, polls: 0, ended: false, cancelled: false, downloads: 0 };
    const render = this.renders.get(id) ?? fresh;
    render.submissions += 1;
    this.renders.set(id, render);
    return { kind: 'json', body: { success: true, data: { id, status: 'pending', progress: 0 } } };
  }

  protected pollRender(id: string): Answer {
    const render = this.renders.get(id);
    if (!render) return { kind: 'json', status: 404, body: { detail: 'render not found' } };
    if (render.cancelled) return { kind: 'json', body: { success: true, data: { id, status: 'cancelled' } } };
    render.polls += 1;
    const completed = render.polls >= POLLS_TO_THE_END;
    const status = completed
      ? { status: 'completed', progress: 100, output: { url: `${this.#fake.url}/files/${id}.mp4` } }
      : { status: 'processing', progress: render.polls * 30 };
    const onDelivered = () => {
      render.ended ||= completed;
    };
    return { kind: 'json', body: { success: true, data: { id, ...status } }, onDelivered };
  }

  protected cancelRender(id: string): Answer {
    const render = this.renders.get(id);
    if (render) render.cancelled = true;
    return { kind: 'json', body: { success: true } };
  }

  protected giveVideo(id: string): Answer {
    const render = this.renders.get(id);
    if (render) render.downloads += 1;
    return { kind: 'bytes', body: this.#video };
  }
}

function ok(data: unknown): Answer {
  return { kind: 'json', body: { code: 0, message: 'ok', data } };
}

function draftOf(clips: string[]) {
  if (clips.length === 0) return null;
  const segments: Segment[] = clips.map((name, index) => ({
    id: `seg-${index + 1}`,
    s: index * 1000,
    d: 1000,
    m: { name },
  }));
  return { d: clips.length * 1000, m: { name: 'project' }, t: [{ tt: 0, sg: segments }] };
}
