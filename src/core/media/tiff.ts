/**
 * An uncompressed 8-bit TIFF (revision 6.0) around raw pixels, with their colour profile: the one way to tell sharp which
 * colours raw pixels mean.
 * @param pixels rows of RGB or RGBA without padding.
 */
export function tiffOf(
  pixels: { width: number; height: number; channels: 3 | 4; data: Uint8Array },
  profile: Uint8Array,
): Buffer {
  const { width, height, channels, data } = pixels;
  const SHORT = 3;
  const LONG = 4;
  const UNDEFINED = 7;
  const entries = channels === 4 ? 12 : 11;
  const directoryAt = 8;
  const bitsAt = directoryAt + 2 + entries * 12 + 4;
  const profileAt = bitsAt + channels * 2;
  const pixelsAt = profileAt + profile.length + (profile.length % 2);
  const tiff = Buffer.alloc(pixelsAt + data.length);
  tiff.write('II', 0, 'latin1');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(directoryAt, 4);
  let at = tiff.writeUInt16LE(entries, directoryAt);
  const entry = (tag: number, type: number, count: number, value: number) => {
    at = tiff.writeUInt16LE(tag, at);
    at = tiff.writeUInt16LE(type, at);
    at = tiff.writeUInt32LE(count, at);
    at = tiff.writeUInt32LE(value, at);
  };
  entry(256, LONG, 1, width);
  entry(257, LONG, 1, height);
  entry(258, SHORT, channels, bitsAt);
  entry(259, SHORT, 1, 1);
  entry(262, SHORT, 1, 2);
  entry(273, LONG, 1, pixelsAt);
  entry(277, SHORT, 1, channels);
  entry(278, LONG, 1, height);
  entry(279, LONG, 1, data.length);
  entry(284, SHORT, 1, 1);
  if (channels === 4) entry(338, SHORT, 1, 2);
  entry(34675, UNDEFINED, profile.length, profileAt);
  tiff.writeUInt32LE(0, at);
  for (let channel = 0; channel < channels; channel++) tiff.writeUInt16LE(8, bitsAt + channel * 2);
  tiff.set(profile, profileAt);
  tiff.set(data, pixelsAt);
  return tiff;
}
