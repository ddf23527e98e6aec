import { BufferTarget, Output, QUALITY_LOW, VideoSample, VideoSampleSource, WebMOutputFormat } from 'mediabunny';
import { expect, test } from 'vitest';
import type { MediaErrorCode } from '../../src/core/media/media.ts';
import { expectCode, filesIn, never, openSpool, sourceOf } from '../core/media/helpers.ts';
import { amr, flvAt, withMatroskaSize, withSampleCount, withVp8Size } from '../core/media/hostile-recordings.ts';
import { film } from '../core/media/recordings.ts';

/** Asserts that a file is refused soon, and that nothing of it stays. */
async function refused(bytes: Uint8Array, code: MediaErrorCode, maxFileBytes?: number) {
  const { dir, spool, turn } = await openSpool(maxFileBytes === undefined ? {} : { maxFileBytes });
  const began = performance.now();
  await expectCode(turn.take(sourceOf(bytes, 'file'), never()), code);
  // Starting a child takes seconds on a busy machine; what these files ask for would take minutes.
  expect(performance.now() - began).toBeLessThan(25_000);
  expect(await filesIn(dir)).toEqual([]);
  expect(spool.heldBytes).toBe(0);
}

async function webm(width: number, height: number): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const video = new VideoSampleSource({ codec: 'vp8', bitrate: QUALITY_LOW });
  output.addVideoTrack(video, { frameRate: 10 });
  await output.start();
  for (let frame = 0; frame < 5; frame++) {
    const sample = new VideoSample(Buffer.alloc(width * height * 4, 128), {
      format: 'RGBA',
      codedWidth: width,
      codedHeight: height,
      timestamp: frame / 10,
      duration: 0.1,
    });
    await video.add(sample);
    sample.close();
  }
  await output.finalize();
  if (!target.buffer) throw new Error('no film came out');
  return Buffer.from(target.buffer);
}

test('a sound that grows past the limit when it is converted is refused while it is written', async () => {
  const sound = amr(60);
  expect(sound.length).toBeLessThan(40_000);
  await refused(sound, 'too-large', 100_000);
  const { turn } = await openSpool({ maxFileBytes: 3_000_000 });
  expect(await turn.take(sourceOf(sound, 'voice.amr'), never())).toMatchObject({ kind: 'audio', converted: true });
});

test('a film of two pictures that are 20 days apart is refused; one that stands still for five minutes is taken', async () => {
  await refused(flvAt([0, 40, 20 * 24 * 3_600_000]), 'too-complex');
  const { turn } = await openSpool();
  const still = await turn.take(sourceOf(flvAt([0, 300_000, 300_040]), 'screen.flv'), never());
  expect(still).toMatchObject({ name: 'screen.mp4', kind: 'video', converted: true });
});

test('a film that begins after days is no film of days', async () => {
  await refused(flvAt([0, 1, 2].map((day) => day * 24 * 3_600_000)), 'too-complex');
});

test('a film whose container claims more pixels than 8K has is refused before it is decoded', async () => {
  const good = await webm(320, 256);
  const { turn } = await openSpool();
  expect(await turn.take(sourceOf(good, 'a.webm'), never())).toMatchObject({ kind: 'video', converted: false });
  await refused(withMatroskaSize(good, 16_000, 16_000), 'too-complex');
});

test('frames that claim more pixels than their container are not decoded', async () => {
  const lying = withVp8Size(await webm(320, 256), 16_383, 16_383);
  const { dir, turn } = await openSpool();
  const began = performance.now();
  await expect(turn.take(sourceOf(lying, 'a.webm'), never())).rejects.toMatchObject({
    code: expect.stringMatching(/^(unsupported|damaged|too-complex)$/),
  });
  expect(performance.now() - began).toBeLessThan(25_000);
  expect(await filesIn(dir)).toEqual([]);
});

test('an index that claims 400 million samples ends in an answer, and the next file is taken', async () => {
  const { turn } = await openSpool();
  const bomb = withSampleCount(await film({}), 400_000_000);
  await expect(turn.take(sourceOf(bomb, 'a.mp4'), never())).rejects.toMatchObject({
    code: expect.stringMatching(/^(damaged|unsupported|too-complex)$/),
  });
  expect(await turn.take(sourceOf(await film({}), 'b.mp4'), never())).toMatchObject({ kind: 'video' });
});
