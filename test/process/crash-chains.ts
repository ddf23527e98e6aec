import type { KillPoint } from './kill-points.ts';

/** How many times the same point, one process after the other. */
const times = (count: number, point: KillPoint) => Array.from({ length: count }, () => point);

/** Kills one after the other in one conversation: each process is killed at the next point, the last one lives. */
export const CHAINS = {
  'while everything goes well': [],
  'at the beginning': ['token received', 'greeting asked', 'greeting sent', 'session received'],
  'around the prompts': ['upload received', 'prompt received', 'state received', 'reply asked', 'prompt midway'],
  'around the answers': ['progress sent', 'session answered', 'upload answered', 'prompt answered', 'reply sent'],
  'around the first render': [
    'status sent',
    'render received',
    'renderStatus received',
    'file midway',
    'video asked',
    'video sent',
  ],
  'around the renders': ['render answered', 'renderStatus answered 2', 'claim received', 'file answered', 'video sent'],
  'right after each second write to the journal': times(6, 'write after 2'),
  'right before each fourth write to the journal': times(5, 'write before 4'),
} satisfies Record<string, KillPoint[]>;
