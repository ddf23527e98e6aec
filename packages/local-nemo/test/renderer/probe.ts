import { open } from 'node:fs/promises';
import { registerMediabunnyServer } from '@mediabunny/server';
import { ALL_FORMATS, AudioSampleSink, FilePathSource, Input, VideoSampleSink } from 'mediabunny';

export interface VideoFacts {
  codec: string | null;
  /** Such as `avc1.640028`. */
  codecString: string | null;
  width: number;
  height: number;
  frameRate: number;
  frames: number;
  /** Of the picture, and of the longest track. */
  videoMs: number;
  durationMs: number;
  audioCodec: string | null;
  sampleRate: number;
  channels: number;
  /** Largest sample, and root mean square, 0 to 1; 0 without sound. */
  audioPeak: number;
  audioRms: number;
  /** Whether the index comes before the media. */
  faststart: boolean;
}

/** Decoded pixels, four bytes each. */
export interface Frame {
  width: number;
  height: number;
  rgba: Uint8Array;
}

/** Reads a film through and tells what is in it. */
export async function probeVideo(path: string): Promise<VideoFacts> {
  registerMediabunnyServer({ hardwareContext: null });
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw new Error(`${path} has no picture`);
    const stats = await video.computePacketStats();
    const audio = await input.getPrimaryAudioTrack();
    const rms = await soundBySecond(path);
    return {
      codec: await video.getCodec(),
      codecString: await video.getCodecParameterString(),
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      frameRate: stats.averagePacketRate,
      frames: stats.packetCount,
      videoMs: (await video.computeDuration()) * 1000,
      durationMs: (await input.computeDuration()) * 1000,
      audioCodec: audio ? await audio.getCodec() : null,
      sampleRate: audio ? await audio.getSampleRate() : 0,
      channels: audio ? await audio.getNumberOfChannels() : 0,
      audioPeak: rms.peak,
      audioRms: rms.whole,
      faststart: await indexFirst(path),
    };
  } finally {
    input.dispose();
  }
}

/** RMS of each stretch of `stepMs`, of the whole, and the peak. */
export async function soundBySecond(
  path: string,
  stepMs = 1000,
): Promise<{ steps: number[]; whole: number; peak: number }> {
  registerMediabunnyServer({ hardwareContext: null });
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const audio = await input.getPrimaryAudioTrack();
    if (!audio) return { steps: [], whole: 0, peak: 0 };
    const sums: number[] = [];
    const counts: number[] = [];
    let peak = 0;
    for await (const sample of new AudioSampleSink(audio).samples()) {
      const step = Math.max(0, Math.floor((sample.timestamp * 1000) / stepMs));
      for (let channel = 0; channel < sample.numberOfChannels; channel++) {
        const data = new Float32Array(sample.numberOfFrames);
        sample.copyTo(data, { planeIndex: channel, format: 'f32-planar' });
        for (const value of data) {
          sums[step] = (sums[step] ?? 0) + value * value;
          counts[step] = (counts[step] ?? 0) + 1;
          peak = Math.max(peak, Math.abs(value));
        }
      }
      sample.close();
    }
    const total = (list: number[]) => list.reduce((sum, value) => sum + value, 0);
    return {
      steps: sums.map((sum, i) => Math.sqrt(sum / (counts[i] ?? 1))),
      whole: Math.sqrt(total(sums) / Math.max(1, total(counts))),
      peak,
    };
  } finally {
    input.dispose();
  }
}

/** The pitch (Hz) of a plain tone between two times (ms): how often the first channel crosses zero upwards. */
export async function pitchOf(path: string, fromMs: number, toMs: number): Promise<number> {
  registerMediabunnyServer({ hardwareContext: null });
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const audio = await input.getPrimaryAudioTrack();
    if (!audio) return 0;
    let crossings = 0;
    let before = 0;
    for await (const sample of new AudioSampleSink(audio).samples(fromMs / 1000, toMs / 1000)) {
      const data = new Float32Array(sample.numberOfFrames);
      sample.copyTo(data, { planeIndex: 0, format: 'f32-planar' });
      for (const value of data) {
        if (before < 0 && value >= 0) crossings++;
        before = value;
      }
      sample.close();
    }
    return (crossings * 1000) / (toMs - fromMs);
  } finally {
    input.dispose();
  }
}

/** The frame on screen at `ms`. */
export async function frameAt(path: string, ms: number): Promise<Frame> {
  registerMediabunnyServer({ hardwareContext: null });
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const video = await input.getPrimaryVideoTrack();
    const sample = video && (await new VideoSampleSink(video).getSample(ms / 1000 + 0.001));
    if (!sample) throw new Error(`no frame at ${ms} ms of ${path}`);
    // The installed typings of WebCodecs are older than `format`.
    const options: VideoFrameCopyToOptions & { format: 'RGBA' } = { format: 'RGBA' };
    const rgba = new Uint8Array(sample.allocationSize(options));
    await sample.copyTo(rgba, options);
    const frame = { width: sample.displayWidth, height: sample.displayHeight, rgba };
    sample.close();
    return frame;
  } finally {
    input.dispose();
  }
}

/** The mean colour of a part of a frame, all in fractions of its size. */
export function meanColour(frame: Frame, x = 0, y = 0, width = 1, height = 1): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let row = Math.floor(y * frame.height); row < Math.floor((y + height) * frame.height); row++) {
    for (let column = Math.floor(x * frame.width); column < Math.floor((x + width) * frame.width); column++) {
      const at = (row * frame.width + column) * 4;
      for (let k = 0; k < 3; k++) sum[k] = (sum[k] ?? 0) + (frame.rgba[at + k] ?? 0);
      count++;
    }
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/** How many of a frame's pixels answer a question about their colour, within a part of it (fractions). */
export function countPixels(
  frame: Frame,
  test: (r: number, g: number, b: number) => boolean,
  [x, y, width, height] = [0, 0, 1, 1] as [number, number, number, number],
): number {
  let count = 0;
  for (let row = Math.floor(y * frame.height); row < Math.floor((y + height) * frame.height); row++) {
    for (let column = Math.floor(x * frame.width); column < Math.floor((x + width) * frame.width); column++) {
      const at = (row * frame.width + column) * 4;
      if (test(frame.rgba[at] ?? 0, frame.rgba[at + 1] ?? 0, frame.rgba[at + 2] ?? 0)) count++;
    }
  }
  return count;
}

/** Walks the file's top-level boxes (ISO/IEC 14496-12): is `moov` before `mdat`? */
async function indexFirst(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(16);
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(header, 0, 16, at);
      if (bytesRead < 8) throw new Error(`${path} has neither moov nor mdat`);
      const type = header.toString('latin1', 4, 8);
      if (type === 'moov') return true;
      if (type === 'mdat') return false;
      const size = header.readUInt32BE(0);
      at += size === 1 ? Number(header.readBigUInt64BE(8)) : size;
    }
  } finally {
    await file.close();
  }
}
