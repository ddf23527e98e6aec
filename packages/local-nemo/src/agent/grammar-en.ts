import type { VideoSegment } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { ClipRef, ClipRefs } from './edits.ts';

/** What to call these clips. */
export function noun(clips: VideoSegment[]): string {
  return clips.every((clip) => clip.m.kind === 'image') ? 'photo' : 'clip';
}

/** What the user calls an upload. */
export function nameOf(media: MediaRecord[], id: string): string {
  return media.find((m) => m.id === id)?.filename ?? '';
}

/** What to call these uploads. */
export function nounOf(media: MediaRecord[], ids: string[]): string {
  return ids.every((id) => media.find((m) => m.id === id)?.kind === 'image') ? 'photo' : 'clip';
}

/** The word for so many. */
export function plural(n: number, word: string): string {
  return n === 1 ? word : `${word}s`;
}

/** "photo", "3 photos": what stands after "your". */
export function yours(n: number, word: string): string {
  return n === 1 ? word : `${n} ${word}s`;
}

/** Seconds, to the tenth. */
export function tenths(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

/** A length of time in words. */
export function seconds(ms: number): string {
  const value = tenths(ms);
  return value === '1' ? '1 second' : `${value} seconds`;
}

/** "An 8-second video", "an 18-second video". */
export function article(ms: number): string {
  return /^(?:8|11(?!\d)|18(?!\d))/.test(tenths(ms)) ? 'an' : 'a';
}

/** A volume of 0 to 1. */
export function percent(volume: number | undefined): string {
  return `${Math.round((volume ?? 0) * 100)}%`;
}

/** "One clip", "2 clips", in lower case. */
export function count(n: number, word: string): string {
  return n === 1 ? `one ${word}` : `${n} ${word}s`;
}

/** A clip by its place. */
export function place(clip: ClipRef): string {
  if (clip === -1) return 'the last clip';
  return clip < 0 ? `clip ${-clip} from the end` : `clip ${clip}`;
}

/** Clips by their places. */
export function places(clips: ClipRefs): string {
  if (clips === 'all') return 'all clips';
  if (clips.length > 1 && clips.every((clip) => clip > 0)) return `clips ${listed(clips.map(String))}`;
  return listed(clips.map(place));
}

/** The clips as the subject of a sentence, and whether its verb stands in the plural. */
export function subject(clips: ClipRefs, total: number): { words: string; many: boolean } {
  if (clips !== 'all') return { words: capital(places(clips)), many: clips.length > 1 };
  if (total === 2) return { words: 'Both clips', many: true };
  return { words: total === 1 ? 'The clip' : 'Every clip', many: false };
}

/** "a, b and c" */
export function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** With a capital at the start. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
