/** The eight ways a picture can lie, as EXIF counts them; 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;

/**
 * The orientation in a block of EXIF data (a TIFF structure, with or without the `Exif\0\0` before it), 1 where there is
 * none or the block is broken: broken metadata is no reason to refuse a picture.
 */
export function orientationOf(block: Uint8Array): Orientation {
  let exif = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (exif.toString('latin1', 0, 6) === 'Exif\0\0') exif = exif.subarray(6);
  if (exif.length < 14) return 1;
  const order = exif.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return 1;
  const u16 = (at: number) => (order === 'II' ? exif.readUInt16LE(at) : exif.readUInt16BE(at));
  const u32 = (at: number) => (order === 'II' ? exif.readUInt32LE(at) : exif.readUInt32BE(at));
  const directory = u32(4);
  if (directory + 2 > exif.length) return 1;
  const entries = u16(directory);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > exif.length) return 1;
    if (u16(entry) !== ORIENTATION_TAG || u16(entry + 2) !== SHORT) continue;
    const value = u16(entry + 8);
    return isOrientation(value) ? value : 1;
  }
  return 1;
}

function isOrientation(value: number): value is Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8;
}
