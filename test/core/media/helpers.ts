import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterEach, expect } from 'vitest';
import { MediaError, type MediaErrorCode, type MediaSource } from '../../../src/core/media/media.ts';
import { Spool, type SpoolOptions } from '../../../src/core/media/spool.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A temp folder that is gone after the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-media-'));
  folders.push(folder);
  return folder;
}

export async function openSpool(options: Partial<SpoolOptions> = {}) {
  const dir = await tempFolder();
  const spool = new Spool({ dir, maxFileBytes: 50_000_000, ...options });
  await spool.prepare();
  return { dir, spool, turn: spool.openTurn('test:1') };
}

/** Every file under a folder, by its last name. */
export async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** A file of the user's with these bytes, sent in pieces as a network would. */
export function sourceOf(bytes: Uint8Array, name = 'photo.jpg'): MediaSource {
  return { name, open: async () => Readable.from(piecesOf(bytes)) };
}

function* piecesOf(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 10_007) yield bytes.subarray(at, at + 10_007);
}

export const never = () => new AbortController().signal;

/** Asserts that something fails with this code; gives the error. */
export async function expectCode(work: Promise<unknown>, code: MediaErrorCode): Promise<MediaError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MediaError);
  const mediaError = error as MediaError;
  expect(mediaError.code).toBe(code);
  return mediaError;
}

export const WIDTH = 96;
export const HEIGHT = 64;

/** Corner colours of the test picture, upright: nothing but the right way round looks like it. */
const CORNERS = {
  topLeft: [220, 30, 30],
  topRight: [30, 180, 50],
  bottomLeft: [40, 60, 220],
  bottomRight: [240, 220, 40],
} as const;

/** The upright test picture as raw RGB. */
function quadrants(): { data: Buffer; raw: { width: number; height: number; channels: 3 } } {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const isLeft = x < WIDTH / 2;
      const isTop = y < HEIGHT / 2;
      const left = isTop ? CORNERS.topLeft : CORNERS.bottomLeft;
      const right = isTop ? CORNERS.topRight : CORNERS.bottomRight;
      data.set(isLeft ? left : right, (y * WIDTH + x) * 3);
    }
  }
  return { data, raw: { width: WIDTH, height: HEIGHT, channels: 3 } };
}

export function drawn() {
  const { data, raw } = quadrants();
  return sharp(data, { raw });
}

/** The test picture stored the way a camera stores it whose EXIF then says `orientation`. */
export function storedFor(orientation: number) {
  const stored = [
    () => drawn(),
    () => drawn().flop(),
    () => drawn().rotate(180),
    () => drawn().flip(),
    // 5 and 7 are mirrored as well as turned: flipping comes first in sharp's order.
    () => drawn().flop().rotate(270),
    () => drawn().rotate(270),
    () => drawn().flop().rotate(90),
    () => drawn().rotate(90),
  ][orientation - 1];
  if (!stored) throw new Error(`no orientation ${orientation}`);
  return stored();
}

/** Asserts from its pixels that a file shows the test picture upright. */
export async function expectUpright(path: string, tolerance = 12): Promise<void> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([WIDTH, HEIGHT]);
  const at = (x: number, y: number) => [...data.subarray((y * WIDTH + x) * 3, (y * WIDTH + x) * 3 + 3)];
  const found = { topLeft: at(20, 15), topRight: at(76, 15), bottomLeft: at(20, 48), bottomRight: at(76, 48) };
  for (const corner of ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const) {
    CORNERS[corner].forEach((value, channel) => {
      const off = Math.abs((found[corner][channel] ?? -1000) - value);
      expect(off, `${corner} is ${found[corner].join()}`).toBeLessThanOrEqual(tolerance);
    });
  }
}

/** EXIF with a position (52°31'12" N) and a maker's name that can be looked for in bytes. */
export const EXIF_WITH_GPS = {
  IFD0: { Make: 'Reelay Test Camera' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 36/1' },
};
