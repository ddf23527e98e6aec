import type { Mood } from '../../draft.ts';
import type { Score } from './score.ts';
import { calm } from './scores/calm.ts';
import { cinematic } from './scores/cinematic.ts';
import { happy } from './scores/happy.ts';
import { lofi } from './scores/lofi.ts';
import { romantic } from './scores/romantic.ts';
import { upbeat } from './scores/upbeat.ts';

/** The piece of each mood. */
export const SCORES: Record<Mood, Score> = { calm, lofi, upbeat, cinematic, happy, romantic };
