import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import type { AudioSegment, LocalDraft, TextSegment, VideoSegment } from '../../src/draft.ts';

/** A temporary directory that goes when the test file is done. */
export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'reelay-render-'));
  afterAll(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A photo of one colour with a white square: its centre and side in fractions of the width and height. */
export async function photo(
  path: string,
  background: string,
  size: { width: number; height: number },
  mark?: { x: number; y: number; side: number },
): Promise<string> {
  const square = mark && {
    input: {
      create: {
        width: Math.round(mark.side * size.width),
        height: Math.round(mark.side * size.width),
        channels: 3 as const,
        background: '#ffffff',
      },
    },
    left: Math.round((mark.x - mark.side / 2) * size.width),
    top: Math.round(mark.y * size.height - (mark.side / 2) * size.width),
  };
  await sharp({ create: { ...size, channels: 3, background } })
    .composite(square ? [square] : [])
    .jpeg({ quality: 95 })
    .toFile(path);
  return path;
}

/** A draft of pictures one after the other, each with what is given about it. */
export function draftOf(
  shots: { d: number; m: Partial<VideoSegment['m']> & { src: string } }[],
  rest: { aspect?: LocalDraft['m']['aspect']; music?: AudioSegment['m']; titles?: TextSegment[] } = {},
): LocalDraft {
  let s = 0;
  const segments = shots.map((shot, i): VideoSegment => {
    const start = s;
    s += shot.d;
    return {
      id: `shot-${i}`,
      s: start,
      d: shot.d,
      m: {
        name: `photo ${i + 1}`,
        kind: 'image',
        motion: 'still',
        strength: 1,
        transition: { kind: 'cut', d: 0 },
        ...shot.m,
      },
    };
  });
  const tracks: LocalDraft['t'] = [{ tt: 0, sg: segments }];
  if (rest.music) tracks.push({ tt: 1, sg: [{ id: 'music', s: 0, d: s, m: rest.music }] });
  if (rest.titles) tracks.push({ tt: 7, sg: rest.titles });
  return { d: s, m: { name: 'test', aspect: rest.aspect ?? '16:9', fps: 30 }, t: tracks };
}

/** 16-bit mono PCM in a RIFF file: a sine of `hertz` for `seconds`. */
export function wav(hertz: number, seconds: number, rate: number): Buffer {
  const data = Buffer.alloc(Math.round(seconds * rate) * 2);
  for (let i = 0; i < data.length / 2; i++) {
    data.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * hertz * i) / rate)), i * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
