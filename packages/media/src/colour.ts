import { AVCOL_TRC_ARIB_STD_B67, AVCOL_TRC_SMPTE2084 } from 'node-av/constants';
import type { Frame } from 'node-av/lib';

/**
 * The filters that bring a frame to `width` × `height` in 8-bit 4:2:0, BT.709, limited range. High dynamic range (PQ and
 * HLG, as phones record it) is tone-mapped; without that it looks grey. For everything else FFmpeg's scaler converts the
 * matrix and the range from what the frame says; a frame that says nothing counts as BT.601, as in FFmpeg's own program.
 */
export function toSdr(frame: Frame, width: number, height: number): string {
  const trc = frame.colorTrc;
  const scale = `scale=${width}:${height}:flags=bicubic`;
  if (trc !== AVCOL_TRC_SMPTE2084 && trc !== AVCOL_TRC_ARIB_STD_B67) {
    return `${scale}:out_color_matrix=bt709:out_range=tv,format=yuv420p`;
  }
  const transfer = trc === AVCOL_TRC_SMPTE2084 ? 'smpte2084' : 'arib-std-b67';
  // Some recorders leave primaries or matrix out; high dynamic range without BT.2020 does not exist in practice.
  const tagged = `setparams=color_primaries=bt2020:color_trc=${transfer}:colorspace=bt2020nc`;
  const linear = 'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709';
  return `${scale},${tagged},${linear},tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p`;
}
