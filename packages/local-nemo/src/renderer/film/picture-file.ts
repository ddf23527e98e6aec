import sharp from 'sharp';
import { lumaOf, rgbToI420 } from '../picture/colour.ts';
import { createI420, type I420 } from '../picture/i420.ts';
import type { FrameSource } from './frame-source.ts';
import { UPWARD_BIAS } from './motion.ts';

/** Light damage is shown as browsers show it. */
const READ = { failOn: 'error' } as const;
/** Browsers play frames that ask for less than 20 ms at 100 ms; so does everyone who made such a GIF. */
const LEAST_DELAY_MS = 20;
const DEFAULT_DELAY_MS = 100;
/** Mean luma of what can be seen, from which on a picture counts as bright. */
const BRIGHT = 165;

/** Opens a still or animated image (whatever sharp reads); animations loop. EXIF orientation is honoured. */
export async function openPicture(file: string): Promise<FrameSource> {
  const metadata = await sharp(file, READ).metadata();
  const turned = (metadata.orientation ?? 1) >= 5;
  const pageHeight = metadata.pageHeight ?? metadata.height;
  const width = turned ? pageHeight : metadata.width;
  const height = turned ? metadata.width : pageHeight;
  const pages = metadata.pages ?? 1;
  const animated = pages > 1 && (metadata.delay?.length ?? 0) > 0;
  const ends = animated ? pageEnds(metadata.delay ?? [], pages) : [1];
  const loop = ends.at(-1) ?? 1;
  const background = metadata.hasAlpha ? await backgroundOf(file) : '#ffffff';
  // Pages that lie one below the other cannot be turned.
  const upright = (metadata.orientation ?? 1) === 1;
  let target = { width: 8, height: 8 };
  let decoded: Decoded | undefined;
  return {
    width,
    height,
    focus: (aspect) => focusOf(file, { width, height }, aspect),
    size(w, h) {
      target = { width: w, height: h };
      decoded = undefined;
    },
    async at(time) {
      const page = animated ? ends.findIndex((end) => time % loop < end) : 0;
      const known = decoded?.pictures[page - decoded.first];
      if (known) return known;
      const count = Math.min(pages - page, upright && animated ? pagesAtOnce(target, { width, height }) : 1);
      decoded = { first: page, pictures: await decode(file, { page, pages: count }, target, background) };
      const [picture] = decoded.pictures;
      if (!picture) throw new Error(`the file has no picture ${page}`);
      return picture;
    },
    async close() {
      decoded = undefined;
    },
  };
}

/** The longer side that a picture is looked at in; faces are found at this size as well. */
const LOOKED_AT = 320;

/** Where libvips finds faces, colours and edges: skin counts most, so that a crop keeps heads. */
async function focusOf(file: string, { width, height }: { width: number; height: number }, aspect: number) {
  const scale = LOOKED_AT / Math.max(width, height);
  const whole = { width: Math.max(8, Math.round(width * scale)), height: Math.max(8, Math.round(height * scale)) };
  const kept = {
    width: Math.min(whole.width, Math.max(1, Math.round(whole.height * aspect))),
    height: Math.min(whole.height, Math.max(1, Math.round(whole.width / aspect))),
  };
  const { data, info } = await sharp(file, { ...READ, pages: 1 })
    .autoOrient()
    .resize(whole.width, whole.height, { fit: 'fill' })
    .png({ compressionLevel: 0 })
    .toBuffer({ resolveWithObject: true });
  const cropped = await sharp(data)
    .resize(kept.width, kept.height, { fit: 'cover', position: sharp.strategy.attention })
    .toBuffer({ resolveWithObject: true });
  const at = (offset: number | undefined, spare: number, usual: number) =>
    spare < 2 || offset === undefined ? usual : Math.min(1, Math.max(0, -offset / spare));
  return {
    x: at(cropped.info.cropOffsetLeft, info.width - kept.width, 0.5),
    y: at(cropped.info.cropOffsetTop, info.height - kept.height, UPWARD_BIAS),
  };
}

/** Pictures of an animation that were decoded together, from page `first` on. */
interface Decoded {
  first: number;
  pictures: I420[];
}

/** To show one page a decoder reads all before it, so that as many as this much memory holds are taken at once. */
const DECODED_BYTES = 60_000_000;
const MOST_AT_ONCE = 100;

function pagesAtOnce(...sizes: { width: number; height: number }[]): number {
  const pixels = Math.max(...sizes.map(({ width, height }) => width * height));
  return Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(DECODED_BYTES / (pixels * 3))));
}

function pageEnds(delays: number[], pages: number): number[] {
  let end = 0;
  return Array.from({ length: pages }, (_, i) => {
    const delay = delays[i] ?? DEFAULT_DELAY_MS;
    end += delay < LEAST_DELAY_MS ? DEFAULT_DELAY_MS : delay;
    return end;
  });
}

/** What shines through a picture's holes: dark for a bright picture such as a white logo, white for any other. */
async function backgroundOf(file: string): Promise<string> {
  const small = sharp(file, READ).resize(64, 64, { fit: 'fill' }).toColourspace('srgb').ensureAlpha().raw();
  const pixels = await small.toBuffer();
  let light = 0;
  let cover = 0;
  for (let i = 0; i + 3 < pixels.length; i += 4) {
    const alpha = pixels[i + 3] ?? 0;
    light += lumaOf(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0) * alpha;
    cover += alpha;
  }
  return cover > 0 && light / cover > BRIGHT ? '#1b1d22' : '#ffffff';
}

async function decode(
  file: string,
  range: { page: number; pages: number },
  size: { width: number; height: number },
  background: string,
): Promise<I420[]> {
  const image = sharp(file, { ...READ, ...range })
    .autoOrient()
    .flatten({ background })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const bytes = info.width * size.height * info.channels;
  // The pages of an animation lie one below the other.
  return Array.from({ length: range.pages }, (_, i) => {
    const page = data.subarray(i * bytes, (i + 1) * bytes);
    // Grey pictures can come out with one channel.
    return info.channels === 3 ? rgbToI420(page, info.width, size.height) : greyToI420(page, info.width, size.height);
  });
}

function greyToI420(grey: Uint8Array, width: number, height: number): I420 {
  const out = createI420(width, height);
  for (let i = 0; i < grey.length; i++) {
    const light = grey[i] ?? 0;
    out.y.bytes[i] = lumaOf(light, light, light);
  }
  out.u.bytes.fill(128);
  out.v.bytes.fill(128);
  return out;
}
