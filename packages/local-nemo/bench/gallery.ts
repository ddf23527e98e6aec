// One video for each thing that can be asked for, and sheets of their frames, to be looked at: `npm run gallery [NAME…]`.
// Everything goes the way it goes for a user: words → draft → MP4. Nothing of it is committed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { takeTurn } from '../src/agent/turn.ts';
import type { LocalDraft } from '../src/draft.ts';
import type { Conversation, MediaRecord } from '../src/records.ts';
import { makeFilm } from '../src/renderer/film/film.ts';
import { renderDraft } from '../src/renderer/render.ts';
import { frameAt } from '../test/renderer/probe.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url).pathname;
const OUT = new URL('../../../out/gallery/', import.meta.url).pathname;
const PHOTOS = ['aurora', 'mountains', 'sea'];
const FOOTAGE_SECONDS = 8;

interface Scene {
  name: string;
  /** What is sent first; photos unless it says otherwise. */
  files?: string[];
  says: string[];
}

const SCENES: Scene[] = [
  { name: 'plain', says: ['make a 9 second video'] },
  { name: 'title', says: ['make a 6 second video with the title "Weekend in the mountains"'] },
  { name: 'title-white-on-snow', files: ['snow', 'sea'], says: ['make a 6 second video with the title "Weekend"'] },
  { name: 'subtitle', says: ['make a 6 second video', 'title "Berlin" subtitle "three days in May"'] },
  { name: 'plate', says: ['make a 6 second video', 'title "Half price" on a plate'] },
  {
    name: 'plate-subtitle',
    says: ['make a 6 second video', 'title "Half price" subtitle "only today"', 'put the title on a plate'],
  },
  { name: 'outline', says: ['make a 6 second video', 'title "Half price", outlined letters'] },
  { name: 'glow', says: ['make a 6 second video', 'title "Tonight" in pink', 'make the title glow'] },
  { name: 'big-yellow', says: ['make a 6 second video', 'title "Sale" in yellow, big'] },
  { name: 'black-text', says: ['make a 6 second video', 'title "Sale" in black'] },
  { name: 'chinese', says: ['做一个6秒的视频，标题“夏天的海”', '副标题“三天两夜”', '标题加个底框'] },
  { name: 'captions', says: ['make a 9 second video', 'captions: "Northern lights", "First snow", "By the sea"'] },
  {
    name: 'captions-upright',
    says: [
      'make a 9 second vertical video',
      'captions: "Northern lights over the old fishing village", "First snow", "By the sea"',
    ],
  },
  { name: 'top', says: ['make a 6 second vertical video', 'title "Sale" at the top'] },
  { name: 'fill', says: ['make a 6 second vertical video', 'fill the frame'] },
  { name: 'whole', says: ['make a 6 second square video', 'show the whole photo'] },
  { name: 'soft-edge', says: ['make a 6 second vertical video', 'soften the edges'] },
  {
    name: 'logo',
    files: [...PHOTOS, 'logo'],
    says: ['make a 6 second video', 'photo 4 as the logo in the top right corner'],
  },
  {
    name: 'logo-caption',
    files: [...PHOTOS, 'logo'],
    says: [
      'make a 6 second video',
      'photo 4 as the logo, bottom right',
      'caption "A rather long caption that has to share the line"',
    ],
  },
  { name: 'speed', files: ['clip'], says: ['make a video', '2x'] },
  { name: 'slow', files: ['clip'], says: ['make a video', 'half speed'] },
  { name: 'trim', files: ['clip'], says: ['make a video', 'use from 0:03 to 0:07'] },
  { name: 'last-seconds', files: ['clip'], says: ['make a video', 'only the last 3 seconds'] },
  { name: 'muted', files: ['clip'], says: ['make a video without music', 'mute the clip'] },
  { name: 'loop', says: ['make a 6 second video', 'make it loop'] },
  { name: 'repeat', says: ['make a 4 second video', 'repeat it twice'] },
  { name: 'beat', says: ['make a 9 second video with upbeat music', 'cut it to the beat'] },
  { name: 'people', files: ['person'], says: ['make a 4 second video', 'make it landscape and fill the frame'] },
  { name: 'black-and-white', says: ['make a 6 second video', 'black and white, title "1926"'] },
  { name: 'fades', says: ['make a 6 second video', 'fade in from black and fade to black at the end'] },
];

