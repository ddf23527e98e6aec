import { stat } from 'node:fs/promises';
import { registerMediabunnyServer } from '@mediabunny/server';
import { AudioSample, AudioSampleSource, FilePathTarget, Mp4OutputFormat, Output, Quality } from 'mediabunny';
import type { LocalDraft } from '../../draft.ts';
import { RenderError } from '../errors.ts';
import { createI420 } from '../picture/i420.ts';
import { darken } from '../picture/tone.ts';
import type { RenderedFile, RenderJob } from '../render.ts';
import { openSoundtrack, SAMPLE_RATE, type Soundtrack } from '../sound/soundtrack.ts';
import { logoOverlay } from '../title/logo.ts';
import { lay, type Overlay } from '../title/overlay.ts';
import { TitleCards } from '../title/title-cards.ts';
import { Camera } from './camera.ts';
import { FilmEncoder } from './encoder.ts';
import { draftWithout, nameOf } from './leave-out.ts';
import { type FilmOutput, filmOutput, needsFinePictures, type OutputWish } from './output.ts';
import { lightAt, type Plan, planOf, viewAt } from './plan.ts';
import { prepareShot } from './prepared-shot.ts';

/** Sound is handed to the muxer this far ahead of the picture, a second at a time. */
const SOUND_CHUNK = SAMPLE_RATE;
const SOUND_BIT_RATE = 192_000;
const AAC_FRAME = 1024;

/**
 * Renders a draft into `file`, an MP4 with its index at the front; files that cannot be decoded are left out and named.
 * Runs in this process: use `renderDraft`, which survives a crash of the native codecs.
 * @param onProgress percent, whole, 0 to 100; begins anew when a file turns out to be unusable in the middle
 * Throws a RenderError for a draft that cannot be shown, or when none of its pictures can be decoded.
 */
export async function makeFilm(
  job: Omit<RenderJob, 'outPath'>,
  file: string,
  onProgress: (percent: number) => void,
): Promise<RenderedFile> {
  // Looking for graphics cards takes time, and what they decode would have to be fetched back for composing.
  registerMediabunnyServer({ hardwareContext: null });
  const leftOut: string[] = [];
  let draft = job.draft;
  for (;;) {
    try {
      const output = await outputFor(draft, job);
      return { ...(await makeWhole({ ...job, draft }, output, file, onProgress)), leftOut };
    } catch (error) {
      if (!(error instanceof RenderError) || error.src === undefined) throw error;
      const rest = draftWithout(draft, error.src);
      if (!rest) throw error;
      process.stderr.write(`left out: ${error.message} ${String(error.cause ?? '')}\n`);
      leftOut.push(nameOf(draft, error.src));
      draft = rest;
    }
  }
}

/**
 * Opens each clip once, so that one that cannot be decoded is known before anything is rendered; and the photos, where it
 * matters how fine they are. Gives what the film is made in.
 */
async function outputFor(
  draft: LocalDraft,
  { files, output: wish = {} }: { files: Record<string, string>; output?: OutputWish },
): Promise<FilmOutput> {
  const usual = filmOutput(draft.m.aspect, { fps: wish.fps }, 0);
  const opened = new Set<string>();
  let finest = 0;
  for (const shot of planOf(draft, usual.fps).shots) {
    const { src, kind } = shot.segment.m;
    if (opened.has(src) || (kind !== 'video' && !needsFinePictures(wish))) continue;
    opened.add(src);
    const prepared = await prepareShot(shot, files, {
      width: 64,
      height: Math.round((64 * usual.height) / usual.width),
    });
    finest = Math.max(finest, (prepared.detail * 64) / usual.width);
    await (kind === 'video' ? prepared.at(0) : Promise.resolve()).finally(() => prepared.close());
  }
  return filmOutput(draft.m.aspect, wish, finest);
}

