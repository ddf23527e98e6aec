import { AV_PKT_DATA_DISPLAYMATRIX } from 'node-av/constants';
import type { Stream } from 'node-av/lib';

/** What has to be done to the stored picture, in this order, to show it upright; as names of FFmpeg's filters. */
export type Orientation = readonly (
  | 'hflip'
  | 'vflip'
  | `transpose=${'clock' | 'cclock' | 'clock_flip' | 'cclock_flip'}`
)[];

export interface Display {
  /** px, upright and with square pixels; 0 for what is no picture. */
  width: number;
  height: number;
  orientation: Orientation;
}

/** How a stream's picture is meant to be shown: its display matrix and the shape of its pixels are applied. */
export function displayOf(stream: Stream): Display {
  const { width, height, sampleAspectRatio: own } = stream.codecpar;
  const ratio = own.num > 0 && own.den > 0 ? own : stream.sampleAspectRatio;
  const aspect = ratio.num > 0 && ratio.den > 0 ? ratio.num / ratio.den : 1;
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  const orientation = matrix && matrix.length >= 36 ? orientationOf(matrix) : [];
  const shown = Math.max(width > 0 ? 1 : 0, Math.round(width * aspect));
  const isTurned = orientation.some((step) => step.startsWith('transpose'));
  return isTurned ? { width: height, height: shown, orientation } : { width: shown, height, orientation };
}

/** As FFmpeg's own program reads a display matrix (3×3, 32-bit fixed point): turned by 0, 90, 180 or 270°, mirrored or not. */
function orientationOf(matrix: Buffer): Orientation {
  const at = (index: number) => matrix.readInt32LE(index * 4);
  const a = at(0) / (Math.hypot(at(0), at(3)) || 1);
  const b = at(1) / (Math.hypot(at(1), at(4)) || 1);
  const degrees = (Math.round((Math.atan2(b, a) * 180) / Math.PI) + 360) % 360;
  if (Math.abs(degrees - 90) <= 1) return [at(3) > 0 ? 'transpose=cclock_flip' : 'transpose=clock'];
  if (Math.abs(degrees - 270) <= 1) return [at(3) < 0 ? 'transpose=clock_flip' : 'transpose=cclock'];
  if (Math.abs(degrees - 180) <= 1)
    return [...(at(0) < 0 ? ['hflip' as const] : []), ...(at(4) < 0 ? ['vflip' as const] : [])];
  return at(4) < 0 ? ['vflip'] : [];
}