/** The material: the samples of the repository, a bright photo, a drawn person, a logo, and footage that counts its seconds. */
async function prepare(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of PHOTOS) files[name] = join(SAMPLES, `${name}.jpg`);
  const drawn = async (name: string, width: number, height: number, svg: string) => {
    files[name] = join(OUT, `${name}.png`);
    await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`))
      .png()
      .toFile(files[name] ?? '');
  };
  await drawn(
    'snow',
    1600,
    900,
    '<rect width="1600" height="900" fill="#f6f8fb"/><path d="M0 700 L500 420 L900 640 L1600 380 L1600 900 L0 900Z" fill="#e4e9f0"/>',
  );
  await drawn(
    'person',
    900,
    1600,
    '<rect width="900" height="1600" fill="#7fb2d6"/><rect y="1200" width="900" height="400" fill="#5d7f55"/><circle cx="450" cy="330" r="130" fill="#e8b48c"/><circle cx="405" cy="310" r="16"/><circle cx="495" cy="310" r="16"/><path d="M395 390 Q450 430 505 390" stroke="#722" stroke-width="10" fill="none"/><path d="M300 1600 L330 560 Q450 470 570 560 L600 1600Z" fill="#b0413e"/>',
  );
  await drawn(
    'logo',
    600,
    300,
    '<rect width="600" height="300" rx="60" fill="#ffffff"/><circle cx="150" cy="150" r="90" fill="#e4572e"/><rect x="280" y="90" width="260" height="40" fill="#222"/><rect x="280" y="170" width="180" height="40" fill="#888"/>',
  );
  files.clip = join(OUT, 'clip.mp4');
  const seconds = Array.from({ length: FOOTAGE_SECONDS }, (_, i) => i);
  const draft: LocalDraft = {
    d: FOOTAGE_SECONDS * 1000,
    m: { name: 'clip', aspect: '16:9', fps: 30 },
    t: [
      {
        tt: 0,
        sg: [
          {
            id: 'a',
            s: 0,
            d: FOOTAGE_SECONDS * 1000,
            m: {
              name: 'sea',
              src: 'sea',
              kind: 'image',
              motion: 'pan-right',
              strength: 2,
              transition: { kind: 'cut', d: 0 },
            },
          },
        ],
      },
      {
        tt: 1,
        sg: [
          {
            id: 'm',
            s: 0,
            d: FOOTAGE_SECONDS * 1000,
            m: { name: 'Happy', mood: 'happy', volume: 0.8, fadeIn: 0, fadeOut: 0 },
          },
        ],
      },
      {
        tt: 7,
        sg: seconds.map((n) => ({
          id: `t${n}`,
          s: n * 1000,
          d: 1000,
          m: { text: `0:0${n}`, position: 'top' as const, style: 'title' as const, color: '#ffffff' },
        })),
      },
    ],
  };
  await makeFilm({ draft, files }, files.clip, () => {});
  return files;
}

async function record(id: string, file: string): Promise<MediaRecord> {
  const base = {
    id,
    filename: file.split('/').at(-1) ?? id,
    contentType: '',
    extension: '',
    bytes: 1,
    hash: id,
    secret: id,
  };
  if (file.endsWith('.mp4'))
    return { ...base, kind: 'video', durationMs: FOOTAGE_SECONDS * 1000, width: 1920, height: 1080 };
  const { width, height } = await sharp(file).metadata();
  return { ...base, kind: 'image', width, height };
}

function converse(media: MediaRecord[], says: string[]): { draft: LocalDraft; replies: string[] } {
  let draft: LocalDraft | null = null;
  let conversation: Conversation = { turn: 0, awaiting: null, wishes: '', placed: [], history: [] };
  const replies: string[] = [];
  for (const text of says) {
    const turn = takeTurn({ text, language: 'en', draft, media, conversation, random: () => 0.99, textlessRate: 0 });
    replies.push(turn.reply.split('\n')[0] ?? '');
    ({ draft, conversation } = turn);
  }
  if (!draft) throw new Error(`no draft came of: ${says.join(' / ')}`);
  return { draft, replies };
}

const FRAMES = 5;
const THUMB = { width: 320, height: 240 };
const ROWS = 8;

interface Row {
  label: string;
  thumbs: Buffer[];
}

async function rowOf(scene: Scene, files: Record<string, string>): Promise<Row> {
  const media = await Promise.all((scene.files ?? PHOTOS).map((id) => record(id, files[id] ?? '')));
  const { draft, replies } = converse(media, scene.says);
  const outPath = join(OUT, `${scene.name}.mp4`);
  await renderDraft({ draft, files, outPath });
  const thumbs: Buffer[] = [];
  for (let i = 0; i < FRAMES; i++) {
    const last = draft.d - 1000 / 30;
    const frame = await frameAt(outPath, Math.max(0, (i * last) / (FRAMES - 1) - (i === FRAMES - 1 ? 10 : 0)));
    const raw = { raw: { width: frame.width, height: frame.height, channels: 4 as const } };
    thumbs.push(
      await sharp(frame.rgba, raw)
        .resize(THUMB.width, THUMB.height, { fit: 'contain', background: '#333333' })
        .png()
        .toBuffer(),
    );
  }
  return { label: `${scene.name} – ${scene.says.join(' / ')} → ${replies.at(-1) ?? ''}`, thumbs };
}

async function sheet(rows: Row[], file: string): Promise<void> {
  const height = THUMB.height + 26;
  const canvas = createCanvas(FRAMES * (THUMB.width + 6), rows.length * height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000000';
  context.font = '15px sans-serif';
  for (const [i, { label }] of rows.entries()) context.fillText(label.slice(0, 220), 4, i * height + 18);
  const layers = rows.flatMap(({ thumbs }, row) =>
    thumbs.map((input, i) => ({ input, left: i * (THUMB.width + 6), top: row * height + 26 })),
  );
  await sharp(canvas.toBuffer('image/png')).composite(layers).png().toFile(file);
}

await mkdir(OUT, { recursive: true });
const files = await prepare();
const wanted = process.argv.slice(2);
const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const rows: Row[] = [];
for (const scene of scenes) {
  rows.push(await rowOf(scene, files));
  process.stdout.write(`${scene.name}\n`);
}
for (let i = 0; i < rows.length; i += ROWS)
  await sheet(rows.slice(i, i + ROWS), join(OUT, `sheet-${i / ROWS + 1}.png`));
await writeFile(join(OUT, 'sheets.txt'), rows.map(({ label }) => `${label}\n`).join(''));
process.exit(0);
