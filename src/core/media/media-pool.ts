import { availableParallelism } from 'node:os';
import { ChildPool } from '@reelay/media/pool';

const script = new URL(import.meta.url.endsWith('.ts') ? './media-child.ts' : './media-child.js', import.meta.url);

/** A HEIC of 100 megapixels needs about this much; children that need more are ended. */
const MEMORY_LIMIT_BYTES = 1_200_000_000;

/** Decodes what users send. At least two at once, so that one slow file does not hold up everyone's photos. */
export const receptionPool = new ChildPool({
  script,
  size: Math.min(4, Math.max(2, availableParallelism() - 1)),
  memoryBytes: MEMORY_LIMIT_BYTES,
});

/** Reads finished videos. Apart from the other pool, so that results never wait for what strangers send. */
export const resultPool = new ChildPool({ script, size: 1, memoryBytes: MEMORY_LIMIT_BYTES });

/** Encodes finished videos so that they fit a chat: minutes of work each, so it has children of its own. */
export const fitPool = new ChildPool({
  script,
  size: Math.max(1, Math.floor(availableParallelism() / 2)),
  memoryBytes: MEMORY_LIMIT_BYTES,
});
