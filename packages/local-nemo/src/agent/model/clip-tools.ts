import { z } from 'zod';
import { CORNERS, FITS, MAX_SPEED, MIN_SPEED } from '../../draft.ts';
import {
  clipAt,
  clipsOf,
  fileAt,
  ms,
  none,
  on,
  place,
  places,
  seconds,
  set,
  type Tool,
  type ToolContext,
  tool,
} from './tool.ts';

const trimmedOf = (clip: number | undefined, context: ToolContext): number[] | 'video' =>
  clip === undefined ? 'video' : [clipAt(clip, context)];

export const CLIP_TOOLS: Tool[] = [
  tool(
    'set_speed',
    'Plays video clips faster or slower; 1 is as recorded. Their sound keeps its pitch.',
    z.object({ clips: places, speed: z.number().min(MIN_SPEED).max(MAX_SPEED) }),
    (a, c) => ({ edit: { kind: 'speed', clips: clipsOf(a.clips, c), to: a.speed } }),
  ),
  tool(
    'cut_clip',
    'Cuts seconds off the start or the end of a clip, or of the whole video when no clip is given.',
    z.object({ clip: place.optional(), at: z.enum(['start', 'end']), seconds }),
    (a, c) => ({ edit: { kind: 'trim', clips: trimmedOf(a.clip, c), cut: a.at, ms: ms(a.seconds) ?? 0 } }),
  ),
  tool(
    'keep_part',
    'Keeps only the first or last seconds of a clip, or of the whole video when no clip is given.',
    z.object({ clip: place.optional(), part: z.enum(['first', 'last']), seconds }),
    (a, c) => ({ edit: { kind: 'trim', clips: trimmedOf(a.clip, c), keep: a.part, ms: ms(a.seconds) ?? 0 } }),
  ),
  tool(
    'use_stretch',
    'Shows a video clip from one second of its file to another; either may be left out.',
    z.object({
      clip: place,
      from_seconds: z.number().min(0).max(86_400).optional(),
      to_seconds: z.number().min(0).max(86_400).optional(),
    }),
    (a, c) => ({
      edit: set({ kind: 'trim', clips: [clipAt(a.clip, c)], fromMs: ms(a.from_seconds), toMs: ms(a.to_seconds) }),
    }),
  ),
  tool(
    'set_clip_volume',
    'Sets how loud the own sound of video clips is; 0 mutes it, 100 is as recorded.',
    z.object({ clips: places, percent: z.number().min(0).max(200) }),
    (a, c) => ({ edit: { kind: 'clip-volume', clips: clipsOf(a.clips, c), to: a.percent / 100 } }),
  ),
  tool(
    'set_fit',
    'How pictures of another shape are laid in: fill the frame (cropped), whole (on a blurred backdrop), or auto.',
    z.object({ clips: places, fit: z.enum([...FITS, 'auto']) }),
    (a, c) => ({ edit: set({ kind: 'fit', clips: clipsOf(a.clips, c), fit: a.fit === 'auto' ? undefined : a.fit }) }),
  ),
  tool('soften_edges', 'Makes the edges of pictures on a blurred backdrop soft.', on, (a) => ({
    edit: { kind: 'soft-edge', on: a.on },
  })),
  tool('loop', 'Lets the end lead back into the beginning.', on, (a) => ({ edit: { kind: 'loop', on: a.on } })),
  tool('repeat', 'Plays all clips several times over.', z.object({ times: z.int().min(2).max(20) }), (a) => ({
    edit: { kind: 'repeat', times: a.times },
  })),
  tool(
    'copy_clips',
    'Shows clips again, so many times more, at the end of the video or behind another clip.',
    z.object({ clips: places, times: z.int().min(1).max(20), after: place.optional() }),
    (a, c) => ({
      edit: set({
        kind: 'copy-clips',
        clips: clipsOf(a.clips, c),
        times: a.times,
        after: a.after === undefined ? undefined : clipAt(a.after, c),
      }),
    }),
  ),
  tool('cut_to_beat', 'Puts the cuts on the beat of the music.', on, (a) => ({ edit: { kind: 'beat', on: a.on } })),
  tool(
    'set_logo',
    'Makes a photo of the video (clip) or an uploaded picture (file) the logo in a corner, or moves the logo.',
    z.object({ clip: place.optional(), file: z.int().min(1).optional(), corner: z.enum(CORNERS).optional() }),
    (a, c) => ({
      edit: set({
        kind: 'logo',
        clip: a.clip === undefined ? undefined : clipAt(a.clip, c),
        media: a.file === undefined ? undefined : fileAt(a.file, c, false).id,
        corner: a.corner,
      }),
    }),
  ),
  tool('remove_logo', 'Removes the logo.', none, () => ({ edit: { kind: 'logo', off: true } })),
];
