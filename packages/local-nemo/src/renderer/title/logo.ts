import { createCanvas, loadImage } from '@napi-rs/canvas';
import sharp from 'sharp';
import type { Corner } from '../../draft.ts';
import { RenderError } from '../errors.ts';
import type { Extent } from '../film/motion.ts';
import { type Overlay, overlayOf } from './overlay.ts';

/** The most that a logo takes of the frame's width and height, and its distance from the edges in the shorter side. */
const WIDTH = 0.2;
const HEIGHT = 0.1;
const MARGIN = 0.04;
const OPACITY = 0.92;

/**
 * A logo in a corner of the frame (px), its transparent parts left so.
 * Throws a RenderError naming the file when it cannot be decoded.
 */
export async function logoOverlay(
  logo: { src: string; name: string; corner: Corner },
  files: Record<string, string>,
  frame: Extent,
): Promise<Overlay> {
  const file = Object.hasOwn(files, logo.src) ? files[logo.src] : undefined;
  if (file === undefined)
    throw new RenderError('bad-media', `the file of "${logo.name}" is missing`, { src: logo.src });
  try {
    const png = await sharp(file)
      .autoOrient()
      .resize(Math.round(frame.width * WIDTH), Math.round(frame.height * HEIGHT), { fit: 'inside' })
      .png()
      .toBuffer();
    const image = await loadImage(png);
    const canvas = createCanvas(frame.width, frame.height);
    const context = canvas.getContext('2d');
    const margin = Math.round(Math.min(frame.width, frame.height) * MARGIN);
    const x = logo.corner.endsWith('l') ? margin : frame.width - margin - image.width;
    const y = logo.corner.startsWith('t') ? margin : frame.height - margin - image.height;
    context.globalAlpha = OPACITY;
    context.drawImage(image, x, y);
    return overlayOf(canvas);
  } catch (error) {
    throw new RenderError('bad-media', `"${logo.name}" cannot be decoded`, { cause: error, src: logo.src });
  }
}
