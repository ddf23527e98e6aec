import { fileTypeFromBuffer } from 'file-type';
import type { MediaKind } from './media.ts';

/** The formats taken, by the name of their usual extension. Facts: the Nemo backend's list, and what turns into it. */
export type Format =
  | 'mp4'
  | 'mov'
  | 'avi'
  | 'webm'
  | 'mkv'
  | 'jpg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'heic'
  | 'avif'
  | 'tif'
  | 'mp3'
  | 'wav'
  | 'm4a'
  | 'ogg'
  | 'aac';

/** What a file's first bytes say it is. */
export interface Sniffed {
  /** A format that is accepted. */
  format?: Format;
  /** Otherwise, words for what it is. */
  detected?: string;
  /** Whether its tracks may say more: a film or a sound in another container, or nothing that is known. */
  mayBeRecording?: boolean;
}

/** How many of a file's first bytes are enough for {@link sniff}. */
export const SNIFF_BYTES = 64 * 1024;

const KINDS: Record<Format, MediaKind> = {
  mp4: 'video',
  mov: 'video',
  avi: 'video',
  webm: 'video',
  mkv: 'video',
  jpg: 'image',
  png: 'image',
  gif: 'image',
  webp: 'image',
  heic: 'image',
  avif: 'image',
  tif: 'image',
  mp3: 'audio',
  wav: 'audio',
  m4a: 'audio',
  ogg: 'audio',
  aac: 'audio',
};

const CONTENT_TYPES: Record<Format, string> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  avi: 'video/x-msvideo',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  avif: 'image/avif',
  tif: 'image/tiff',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  aac: 'audio/aac',
};

/** The kind a format usually is; a film container may turn out to hold sound alone. */
export const kindOf = (format: Format): MediaKind => KINDS[format];

/** The MIME type of a format. */
export const contentTypeOf = (format: Format): string => CONTENT_TYPES[format];

/** What a file is by its first {@link SNIFF_BYTES} bytes, never by its name. */
export async function sniff(head: Uint8Array): Promise<Sniffed> {
  const start = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  // Before the rest: a UTF-16 byte order mark looks like the start of an MPEG audio frame.
  if (isUtf16(start)) return { detected: 'a text file' };
  if (start.toString('latin1', 4, 8) === 'ftyp') {
    const byBrand = fromBrands(start);
    if (byBrand) return byBrand;
  }
  const type = await fileTypeFromBuffer(start).catch(() => undefined);
  if (!type && RF64.test(start.toString('latin1', 0, 12)))
    return { detected: 'a WAV over 4 GB (RF64)', mayBeRecording: true };
  if (!type && TIFF.test(start.toString('latin1', 0, 4))) return { format: 'tif' };
  if (!type) {
    const text = describeText(start);
    return text ? { detected: text } : { detected: 'an unknown kind of file', mayBeRecording: true };
  }
  const format = FORMAT_BY_EXTENSION[type.ext];
  if (format) return { format };
  if (type.ext === 'xml') return { detected: describeText(start) ?? 'an XML file' };
  const detected = NAMES[type.ext] ?? `a file of the type ${type.mime}`;
  return /^(video|audio)\/|^application\/(ogg|mxf|vnd\.ms-asf)$/.test(type.mime)
    ? { detected, mayBeRecording: true }
    : { detected };
}

/** The form of a WAV for more than 4 GB, under both of its names. */
const RF64 = /^(?:RF64|BW64)[\s\S]{4}WAVE$/;
const TIFF = /^(II\*\0|MM\0\*)$/;

const FORMAT_BY_EXTENSION: Record<string, Format> = {
  mp4: 'mp4',
  m4v: 'mp4',
  mov: 'mov',
  avi: 'avi',
  webm: 'webm',
  mkv: 'mkv',
  jpg: 'jpg',
  png: 'png',
  apng: 'png',
  gif: 'gif',
  webp: 'webp',
  heic: 'heic',
  avif: 'avif',
  tif: 'tif',
  mp3: 'mp3',
  wav: 'wav',
  m4a: 'm4a',
  m4b: 'm4a',
  ogg: 'ogg',
  opus: 'ogg',
  aac: 'aac',
};

