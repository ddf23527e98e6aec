/** A file of the corpus: how FFmpeg makes it, and what must become of it. */
export interface CorpusFile {
  name: string;
  /** What it is to the bot: a kind that is accepted, or `refused`. */
  expected: 'video' | 'audio' | 'image' | 'refused';
  /** FFmpeg's arguments, without the name of the file; may be several runs, for what needs a file of its own. */
  args: string;
  /** Changes the finished bytes, as damage or other programs do. */
  edit?: (bytes: Buffer) => Buffer;
}

const PICTURE = '-f lavfi -i testsrc2=s=320x240:r=30:d=2';
const TONE = '-f lavfi -i sine=440:r=48000:d=2';
const FILM = `${PICTURE} ${TONE}`;
const STILL = '-f lavfi -i testsrc2=s=320x240 -frames:v 1';
const HDR =
  '-f lavfi -i testsrc2=s=320x240:r=30:d=2 -vf format=yuv420p10le -c:v libx265 -x265-params log-level=none:colorprim=bt2020:colormatrix=bt2020nc:transfer';

const film = (name: string, args: string): CorpusFile => ({ name, expected: 'video', args: `${FILM} ${args}` });
const silent = (name: string, args: string): CorpusFile => ({ name, expected: 'video', args: `${PICTURE} ${args}` });
const sound = (name: string, args: string): CorpusFile => ({ name, expected: 'audio', args: `${TONE} ${args}` });
const still = (name: string, args: string, edit?: CorpusFile['edit']): CorpusFile => ({
  name,
  expected: 'image',
  args: `${STILL} ${args}`,
  edit,
});

const x264 = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p';

