/**
 * Why render failed: `bad-draft` (the draft cannot be shown), `bad-media` (a file is missing or cannot be decoded),
 * `crashed` (the renderer's process ended), `failed` (anything else, such as a full disk).
 */
export const RENDER_FAILURES = ['bad-draft', 'bad-media', 'crashed', 'failed'] as const;
export type RenderFailure = (typeof RENDER_FAILURES)[number];

/** A render that ended without a film. The message may be shown to an operator; it names no paths. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
  readonly failure: RenderFailure;
  /** Id of the file that cannot be used, where it is one. */
  readonly src?: string;

  constructor(failure: RenderFailure, message: string, { src, ...options }: ErrorOptions & { src?: string } = {}) {
    super(message, options);
    this.failure = failure;
    this.src = src;
  }
}
