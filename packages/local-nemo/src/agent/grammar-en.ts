import type { VideoSegment } from '../draft.ts';
import type { ClipRef } from './edits.ts';

/** What to call these clips. */
export function noun(clips: VideoSegment[]): string {
  return clips.every((clip) => clip.m.kind === 'image') ? 'photo' : 'clip';
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

/** "a, b and c" */
export function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** With a capital at the start. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A place in a file: "0:03", "1:02.5". */
export function clockTime(ms: number): string {
  const all = Math.round(ms / 100) / 10;
  const rest = Math.round((all % 60) * 10) / 10;
  return `${Math.floor(all / 60)}:${rest < 10 ? '0' : ''}${rest}`;
}
