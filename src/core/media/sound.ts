import { rm } from 'node:fs/promises';
import { runChild } from './child-process.ts';
import { UnreadableMediaError } from './probe.ts';
import type { SoundJob } from './sound-child.ts';

/**
 * Turns an Ogg sound, as voice messages are, into M4A, which the backend takes.
 * @throws UnreadableMediaError when it can't be decoded, and nothing is at `outPath` then; the signal's reason
 */
export async function convertOgg(path: string, outPath: string, signal: AbortSignal): Promise<void> {
  try {
    const job: SoundJob = { path, outPath };
    await runChild('sound-child', job, signal);
  } catch (cause) {
    await rm(outPath, { force: true });
    signal.throwIfAborted();
    throw new UnreadableMediaError('an Ogg file that cannot be decoded', { cause });
  }
}
