import sharp from 'sharp';

/** A small JPEG of one colour. */
export function picture(color = '#3366cc', width = 64, height = 48): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: color } })
    .jpeg()
    .toBuffer();
}
