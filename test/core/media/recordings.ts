import { registerMediabunnyServer } from '@mediabunny/server';
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
  QUALITY_LOW,
  TextSubtitleSource,
  VideoSample,
  VideoSampleSource,
} from 'mediabunny';

registerMediabunnyServer();

const FPS = 10;
const RATE = 48_000;

/** An MP4 of 64×48 px at 10 frames a second: black first, then red; with a tone and subtitles on request. */
export async function film({
  seconds = 2,
  blackSeconds = 0,
  tone = false,
  picture = true,
  subtitle = '',
}): Promise<Buffer> {
  const target = new BufferTarget();
  // Its index comes last, so that boxes can be added to it without moving the media.
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target });
  const video = new VideoSampleSource({ codec: 'avc', bitrate: QUALITY_LOW });
  const audio = new AudioSampleSource({ codec: 'aac', bitrate: 64_000 });
  if (picture) output.addVideoTrack(video, { frameRate: FPS });
  if (tone) output.addAudioTrack(audio);
  const subtitles = new TextSubtitleSource('webvtt');
  if (subtitle !== '') output.addSubtitleTrack(subtitles);
  await output.start();
  if (subtitle !== '') await subtitles.add(`WEBVTT\n\n00:00.000 --> 00:01.000\n${subtitle}\n`);
  for (let frame = 0; picture && frame < seconds * FPS; frame++) {
    const pixels = Buffer.alloc(64 * 48 * 4);
    const red = frame < blackSeconds * FPS ? 0 : 220;
    for (let at = 0; at < pixels.length; at += 4) pixels.set([red, 0, 0, 255], at);
    const init = {
      format: 'RGBA' as const,
      codedWidth: 64,
      codedHeight: 48,
      timestamp: frame / FPS,
      duration: 1 / FPS,
    };
    const sample = new VideoSample(pixels, init);
    await video.add(sample);
    sample.close();
  }
  if (tone) {
    const data = Float32Array.from(
      { length: seconds * RATE },
      (_, at) => 0.2 * Math.sin((at * 440 * 2 * Math.PI) / RATE),
    );
    const sample = new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate: RATE, timestamp: 0 });
    await audio.add(sample);
    sample.close();
  }
  await output.finalize();
  if (!target.buffer) throw new Error('no film came out');
  return Buffer.from(target.buffer);
}

/** A second of silence as a WAV file. */
export function wav(): Buffer {
  const samples = Buffer.alloc(8000 * 2);
  const head = Buffer.from(
    'RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0',
    'latin1',
  );
  head.writeUInt32LE(36 + samples.length, 4);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

export function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** Adds boxes to the end of the index (`moov`) of a film whose index is its last box. */
export function withInIndex(mp4: Buffer, ...boxes: Buffer[]): Buffer {
  const at = mp4.lastIndexOf('moov') - 4;
  const added = Buffer.concat(boxes);
  const out = Buffer.concat([mp4, added]);
  out.writeUInt32BE(mp4.readUInt32BE(at) + added.length, at);
  return out;
}

/** Writes a film of two seconds of noise, 320×240 at 30 frames a second, with a tone: large for what it is. */
export async function noisyFilm(path: string, codec: 'avc' | 'vp9' = 'avc'): Promise<void> {
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new FilePathTarget(path),
  });
  const video = new VideoSampleSource({ codec, bitrate: 3_000_000 });
  const audio = new AudioSampleSource({ codec: 'aac', bitrate: 128_000 });
  output.addVideoTrack(video, { frameRate: 30 });
  output.addAudioTrack(audio);
  await output.start();
  let seed = 1;
  for (let frame = 0; frame < 60; frame++) {
    const pixels = Buffer.alloc(320 * 240 * 4);
    for (let at = 0; at < pixels.length; at += 4) {
      seed = (seed * 16_807) % 2_147_483_647;
      pixels.writeUInt32LE(((seed & 0xffffff) | 0xff000000) >>> 0, at);
    }
    const sample = new VideoSample(pixels, {
      format: 'RGBA',
      codedWidth: 320,
      codedHeight: 240,
      timestamp: frame / 30,
      duration: 1 / 30,
    });
    await video.add(sample);
    sample.close();
  }
  const data = Float32Array.from({ length: 2 * RATE }, (_, at) => 0.2 * Math.sin((at * 440 * 2 * Math.PI) / RATE));
  const tone = new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate: RATE, timestamp: 0 });
  await audio.add(tone);
  tone.close();
  await output.finalize();
}
