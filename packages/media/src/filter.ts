import { FilterAPI } from 'node-av/api';
import type { Frame } from 'node-av/lib';
import { MediaReadError } from './errors.ts';

/** A chain of FFmpeg filters that is set up from its first frame. Calls must not overlap: FFmpeg would end the process. */
export class FilterChain {
  readonly #filter: FilterAPI;

  constructor(description: string) {
    this.#filter = FilterAPI.create(description, { graph: { nbThreads: 1 } });
  }

  /** What comes out for `frame`, or for the end of the input where it is null. The frames are the caller's to free. */
  async process(frame: Frame | null): Promise<Frame[]> {
    try {
      return await this.#filter.processAll(frame);
    } catch (error) {
      throw new MediaReadError('a frame cannot be converted', { cause: error });
    }
  }

  close(): void {
    this.#filter.close();
  }
}
