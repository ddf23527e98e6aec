/**
 * Compares what the media engine makes of films with what FFmpeg's own program makes of them: colours, how the picture
 * lies, when sound begins, how loud it is; and the sizes, likeness and time of versions that fit a chat.
 */
import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { convertMedia } from '@reelay/media';
import { fitVideo } from '../../src/core/media/fit.ts';
import { probeVideo } from '../../src/core/media/probe.ts';

interface Chart {
  name: string;
  /** FFmpeg's arguments that make the file. */
  args: string;
  /** FFmpeg's filters for the same picture in BT.709. */
  reference: string;
}

/** Bars that stand still, and a tone on both sides: FFmpeg's own way from one channel to two changes how loud it is. */
const CHART =
  '-f lavfi -i smptebars=s=320x240:r=30:d=1 -f lavfi -i aevalsrc=0.1*sin(2764*t)|0.1*sin(2764*t):s=48000:d=1';
const X264 = '-c:v libx264 -preset ultrafast -qp 10 -pix_fmt yuv420p -c:a aac';
const SDR = 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p';
const toneMapped = (transfer: string) =>
  `setparams=color_primaries=bt2020:color_trc=${transfer}:colorspace=bt2020nc,zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p`;
/**
 * Very pale colours, which PQ and HLG make strong: what lies outside BT.709 is cut off in each version of FFmpeg's filters
 * otherwise. The engine's way is checked by the standards' own formulas, in the package's tests.
 */
const HDR =
  '-vf hue=s=0.1,format=gbrp,scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le -c:v libx265 -x265-params log-level=none:qp=10:colorprim=bt2020:colormatrix=bt2020nc:transfer';

const CHARTS: Chart[] = [
  { name: 'untagged.mp4', args: `${CHART} ${X264}`, reference: SDR },
  {
    name: 'bt709.mp4',
    args: `${CHART} -vf scale=out_color_matrix=bt709 ${X264} -colorspace bt709 -color_primaries bt709 -color_trc bt709`,
    reference: SDR,
  },
  { name: 'full-range.mov', args: `${CHART} -c:v mjpeg -q:v 2 -pix_fmt yuvj420p -c:a pcm_s16le`, reference: SDR },
  { name: 'xvid.avi', args: `${CHART} -c:v mpeg4 -qscale:v 2 -vtag XVID -c:a libmp3lame`, reference: SDR },
  { name: 'pq.mov', args: `${CHART} ${HDR}=smpte2084 -tag:v hvc1 -c:a aac`, reference: toneMapped('smpte2084') },
  { name: 'hlg.mov', args: `${CHART} ${HDR}=arib-std-b67 -tag:v hvc1 -c:a aac`, reference: toneMapped('arib-std-b67') },
  { name: 'late-sound.mp4', args: `${CHART} -filter:a adelay=300:all=1 ${X264}`, reference: SDR },
];

/** Most that a flat part of the picture may differ, of 255; seconds; LU; SSIM. */
const TOLERANCE = { colour: 3, sync: 0.03, loudness: 0.5, likeness: 0.03 };

function ffmpeg(args: string[], encoding: 'utf8' | 'buffer' = 'utf8') {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-hide_banner', '-nostdin', ...args], {
    maxBuffer: 1e9,
    encoding,
  });
  return { ok: status === 0, stdout, stderr: String(stderr) };
}

/** A frame as RGB, made small so that edges and noise even out. */
function frameOf(path: string, filters: string): Buffer {
  const small = 'scale=20:15:flags=area:in_color_matrix=bt709:in_range=tv,format=rgb24';
  const args = ['-v', 'error', '-ss', '0.5', '-i', path, '-frames:v', '1', '-vf', `${filters},${small}`];
  const { stdout } = ffmpeg([...args, '-f', 'rawvideo', '-'], 'buffer');
  return Buffer.from(stdout);
}

/** The difference that all but the edges of two frames stay within, and the mean one, of 255. */
function difference(a: Buffer, b: Buffer): { largest: number; mean: number } {
  if (a.length === 0 || a.length !== b.length) return { largest: 255, mean: 255 };
  const all = Array.from(a, (value, i) => Math.abs(value - (b[i] ?? 0)));
  const flat = all.toSorted((one, other) => one - other)[Math.floor(all.length * 0.98)] ?? 255;
  return { largest: flat, mean: all.reduce((sum, value) => sum + value, 0) / all.length };
}

/** LUFS, and the second at which the sound becomes audible. */
function soundOf(path: string): { lufs: number; onset: number } {
  const loud = ffmpeg(['-i', path, '-af', 'ebur128', '-f', 'null', '-']).stderr;
  const quiet = ffmpeg(['-i', path, '-af', 'silencedetect=n=-40dB:d=0.05', '-f', 'null', '-']).stderr;
  const lufs = Number(/Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS/.exec(loud)?.[1] ?? Number.NaN);
  const from = Number(/silence_start: (-?[\d.]+)/.exec(quiet)?.[1] ?? 1);
  return { lufs, onset: from > 0.05 ? 0 : Number(/silence_end: ([\d.]+)/.exec(quiet)?.[1] ?? 0) };
}

