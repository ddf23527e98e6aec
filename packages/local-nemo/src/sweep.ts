import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from './app.ts';
import { filesDir } from './app.ts';

const SWEEP_EVERY_MS = 3600_000;

/** Removes sessions, renders, users and files that nobody touched for `limits.keepMs`. */
async function sweep(app: App): Promise<void> {
  const before = app.settings.clock.now() - app.settings.limits.keepMs;
  const busy = (sessionId: string) =>
    app.promptQueues.has(sessionId) ||
    app.renders
      .values()
      .some((r) => r.sessionId === sessionId && (r.status === 'pending' || r.status === 'processing'));

  for (const render of app.renders.values()) {
    const ended = render.status !== 'pending' && render.status !== 'processing';
    if (ended && render.touchedAt <= before) await app.queue.remove(render.id);
  }
  for (const session of app.sessions.values()) {
    if (session.touchedAt > before || busy(session.id)) continue;
    await app.sessions.delete(session.id);
    await rm(filesDir(app, session.id), { recursive: true, force: true });
  }
  for (const user of app.users.values()) {
    const owns = app.sessions.find((s) => s.userId === user.id) ?? app.renders.find((r) => r.userId === user.id);
    if (user.tokenExpiresAt <= before && user.touchedAt <= before && !owns) await app.users.delete(user.id);
  }
  // Folders whose session is gone, such as after a record that could not be read.
  for (const name of await readdir(join(app.settings.dataDir, 'files'))) {
    const hasRecord = app.sessions.get(name) !== undefined;
    if (!hasRecord) await rm(filesDir(app, name), { recursive: true, force: true });
  }
}

/** Sweeps now and every hour; the returned function stops it and resolves when no sweep runs any more. */
export function keepSwept(app: App): () => Promise<void> {
  const { clock, log } = app.settings;
  let cancel = () => {};
  let sweeping = Promise.resolve();
  const round = () => {
    cancel = clock.setTimeout(SWEEP_EVERY_MS, round);
    sweeping = sweeping.then(() => sweep(app)).catch((error: unknown) => log.error({ err: error }, 'sweep failed'));
  };
  round();
  return () => {
    cancel();
    return sweeping;
  };
}
