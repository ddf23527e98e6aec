import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

export interface HeicPixels {
  /** px, upright. */
  width: number;
  height: number;
  /** 3: RGB, 4: RGBA. */
  channels: 3 | 4;
  /** Rows without padding. */
  data: Uint8Array;
}

/** Thrown when the decoder could make no picture of the file. */
export class UndecodableHeicError extends Error {
  override readonly name = 'UndecodableHeicError';
}

/** Handles of libheif's own, given back to it. */
type Handle = object;
interface Failure {
  code: unknown;
  message?: string;
}
interface Plane {
  id: unknown;
  width: number;
  height: number;
  stride: number;
  data: Uint8Array;
}

/** The part of libheif-js used here; the package has no types for it. */
interface LibHeif {
  heif_error_code: { heif_error_Ok: unknown };
  heif_colorspace: { heif_colorspace_RGB: unknown };
  heif_chroma: { heif_chroma_interleaved_RGB: unknown; heif_chroma_interleaved_RGBA: unknown };
  heif_channel: { heif_channel_interleaved: unknown };
  heif_context_alloc(): Handle;
  heif_context_free(context: Handle): void;
  heif_context_read_from_memory(context: Handle, bytes: Uint8Array): Failure;
  heif_js_context_get_primary_image_handle(context: Handle): Handle | Failure;
  heif_image_handle_get_width(image: Handle): number;
  heif_image_handle_get_height(image: Handle): number;
  heif_image_handle_has_alpha_channel(image: Handle): number;
  heif_image_handle_release(image: Handle): void;
  heif_js_decode_image2(
    image: Handle,
    colours: unknown,
    chroma: unknown,
  ): Promise<{ channels?: Plane[] } & Partial<Failure>>;
}

/** libheif by its own C names: its friendlier wrapper takes the first picture, not the primary, and all as RGBA. */
function loadLibHeif(): LibHeif {
  const require = createRequire(import.meta.url);
  return require('libheif-js/wasm-bundle');
}

/**
 * Decodes a HEIC's primary picture: upright (the file's own `irot` and `imir` are applied; its EXIF orientation repeats
 * them and must not be), 8 bits a channel. The whole file and its pixels are in memory while it lasts: the decoder has
 * no other way. Blocks its thread: for child processes only.
 * @throws UndecodableHeicError
 */
export async function decodeHeic(path: string, maxPixels: number): Promise<HeicPixels> {
  const lib = loadLibHeif();
  const context = lib.heif_context_alloc();
  try {
    const read = lib.heif_context_read_from_memory(context, await readFile(path));
    if (read.code !== lib.heif_error_code.heif_error_Ok) throw new Error(read.message ?? 'unreadable');
    const image = lib.heif_js_context_get_primary_image_handle(context);
    if (!image || 'code' in image) throw new Error('no primary picture');
    try {
      return await decodeImage(lib, image, maxPixels);
    } finally {
      lib.heif_image_handle_release(image);
    }
  } catch (error) {
    throw new UndecodableHeicError(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    lib.heif_context_free(context);
  }
}

async function decodeImage(lib: LibHeif, image: Handle, maxPixels: number): Promise<HeicPixels> {
  const width = lib.heif_image_handle_get_width(image);
  const height = lib.heif_image_handle_get_height(image);
  if (width * height > maxPixels) throw new Error('more pixels than declared');
  const channels = lib.heif_image_handle_has_alpha_channel(image) ? 4 : 3;
  const chroma =
    channels === 4 ? lib.heif_chroma.heif_chroma_interleaved_RGBA : lib.heif_chroma.heif_chroma_interleaved_RGB;
  const decoded = await lib.heif_js_decode_image2(image, lib.heif_colorspace.heif_colorspace_RGB, chroma);
  const plane = decoded?.channels?.find((channel) => channel.id === lib.heif_channel.heif_channel_interleaved);
  if (!plane) throw new Error(decoded?.message ?? 'undecodable');
  const row = plane.width * channels;
  const data = new Uint8Array(row * plane.height);
  for (let y = 0; y < plane.height; y++) {
    data.set(plane.data.subarray(y * plane.stride, y * plane.stride + row), y * row);
  }
  return { width: plane.width, height: plane.height, channels, data };
}
