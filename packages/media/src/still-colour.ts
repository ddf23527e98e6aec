import { AV_PIX_FMT_RGB24 } from 'node-av/constants';
import { Frame, Rational } from 'node-av/lib';
import { MediaReadError } from './errors.ts';
import { FilterChain } from './filter.ts';

/** Rows of RGB or RGBA, 8 bits a channel, without padding. */
export interface StillPixels {
  width: number;
  height: number;
  channels: 3 | 4;
  data: Uint8Array;
}

/** The numbers of ITU-T H.273 that a picture carries instead of a profile (`nclx`). */
export interface StillColours {
  primaries: number;
  transfer: number;
}

/** FFmpeg's names of the primaries that are wider than those of BT.709. */
const PRIMARIES: Record<number, string> = { 9: 'bt2020', 11: 'smpte431', 12: 'smpte432' };
/** FFmpeg's names of the transfers that are not shown as they are: PQ and HLG. */
const HIGH_RANGE: Record<number, string> = { 16: 'smpte2084', 18: 'arib-std-b67' };
/** A picture is converted in pieces of so many pixels: a pixel takes twelve bytes on the way. */
const PIECE_PIXELS = 1_000_000;

/** Whether a picture of these colours looks wrong as it is. */
export function needsConversion({ primaries, transfer }: StillColours): boolean {
  return primaries in PRIMARIES || transfer in HIGH_RANGE;
}

/**
 * Brings a picture's colours to those of BT.709, in place, as {@link toSdr} does a film's: high dynamic range is
 * tone-mapped, wide primaries are converted and what lies outside is cut off. Transparency stays.
 * For child processes only.
 * @throws MediaReadError
 */
export async function convertStill(pixels: StillPixels, colours: StillColours): Promise<void> {
  const { width, height } = pixels;
  const rows = Math.max(1, Math.floor(PIECE_PIXELS / width));
  const rgb = new Uint8Array(width * Math.min(rows, height) * 3);
  for (let row = 0; row < height; row += rows) {
    const count = Math.min(rows, height - row);
    const piece = rgb.subarray(0, width * count * 3);
    copyColours(pixels, row * width, piece, 'out');
    piece.set(await converted(piece, width, count, filtersOf(colours)));
    copyColours(pixels, row * width, piece, 'in');
  }
}

function filtersOf({ primaries, transfer }: StillColours): string {
  const highRange = HIGH_RANGE[transfer];
  // What lacks its primaries has those of its kind: high dynamic range without BT.2020 does not exist in practice.
  const from = PRIMARIES[primaries] ?? 'bt2020';
  const tagged = `format=gbrp,setparams=color_primaries=${from}:color_trc=${highRange ?? 'iec61966-2-1'}:colorspace=gbr:range=pc`;
  const linear = 'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709';
  const shown = highRange ? 'tonemap=mobius:desat=0,zscale=t=bt709' : 'zscale=t=iec61966-2-1';
  return `${tagged},${linear},${shown},format=gbrp,format=rgb24`;
}

async function converted(piece: Uint8Array, width: number, height: number, filters: string): Promise<Uint8Array> {
  const frame = new Frame();
  frame.alloc();
  const chain = new FilterChain(filters);
  try {
    frame.format = AV_PIX_FMT_RGB24;
    frame.width = width;
    frame.height = height;
    frame.getBuffer(0);
    frame.fromBuffer(Buffer.from(piece.buffer, piece.byteOffset, piece.length));
    frame.timeBase = new Rational(1, 1);
    frame.pts = 0n;
    const [first, ...more] = await chain.process(frame);
    for (const extra of more) extra.free();
    if (!first) throw new MediaReadError('a picture cannot be converted');
    try {
      return packed(first, width, height);
    } finally {
      first.free();
    }
  } finally {
    chain.close();
    frame.free();
  }
}

/** A frame's rows without what FFmpeg pads them with. */
function packed(frame: Frame, width: number, height: number): Uint8Array {
  const data = frame.data?.[0];
  const stride = frame.linesize[0];
  if (!data || !stride) throw new MediaReadError('a converted picture lacks its pixels');
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++)
    rgb.set(data.subarray(row * stride, row * stride + width * 3), row * width * 3);
  return rgb;
}

function copyColours({ data, channels }: StillPixels, firstPixel: number, rgb: Uint8Array, way: 'in' | 'out'): void {
  for (let from = firstPixel * channels, to = 0; to < rgb.length; from += channels, to += 3) {
    for (let channel = 0; channel < 3; channel++) {
      if (way === 'out') rgb[to + channel] = data[from + channel] ?? 0;
      else data[from + channel] = rgb[to + channel] ?? 0;
    }
  }
}
