import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { frameAt, meanColour, probeVideo, soundBySecond } from '../../packages/local-nemo/test/renderer/probe.ts';
import { ROOT, run } from './run.ts';

const HEIC = join(ROOT, 'test/fixtures/heic');

let tmp: string;
let folder: string;
beforeAll(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'reelay-demo-tmp-'));
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-demo-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(() => rm(tmp, { recursive: true, force: true }));

/** Every file that is in the demo's folder, or that it left among the temporary ones. */
async function filesLeft(): Promise<string[]> {
  const entries = [
    ...(await readdir(folder, { recursive: true, withFileTypes: true })),
    ...(await readdir(tmp, { recursive: true, withFileTypes: true })),
  ];
  // What tsx compiled is its own cache.
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('tsx-'))
    .map((entry) => entry.name)
    .sort();
}

describe('npm run demo', () => {
  it('shows a conversation and leaves a real MP4 and nothing else', { timeout: 120_000 }, async () => {
    const { code, stdout, stderr } = await run('src/demo.ts', [], { cwd: folder, tmp });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const wanted = [
      '[mountains.jpg] [sea.jpg] [aurora.jpg]',
      'Connecting to',
      'Ready.',
      'Rendering',
      'Timeline (3 tracks, 10 s)',
      '✅ Video ready: 10 s, 1920×1080',
      'Saved ',
    ];
    for (const part of wanted) expect(stdout).toContain(part);
    const order = ['Connecting to', 'Ready.', 'Timeline', 'Video ready'].map((part) => stdout.indexOf(part));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(await filesLeft()).toEqual(['demo.mp4']);

    const video = join(folder, 'out/demo.mp4');
    const facts = await probeVideo(video);
    expect(facts).toMatchObject({
      codec: 'avc',
      width: 1920,
      height: 1080,
      audioCodec: 'aac',
      channels: 2,
      sampleRate: 48_000,
      faststart: true,
    });
    expect(facts.frameRate).toBeCloseTo(30, 1);
    expect(Math.abs(facts.videoMs - 10_000)).toBeLessThanOrEqual(1000 / 30);
    // Not silent and not clipping in any second.
    const sound = await soundBySecond(video);
    expect(sound.peak).toBeLessThan(0.99);
    for (const rms of sound.steps.slice(0, 9)) expect(rms).toBeGreaterThan(0.005);
    // The first frame is a picture, and what follows moves and changes.
    const [first, soon, later] = [await frameAt(video, 0), await frameAt(video, 700), await frameAt(video, 8000)];
    expect(Math.max(...meanColour(first))).toBeGreaterThan(60);
    expect(difference(first.rgba, soon.rgba)).toBeGreaterThan(0.5);
    expect(difference(first.rgba, later.rgba)).toBeGreaterThan(20);
  });

  it('brings photos that lie sideways in EXIF or HEIC out upright', { timeout: 120_000 }, async () => {
    // Upright, this picture is red on its left half and blue on its right; it is stored turned, with the EXIF that says so.
    const half = { width: 480, height: 540, channels: 3 as const };
    const red = await sharp({ create: { ...half, background: '#e01010' } })
      .png()
      .toBuffer();
    const upright = sharp({ create: { width: 960, height: 540, channels: 3, background: '#1010e0' } }).composite([
      { input: red, left: 0, top: 0 },
    ]);
    const turned = await sharp(await upright.png().toBuffer())
      .rotate(270)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    await writeFile(join(folder, 'side.jpg'), turned);

    const args = [
      'side.jpg',
      join(HEIC, 'irot-cw-exif6.heic'),
      '--say',
      '2 seconds, 16:9, no motion, no transitions, no music',
      '--out',
      'v.mp4',
      '--transcript',
    ];
    const { code, stdout } = await run('src/demo.ts', args, { cwd: folder, tmp });
    expect(code).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; durationMs?: number });
    expect(events[0]).toMatchObject({ type: 'user', files: ['side.jpg', 'irot-cw-exif6.heic'] });
    expect(events.at(-1)).toMatchObject({ type: 'video', durationMs: 2000, width: 1920, height: 1080 });

    const jpeg = await frameAt(join(folder, 'v.mp4'), 500);
    const [leftRed, , leftBlue] = meanColour(jpeg, 0.1, 0.2, 0.3, 0.6);
    const [rightRed, , rightBlue] = meanColour(jpeg, 0.6, 0.2, 0.3, 0.6);
    expect(leftRed).toBeGreaterThan(leftBlue + 100);
    expect(rightBlue).toBeGreaterThan(rightRed + 100);
    // The HEIC fixture has four quarters of different colours; upright, its top left one is red and its top right one green.
    const heic = await frameAt(join(folder, 'v.mp4'), 1500);
    const corner = (x: number, y: number) => meanColour(heic, x, y, 0.04, 0.04);
    const [topLeft, topRight] = [corner(0.4, 0.2), corner(0.56, 0.2)];
    expect(topLeft[0]).toBeGreaterThan(topLeft[1] + 60);
    expect(topRight[1]).toBeGreaterThan(topRight[0] + 60);
  });
});

