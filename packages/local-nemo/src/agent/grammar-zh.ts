import type { VideoSegment } from '../draft.ts';
import type { ClipRef } from './edits.ts';

/** What to call the material of a new video, with its number. */
export function material(clips: VideoSegment[]): string {
  if (nounOfClips(clips) !== '照片') return clips.length === 1 ? '视频' : ` ${clips.length} 个素材`;
  return clips.length === 1 ? '照片' : ` ${clips.length} 张照片`;
}

/** What to call these clips. */
export function nounOfClips(clips: VideoSegment[]): string {
  return clips.every((clip) => clip.m.kind === 'image') ? '照片' : '素材';
}

/** Seconds, to the tenth. */
export function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

/** A volume of 0 to 1. */
export function percent(volume: number): string {
  return `${Math.round(volume * 100)}%`;
}

/** A clip by its place. */
export function place(clip: ClipRef): string {
  if (clip === -1) return '最后一个片段';
  return clip < 0 ? `倒数第 ${-clip} 个片段` : `第 ${clip} 个片段`;
}
