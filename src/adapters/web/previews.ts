import type { ChatKey } from '../../core/chat.ts';
import { makePreview } from '../../core/media/preview.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Files } from './files.ts';
import { POSTER_SIDE, PREVIEW_SIDE } from './limits.ts';

/** Pictures of files, made by the media children: browsers do not show HEIC, and nobody wants 20 MB for a thumbnail. */
export class Previews {
  readonly #files: Files;
  readonly #log: Logger;

  constructor(files: Files, log: Logger) {
    this.#files = files;
    this.#log = log;
  }

  /** Makes one of what a visitor sent; false where there is none, as of sound and of what cannot be read. */
  ofUpload(chat: ChatKey, id: string, signal: AbortSignal): Promise<boolean> {
    return this.#make(chat, id, PREVIEW_SIDE, signal);
  }

  /** Makes a video's poster. */
  ofVideo(chat: ChatKey, id: string, signal: AbortSignal): Promise<boolean> {
    return this.#make(chat, id, POSTER_SIDE, signal);
  }

  async #make(chat: ChatKey, id: string, maxSide: number, signal: AbortSignal): Promise<boolean> {
    const path = this.#files.path(chat, id);
    const outPath = this.#files.path(chat, id, 'preview.jpg');
    if (path === undefined || outPath === undefined) return false;
    try {
      return await makePreview(path, outPath, { maxSide }, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#log.debug({ chat, err: error }, 'no preview of a file');
      return false;
    }
  }
}