/** Every kind of film and sound that people send, as far as FFmpeg can make it. */
export const CORPUS: CorpusFile[] = [
  sound('voice.ogg', '-c:a libopus'),
  sound('voice.opus', '-c:a libopus'),
  sound('voice.oga', '-c:a libvorbis'),
  sound('sound-only.mp4', '-c:a aac'),
  sound('sound-only.mov', '-c:a aac'),
  sound('sound-only.webm', '-c:a libopus'),
  sound('sound-only.mkv', '-c:a flac'),
  sound('brand-mp42.m4a', '-c:a aac -brand mp42 -f mp4'),
  sound('brand-3gp4.m4a', '-c:a aac -f 3gp'),
  sound('book.m4b', '-c:a aac -f ipod'),
  sound('alac.m4a', '-c:a alac'),
  sound('adpcm.wav', '-c:a adpcm_ima_wav'),
  sound('mp3-in.wav', '-c:a libmp3lame'),
  sound('plain.wav', '-c:a pcm_s16le'),
  sound('float.wav', '-c:a pcm_f32le'),
  sound('rf64.wav', '-c:a pcm_s16le -rf64 always'),
  sound('plain.mp3', '-c:a libmp3lame'),
  sound('plain.aac', '-c:a aac -f adts'),
  sound('plain.flac', '-c:a flac'),
  sound('plain.aiff', '-c:a pcm_s16be'),
  sound('windows.wma', '-c:a wmav2'),
  sound('surround.m4a', '-af pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0 -c:a aac'),
  film('xvid.avi', '-c:v mpeg4 -vtag XVID -c:a libmp3lame'),
  film('divx.avi', '-c:v mpeg4 -vtag DX50 -c:a libmp3lame'),
  film('mjpeg.avi', '-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le'),
  film('h264.avi', `${x264} -bf 0 -c:a libmp3lame`),
  silent('raw.avi', '-c:v rawvideo -pix_fmt yuv420p'),
  silent('raw-bgr.avi', '-c:v rawvideo -pix_fmt bgr24'),
  film('mp4v.mp4', '-c:v mpeg4 -c:a aac'),
  film('mjpeg.mov', '-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le'),
  { name: 'dv.mov', expected: 'video', args: '-f lavfi -i testsrc2=s=720x576:r=25:d=2 -c:v dvvideo -pix_fmt yuv420p' },
  { name: 'h263.mov', expected: 'video', args: '-f lavfi -i testsrc2=s=352x288:r=30:d=2 -c:v h263' },
  { name: 'h263.3gp', expected: 'video', args: '-f lavfi -i testsrc2=s=352x288:r=15:d=2 -c:v h263' },
  film('mpeg2.mpg', '-c:v mpeg2video -c:a mp2'),
  film('mpeg2.mkv', '-c:v mpeg2video -c:a ac3'),
  film('windows.wmv', '-c:v wmv2 -c:a wmav2'),
  film('theora.ogv', '-c:v libtheora -c:a libvorbis'),
  silent('ffv1.mkv', '-c:v ffv1'),
  silent('prores.mov', '-c:v prores_ks'),
  film('vp8.webm', '-c:v libvpx -deadline realtime -c:a libvorbis'),
  film('vp9.webm', '-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus'),
  film('hevc.mov', '-c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hvc1 -c:a aac'),
  film('stream.ts', `${x264} -c:a aac`),
  film('flash.flv', '-c:v flv1 -ar 44100 -c:a libmp3lame'),
  film('plain.mp4', `${x264} -c:a aac`),
  film('fragments.mp4', `${x264} -g 15 -c:a aac -movflags frag_keyframe+empty_moov`),
  silent('ten-bit.mp4', '-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le'),
  silent('four-four-four.mp4', '-c:v libx264 -preset ultrafast -pix_fmt yuv444p'),
  { name: 'interlaced.mp4', expected: 'video', args: `${PICTURE} -vf interlace -flags +ildct+ilme ${x264}` },
  {
    name: 'odd-size.mkv',
    expected: 'video',
    args: '-f lavfi -i testsrc2=s=321x241:r=30:d=2 -c:v libx264 -pix_fmt yuv444p',
  },
  { name: 'pq.mov', expected: 'video', args: `${HDR}=smpte2084 -tag:v hvc1` },
  { name: 'hlg.mov', expected: 'video', args: `${HDR}=arib-std-b67 -tag:v hvc1` },
  {
    name: 'subtitles.mkv',
    expected: 'video',
    args: `${FILM} ${x264} -c:a aac -metadata LOCATION=+52.5200+013.4100/`,
  },
  {
    ...film('trailing-bytes.mp4', `${x264} -c:a aac`),
    edit: (bytes) => Buffer.concat([bytes, Buffer.alloc(999, 0xa5)]),
  },
  still('photo.jpg', '-c:v mjpeg -pix_fmt yuvj420p -f image2'),
  still('no-end.jpg', '-c:v mjpeg -pix_fmt yuvj420p -f image2', (bytes) => bytes.subarray(0, -2)),
  still('odd-scan.jpg', '-c:v mjpeg -pix_fmt yuvj420p -f image2', withOddScanParameters),
  still('photo.png', '-f image2'),
  still('no-end.png', '-f image2', (bytes) => bytes.subarray(0, -12)),
  { name: 'animated.gif', expected: 'image', args: '-f lavfi -i testsrc2=s=160x120:r=10:d=2' },
  {
    name: 'no-end.gif',
    expected: 'image',
    args: '-f lavfi -i testsrc2=s=160x120:r=10:d=2',
    edit: (bytes) => bytes.subarray(0, -1),
  },
  still('photo.webp', '-c:v libwebp'),
  still('photo.tif', '-f image2'),
  { ...still('photo.bmp', '-f image2'), expected: 'refused' },
  {
    name: 'cut-off.mp4',
    expected: 'refused',
    args: `${FILM} ${x264} -c:a aac`,
    edit: (b) => b.subarray(0, b.length >> 1),
  },
  { name: 'noise.mp4', expected: 'refused', args: `${FILM} ${x264}`, edit: (b) => Buffer.alloc(b.length, 0x5a) },
];

/** As some Samsung phones write them: Se of the scan header is 0 in a baseline picture, where 63 is meant. */
function withOddScanParameters(bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  const scan = out.indexOf(Buffer.from([0xff, 0xda]));
  const end = scan + 2 + out.readUInt16BE(scan + 2);
  out[end - 2] = 0;
  return out;
}
