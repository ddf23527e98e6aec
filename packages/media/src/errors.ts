/** A file that FFmpeg cannot read or decode. The message is for logs, never for users. */
export class MediaReadError extends Error {
  override readonly name = 'MediaReadError';
}

/** What of a file is more than is read or written: pixels of a picture, time between two frames, bytes that come out. */
export type MediaLimit = 'pixels' | 'gap' | 'output';

/** A file whose decoding or conversion would take more than is allowed; it may be a good file otherwise. */
export class MediaLimitError extends Error {
  override readonly name = 'MediaLimitError';
  readonly limit: MediaLimit;

  constructor(limit: MediaLimit, message: string) {
    super(message);
    this.limit = limit;
  }
}
