import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { untilAborted } from '@reelay/async';
import { describe, expect, it, vi } from 'vitest';
import { problemsOf } from './books.ts';
import { CONVERSATIONS, type Conversation, People } from './conversations.ts';
import { CrashWorld, type KillPoint } from './world.ts';

// Children that look into files take most of the time, and have tests of their own.
vi.mock('../../../src/core/media/inspect.ts', () => ({
  async inspectReceived({ path, fileName }: { path: string; fileName: string }, folder: string) {
    await copyFile(path, join(folder, fileName));
    const { size } = await stat(path);
    const facts = { contentType: 'image/jpeg', kind: 'image', width: 64, height: 48, converted: false };
    return { path: join(folder, fileName), name: fileName, bytes: size, ...facts };
  },
}));
vi.mock('../../../src/core/media/probe.ts', async (original) => ({
  ...(await original()),
  probeVideo: async () => ({ width: 320, height: 180, durationMs: 1000, hasAudio: true, playsEverywhere: true }),
}));
vi.mock('../../../src/core/media/thumbnail.ts', () => ({
  makeThumbnail: async () => {
    throw new Error('no thumbnail in this test');
  },
}));

const VIDEO = Buffer.from('\0\0\0\x18ftypmp42 the video of the fake');
/** A conversation takes a tenth of a second; one that takes this long hangs, in ms. */
const HANGS_MS = 15_000;
const PHOTO = Buffer.from('the bytes of a photo');

/** Right after each write; with REELAY_THOROUGH=1 right before each as well. */
const KILLED: KillPoint['when'][] = process.env.REELAY_THOROUGH ? ['before', 'after'] : ['after'];

interface Run {
  writes: number;
  crashed: boolean;
  problems: string[];
}

/** Plays a conversation, during which the process is killed at this point; the next one goes on from what it left. */
async function run(conversation: Conversation, point?: KillPoint): Promise<Run> {
  const world = await CrashWorld.open(VIDEO, point);
  try {
    const people = new People(world, PHOTO);
    const ended = (async () => {
      await conversation.play(people);
      await world.idle();
      const problems = await problemsOf(world, people, conversation);
      const open = await world.openTurns();
      return [...problems, ...open.map((id) => `${id} is still open in the journal`)];
    })();
    const problems = await untilAborted(ended, AbortSignal.timeout(HANGS_MS)).catch((error: unknown) => [
      `it did not come to rest: ${error}\n${world.log.slice(-8).join('')}`,
    ]);
    return { writes: world.writes, crashed: world.crashed, problems };
  } finally {
    world.close().catch(() => {});
  }
}

describe('a process that is killed at any write to the store', () => {
  it.each(CONVERSATIONS)('loses and repeats nothing of $name', { timeout: 120_000 }, async (conversation) => {
    const undisturbed = await run(conversation);
    expect(undisturbed.problems).toEqual([]);
    const faults: string[] = [];
    let snapshots = 0;
    for (let write = 1; write <= undisturbed.writes; write++) {
      for (const when of KILLED) {
        const { crashed, problems } = await run(conversation, { when, write });
        if (crashed) snapshots += 1;
        faults.push(...problems.map((problem) => `killed ${when} write ${write}: ${problem}`));
      }
    }
    process.stdout.write(`${conversation.name}: ${undisturbed.writes} writes, ${snapshots} snapshots\n`);
    expect(faults).toEqual([]);
    // How many writes there are may differ by a few from run to run.
    expect(snapshots).toBeGreaterThan(undisturbed.writes * KILLED.length * 0.8);
  });
});
