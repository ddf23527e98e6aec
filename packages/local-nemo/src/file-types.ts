import { fileTypeFromFile } from 'file-type';
import type { MediaKind } from './records.ts';

export interface FileKind {
  kind: MediaKind;
  extension: string;
  contentType: string;
}

// mp4 mov avi webm mkv · jpg png gif webp · mp3 wav m4a aac; what file-type calls by other names is listed as well.
const ACCEPTED: Record<string, FileKind> = {
  mp4: { kind: 'video', extension: 'mp4', contentType: 'video/mp4' },
  m4v: { kind: 'video', extension: 'mp4', contentType: 'video/mp4' },
  mov: { kind: 'video', extension: 'mov', contentType: 'video/quicktime' },
  avi: { kind: 'video', extension: 'avi', contentType: 'video/x-msvideo' },
  webm: { kind: 'video', extension: 'webm', contentType: 'video/webm' },
  mkv: { kind: 'video', extension: 'mkv', contentType: 'video/x-matroska' },
  jpg: { kind: 'image', extension: 'jpg', contentType: 'image/jpeg' },
  png: { kind: 'image', extension: 'png', contentType: 'image/png' },
  apng: { kind: 'image', extension: 'png', contentType: 'image/png' },
  gif: { kind: 'image', extension: 'gif', contentType: 'image/gif' },
  webp: { kind: 'image', extension: 'webp', contentType: 'image/webp' },
  mp3: { kind: 'audio', extension: 'mp3', contentType: 'audio/mpeg' },
  wav: { kind: 'audio', extension: 'wav', contentType: 'audio/wav' },
  m4a: { kind: 'audio', extension: 'm4a', contentType: 'audio/mp4' },
  aac: { kind: 'audio', extension: 'aac', contentType: 'audio/aac' },
};

/** A container of films may hold sound alone, and the other way round: the tracks decide. */
export function byTracks(type: FileKind, kind: MediaKind): FileKind {
  if (type.kind === kind || kind === 'image') return type;
  if (type.extension === 'mp4' && kind === 'audio') return { kind, extension: 'm4a', contentType: 'audio/mp4' };
  if (type.extension === 'm4a' && kind === 'video') return { kind, extension: 'mp4', contentType: 'video/mp4' };
  return { ...type, kind, contentType: type.contentType.replace(/^(video|audio)/, kind) };
}

/** The true type of a file by its first bytes; undefined for everything that Nemo does not take. */
export async function acceptedType(path: string): Promise<FileKind | undefined> {
  const found = await fileTypeFromFile(path);
  return found && ACCEPTED[found.ext];
}
