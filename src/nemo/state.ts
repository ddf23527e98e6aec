import { cutText, idOf, isObject, type Json, parseJsonExact } from './json.ts';
import type { MediaItem, NemoState } from './nemo.ts';
import { snakeKeys } from './schemas.ts';

/** Items that are read of each list of clips; a project has some dozens. */
const MAX_MEDIA = 500;
const MAX_TEXT = 2000;

/**
 * The session's state, under `state` or flat. The draft may be an object or JSON text; lists of clips may be arrays or
 * objects by id. Addresses are not checked here.
 */
export function stateOf(data: Json): NemoState {
  const state = isObject(data.state) ? data.state : data;
  const userId = [data.user_id, data.userId, state.user_id, state.userId].map(idOf).find((id) => id && id !== 'me');
  const canvas = canvasOf(state.canvas_config ?? state.canvasConfig);
  return {
    draft: draftOf(state.draft),
    generatedMedia: mediaOf(state.generated_media ?? state.generatedMedia),
    videoInfos: mediaOf(state.video_infos ?? state.videoInfos),
    ...(canvas ? { canvas } : {}),
    // The address `/me/` is also answered with `me`, which is nobody's id.
    ...(userId ? { userId } : {}),
  };
}

/** The clips that a state has and an earlier one, known by the keys of its clips, had not. */
export function newMedia(before: readonly string[], state: NemoState): MediaItem[] {
  const known = new Set(before);
  const seen = new Set<string>();
  return [...state.generatedMedia, ...state.videoInfos].filter(({ key }) => {
    if (known.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The keys of all clips of a state, to be compared with later by {@link newMedia}. */
export function mediaKeys(state: NemoState): string[] {
  return [...new Set([...state.generatedMedia, ...state.videoInfos].map(({ key }) => key))];
}

const VIDEO_NAME = /\.(?:mp4|mov|webm|mkv|avi|m4v)(?:$|[?#])/i;
const OTHER_NAME = /\.(?:jpe?g|png|gif|webp|heic|svg|mp3|wav|m4a|aac|ogg|flac|json|txt|srt|vtt|html?)(?:$|[?#])/i;

/** Whether a clip, or an address in a tool's result, is a video, as far as its kind and name show. */
export function isVideo({ url = '', name = '', kind = '' }: Pick<MediaItem, 'url' | 'name' | 'kind'>): boolean {
  if (/video/i.test(kind)) return true;
  if (/image|audio|music|photo|picture|sound/i.test(kind)) return false;
  return (
    VIDEO_NAME.test(url) || VIDEO_NAME.test(name) || (url !== '' && !OTHER_NAME.test(url) && !OTHER_NAME.test(name))
  );
}

/** The address of the video that a tool's result holds; undefined where it holds none, or something else. */
export function videoUrlIn(response: Json): string | undefined {
  for (const holder of [response, response.result, response.data, response.output]) {
    if (!isObject(holder)) continue;
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) continue;
      if (/thumb|cover|poster|preview_image|image|audio|subtitle|page|web/i.test(key)) continue;
      const kind = typeof holder.type === 'string' ? holder.type : '';
      if (isVideo({ url: value, kind: /video/i.test(key) ? 'video' : kind })) return value;
    }
  }
  return undefined;
}

function draftOf(value: unknown): NemoState['draft'] {
  const draft = typeof value === 'string' ? parseJsonExact(value) : value;
  return isObject(draft) && Object.keys(draft).length > 0 ? draft : null;
}

function canvasOf(value: unknown): NemoState['canvas'] {
  const fields = snakeKeys(typeof value === 'string' ? parseJsonExact(value) : value);
  if (!isObject(fields)) return undefined;
  const size = (...keys: string[]) => {
    const found = keys.map((key) => Number(fields[key])).find((number) => Number.isFinite(number) && number >= 1);
    return found === undefined ? undefined : Math.round(found);
  };
  const [width, height, fps] = [size('width', 'w'), size('height', 'h'), size('fps', 'frame_rate')];
  const canvas = { ...(width && height ? { width, height } : {}), ...(fps ? { fps } : {}) };
  return Object.keys(canvas).length > 0 ? canvas : undefined;
}

function mediaOf(value: unknown): MediaItem[] {
  const entries: [string | undefined, unknown][] = Array.isArray(value)
    ? value.slice(0, MAX_MEDIA).map((item) => [undefined, item])
    : isObject(value)
      ? Object.entries(value)
          .slice(0, MAX_MEDIA)
          .flatMap(([key, item]): [string, unknown][] =>
            Array.isArray(item) ? item.slice(0, MAX_MEDIA).map((one) => [key, one]) : [[key, item]],
          )
      : [];
  const isList = (key: string | undefined) => key === undefined || Array.isArray((value as Json)[key]);
  return entries.slice(0, MAX_MEDIA).flatMap(([key, item]) => itemOf(item, isList(key) ? undefined : key) ?? []);
}

function itemOf(item: unknown, keyInObject: string | undefined): MediaItem | undefined {
  if (typeof item === 'string') return isAddress(item) ? { key: withoutQuery(item), url: item } : undefined;
  const fields = snakeKeys(item);
  if (!isObject(fields)) return undefined;
  const text = (...keys: string[]) => {
    const found = keys.map((key) => fields[key]).find((field) => typeof field === 'string' && field !== '');
    return typeof found === 'string' ? cutText(found, MAX_TEXT) : undefined;
  };
  const url = text('url', 'cdn_url', 'video_url', 'output_url', 'media_url', 'file_url', 'src');
  const name = text('name', 'filename', 'file_name', 'title');
  const id = ['id', 'video_id', 'media_id', 'file_id', 'hash'].map((key) => idOf(fields[key])).find((found) => found);
  const key = id ?? (url ? withoutQuery(url) : (keyInObject ?? name));
  if (key === undefined || (!url && !name && !id)) return undefined;
  const kind = text('kind', 'type', 'media_type', 'file_type');
  return { key: cutText(key, MAX_TEXT), ...(url ? { url } : {}), ...(name ? { name } : {}), ...(kind ? { kind } : {}) };
}

/** Signatures in a query change from one answer to the next. */
function withoutQuery(address: string): string {
  const end = address.search(/[?#]/);
  return cutText(end === -1 ? address : address.slice(0, end), MAX_TEXT);
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) || text.startsWith('/');
}
