import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { probeVideo } from '../../packages/local-nemo/test/renderer/probe.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-chat-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Types these lines into `npm start` and gives what the terminal showed. */
async function types(...lines: string[]): Promise<string> {
  const { code, stdout, stderr } = await run('src/main.ts', [], {
    cwd: folder,
    tmp: folder,
    input: `${lines.join('\n')}\n`,
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

async function videos(): Promise<string[]> {
  return (await readdir(join(folder, 'out'))).filter((name) => name.endsWith('.mp4')).sort();
}

it('a second message changes the first video, also after the process was restarted in between', {
  timeout: 180_000,
}, async () => {
  const photo = join(folder, 'beach.jpg');
  await sharp({ create: { width: 960, height: 540, channels: 3, background: '#c08040' } })
    .jpeg()
    .toFile(photo);

  const first = await types(
    `/attach ${photo}`,
    'Make a 2-second video with a slow zoom, the title “Hello” and calm music',
  );
  // Who types into a terminal is greeted with the page's address.
  expect(first).toMatch(
    /^Reelay in your browser: http:\/\/127\.0\.0\.1:\d+\/\nAs the owner, once: http:\/\/[\d.:]+\/#key=[0-9a-f]{32}\n/,
  );
  expect(first).toContain('Timeline (3 tracks, 2 s)');
  expect(first).toContain('✅ Video ready: 2 s, 1920×1080');
  const [landscape] = await videos();
  expect(landscape).toBeDefined();
  const before = await probeVideo(join(folder, 'out', landscape ?? ''));
  expect(before).toMatchObject({ width: 1920, height: 1080, audioCodec: 'aac' });

  const second = await types('make it vertical and remove the music, then export it', '/status');
  expect(second).not.toContain('Connecting');
  expect(second).toContain('“Hello”');
  expect(second).toContain('✅ Video ready: 2 s, 1080×1920');
  const portrait = (await videos()).find((name) => name !== landscape);
  const after = await probeVideo(join(folder, 'out', portrait ?? ''));
  expect(after).toMatchObject({ width: 1080, height: 1920, audioCodec: null });
  expect(Math.abs(after.videoMs - 2000)).toBeLessThanOrEqual(1000 / 30);
});

it('knows its version and its help, and reports an unknown skill', async () => {
  const shown = async (args: string[], env?: Record<string, string>) =>
    run('src/main.ts', args, { cwd: folder, tmp: folder, env });
  expect((await shown(['--version'])).stdout).toBe('0.2.0\n');
  expect((await shown(['--health'])).code).toBe(1);
  expect((await shown(['--sing'])).stderr).toMatch(/^There is no option --sing\./);
  const skill = await shown([], { SKILL: 'no-such-skill' });
  expect(skill.stderr).toContain('no-such-skill');
  expect(skill.stderr).not.toContain('    at ');
});

it('the embedded Nemo by itself reports a port that is taken and what to do', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  try {
    const { code, stderr } = await run('packages/local-nemo/src/serve.ts', ['--port', String(port)], {
      cwd: folder,
      tmp: folder,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`${port}`);
    expect(stderr).toMatch(/in use.*--port/is);
    expect(stderr).not.toContain('    at ');
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