describe('bad input ends with a clear message and leaves nothing behind', () => {
  async function refuses(args: string[], env: Record<string, string> = {}): Promise<string> {
    const before = await filesLeft();
    const { code, stdout, stderr } = await run('src/demo.ts', args, { cwd: folder, tmp, env });
    expect(code).toBe(1);
    expect(await filesLeft()).toEqual(before);
    expect(stdout + stderr).not.toContain('    at ');
    return stdout + stderr;
  }

  it('a missing path', async () => {
    expect(await refuses(['gone.jpg'])).toBe('There is no file gone.jpg. Check the path.\n');
  });

  it('a text file named .jpg, zero bytes, a truncated JPEG, a type outside the list, gigapixels', {
    timeout: 60_000,
  }, async () => {
    const whole = await sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 120, sigma: 40 },
      },
    })
      .jpeg()
      .toBuffer();
    await writeFile(join(folder, 'text.jpg'), 'just words, no picture at all\n');
    await writeFile(join(folder, 'zero.png'), '');
    await writeFile(join(folder, 'cut.jpg'), whole.subarray(0, whole.length / 2));
    await writeFile(join(folder, 'paper.pdf'), '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
    await writeFile(join(folder, 'huge.png'), gigapixelPng());
    const told = await refuses(['text.jpg', 'zero.png', 'cut.jpg', 'paper.pdf', 'huge.png']);
    const formats = 'JPG, PNG, GIF, WebP, HEIC · MP4, MOV, AVI, WebM, MKV · MP3, WAV, M4A, AAC';
    expect(told).toContain(`⚠️ text.jpg is a text file, which I can’t use. I take ${formats}.`);
    expect(told).toContain('⚠️ zero.png is empty (0 bytes). Send it again.');
    expect(told).toContain('⚠️ cut.jpg is damaged or cut off. Send the original again.');
    expect(told).toContain(`⚠️ paper.pdf is a PDF, which I can’t use. I take ${formats}.`);
    expect(told).toContain('⚠️ huge.png is too large a picture to open. Send it at 100 megapixels or less.');
  });

  it('a file over the limit', async () => {
    await writeFile(join(folder, 'big.mp4'), Buffer.alloc(2_000_000));
    expect(await refuses(['big.mp4'], { MAX_FILE_BYTES: '1 MB' })).toContain(
      '⚠️ big.mp4 is over the limit of 1 MB. Compress or trim it and send it again.',
    );
  });

  it('a place for the video or the spool that cannot be written', async () => {
    await writeFile(join(folder, 'out'), 'a file where the folder should be');
    expect(await refuses([])).toMatch(
      /^No permission to write to .*out\. Make it writable, or choose another place with --out\.\n$/,
    );
    await mkdir(join(folder, 'locked'));
    await writeFile(join(folder, 'locked', 'reelay-spool'), '');
    expect(await refuses(['--out', 'v.mp4'], { SPOOL_DIR: join(folder, 'locked') })).toMatch(
      /^The spool folder .*locked\/reelay-spool cannot be used: .*\. Make it writable for this user, or set SPOOL_DIR to a place that is\.\n$/,
    );
  });

  it('wrong settings, all at once', async () => {
    const told = await refuses([], { LANGUAGE: 'fr', NEMO_BACKEND: 'moon' });
    expect(told).toBe(
      'The settings have 2 problems:\n  - NEMO_BACKEND is "moon"; it should be one of local, cloud\n  - LANGUAGE is "fr"; it should be one of auto, en, zh\n',
    );
  });
});

/** Mean difference of two frames of the same size, 0 to 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 4) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / (a.length / 4);
}

/** A PNG whose header claims 50,000 × 50,000 pixels. */
function gigapixelPng(): Buffer {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', Buffer.from('0000c3500000c3500806000000', 'hex')),
    pngChunk('IDAT', Buffer.from('789c63000100000500010d0a2db4', 'hex')),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
