import { registerMediabunnyServer } from '@mediabunny/server';
import { probeMedia } from '@reelay/media';
import { AudioSample, AudioSampleSource, BufferTarget, OggOutputFormat, Output } from 'mediabunny';
import { expect, test } from 'vitest';
import { expectCode, filesIn, never, openSpool, sourceOf } from './helpers.ts';

registerMediabunnyServer({ hardwareContext: null });

const RATE = 48_000;

/** A second of a tone as Telegram's voice messages are: Opus in Ogg. */
async function voice(): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new OggOutputFormat(), target });
  const source = new AudioSampleSource({ codec: 'opus', bitrate: 32_000 });
  output.addAudioTrack(source);
  await output.start();
  const data = Float32Array.from({ length: RATE }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / RATE) / 2);
  const sample = new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate: RATE, timestamp: 0 });
  await source.add(sample);
  sample.close();
  await output.finalize();
  if (!target.buffer) throw new Error('no sound was written');
  return Buffer.from(target.buffer);
}

test('a voice message (Opus in Ogg) becomes an M4A, which the backend takes', async () => {
  const { turn } = await openSpool();
  const file = await turn.take(sourceOf(await voice(), 'voice.oga'), never());
  expect(file).toMatchObject({ name: 'voice.m4a', contentType: 'audio/mp4', kind: 'audio', converted: true });
  const { video, audio } = await probeMedia(file.path);
  expect({ video, audio }).toEqual({ video: undefined, audio: 'aac' });
});

test('a broken one is damaged, and nothing of it is left', async () => {
  const { turn, dir } = await openSpool();
  const broken = Buffer.concat([(await voice()).subarray(0, 60), Buffer.alloc(500, 7)]);
  await expectCode(turn.take(sourceOf(broken, 'voice.ogg'), never()), 'damaged');
  expect(await filesIn(dir)).toEqual([]);
});
