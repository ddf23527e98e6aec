// Renders 30 s of 1080p30 from three 6 MP photos and compares the time with real time and with plain ffmpeg.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { LocalDraft, Motion } from '../src/draft.ts';
import { renderDraft } from '../src/renderer/render.ts';

const PHOTO = { width: 3000, height: 2000 };
const SECONDS = 30;
const EACH_MS = (SECONDS * 1000) / 3;
const FADE_MS = 600;
const MOTIONS: Motion[] = ['zoom-in', 'pan-right', 'zoom-out'];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Soft shapes and a little grain: about as hard to encode as a photo. */
async function drawPhoto(path: string, hue: number): Promise<void> {
  const circles = Array.from({ length: 40 }, (_, i) => {
    const x = (i * 733 + hue * 11) % PHOTO.width;
    const y = (i * 487 + hue * 7) % PHOTO.height;
    return `<circle cx="${x}" cy="${y}" r="${80 + ((i * 53) % 260)}" fill="hsl(${hue + i * 4}, 60%, ${20 + ((i * 17) % 60)}%)"/>`;
  }).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PHOTO.width}" height="${PHOTO.height}">
    <rect width="100%" height="100%" fill="hsl(${hue}, 50%, 55%)"/>${circles}</svg>`;
  const grain = {
    create: { ...PHOTO, channels: 3 as const, noise: { type: 'gaussian' as const, mean: 128, sigma: 12 } },
  };
  const layer = await sharp({ ...grain, create: { ...grain.create, background: '#808080' } })
    .png()
    .toBuffer();
  await sharp(Buffer.from(svg))
    .blur(2)
    .composite([{ input: layer, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toFile(path);
}

function draft(): LocalDraft {
  return {
    d: SECONDS * 1000,
    m: { name: 'bench', aspect: '16:9', fps: 30 },
    t: [
      {
        tt: 0,
        sg: MOTIONS.map((motion, i) => ({
          id: `${i}`,
          s: i * EACH_MS,
          d: EACH_MS,
          m: {
            name: `photo ${i}`,
            src: `${i}`,
            kind: 'image',
            motion,
            strength: 1,
            transition: { kind: i === 0 ? 'cut' : 'crossfade', d: i === 0 ? 0 : FADE_MS },
          },
        })),
      },
      {
        tt: 1,
        sg: [
          {
            id: 'music',
            s: 0,
            d: SECONDS * 1000,
            m: { name: 'music', mood: 'calm', volume: 0.35, fadeIn: 300, fadeOut: 1500 },
          },
        ],
      },
    ],
  };
}

/** The same film as a command line: zoompan on an enlarged picture (or it stutters), xfade, x264. */
function ffmpegArguments(photos: string[], out: string): string[] {
  const frames = ((EACH_MS + FADE_MS / 2) * 30) / 1000;
  const zooms = ["z='1+0.12*on/309'", "z=1.12:x='(iw-iw/zoom)*on/309'", "z='1.12-0.12*on/309'"];
  const shots = zooms.map(
    (zoom, i) =>
      `[${i}]scale=3840:2160:force_original_aspect_ratio=increase,crop=3840:2160,` +
      `zoompan=${zoom}:d=${frames}:s=1920x1080:fps=30,format=yuv420p[v${i}]`,
  );
  const fade = FADE_MS / 1000;
  const first = EACH_MS / 1000 - fade / 2;
  const joins =
    `[v0][v1]xfade=duration=${fade}:offset=${first}[x];` + `[x][v2]xfade=duration=${fade}:offset=${first * 2}[film]`;
  return [
    ...['-v', 'error', '-y', ...photos.flatMap((photo) => ['-i', photo])],
    ...['-f', 'lavfi', '-i', `sine=frequency=220:duration=${SECONDS}`],
    ...['-filter_complex', [...shots, joins].join(';'), '-map', '[film]', '-map', '3:a'],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-crf', '19', '-c:a', 'aac', '-t', `${SECONDS}`],
    ...['-movflags', '+faststart', out],
  ];
}

/** Runs ffmpeg; undefined when it isn't installed. */
async function ffmpeg(args: string[]): Promise<number | undefined> {
  const began = performance.now();
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return (performance.now() - began) / 1000;
}

const dir = await mkdtemp(join(tmpdir(), 'reelay-bench-'));
try {
  const photos = await Promise.all(
    MOTIONS.map(async (_, i) => {
      const path = join(dir, `${i}.jpg`);
      await drawPhoto(path, i * 120);
      return path;
    }),
  );
  let peak = 0;
  const began = performance.now();
  const film = await renderDraft(
    { draft: draft(), files: Object.fromEntries(photos.entries()), outPath: join(dir, 'film.mp4') },
    {
      onPeakMemory: (bytes) => {
        peak = bytes;
      },
    },
  );
  const took = (performance.now() - began) / 1000;
  say(`render time / film time: ${(took / SECONDS).toFixed(2)} (${took.toFixed(1)} s for ${SECONDS} s of 1080p30)`);
  const rate = (film.bytes * 8) / SECONDS / 1e6;
  say(
    `peak memory / 1 GB: ${(peak / 2 ** 30).toFixed(2)} (${Math.round(peak / 2 ** 20)} MB; ${rate.toFixed(1)} Mbit/s)`,
  );
  const plain = await ffmpeg(ffmpegArguments(photos, join(dir, 'plain.mp4')));
  if (plain === undefined) say('ffmpeg is not installed: comparison skipped');
  else say(`render time / ffmpeg zoompan time: ${(took / plain).toFixed(2)} (ffmpeg: ${plain.toFixed(1)} s)`);
} finally {
  await rm(dir, { recursive: true, force: true });
}
