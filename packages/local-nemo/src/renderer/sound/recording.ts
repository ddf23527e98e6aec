import { SoundReader, type SoundStretch } from '@reelay/media';
import { type Stereo, silence } from './dsp.ts';

/** A file's sound as 48 kHz stereo, from its beginning. */
export interface Recording {
  /** The next `count` samples; silence after the end, unless it loops. */
  read(count: number): Promise<Stereo>;
  close(): Promise<void>;
}

/**
 * Opens the sound of an audio or video file, from a place in it and at a speed where `stretch` says so (not with `loop`); undefined when it has none that can be decoded.
 * Rejects when the file is no media at all.
 */
export async function openRecording(
  file: string,
  loop: boolean,
  stretch?: SoundStretch,
): Promise<Recording | undefined> {
  const reader = await SoundReader.open(file, stretch);
  return reader && new DecodedSound(file, reader, loop);
}

class DecodedSound implements Recording {
  readonly #file: string;
  readonly #loop: boolean;
  #reader: SoundReader | undefined;
  #block: Stereo = silence(0);
  #used = 0;
  /** Whether anything was heard since the file's beginning. */
  #heard = false;

  constructor(file: string, reader: SoundReader, loop: boolean) {
    this.#file = file;
    this.#reader = reader;
    this.#loop = loop;
  }

  async read(count: number): Promise<Stereo> {
    const out = silence(count);
    let filled = 0;
    while (filled < count && this.#reader) {
      const free = this.#block.left.length - this.#used;
      if (free === 0) {
        await this.#decode(this.#reader);
        continue;
      }
      const part = Math.min(free, count - filled);
      out.left.set(this.#block.left.subarray(this.#used, this.#used + part), filled);
      out.right.set(this.#block.right.subarray(this.#used, this.#used + part), filled);
      this.#used += part;
      filled += part;
    }
    return out;
  }

  async close(): Promise<void> {
    await this.#reader?.close();
    this.#reader = undefined;
  }

  async #decode(reader: SoundReader): Promise<void> {
    const block = await reader.next();
    if (block) {
      this.#block = block;
      this.#used = 0;
      this.#heard = true;
      return;
    }
    await this.close();
    // A file without a single sample would go round for ever.
    if (this.#loop && this.#heard) this.#reader = await SoundReader.open(this.#file);
    this.#heard = false;
  }
}
