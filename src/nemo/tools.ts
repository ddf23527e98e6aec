/** What a tool of the agent does, for progress messages; its raw name is never shown. */
export type ToolKind =
  | 'video'
  | 'image'
  | 'music'
  | 'voice'
  | 'understand'
  | 'text'
  | 'transition'
  | 'motion'
  | 'length'
  | 'frame'
  | 'order'
  | 'edit'
  | 'other';

export interface ToolInfo {
  kind: ToolKind;
  /** How long it usually takes, in seconds, where the vendor states it. */
  usualSeconds?: { from: number; to: number };
}

const VIDEO_TIME = { from: 120, to: 300 };
const AUDIO_TIME = { from: 60, to: 120 };

/**
 * Tools by words in their names, the most particular first. Seen in the vendor's clients: `edit_multitrack`,
 * `generate_video_with_seedance`, `generate_music`, `suno…`, voiceover, understand/analyze; others by what they say.
 * Times: video 2 to 5 minutes, audio 1 to 2 (vendor's text).
 */
const TOOLS: readonly (readonly [RegExp, ToolInfo])[] = [
  [/understand|analy[sz]|inspect|describe|recogni|transcri|detect|caption_video/, { kind: 'understand' }],
  [/voice|narrat|tts|speech|dub/, { kind: 'voice', usualSeconds: AUDIO_TIME }],
  [/suno|(?:generat|creat|mak)\w*_(?:\w+_)?(?:music|song|audio|bgm)/, { kind: 'music', usualSeconds: AUDIO_TIME }],
  [/seedance|kling|veo|sora|hailuo|image_to_video|text_to_video|animate/, { kind: 'video', usualSeconds: VIDEO_TIME }],
  [/(?:generat|creat|mak)\w*_(?:\w+_)?(?:video|clip)/, { kind: 'video', usualSeconds: VIDEO_TIME }],
  [/(?:generat|creat|mak)\w*_(?:\w+_)?(?:image|picture|photo)/, { kind: 'image' }],
  [/multi_?track|timeline|edit_(?:draft|video)/, { kind: 'edit' }],
  [/music|audio|bgm|sound|volume/, { kind: 'music' }],
  [/title|text|caption|subtitle/, { kind: 'text' }],
  [/transition|fade|crossfade/, { kind: 'transition' }],
  [/motion|zoom|pan|camera|ken_?burns/, { kind: 'motion' }],
  [/duration|length|trim|speed/, { kind: 'length' }],
  [/aspect|ratio|canvas|crop/, { kind: 'frame' }],
  [/order|reorder|move|swap|remove|delete|arrange|replace/, { kind: 'order' }],
  [/generat|render|create_(?:clip|video)/, { kind: 'video', usualSeconds: VIDEO_TIME }],
];

/** What a tool does, by its name; unknown ones are `other`. */
export function toolInfo(name: string): ToolInfo {
  const words = name
    .slice(0, 100)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]/g, '_')
    .toLowerCase();
  return TOOLS.find(([shape]) => shape.test(words))?.[1] ?? { kind: 'other' };
}