async function compareOne({ name, args, reference }: Chart, folder: string): Promise<boolean> {
  const path = join(folder, name);
  const out = join(folder, `${name}.engine.mp4`);
  if (!ffmpeg(['-v', 'error', '-y', ...args.split(' '), path]).ok) return true;
  const options = { maxLongSide: 1920, maxShortSide: 1080, maxFrameRate: 60, soundBitRate: 192_000 };
  await convertMedia(path, out, options);
  const colour = difference(frameOf(out, 'null'), frameOf(path, reference));
  const [ours, theirs] = [soundOf(out), soundOf(path)];
  const sync = Math.abs(ours.onset - theirs.onset);
  const loudness = Math.abs(ours.lufs - theirs.lufs);
  const good = colour.largest <= TOLERANCE.colour && sync <= TOLERANCE.sync && !(loudness > TOLERANCE.loudness);
  process.stdout.write(
    `${good ? '✓' : '✗'} ${name.padEnd(16)} colour ${colour.largest} (mean ${colour.mean.toFixed(2)}) of 255 · sound begins ${ours.onset.toFixed(3)} s, FFmpeg ${theirs.onset.toFixed(3)} s · ${ours.lufs} LUFS, FFmpeg ${theirs.lufs}\n`,
  );
  return good;
}

/** Turned and mirrored: the engine's picture against FFmpeg's, which turns by itself. */
async function compareTurned(folder: string): Promise<boolean> {
  const plain = join(folder, 'untagged.mp4');
  let good = true;
  for (const turn of ['90', '180', '270']) {
    const path = join(folder, `turned-${turn}.mp4`);
    const out = `${path}.engine.mp4`;
    const turned = ['-v', 'error', '-y', '-display_rotation', turn, '-i', plain, '-c', 'copy', path];
    // Programs before version 6 know the turn as metadata alone.
    const before6 = ['-v', 'error', '-y', '-i', plain, '-c', 'copy', '-metadata:s:v', `rotate=${turn}`, path];
    if (!ffmpeg(turned).ok && !ffmpeg(before6).ok) continue;
    await convertMedia(path, out, { maxLongSide: 1920, maxShortSide: 1080, maxFrameRate: 60, soundBitRate: 128_000 });
    const { largest } = difference(frameOf(out, 'null'), frameOf(path, SDR));
    const fits = largest <= TOLERANCE.colour;
    good &&= fits;
    process.stdout.write(`${fits ? '✓' : '✗'} turned by ${turn}°    differs by ${largest} of 255 at most\n`);
  }
  return good;
}

/** A film of this length that is over the limit, fitted; against a plain FFmpeg command of the same size and rate. */
async function compareFit(seconds: number, folder: string): Promise<boolean> {
  const limit = 10 * 1024 * 1024;
  const path = join(folder, `long-${seconds}.mp4`);
  const picture = `testsrc2=s=1920x1080:r=30:d=${seconds},noise=alls=5:allf=t`;
  const source = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=440:r=48000:d=${seconds}`];
  ffmpeg([
    '-v',
    'error',
    '-y',
    ...source,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-crf',
    '20',
    '-c:a',
    'aac',
    path,
  ]);
  const never = new AbortController().signal;
  const facts = await probeVideo(path, never);
  const out = join(folder, `fitted-${seconds}.mp4`);
  const begun = performance.now();
  const fitted = await fitVideo(path, out, facts, limit, { signal: never });
  const took = performance.now() - begun;
  if (!fitted) {
    process.stdout.write(`✗ ${seconds} s: no version fits\n`);
    return false;
  }
  const { width, height } = fitted;
  const rate = String(Math.floor((fitted.bytes * 8) / seconds - 128_000));
  const plain = join(folder, `plain-${seconds}.mp4`);
  const since = performance.now();
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', rate, '-c:a', 'aac', '-b:a', '128k'];
  ffmpeg(['-v', 'error', '-y', '-i', path, '-vf', `scale=${width}:${height}`, ...encoder, plain]);
  const plainTook = performance.now() - since;
  const [ours, theirs] = [likeness(out, path), likeness(plain, path)];
  const mb = (bytes: number) => (bytes / 1_048_576).toFixed(2);
  const fits = fitted.bytes <= limit && ours >= theirs - TOLERANCE.likeness;
  process.stdout.write(
    `${fits ? '✓' : '✗'} ${seconds} s: ${mb((await stat(path)).size)} → ${mb(fitted.bytes)} MB of 10, ${width}×${height}, SSIM ${ours.toFixed(4)} (FFmpeg ${theirs.toFixed(4)}), ${(took / plainTook).toFixed(2)}× the time of FFmpeg's command\n`,
  );
  return fits;
}

/** SSIM of a version, brought to the size of the whole. */
function likeness(version: string, whole: string): number {
  const graph = '[0:v]fps=30[f];[f][1:v]scale2ref=flags=bicubic[a][b];[a][b]ssim';
  const { stderr } = ffmpeg(['-i', version, '-i', whole, '-lavfi', graph, '-f', 'null', '-']);
  return Number(/SSIM .*All:([\d.]+)/.exec(stderr)?.[1] ?? Number.NaN);
}

/**
 * Prints the comparisons; false when one is outside its tolerance.
 * @param lengths of the films that are fitted, in seconds
 */
export async function compareAll(folder: string, lengths: number[]): Promise<boolean> {
  let good = true;
  for (const chart of CHARTS) good = (await compareOne(chart, folder)) && good;
  good = (await compareTurned(folder)) && good;
  for (const seconds of lengths) good = (await compareFit(seconds, folder)) && good;
  return good;
}
