import type { Edit } from '../../src/agent/edits.ts';

export const length = (seconds: number): Edit => ({ kind: 'length', ms: seconds * 1000 });
export const motion = (motion: string, clips: number[] | 'all' = 'all', strength?: number) => ({
  kind: 'motion',
  clips,
  motion,
  ...(strength !== undefined && { strength }),
});
export const transition = (transition: string, ms?: number) => ({
  kind: 'transition',
  clips: 'all',
  transition,
  ...(ms !== undefined && { ms }),
});
export const title = (text: string, look = {}) => ({ kind: 'add-text', style: 'title', text, look });
export const caption = (text: string, look = {}) => ({ kind: 'add-text', style: 'caption', text, look });
export const mood = (mood: string) => ({ kind: 'music', mood });
export const noMusic = { kind: 'remove-music' };
export const aspect = (aspect: string) => ({ kind: 'aspect', aspect });
export const cannot = (what: string) => ({ kind: 'cannot', what });

export type Case = [said: string, edits: unknown[], notes?: unknown[]];
