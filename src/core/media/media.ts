import type { Readable } from 'node:stream';

export type MediaKind = 'image' | 'video' | 'audio';

/** Where a file's bytes come from; opened once, streamed, never held whole. */
export interface MediaSource {
  /** The name the user's file had; shown to the user, never used as a path or to tell the type. */
  name: string;
  /** What the sender claims, to refuse early; the real size is counted while streaming. */
  declaredBytes?: number;
  open(signal: AbortSignal): Promise<Readable>;
}

/** A checked file in the spool, ready to be sent to Nemo. */
export interface SpooledFile {
  path: string;
  /** Safe name with the extension of its true type. */
  name: string;
  contentType: string;
  kind: MediaKind;
  bytes: number;
  /** px, upright, for images. */
  width?: number;
  height?: number;
  /** True when the bytes differ from what the user sent (HEIC turned into JPEG, rotated, position removed). */
  converted: boolean;
}

/** What a video file holds, as its headers tell. */
export interface ProbedVideo {
  /** px, upright. */
  width: number;
  height: number;
  /** ms */
  durationMs: number;
  hasAudio: boolean;
  /** False for codecs and containers that phones and chats do not play in place. */
  playsEverywhere: boolean;
}

/** Thrown when a file's structure cannot be read, or holds none of what was looked for. */
export class UnreadableMediaError extends Error {
  override readonly name = 'UnreadableMediaError';
}

/** `too-complex`: decoding takes more time, memory or frames than is allowed. */
export const MEDIA_ERROR_CODES = [
  'empty',
  'too-large',
  'unsupported',
  'damaged',
  'too-many-pixels',
  'too-complex',
  'unreachable',
  'spool-full',
] as const;
export type MediaErrorCode = (typeof MEDIA_ERROR_CODES)[number];

/** Why a file was not accepted. Nothing of it is left in the spool. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;
  readonly fileName: string;
  /** What the bytes really are, where that is known, such as `plain text` or `application/pdf`. */
  readonly detected?: string;
  readonly limitBytes?: number;

  constructor(
    code: MediaErrorCode,
    fileName: string,
    details: { detected?: string; limitBytes?: number; cause?: unknown } = {},
  ) {
    super(`${fileName}: ${code}${details.detected ? ` (${details.detected})` : ''}`, { cause: details.cause });
    this.code = code;
    this.fileName = fileName;
    this.detected = details.detected;
    this.limitBytes = details.limitBytes;
  }
}
