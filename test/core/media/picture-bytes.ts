import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { never, openSpool, sourceOf } from './helpers.ts';

export const fixture = (name: string) => readFile(new URL(`../../fixtures/heic/${name}.heic`, import.meta.url));

export async function take(bytes: Uint8Array, name?: string) {
  const { turn } = await openSpool();
  return await turn.take(sourceOf(bytes, name), never());
}

export const pixels = (input: string | Buffer) => sharp(input).raw().toBuffer();

export function chunk(type: string, data: Buffer): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)) >>> 0, 8 + data.length);
  return out;
}

export function afterHeader(png: Buffer, ...chunks: Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

/** A minimal EXIF block: big-endian TIFF with one entry, the orientation. */
export function exifOrientation(value: number): Buffer {
  return Buffer.from(`4d4d002a000000080001011200030000000100${value.toString(16).padStart(2, '0')}000000000000`, 'hex');
}
