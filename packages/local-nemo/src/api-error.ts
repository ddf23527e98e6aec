/**
 * A refusal in Nemo's own words. Four-digit codes travel in the envelope of an HTTP 200, three-digit ones are the HTTP
 * status as well.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  get httpStatus(): number {
    return this.code >= 400 && this.code < 600 ? this.code : 200;
  }
}

export const badToken = (): ApiError => new ApiError(1001, 'token expired or invalid');
export const noSession = (): ApiError => new ApiError(1002, 'session not found');
export const outOfCredits = (): ApiError => new ApiError(2001, 'insufficient credits');
export const unsupportedFile = (name: string): ApiError => new ApiError(4001, `unsupported file type: ${name}`);
export const fileTooLarge = (name: string, limitBytes: number): ApiError =>
  new ApiError(4002, `file too large: ${name} (limit ${Math.floor(limitBytes / 1024 / 1024)} MB)`);
export const invalid = (message: string): ApiError => new ApiError(422, message);

/** Nemo's answer to a call that went well. */
export function ok<T>(data: T): { code: 0; message: 'success'; data: T } {
  return { code: 0, message: 'success', data };
}
