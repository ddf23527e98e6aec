import { z } from 'zod';
import { ASPECTS, LOOKS, MOODS, MOTIONS, TEXT_DESIGNS, TEXT_SIZES, TRANSITIONS } from '../../draft.ts';
import type { TextLook, Unsupported } from '../edits.ts';
import { CLIP_TOOLS } from './clip-tools.ts';
import {
  clipAt,
  clipsOf,
  fileAt,
  ms,
  none,
  place,
  places,
  seconds,
  set,
  type Tool,
  ToolCallError,
  type ToolContext,
  type ToolResult,
  tool,
} from './tool.ts';

const CANNOT = [
  ...['retouch', 'background', 'filter', 'voice', 'backwards', 'sticker', 'subtitles', 'streaming', 'generate'],
  ...[
    'resolution',
    'font',
    'loop',
    'side',
    'partial-music',
    'partial-speed',
    'song-start',
    'split-screen',
    'translate',
  ],
] as Unsupported[] & [Unsupported, ...Unsupported[]];

const fade = z.number().min(0).max(10).optional();
const style = z.enum(['title', 'caption']);
const look = {
  position: z.enum(['top', 'center', 'bottom']).optional(),
  when: z.enum(['start', 'end', 'whole']).optional(),
  seconds: seconds.optional(),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional()
    .describe('such as #ffcc00'),
  size: z.enum([...TEXT_SIZES, 'bigger', 'smaller']).optional(),
  design: z
    .enum([...TEXT_DESIGNS, 'shadow'])
    .optional()
    .describe('shadow is the plain one'),
};
const words = z.string().min(1).max(200).describe("the user's own words, exactly");

const lookOf = (args: z.infer<z.ZodObject<typeof look>>): TextLook =>
  set({
    position: args.position,
    when: args.when,
    durationMs: ms(args.seconds),
    color: args.color,
    size: args.size,
    design: args.design,
  });

const files = z.array(z.int().min(1)).min(1).max(200).describe('file numbers');