const NAMES: Record<string, string> = {
  pdf: 'a PDF',
  zip: 'a ZIP archive',
  rar: 'a RAR archive',
  '7z': 'a 7-Zip archive',
  gz: 'a gzip archive',
  'tar.gz': 'a gzip archive',
  tar: 'a tar archive',
  docx: 'a Word document',
  xlsx: 'an Excel sheet',
  pptx: 'a PowerPoint presentation',
  cfb: 'an old Office document',
  odt: 'an OpenDocument text',
  epub: 'an e-book',
  rtf: 'a text document (RTF)',
  exe: 'a Windows program',
  elf: 'a program',
  macho: 'a program',
  apk: 'an Android app',
  bmp: 'a BMP image',
  ico: 'an icon file',
  psd: 'a Photoshop file',
  jxl: 'a JPEG XL image',
  jp2: 'a JPEG 2000 image',
  dng: 'a raw camera photo',
  cr2: 'a raw camera photo',
  cr3: 'a raw camera photo',
  nef: 'a raw camera photo',
  arw: 'a raw camera photo',
  orf: 'a raw camera photo',
  rw2: 'a raw camera photo',
  raf: 'a raw camera photo',
  flac: 'a FLAC audio file',
  oga: 'an Ogg audio file',
  ogv: 'an Ogg video',
  wma: 'a Windows Media file',
  asf: 'a Windows Media file',
  aif: 'an AIFF audio file',
  amr: 'an AMR audio file',
  mid: 'a MIDI file',
  mp1: 'an MPEG audio file (not MP3)',
  mp2: 'an MPEG audio file (not MP3)',
  flv: 'a Flash video',
  swf: 'a Flash file',
  mpg: 'an MPEG video',
  mts: 'an MPEG transport stream',
  '3gp': 'a 3GP video',
  '3g2': 'a 3GP video',
};

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];
const AVIF_BRANDS = ['avif', 'avis'];

/** The major brand and the compatible ones decide what a file of the ISO base format is. */
function fromBrands(start: Buffer): Sniffed | undefined {
  const major = start.toString('latin1', 8, 12);
  const end = Math.min(start.readUInt32BE(0), start.length, 256);
  const brands = [major];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(start.toString('latin1', at, at + 4));
  const isPicture = ['mif1', 'mif2', 'msf1', 'miaf', ...HEIC_BRANDS, ...AVIF_BRANDS].includes(major);
  if (isPicture) {
    if (HEIC_BRANDS.includes(major)) return { format: 'heic' };
    const isAvif = AVIF_BRANDS.includes(major) || brands.some((brand) => AVIF_BRANDS.includes(brand));
    return { format: isAvif ? 'avif' : 'heic' };
  }
  if (major === 'qt  ') return { format: 'mov' };
  if (major === 'M4A ' || major === 'M4B ') return { format: 'm4a' };
  if (major === 'M4P ') return { detected: 'a copy-protected audio file' };
  if (/^(iso.|mp4.|avc1|M4V[ HP]|MSNV|dash|XAVC)$/.test(major)) return { format: 'mp4' };
  return undefined;
}

function isUtf16(start: Buffer): boolean {
  const mark = start.toString('hex', 0, 2);
  if (mark !== 'fffe' && mark !== 'feff') return false;
  const text = new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be').decode(start.subarray(0, 512 & ~1));
  return isPlain(text);
}

/** Words for a text, by its first characters; nothing when the bytes are no text. */
function describeText(start: Buffer): string | undefined {
  if (start.length === 0) return undefined;
  let text: string;
  try {
    // As a stream, because the last character may be cut in two.
    text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
  } catch {
    return undefined;
  }
  if (!isPlain(text)) return undefined;
  const beginning = text.trimStart().slice(0, 4096).toLowerCase();
  if (/^<(svg|\?xml|!--|!doctype svg)/.test(beginning) && /<svg[\s>/]/.test(beginning)) return 'an SVG drawing';
  if (/^(<!doctype html|<html)/.test(beginning)) return 'a web page (HTML)';
  return beginning.startsWith('<?xml') ? 'an XML file' : 'a text file';
}

function isPlain(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data from text.
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text);
}
