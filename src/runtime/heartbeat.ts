import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How often the running process touches its file, in ms. */
const BEAT_MS = 15_000;
/** A file this old belongs to a process that is stuck or gone, in ms. */
const STALE_MS = 60_000;

const fileIn = (dataDir: string) => join(dataDir, 'reelay.alive');

/** Touches a file in the data folder, making it, for as long as the event loop turns; returns how to stop. */
export async function startHeartbeat(dataDir: string): Promise<() => void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const beat = () => writeFile(fileIn(dataDir), `${process.pid}\n`, { mode: 0o600 });
  await beat();
  // A beat that cannot be written is noticed by the health check, which sees the file grow old.
  const timer = setInterval(() => void beat().catch(() => {}), BEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** True when a process with this data folder is alive: the container's health check. */
export async function isAlive(dataDir: string, nowMs: number): Promise<boolean> {
  const facts = await stat(fileIn(dataDir)).catch(() => undefined);
  return facts !== undefined && nowMs - facts.mtimeMs < STALE_MS;
}
