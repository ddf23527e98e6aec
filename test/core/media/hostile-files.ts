import sharp from 'sharp';

/** A GIF of tiny frames, 24 bytes each, as many as fill `bytes`: few pixels, but each frame costs its decoder memory. */
export function gifOfTinyFrames(bytes: number): Buffer {
  const header = Buffer.from('GIF89a\x0a\0\x0a\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  // A frame of 10×10 in one colour: the descriptor, the code size, and one block of LZW codes.
  const frame = Buffer.from('\x2c\0\0\0\0\x0a\0\x0a\0\0\x02\x07\x84\x8f\xa9\xcb\xed\x5d\x00\x00', 'latin1');
  const frames = Math.floor((bytes - header.length - 1) / frame.length);
  return Buffer.concat([header, Buffer.alloc(frames * frame.length, frame), Buffer.from([0x3b])]);
}

/** A GIF that shows the same picture `frames` times: small as a file, and slow to decode. */
export async function slowGif(width: number, height: number, frames: number): Promise<Buffer> {
  const one = await sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .gif()
    .toBuffer();
  const palette = 3 * 2 ** (((one[10] ?? 0) & 7) + 1);
  const start = one.indexOf(0x2c, 13 + ((one[10] ?? 0) & 0x80 ? palette : 0));
  const frame = one.subarray(start, -1);
  return Buffer.concat([one.subarray(0, start), ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}

/** An animated WebP of `frames` frames of 1×1 pixel on a canvas of 10×10. */
export async function webpOfTinyFrames(frames: number): Promise<Buffer> {
  const still = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .webp({ lossless: true })
    .toBuffer();
  const frame = riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), still.subarray(12)]));
  const canvas = Buffer.from([0x02, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    riffChunk('VP8X', canvas),
    riffChunk('ANIM', Buffer.alloc(6)),
    Buffer.alloc(frames * frame.length, frame),
  ]);
  return riffChunk('RIFF', body);
}

function riffChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** A JPEG of one colour. */
export function plainJpeg(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#c04020' }, limitInputPixels: false })
    .jpeg({ quality: 50 })
    .toBuffer();
}
