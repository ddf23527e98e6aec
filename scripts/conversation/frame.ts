import { registerMediabunnyServer } from '@mediabunny/server';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { ALL_FORMATS, FilePathSource, Input, VideoSampleSink } from 'mediabunny';

/** The picture of a video at `ms`, at its full size. */
export async function frameAt(path: string, ms: number): Promise<Canvas> {
  registerMediabunnyServer({ hardwareContext: null });
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const video = await input.getPrimaryVideoTrack();
    const sample = video && (await new VideoSampleSink(video).getSample(ms / 1000));
    if (!sample) throw new Error(`${path} has no frame at ${ms} ms`);
    try {
      // The installed typings of WebCodecs are older than `format`.
      const options: VideoFrameCopyToOptions & { format: 'RGBA' } = { format: 'RGBA' };
      const canvas = createCanvas(sample.displayWidth, sample.displayHeight);
      const context = canvas.getContext('2d');
      const pixels = context.createImageData(canvas.width, canvas.height);
      await sample.copyTo(pixels.data, options);
      context.putImageData(pixels, 0, 0);
      return canvas;
    } finally {
      sample.close();
    }
  } finally {
    input.dispose();
  }
}
