import { deflateSync } from 'node:zlib';

/** A sound of 20 ms for every 13 bytes (AMR, 4.75 kbit/s): what it is converted to is 30 times as large. */
export function amr(seconds: number): Buffer {
  const frame = Buffer.alloc(13);
  frame[0] = 0x04;
  return Buffer.concat([Buffer.from('#!AMR\n', 'latin1'), Buffer.alloc(seconds * 50 * frame.length, frame)]);
}

/** A film of grey pictures, 16×16 px, at these times (FLV, Screen Video): a few bytes for each. */
export function flvAt(timesMs: readonly number[]): Buffer {
  const header = Buffer.from('FLV\x01\x01\0\0\0\x09\0\0\0\0', 'latin1');
  const pixels = deflateSync(Buffer.alloc(16 * 16 * 3, 128));
  const data = Buffer.alloc(7 + pixels.length);
  // A key frame of codec 3; one block of 16×16.
  data.writeUInt8(0x13, 0);
  data.writeUInt16BE(16, 1);
  data.writeUInt16BE(16, 3);
  data.writeUInt16BE(pixels.length, 5);
  pixels.copy(data, 7);
  return Buffer.concat([header, ...timesMs.map((ms) => flvTag(ms, data))]);
}

function flvTag(ms: number, data: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head.writeUInt8(9, 0);
  head.writeUIntBE(data.length, 1, 3);
  head.writeUIntBE(ms & 0xffffff, 4, 3);
  head.writeUInt8((ms >>> 24) & 0xff, 7);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length + data.length);
  return Buffer.concat([head, data, size]);
}

/** The film with key frames that say this size instead of their own; the container goes on saying theirs. */
export function withVp8Size(webm: Buffer, width: number, height: number): Buffer {
  const out = Buffer.from(webm);
  const mark = Buffer.from([0x9d, 0x01, 0x2a]);
  for (let at = out.indexOf(mark); at >= 0; at = out.indexOf(mark, at + 1)) {
    out.writeUInt16LE(width, at + 3);
    out.writeUInt16LE(height, at + 5);
  }
  return out;
}

/** A film of 320×256 with a container that says this size; its frames go on saying theirs. */
export function withMatroskaSize(webm: Buffer, width: number, height: number): Buffer {
  const out = Buffer.from(webm);
  // The elements of the picture's width and height, of two bytes each.
  for (const [element, value] of [
    [[0xb0, 0x82, 320 >> 8, 320 & 0xff], width],
    [[0xba, 0x82, 256 >> 8, 256 & 0xff], height],
  ] as const) {
    const at = out.indexOf(Buffer.from(element));
    if (at < 0) throw new Error('no such element in the film');
    out.writeUInt16BE(value, at + 2);
  }
  return out;
}

/** The MP4 with an index that says so many samples, all of one byte and in one chunk. */
export function withSampleCount(mp4: Buffer, samples: number): Buffer {
  const out = Buffer.from(mp4);
  const sizes = out.indexOf('stsz') + 4;
  out.writeUInt32BE(1, sizes + 4);
  out.writeUInt32BE(samples, sizes + 8);
  const chunks = out.indexOf('stsc') + 4;
  out.writeUInt32BE(samples, chunks + 12);
  const times = out.indexOf('stts') + 4;
  out.writeUInt32BE(samples, times + 8);
  return out;
}
