import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RenderJob } from '../../src/renderer/render.ts';
import { RenderError, renderDraft } from '../../src/renderer/render.ts';
import { draftOf, photo, temporaryFolder } from './render-fixtures.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a render that does not come to its end', async () => {
  const dir = await temporaryFolder();
  let job: RenderJob;

  beforeAll(async () => {
    const files = { red: await photo(join(dir, 'red.jpg'), '#a02020', { width: 800, height: 800 }) };
    // As long as a film may be: far longer than a test would wait.
    const draft = draftOf([{ d: 300_000, m: { src: 'red', motion: 'zoom-in' } }], { aspect: '1:1' });
    job = { draft, files, outPath: join(dir, 'film.mp4') };
  });
  const left = async () => (await readdir(dir)).filter((name) => name.startsWith('film'));

  test('aborted: rejects with the reason, the process is gone, and so is the file', async () => {
    const controller = new AbortController();
    const reason = new Error('the user changed their mind');
    let pid = 0;
    const rendering = renderDraft(job, {
      signal: controller.signal,
      onProcess: (id) => {
        pid = id;
      },
      onProgress: () => controller.abort(reason),
    });
    await expect(rendering).rejects.toBe(reason);
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
    expect(await left()).toEqual([]);
  });

  test('aborted beforehand: starts no process', async () => {
    let started = false;
    const rendering = renderDraft(job, {
      signal: AbortSignal.abort(new Error('too late')),
      onProcess: () => {
        started = true;
      },
    });
    await expect(rendering).rejects.toThrow('too late');
    expect(started).toBe(false);
  });

  test('its process killed: rejects as crashed and leaves nothing', async () => {
    let pid = 0;
    const rendering = renderDraft(job, {
      onProcess: (id) => {
        pid = id;
      },
      onProgress: () => process.kill(pid, 'SIGKILL'),
    });
    await expect(rendering).rejects.toMatchObject({ name: 'RenderError', failure: 'crashed' });
    expect(await left()).toEqual([]);
  });

  test('its parent gone: the process ends by itself and removes its file', async () => {
    const child = fork(new URL('../../src/renderer/child.ts', import.meta.url), {
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: 'ignore',
    });
    child.send({ draft: job.draft, files: job.files, partPath: join(dir, 'film.orphan.part') });
    await once(child, 'message');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await left()).toEqual([]);
  });

  test('a photo that is none: rejects, naming the photo but no path', async () => {
    const broken = join(dir, 'broken.jpg');
    await writeFile(broken, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(4000, 7)]));
    const draft = draftOf([{ d: 500, m: { src: 'broken', name: 'beach.jpg' } }]);
    const error = await renderDraft({ draft, files: { broken }, outPath: job.outPath }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RenderError);
    expect(error).toMatchObject({ failure: 'bad-media', message: '"beach.jpg" cannot be decoded' });
    expect(await left()).toEqual([]);
  });

  test('a file that was never uploaded: rejects, naming the segment', async () => {
    const draft = draftOf([{ d: 500, m: { src: 'nowhere', name: 'sunset.png' } }]);
    await expect(renderDraft({ draft, files: {}, outPath: job.outPath })).rejects.toMatchObject({
      failure: 'bad-media',
      message: 'the file of "sunset.png" is missing',
    });
  });

  test('a draft without pictures: rejects as a bad draft', async () => {
    await expect(renderDraft({ draft: draftOf([]), files: {}, outPath: job.outPath })).rejects.toMatchObject({
      failure: 'bad-draft',
    });
  });

  test("a secret of the bot's environment does not reach the process", async () => {
    const { environmentOf } = await import('../../src/renderer/render.ts');
    expect(environmentOf({ PATH: '/bin', NEMO_TOKEN: 'secret', DISCORD_TOKEN: 'secret' })).toEqual({
      PATH: '/bin',
      MALLOC_ARENA_MAX: '2',
    });
  });
});
