import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { badToken, noSession } from './api-error.ts';
import { Collection } from './collection.ts';
import { sha256 } from './ids.ts';
import type { Settings } from './options.ts';
import type { MediaRecord, RenderRecord, SessionRecord, UserRecord } from './records.ts';
import { renderRecord, sessionRecord, userRecord } from './records.ts';
import { RenderQueue } from './render-queue.ts';

/** What all routes share. */
export interface App {
  settings: Settings;
  users: Collection<UserRecord>;
  sessions: Collection<SessionRecord>;
  renders: Collection<RenderRecord>;
  queue: RenderQueue;
  /** Credits held by prompts that run now, by user id. */
  frozen: Map<string, number>;
  /** One prompt at a time per session: the last one in line. */
  promptQueues: Map<string, Promise<void>>;
  /** Uploads being received, each settled when its last trace is in place or gone. */
  uploads: Set<Promise<unknown>>;
  /** Aborted when the server closes: waits end at once, work in hand is finished. */
  closing: AbortController;
  /** The server's own address, without a slash at its end; known once it listens. */
  url: string;
}

/** Opens what the data directory holds. */
export async function openApp(settings: Settings): Promise<App> {
  const { dataDir, log, clock, render } = settings;
  const rendersDir = join(dataDir, 'videos');
  await mkdir(rendersDir, { recursive: true, mode: 0o700 });
  await removeUnfinished(join(dataDir, 'files'));
  const sessions = await Collection.open(join(dataDir, 'sessions'), sessionRecord, log);
  const renders = await Collection.open(join(dataDir, 'renders'), renderRecord, log);
  const app: App = {
    settings,
    users: await Collection.open(join(dataDir, 'users'), userRecord, log),
    sessions,
    renders,
    queue: new RenderQueue({
      renders,
      dir: rendersDir,
      render,
      clock,
      log,
      limitMs: settings.limits.renderMs,
      filesOf: (sessionId) =>
        Object.fromEntries((sessions.get(sessionId)?.media ?? []).map((m) => [m.id, filePath(app, sessionId, m)])),
    }),
    frozen: new Map(),
    promptQueues: new Map(),
    uploads: new Set(),
    closing: new AbortController(),
    url: '',
  };
  return app;
}

/** The user whose token the request carries. @throws ApiError 1001 */
export function userOf(app: App, request: FastifyRequest): UserRecord {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const hash = token === undefined ? undefined : sha256(token);
  const user = hash === undefined ? undefined : app.users.find((u) => u.tokenHash === hash);
  if (!user || user.tokenExpiresAt <= app.settings.clock.now()) throw badToken();
  return user;
}

/** A session of this user. @throws ApiError 1002 for any other */
export function sessionOf(app: App, user: UserRecord, sessionId: string): SessionRecord {
  const session = app.sessions.get(sessionId);
  if (session?.userId !== user.id) throw noSession();
  return session;
}

/** Changes what the session holds by now, whatever happened meanwhile. @throws ApiError 1002 when it has gone */
export async function changeSession(
  app: App,
  sessionId: string,
  change: (session: SessionRecord) => Partial<SessionRecord>,
): Promise<SessionRecord> {
  const session = app.sessions.get(sessionId);
  if (!session) throw noSession();
  const changed = { ...session, ...change(session), touchedAt: app.settings.clock.now() };
  await app.sessions.put(changed);
  return changed;
}

export function filesDir(app: App, sessionId: string): string {
  return join(app.settings.dataDir, 'files', sessionId);
}

export function filePath(app: App, sessionId: string, media: MediaRecord): string {
  return join(filesDir(app, sessionId), `${media.id}.${media.extension}`);
}

/** Public address of an uploaded file. */
export function mediaUrl(app: App, media: MediaRecord): string {
  return `${app.url}/files/${media.secret}/${encodeURIComponent(`${media.id.slice(0, 8)}.${media.extension}`)}`;
}

/** Public address of a finished video. */
export function videoUrl(app: App, render: RenderRecord): string {
  return `${app.url}/videos/${render.secret}/video.mp4`;
}

// Whatever a killed process was still receiving.
async function removeUnfinished(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const name of await readdir(dir, { recursive: true })) {
    if (name.endsWith('.part')) await rm(join(dir, name), { force: true });
  }
}
