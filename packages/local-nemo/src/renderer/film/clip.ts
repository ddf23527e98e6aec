import { FilmReader } from '@reelay/media';
import { RenderError } from '../errors.ts';
import { createI420, type I420 } from '../picture/i420.ts';
import type { FrameSource } from './frame-source.ts';

/**
 * Opens a video file. Times must be asked for in order; after its end, its last frame stays.
 * @param inMs where in the file it begins
 * @param speed how fast it plays; 1 is as recorded
 */
export async function openClip(file: string, inMs = 0, speed = 1): Promise<FrameSource> {
  const reader = await FilmReader.open(file);
  let target = { width: 8, height: 8 };
  let picture: I420 | undefined;
  return {
    width: reader.track.width,
    height: reader.track.height,
    size(width, height) {
      target = { width, height };
      picture = undefined;
    },
    async at(time) {
      // Half a millisecond forgives timestamps rounded down in the file.
      const changed = await reader.showAt((inMs + time * speed) / 1000 + 0.0005);
      if (!reader.hasFrame) throw new RenderError('bad-media', 'the clip has no frames');
      if (changed || !picture) picture = await convert(reader, target);
      return picture;
    },
    close: () => reader.close(),
  };
}

async function convert(reader: FilmReader, { width, height }: { width: number; height: number }): Promise<I420> {
  const { y, u, v } = await reader.picture(width, height);
  const picture = createI420(width, height);
  picture.y.bytes.set(y);
  picture.u.bytes.set(u);
  picture.v.bytes.set(v);
  return picture;
}
