import { z } from 'zod';

/**
 * The draft of the embedded Nemo: Nemo's short keys (`t` tracks, `tt` track type, `sg` segments, `d` duration in ms,
 * `m` metadata) plus `s`, a segment's start in ms. Segments of the video track follow one another without a gap
 * (`s[i+1] = s[i] + d[i]`); a transition belongs to the segment it leads into and is centred on that segment's start,
 * so it never changes the video's length.
 */
export const MOTIONS = ['zoom-in', 'zoom-out', 'pan-left', 'pan-right', 'pan-up', 'pan-down', 'still'] as const;
export const TRANSITIONS = ['crossfade', 'fade-black', 'slide', 'wipe', 'cut'] as const;
export const MOODS = ['calm', 'lofi', 'upbeat', 'cinematic', 'happy', 'romantic'] as const;
/** Colours of the whole picture. */
export const LOOKS = ['bw', 'sepia', 'warm', 'cool'] as const;
/** How a picture of another shape than the frame is laid in: it covers the frame, or shows whole over a backdrop. */
export const FITS = ['fill', 'whole'] as const;
/** How fast a clip may play; 1 is as recorded. */
export const MIN_SPEED = 0.25;
export const MAX_SPEED = 4;
/** The loudest that a clip's own sound may be; 1 is as recorded. */
export const MAX_CLIP_VOLUME = 2;
/** How a text is set off from the picture; undefined: by a shadow. */
export const TEXT_DESIGNS = ['plate', 'outline', 'glow'] as const;
/** Top or bottom, left or right. */
export const CORNERS = ['tl', 'tr', 'bl', 'br'] as const;
export const TEXT_SIZES = ['small', 'medium', 'big'] as const;
export const ASPECTS = ['16:9', '9:16', '1:1', '4:5', '4:3', '21:9'] as const;

/** The longest video, in ms. */
export const MAX_VIDEO_MS = 300_000;
/** Clips, sounds or texts in one track. */
const MAX_SEGMENTS = 500;
const MAX_TRACKS = 20;
/** The latest place in a file that a clip may begin at, in ms. */
const MAX_SOURCE_MS = 24 * 3600 * 1000;
const MAX_TEXT_CHARS = 1000;

const span = {
  id: z.string().max(300),
  s: z.number().int().nonnegative().max(MAX_VIDEO_MS),
  d: z.number().int().positive().max(MAX_VIDEO_MS),
};

export const videoSegment = z.object({
  ...span,
  m: z.object({
    name: z.string(),
    /** Id of the uploaded file. */
    src: z.string(),
    kind: z.enum(['image', 'video']),
    motion: z.enum(MOTIONS),
    /** How strong the motion is: 1 is normal, 0.5 subtle, 2 dramatic. */
    strength: z.number().min(0.1).max(3).default(1),
    transition: z.object({ kind: z.enum(TRANSITIONS), d: z.number().int().nonnegative() }),
    /** Of a video file: from where on it is shown (ms into the file). */
    in: z.number().int().nonnegative().max(MAX_SOURCE_MS).optional(),
    /** Of a video file: how fast it plays. Its sound keeps its pitch. */
    speed: z.number().min(MIN_SPEED).max(MAX_SPEED).optional(),
    /** Of a video file: how loud its own sound is. */
    volume: z.number().min(0).max(MAX_CLIP_VOLUME).optional(),
    /** Undefined: whichever loses less of the picture. */
    fit: z.enum(FITS).optional(),
    /** Its own colours in place of the whole video's; `none`: as they are in the file. */
    look: z.enum([...LOOKS, 'none']).optional(),
  }),
});

export const audioSegment = z.object({
  ...span,
  m: z.object({
    name: z.string(),
    /** Synthesised in this mood, unless `src` names an uploaded file. */
    mood: z.enum(MOODS).optional(),
    src: z.string().optional(),
    /** 0 to 1. */
    volume: z.number().min(0).max(1),
    fadeIn: z.number().int().nonnegative(),
    fadeOut: z.number().int().nonnegative(),
  }),
});

export const textSegment = z.object({
  ...span,
  m: z.object({
    text: z.string().max(MAX_TEXT_CHARS),
    position: z.enum(['top', 'center', 'bottom']),
    style: z.enum(['title', 'caption']),
    /** CSS colour, such as `#ffffff`. */
    color: z.string().default('#ffffff'),
    /** `medium` unless it says otherwise. */
    size: z.enum(TEXT_SIZES).optional(),
    design: z.enum(TEXT_DESIGNS).optional(),
    /** A subtitle: it stands under the title that shows at the same time. */
    under: z.boolean().optional(),
    /** Nobody chose the place: the renderer takes the calmest part of the picture. */
    free: z.boolean().optional(),
    /** Id of the clip that the text belongs to: it shows as long as the clip, and goes with it. */
    clip: z.string().optional(),
  }),
});

export const localDraft = z.object({
  /** Whole length in ms: the end of the last video segment. */
  d: z.number().int().nonnegative().max(MAX_VIDEO_MS),
  m: z.object({
    name: z.string(),
    aspect: z.enum(ASPECTS),
    fps: z.literal(30),
    look: z.enum(LOOKS).optional(),
    /** Fades of the whole picture from and to black, in ms. */
    fadeIn: z.number().int().nonnegative().max(10_000).optional(),
    fadeOut: z.number().int().nonnegative().max(10_000).optional(),
    /** The edge of a picture on a blurred backdrop is soft. */
    softEdge: z.boolean().optional(),
    /** The end leads back into the beginning, for players that repeat the video. */
    loop: z.boolean().optional(),
    /** The cuts are on the beat of the music. */
    beat: z.boolean().optional(),
    /** A picture in a corner, all the time. */
    logo: z.object({ src: z.string(), name: z.string(), corner: z.enum(CORNERS) }).optional(),
  }),
  t: z
    .array(
      z.discriminatedUnion('tt', [
        z.object({ tt: z.literal(0), sg: z.array(videoSegment).max(MAX_SEGMENTS) }),
        z.object({ tt: z.literal(1), sg: z.array(audioSegment).max(MAX_SEGMENTS) }),
        z.object({ tt: z.literal(7), sg: z.array(textSegment).max(MAX_SEGMENTS) }),
      ]),
    )
    .max(MAX_TRACKS),
});

export type Motion = (typeof MOTIONS)[number];
export type TransitionKind = (typeof TRANSITIONS)[number];
export type Look = (typeof LOOKS)[number];
export type Fit = (typeof FITS)[number];
export type TextDesign = (typeof TEXT_DESIGNS)[number];
export type Corner = (typeof CORNERS)[number];
export type TextSize = (typeof TEXT_SIZES)[number];
export type Mood = (typeof MOODS)[number];
export type Aspect = (typeof ASPECTS)[number];
export type VideoSegment = z.infer<typeof videoSegment>;
export type AudioSegment = z.infer<typeof audioSegment>;
export type TextSegment = z.infer<typeof textSegment>;
export type LocalDraft = z.infer<typeof localDraft>;

/** Frame size in px of a finished video: 1080 px on the short side (at most 1920 on the long one), even numbers. */
export const FRAME_SIZES: Record<Aspect, { width: number; height: number }> = {
  '16:9': { width: 1920, height: 1080 },
  '9:16': { width: 1080, height: 1920 },
  '1:1': { width: 1080, height: 1080 },
  '4:5': { width: 1080, height: 1350 },
  '4:3': { width: 1440, height: 1080 },
  '21:9': { width: 1920, height: 822 },
};
