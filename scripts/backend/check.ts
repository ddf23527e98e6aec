import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemClock } from '@reelay/async';
import pino from 'pino';
import { logLine } from '../../src/lib/redact.ts';
import { createNemoClient } from '../../src/nemo/api.ts';
import { NemoError } from '../../src/nemo/errors.ts';
import type { Credentials, Nemo, NemoSession, PromptEvent } from '../../src/nemo/nemo.ts';
import { mediaKeys, newMedia } from '../../src/nemo/state.ts';
import type { Seen } from './table.ts';

export interface CheckOptions {
  apiUrl: string;
  webUrl: string;
  /** A JPEG to upload. */
  photo: string;
  /** Sends one prompt, which costs credits of the new account. */
  spend: boolean;
  report: (line: string) => void;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Makes first contact, one call of each kind. A call that fails is noted and ends what depends on it; never throws. */
export async function checkBackend(options: CheckOptions): Promise<Map<string, Seen>> {
  const check = new Check(options);
  try {
    await check.run();
  } finally {
    await check.close();
  }
  return check.seen;
}

class Check {
  readonly seen = new Map<string, Seen>();
  readonly #options: CheckOptions;
  readonly #client;
  readonly #nemo: Nemo;
  #credentials: Credentials | undefined;

  constructor(options: CheckOptions) {
    this.#options = options;
    this.#client = createNemoClient({
      apiUrl: options.apiUrl,
      webUrl: options.webUrl,
      credentials: {
        load: async () => this.#credentials,
        save: async (credentials) => {
          this.#credentials = credentials;
        },
      },
      clock: systemClock,
      log: pino({ level: 'silent' }),
      rateLimitWaitMs: 30_000,
      streamTimeoutMs: 15 * 60_000,
      maxWaitMs: 0,
      newId: randomUUID,
    });
    this.#nemo = this.#client.for({ source: 'ai-image-to-video-king', version: '1.0.0', platform: 'unknown' });
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async run(): Promise<void> {
    const credits = await this.#step('credits', () => this.#nemo.credits());
    this.#noteToken();
    if (credits) {
      const { available, frozen, total } = credits;
      this.#note('credits', total === available + frozen, `available ${available}, frozen ${frozen}, total ${total}`);
    }
    const session = await this.#step('session', () => this.#nemo.createSession('en'));
    if (!session) return;
    this.#noteSession(session);
    const { sessionId } = session;
    await this.#step('link', async () => {
      const link = await this.#nemo.browserLink(session);
      this.#note('link', link.includes('/workspace/claim?ct='), logLine(link));
    });
    const before = await this.#step('state', () => this.#nemo.state(sessionId));
    if (before) this.#note('state', undefined, `new session: draft ${before.draft === null ? 'null' : 'present'}`);
    await this.#upload(sessionId);
    const after = await this.#step('state', () => this.#nemo.state(sessionId));
    if (before && after) {
      const fresh = newMedia(mediaKeys(before), after);
      this.#note('upload-state', fresh.length > 0, `${fresh.length} new clips listed after the upload`);
      const lists = `${after.videoInfos.length} in video_infos, ${after.generatedMedia.length} in generated_media`;
      this.#note('state', true, `${lists}, canvas ${after.canvas ? JSON.stringify(after.canvas) : 'not there'}`);
      if (after.userId) this.#note('register', undefined, 'a user id is known');
    }
    if (this.#options.spend) await this.#prompt(sessionId, credits?.available);
  }

  #noteToken(): void {
    const { token, userId, tokenExpiresAt } = this.#credentials ?? {};
    if (!token) return;
    const days = tokenExpiresAt === undefined ? undefined : (tokenExpiresAt - systemClock.now()) / WEEK_MS;
    const life = days === undefined ? 'no expiry' : `expires in ${(days * 7).toFixed(1)} days`;
    this.#note('token', token.startsWith('nmv_usr_'), `${token.slice(0, 8)}…, ${life}`);
    this.#note('token-user', undefined, userId ? 'the token answer has a user id' : 'no user id in the token answer');
  }

  #noteSession({ sessionId, taskId, userId }: NemoSession): void {
    this.#note('session', true, `task id ${shapeOf(taskId)}, ${userId ? 'with' : 'without'} a user id`);
    this.#note('session-id', undefined, shapeOf(sessionId));
  }

  async #upload(sessionId: string): Promise<void> {
    await this.#step('upload', async () => {
      const { photo } = this.#options;
      const { size } = await stat(photo);
      const source = { path: photo, filename: basename(photo), contentType: 'image/jpeg', bytes: size };
      const [file] = await this.#nemo.uploadFiles(sessionId, [source]);
      const { fileType, cdnUrl = '', durationMs } = file ?? {};
      this.#note(
        'upload',
        cdnUrl !== '',
        `type ${fileType}, address ${cdnUrl === '' ? 'not usable' : new URL(cdnUrl).host}`,
      );
      this.#note('upload-duration', undefined, durationMs === undefined ? 'none for a photo' : `${durationMs} ms`);
    });
  }

  async #prompt(sessionId: string, creditsBefore: number | undefined): Promise<void> {
    await this.#step('stream', async () => {
      const kinds = new Map<PromptEvent['type'], number>();
      const onEvent = ({ type }: PromptEvent) => void kinds.set(type, (kinds.get(type) ?? 0) + 1);
      const reply = await this.#nemo.prompt(sessionId, 'Make a 3-second video of this photo with a slow zoom.', {
        onEvent,
      });
      const counted = [...kinds].map(([type, count]) => `${count} ${type}`).join(', ');
      this.#note('stream', reply.end === 'clean' && !reply.error, `end ${reply.end}; ${counted}`);
      this.#note('silent', undefined, reply.text === '' ? 'no words' : `${reply.text.length} characters of words`);
      this.#note('heartbeats', undefined, `${kinds.get('alive') ?? 0} signs of life`);
      this.#note('tools', undefined, reply.tools.map(({ name }) => name).join(', ') || 'none used');
      if (reply.question) this.#note('question', true, `${reply.question.questions.length} questions asked`);
      const { available } = await this.#nemo.credits();
      if (creditsBefore !== undefined) this.#note('cost', undefined, `${creditsBefore - available} credits`);
      const { draft } = await this.#nemo.state(sessionId);
      this.#note(
        'draft-keys',
        draft === null ? undefined : 't' in draft,
        draft ? Object.keys(draft).join(', ') : 'no draft',
      );
    });
  }

  async #step<T>(id: string, call: () => Promise<T>): Promise<T | undefined> {
    this.#options.report(`${id} …`);
    try {
      return await call();
    } catch (error) {
      const what = error instanceof NemoError ? `${error.code}: ${error.message}` : String(error);
      this.#note(id, false, logLine(what));
      return undefined;
    }
  }

  #note(id: string, agrees: boolean | undefined, what: string): void {
    this.seen.set(id, agrees === undefined ? { what } : { agrees, what });
  }
}

/** The form of an id without the id itself. */
const shapeOf = (id: string): string => (/^\d+$/.test(id) ? `${id.length} digits` : `${id.length} characters`);
