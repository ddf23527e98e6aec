import type { SoundStretch } from '@reelay/media';
import type { AudioSegment, LocalDraft } from '../../draft.ts';
import { RenderError } from '../errors.ts';
import type { Plan, Shot } from '../film/plan.ts';
import { limit, SAMPLE_RATE, type Stereo } from './dsp.ts';
import { Music } from './music.ts';
import { openRecording } from './recording.ts';

export { SAMPLE_RATE } from './dsp.ts';

/** The whole sound of a film, from its beginning. */
export interface Soundtrack {
  /** Its length at 48 kHz: so much that the encoded sound ends with the picture, or up to 21 ms before. */
  samples: number;
  /** The next `count` samples, left channel first, then the right one; peaks stay below -1 dBFS. */
  read(count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

interface Source {
  read(count: number): Stereo | Promise<Stereo>;
  close?(): Promise<void>;
}

/** One sound with its place; times in samples. */
interface Part {
  from: number;
  to: number;
  volume: number;
  fadeIn: number;
  fadeOut: number;
  source: Source;
}

const AAC_FRAME = 1024;
/** Even a hard cut gets this much of a fade (ms), or it clicks. */
const SHORTEST_FADE_MS = 8;
const samplesOf = (ms: number) => Math.round((ms * SAMPLE_RATE) / 1000);

/**
 * Opens a draft's sound: its music and the clips' own sound. Undefined when there is none to hear.
 * Throws a RenderError when a file is missing or cannot be decoded.
 */
export async function openSoundtrack(
  plan: Plan,
  draft: LocalDraft,
  files: Record<string, string>,
): Promise<Soundtrack | undefined> {
  const segments = draft.t.flatMap((track) => (track.tt === 1 ? track.sg : [])).filter(({ m }) => m.volume > 0);
  const clips = plan.shots.filter(({ segment, frozen }) => segment.m.kind === 'video' && !frozen);
  const parts: Part[] = [];
  try {
    for (const segment of segments) parts.push(await musicPart(segment, files));
    for (const shot of clips) {
      const part = await clipPart(shot, plan, files);
      if (part) parts.push(part);
    }
  } catch (error) {
    await closeAll(parts);
    throw error;
  }
  if (parts.length === segments.length)
    for (const [i, part] of parts.entries())
      if (segments[i]?.m.src === undefined) part.volume = aloneVolume(part.volume);
  return parts.length > 0 ? new Mix(parts, soundLength(plan)) : undefined;
}

/** The volume that music has unless another one is asked for: low, so that clips can be heard over it. */
const USUAL_VOLUME = 0.35;
/** What full volume adds to the usual one where music is alone: 3 dB. */
const FULL_ADDS = 0.41;

/**
 * How loud music is where no clip is heard with it: at its usual volume -14 LUFS, what platforms play films at; below that
 * in proportion, above it up to 3 dB more.
 */
function aloneVolume(volume: number): number {
  if (volume <= USUAL_VOLUME) return volume / USUAL_VOLUME;
  return 1 + ((volume - USUAL_VOLUME) / (1 - USUAL_VOLUME)) * FULL_ADDS;
}

/**
 * As long as the picture, less what the AAC encoder adds: a frame of its own in front and the last one filled up.
 * Otherwise the sound, and with it the file, would end up to 43 ms after the picture.
 */
function soundLength({ frames, fps }: Plan): number {
  const whole = Math.floor(samplesOf((frames * 1000) / fps) / AAC_FRAME);
  return Math.max(1, whole - 1) * AAC_FRAME;
}

async function musicPart({ s, d, m }: AudioSegment, files: Record<string, string>): Promise<Part> {
  const place = { from: samplesOf(s), to: samplesOf(s + d), volume: m.volume, ...fades(m.fadeIn, m.fadeOut, d) };
  if (m.src === undefined) return { ...place, source: new Music(m.mood ?? 'calm', place.to - place.from) };
  const source = await recordingOf(m.src, m.name, files, { loop: true });
  if (!source) throw new RenderError('bad-media', `"${m.name}" has no sound that can be decoded`, { src: m.src });
  return { ...place, source };
}

async function clipPart(shot: Shot, plan: Plan, files: Record<string, string>): Promise<Part | undefined> {
  const { name, src, in: inMs = 0, speed = 1, volume = 1 } = shot.segment.m;
  if (volume === 0) return undefined;
  const source = await recordingOf(src, name, files, { loop: false, stretch: { from: inMs / 1000, speed } });
  if (!source) return undefined;
  const following = plan.shots[plan.shots.indexOf(shot) + 1];
  const fadeIn = shot.entry.to - shot.entry.from;
  const fadeOut = following ? following.entry.to - following.entry.from : 0;
  return {
    from: samplesOf(shot.from),
    to: samplesOf(shot.to),
    volume,
    ...fades(fadeIn, fadeOut, shot.to - shot.from),
    source,
  };
}

async function recordingOf(
  id: string,
  name: string,
  files: Record<string, string>,
  playing: { loop: boolean; stretch?: SoundStretch },
) {
  const file = Object.hasOwn(files, id) ? files[id] : undefined;
  if (file === undefined) throw new RenderError('bad-media', `the file of "${name}" is missing`, { src: id });
  try {
    return await openRecording(file, playing.loop, playing.stretch);
  } catch (error) {
    throw new RenderError('bad-media', `"${name}" cannot be decoded`, { cause: error, src: id });
  }
}

/** Fade lengths in samples, shortened together where they would overlap; all times in ms. */
function fades(fadeIn: number, fadeOut: number, length: number): { fadeIn: number; fadeOut: number } {
  const a = Math.max(fadeIn, SHORTEST_FADE_MS);
  const b = Math.max(fadeOut, SHORTEST_FADE_MS);
  const k = Math.min(1, length / (a + b));
  return { fadeIn: samplesOf(a * k), fadeOut: samplesOf(b * k) };
}

class Mix implements Soundtrack {
  readonly samples: number;
  readonly #parts: Part[];
  #at = 0;

  constructor(parts: Part[], samples: number) {
    // What ends with the film fades out by the end of the sound.
    this.#parts = parts.map((part) => ({ ...part, to: Math.min(part.to, samples) }));
    this.samples = samples;
  }

  async read(count: number): Promise<Float32Array> {
    const out = new Float32Array(count * 2);
    const left = out.subarray(0, count);
    const right = out.subarray(count);
    for (const part of this.#parts) {
      const from = Math.max(part.from, this.#at);
      const to = Math.min(part.to, this.#at + count);
      if (from >= to) continue;
      const block = await part.source.read(to - from);
      for (let i = 0; i < to - from; i++) {
        const k = part.volume * fadeAt(part, from + i);
        const o = from - this.#at + i;
        left[o] = (left[o] ?? 0) + (block.left[i] ?? 0) * k;
        right[o] = (right[o] ?? 0) + (block.right[i] ?? 0) * k;
      }
    }
    for (let i = 0; i < out.length; i++) out[i] = limit(out[i] ?? 0);
    this.#at += count;
    return out;
  }

  close(): Promise<void> {
    return closeAll(this.#parts);
  }
}

async function closeAll(parts: Part[]): Promise<void> {
  await Promise.allSettled(parts.map(({ source }) => source.close?.()));
}

/** How much of a part is heard at a sample: rises and falls along a sine, which the ear takes for even. */
function fadeAt(part: Part, at: number): number {
  const since = at - part.from;
  const left = part.to - at;
  if (since >= part.fadeIn && left >= part.fadeOut) return 1;
  return Math.sin((Math.PI / 2) * Math.max(0, Math.min(1, since / part.fadeIn, left / part.fadeOut)));
}
