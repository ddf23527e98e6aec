import type { Edit } from './edits.ts';

const TOOLS: Record<Exclude<Edit['kind'], 'vary'>, string> = {
  create: 'generate_clip',
  length: 'set_duration',
  'scale-length': 'set_duration',
  'add-length': 'set_duration',
  'clip-length': 'set_clip_duration',
  motion: 'set_motion',
  transition: 'set_transition',
  'add-text': 'add_title',
  'change-text': 'update_title',
  'remove-text': 'remove_title',
  music: 'set_music',
  volume: 'set_volume',
  'music-fade': 'set_fade',
  'remove-music': 'remove_music',
  aspect: 'set_aspect_ratio',
  look: 'set_look',
  ends: 'set_fade',
  speed: 'set_speed',
  trim: 'trim_clip',
  'clip-volume': 'set_volume',
  fit: 'set_fit',
  'soft-edge': 'set_fit',
  loop: 'set_loop',
  beat: 'sync_to_beat',
  logo: 'set_logo',
  repeat: 'repeat_clips',
  'copy-clips': 'copy_clips',
  reverse: 'reorder_clips',
  shuffle: 'reorder_clips',
  move: 'reorder_clips',
  swap: 'reorder_clips',
  order: 'reorder_clips',
  'remove-clips': 'remove_clips',
  'keep-clips': 'remove_clips',
  'use-only': 'replace_clips',
  'replace-clip': 'replace_clip',
  'add-media': 'add_clips',
  undo: 'undo',
  restore: 'undo',
};
const VARY_TOOLS = { motion: 'set_motion', transition: 'set_transition', music: 'set_music' };

/** The tool call that an edit shows up as in the stream. */
export function toolOf(edit: Edit): { tool: string; args: Record<string, unknown> } {
  if (edit.kind === 'vary') return { tool: VARY_TOOLS[edit.what], args: { action: 'vary' } };
  const { kind, ...args } = edit;
  const isOrder = TOOLS[kind] === 'reorder_clips' || kind === 'keep-clips';
  const tool = edit.kind === 'add-text' && edit.style === 'caption' ? 'add_caption' : TOOLS[kind];
  return { tool, args: isOrder ? { action: kind, ...args } : args };
}