/** @throws RenderError, with `src` when it is about a file */
async function makeWhole(
  job: Omit<RenderJob, 'outPath'>,
  output: FilmOutput,
  file: string,
  onProgress: (percent: number) => void,
): Promise<Omit<RenderedFile, 'leftOut'>> {
  const plan = cutOff(planOf(job.draft, output.fps), output.mostMs);
  const camera = new Camera(plan, job.files, output);
  let soundtrack: Soundtrack | undefined;
  let encoder: FilmEncoder | undefined;
  try {
    soundtrack = await openSoundtrack(plan, job.draft, job.files);
    encoder = await FilmEncoder.open(output);
    const { logo } = job.draft.m;
    const titles = new TitleCards(plan, job.files, output, logo);
    const drawnLogo = logo && (await logoOverlay(logo, job.files, output));
    await shoot({ plan, camera, titles, logo: drawnLogo, soundtrack, encoder, file, size: output, onProgress });
  } finally {
    await camera.close();
    await soundtrack?.close();
    encoder?.close();
  }
  const { size: bytes } = await stat(file);
  const { width, height, fps, resolution } = output;
  return { bytes, width, height, fps, resolution, durationMs: Math.round((plan.frames * 1000) / plan.fps) };
}

function cutOff(plan: Plan, mostMs: number): Plan {
  return { ...plan, frames: Math.min(plan.frames, Math.round((mostMs * plan.fps) / 1000)) };
}

interface Production {
  plan: Plan;
  camera: Camera;
  titles: TitleCards;
  logo: Overlay | undefined;
  soundtrack: Soundtrack | undefined;
  encoder: FilmEncoder;
  file: string;
  size: { width: number; height: number };
  onProgress: (percent: number) => void;
}

async function shoot({
  plan,
  camera,
  titles,
  logo,
  soundtrack,
  encoder,
  file,
  size,
  onProgress,
}: Production): Promise<void> {
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'reserve' }),
    target: new FilePathTarget(file),
  });
  // Reserving room for the index up front lets the file be written straight through, whatever its length.
  output.addVideoTrack(encoder.source, { frameRate: plan.fps, maximumPacketCount: plan.frames });
  const sound = soundtrack ? new SoundWriter(soundtrack) : undefined;
  if (sound) output.addAudioTrack(sound.source, { maximumPacketCount: sound.packets });
  // The encoder reads one frame's memory while the next one is composed in the other.
  const frames = [createI420(size.width, size.height), createI420(size.width, size.height)] as const;
  let encoding: Promise<void> = Promise.resolve();
  try {
    await output.start();
    let reported = -1;
    for (let n = 0; n < plan.frames; n++) {
      const time = (n * 1000) / plan.fps;
      const frame = frames[n % 2 === 0 ? 0 : 1];
      await sound?.until(n / plan.fps + 0.5);
      await camera.film(viewAt(plan, time), time, frame);
      await titles.layOver(frame, time);
      if (logo) lay(logo, frame, 1);
      darken(frame, lightAt(plan.ends, time));
      await encoding;
      encoding = encoder.encode(frame);
      encoding.catch(() => {});
      const percent = Math.floor((n / plan.frames) * 100);
      if (percent > reported) onProgress(percent);
      reported = percent;
    }
    await encoding;
    await sound?.finish();
    await encoder.finish();
    await output.finalize();
    onProgress(100);
  } catch (error) {
    await encoding.catch(() => {});
    await output.cancel().catch(() => {});
    throw error;
  }
}

/** Hands the soundtrack to the muxer in step with the picture. */
class SoundWriter {
  readonly source = new AudioSampleSource({ codec: 'aac', quality: new Quality({ bitrate: SOUND_BIT_RATE }) });
  readonly packets: number;
  readonly #soundtrack: Soundtrack;
  #written = 0;

  constructor(soundtrack: Soundtrack) {
    this.#soundtrack = soundtrack;
    this.packets = Math.ceil(soundtrack.samples / AAC_FRAME) + 8;
  }

  /** Writes until the sound reaches `seconds` or its end. */
  async until(seconds: number): Promise<void> {
    while (this.#written < this.#soundtrack.samples && this.#written < seconds * SAMPLE_RATE) {
      const count = Math.min(SOUND_CHUNK, this.#soundtrack.samples - this.#written);
      const data = await this.#soundtrack.read(count);
      const sample = new AudioSample({
        data,
        format: 'f32-planar',
        numberOfChannels: 2,
        sampleRate: SAMPLE_RATE,
        timestamp: this.#written / SAMPLE_RATE,
      });
      await this.source.add(sample);
      sample.close();
      this.#written += count;
    }
  }

  async finish(): Promise<void> {
    await this.until(Number.POSITIVE_INFINITY);
    this.source.close();
  }
}
