/** A file that FFmpeg cannot read or decode. The message is for logs, never for users. */
export class MediaReadError extends Error {
  override readonly name = 'MediaReadError';
}