const TOOLS: Tool[] = [
  ...CLIP_TOOLS,
  tool('make_video', 'Makes a new video of photos and clips, in this order.', z.object({ files }), (a, c) => ({
    edit: { kind: 'create', media: a.files.map((n) => fileAt(n, c, false).id) },
  })),
  tool('set_length', 'Sets the length of the whole video.', z.object({ seconds }), (a) => ({
    edit: { kind: 'length', ms: Math.round(a.seconds * 1000) },
  })),
  tool(
    'set_clip_length',
    'Sets how long single clips show: so many seconds, longer by so many (negative: shorter), or so many times as long.',
    z.object({
      clips: places,
      seconds: seconds.optional(),
      add_seconds: z.number().min(-300).max(300).optional(),
      times: z.number().min(0.1).max(10).optional(),
    }),
    (a, c) => ({
      edit: set({
        kind: 'clip-length',
        clips: clipsOf(a.clips, c),
        ms: ms(a.seconds),
        addMs: ms(a.add_seconds),
        factor: a.times,
      }),
    }),
  ),
  tool(
    'set_motion',
    'Sets the camera motion of clips; strength 1 is normal, 0.5 subtle, 2 dramatic.',
    z.object({
      clips: places,
      motion: z.enum([...MOTIONS, 'alternate']).optional(),
      strength: z.number().min(0.1).max(3).optional(),
    }),
    (a, c) => ({
      edit: set({ kind: 'motion', clips: clipsOf(a.clips, c), motion: a.motion, strength: a.strength }),
    }),
  ),
  tool(
    'set_transition',
    'Sets how clips come in.',
    z.object({
      clips: places,
      transition: z.enum(TRANSITIONS).optional(),
      seconds: z.number().min(0).max(5).optional(),
    }),
    (a, c) => ({
      edit: set({
        kind: 'transition',
        clips: clipsOf(a.clips, c),
        transition: a.transition,
        ms: ms(a.seconds),
      }),
    }),
  ),
  tool(
    'add_text',
    'Adds a title or a caption, to one clip where a clip is given.',
    z.object({
      text: words,
      style,
      clip: place.optional(),
      under_title: z.boolean().optional().describe('a subtitle, under the title'),
      ...look,
    }),
    (a, c) => ({
      edit: set({
        kind: 'add-text',
        style: a.under_title ? 'caption' : a.style,
        text: a.text,
        look: { ...lookOf(a), ...(a.under_title && { under: true }) },
        clip: a.clip === undefined ? undefined : clipAt(a.clip, c),
      }),
    }),
  ),
  tool(
    'change_text',
    'Changes the words or the look of a text that is there.',
    z.object({ text: words.optional(), style: style.optional(), clip: place.optional(), ...look }),
    (a, c) => ({
      edit: set({
        kind: 'change-text',
        style: a.style,
        text: a.text,
        look: lookOf(a),
        clip: a.clip === undefined ? undefined : clipAt(a.clip, c),
      }),
    }),
  ),
  tool(
    'remove_text',
    'Removes texts: all, those of a style or clip, or the nth (-1: the last).',
    z.object({ style: style.optional(), clip: place.optional(), nth: place.optional() }),
    (a, c) => ({
      edit: set({
        kind: 'remove-text',
        style: a.style,
        clip: a.clip === undefined ? undefined : clipAt(a.clip, c),
        nth: a.nth,
      }),
    }),
  ),
  tool(
    'set_music',
    'Sets the music: a mood, an uploaded sound, or just another one.',
    z.object({ mood: z.enum(MOODS).optional(), file: z.int().min(1).optional(), different: z.boolean().optional() }),
    (a, c) => ({
      edit: set({
        kind: 'music',
        mood: a.mood,
        src: a.file === undefined ? undefined : fileAt(a.file, c, true).id,
        different: a.different,
      }),
    }),
  ),
  tool('set_volume', 'Sets the volume of the music.', z.object({ percent: z.number().min(0).max(100) }), (a) => ({
    edit: { kind: 'volume', to: a.percent / 100 },
  })),
  tool('fade_music', 'Fades the music.', z.object({ in_seconds: fade, out_seconds: fade }), (a) => ({
    edit: set({ kind: 'music-fade', inMs: ms(a.in_seconds), outMs: ms(a.out_seconds) }),
  })),
  tool('remove_music', 'Removes the music.', none, () => ({ edit: { kind: 'remove-music' } })),
  tool('set_format', 'Sets the shape of the picture.', z.object({ aspect: z.enum(ASPECTS) }), (a) => ({
    edit: { kind: 'aspect', aspect: a.aspect },
  })),
  tool(
    'set_look',
    'Sets the colours of the picture, or of single clips.',
    z.object({ look: z.enum([...LOOKS, 'none']), clips: places }),
    (a, c) => ({
      edit: set({
        kind: 'look',
        look: a.look === 'none' ? undefined : a.look,
        clips: a.clips?.map((clip) => clipAt(clip, c)),
      }),
    }),
  ),
  tool('fade_picture', 'Fades from and to black.', z.object({ in_seconds: fade, out_seconds: fade }), (a) => ({
    edit: set({ kind: 'ends', inMs: ms(a.in_seconds), outMs: ms(a.out_seconds) }),
  })),
  tool('order_clips', 'Puts these clips first, in this order.', z.object({ clips: places.unwrap() }), (a, c) => ({
    edit: { kind: 'order', clips: a.clips.map((n) => clipAt(n, c)) },
  })),
  tool('swap_clips', 'Swaps two clips.', z.object({ a: place, b: place }), (a, c) => ({
    edit: { kind: 'swap', a: clipAt(a.a, c), b: clipAt(a.b, c) },
  })),
  tool('reverse_clips', 'Turns the order round.', none, () => ({ edit: { kind: 'reverse' } })),
  tool('remove_clips', 'Removes clips.', z.object({ clips: places.unwrap() }), (a, c) => ({
    edit: { kind: 'remove-clips', clips: a.clips.map((n) => clipAt(n, c)) },
  })),
  tool(
    'add_files',
    'Adds uploaded photos or clips to the video.',
    z.object({ files, at: z.enum(['start', 'end']) }),
    (a, c) => ({ edit: { kind: 'add-media', media: a.files.map((n) => fileAt(n, c, false).id), at: a.at } }),
  ),
  tool(
    'replace_clip',
    'Shows an uploaded file instead of a clip.',
    z.object({ clip: place, file: z.int().min(1) }),
    (a, c) => ({ edit: { kind: 'replace-clip', clip: clipAt(a.clip, c), media: fileAt(a.file, c, false).id } }),
  ),
  tool('undo', 'Takes the last change back.', none, () => ({ edit: { kind: 'undo' } })),
  tool('cannot', 'Says that a wish cannot be met.', z.object({ what: z.enum(CANNOT) }), (a) => ({
    note: { kind: 'cannot', what: a.what },
  })),
  tool('ask_for_words', 'Asks what a text is to say, where the user did not.', z.object({ style }), (a) => ({
    note: { kind: 'need-words', style: a.style },
  })),
];

/** The tools as the protocol describes them. */
export const TOOL_DEFINITIONS = TOOLS.map(({ name, description, schema }) => ({
  type: 'function' as const,
  function: { name, description, parameters: z.toJSONSchema(schema, { io: 'input' }) },
}));

/** @throws ToolCallError for an unknown tool, or arguments that it does not take */
export function readToolCall(name: string, json: string, context: ToolContext): ToolResult {
  const wanted = TOOLS.find((known) => known.name === name);
  if (!wanted) throw new ToolCallError('there is no such tool');
  let args: unknown;
  try {
    args = json.trim() === '' ? {} : JSON.parse(json);
  } catch {
    throw new ToolCallError('the arguments are no JSON');
  }
  return wanted.read(args, context);
}
