import { registerMediabunnyServer } from '@mediabunny/server';
import { BufferTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } from 'mediabunny';

let made: Promise<Buffer> | undefined;

/** A real MP4 of one second, 320×180, white on its left half: small enough for every test. */
export function tinyVideo(): Promise<Buffer> {
  made ??= make();
  return made;
}

async function make(): Promise<Buffer> {
  registerMediabunnyServer({ hardwareContext: null });
  const [width, height] = [320, 180];
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const source = new VideoSampleSource({ codec: 'avc', bitrate: 200_000 });
  output.addVideoTrack(source, { frameRate: 10 });
  await output.start();
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) pixels.fill(40, (y * width + width / 2) * 4, (y + 1) * width * 4);
  for (let n = 0; n < 10; n++) {
    const sample = new VideoSample(pixels, {
      format: 'RGBA',
      codedWidth: width,
      codedHeight: height,
      timestamp: n / 10,
      duration: 0.1,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  if (!target.buffer) throw new Error('no video was written');
  return Buffer.from(target.buffer);
}
