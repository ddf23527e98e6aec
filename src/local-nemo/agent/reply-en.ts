import type { Motion, TransitionKind, VideoSegment } from '../draft.ts';
import type { ClipRef, ClipRefs, Unsupported } from './edits.ts';
import type { Phrases } from './phrases.ts';
import { tracksOf } from './timeline.ts';

const MOTIONS: Record<Motion | 'alternate', string> = {
  'zoom-in': 'zoom in',
  'zoom-out': 'zoom out',
  'pan-left': 'pan left',
  'pan-right': 'pan right',
  'pan-up': 'pan up',
  'pan-down': 'pan down',
  still: 'no motion',
  alternate: 'alternating motion',
};
const TRANSITIONS: Record<TransitionKind, string> = {
  crossfade: 'a crossfade',
  'fade-black': 'a fade through black',
  slide: 'a slide',
  wipe: 'a wipe',
  cut: 'a straight cut',
};
const CANNOT: Record<Unsupported, string> = {
  retouch: "I can't retouch pictures or change what is in them. I can frame them with a zoom or a pan instead.",
  background: "I can't remove or change a photo's background. A zoom in on the subject is the nearest thing I can do.",
  filter: "I don't do filters or color changes. I can set the mood with music, motion and a title instead.",
  voice:
    "I can't make voices or narration. Send me an audio file and I'll put it under the video, or I can show the words as a caption.",
  speed:
    "I don't do slow motion or speed ramps. I can make the video longer or shorter, and the motion subtle or strong.",
  sticker: "I can't add stickers, logos or effects. I can add text as a title or caption.",
  subtitles: "I can't turn speech into subtitles. Tell me the words and I'll add them as a caption.",
  streaming:
    "I can't use songs from streaming services. Send me the audio file, or pick a mood: calm, lo-fi, upbeat, cinematic, happy or romantic.",
  generate:
    "I can't make the people or things in a photo move, or invent new ones. I can move the camera: zoom or pan.",
  resolution: 'I make videos in 1080p at 30 frames per second; more than that is not possible here.',
  font: "I can't change the font or its size. I can change a text's words, color, position and time.",
  'end-fade':
    "I can't fade the picture in or out at the ends of the video. I can fade between the clips, and fade the music out.",
  loop: "I can't make a loop. I can make the video longer instead.",
};

/** The agent's English. */
export const EN: Phrases = {
  gap: ' ',
  done({ edit, draft }, media) {
    const { clips, sounds } = tracksOf(draft);
    switch (edit.kind) {
      case 'create':
        return `I made a ${seconds(draft.d)}-second ${draft.m.aspect} video from your ${count(clips.length, clips.every((c) => c.m.kind === 'image') ? 'photo' : 'clip')}.`;
      case 'length':
      case 'scale-length':
      case 'add-length':
        return `The video is now ${seconds(draft.d)} seconds long.`;
      case 'clip-length':
        return `${which(edit.clips)} ${edit.clips === 'all' || edit.clips.length > 1 ? 'now last' : 'now lasts'} ${seconds(clipMs(clips, edit.clips))} seconds; the video is ${seconds(draft.d)} seconds long.`;
      case 'motion': {
        const strength =
          edit.strength === undefined ? '' : edit.strength < 1 ? 'gentle ' : edit.strength > 1 ? 'strong ' : '';
        if (edit.motion === undefined) return `I made the motion ${strength === 'gentle ' ? 'gentler' : 'stronger'}.`;
        return `${which(edit.clips)}: ${strength}${MOTIONS[edit.motion]}.`;
      }
      case 'transition': {
        const into =
          edit.clips === 'all'
            ? 'Between the clips there is now'
            : `Into ${which(edit.clips).toLowerCase()} there is now`;
        const changed =
          clips.find((_c, i) => i > 0 && (edit.clips === 'all' || edit.clips.includes(i + 1))) ?? clips[1];
        if (!changed || edit.transition === 'cut') return 'The clips now follow each other with straight cuts.';
        return `${into} ${TRANSITIONS[changed.m.transition.kind]} of ${seconds(changed.m.transition.d)} seconds.`;
      }
      case 'add-text':
        return `I added the ${edit.style} “${edit.text}”.`;
      case 'change-text': {
        const parts = [
          edit.text !== undefined && `it says “${edit.text}”`,
          edit.look.position && `it stands at the ${edit.look.position}`,
          edit.look.color && `its color is ${edit.look.color}`,
          edit.look.when &&
            { start: 'it shows at the start', end: 'it shows at the end', whole: 'it shows throughout' }[
              edit.look.when
            ],
          edit.look.durationMs && `it stays for ${seconds(edit.look.durationMs)} seconds`,
        ].filter((part) => typeof part === 'string');
        return `I changed the ${edit.style ?? 'text'}: ${parts.join(', ')}.`;
      }
      case 'remove-text':
        return `I removed the ${edit.style ?? 'text'}.`;
      case 'music': {
        const own = media.find((m) => m.id === edit.src);
        return own
          ? `Your audio “${own.filename}” is now the music.`
          : `I set ${sounds[0]?.m.name ?? ''} music at ${percent(sounds[0]?.m.volume)}.`;
      }
      case 'volume':
        return edit.to === 0 ? 'I muted the music.' : `The music plays at ${percent(sounds[0]?.m.volume)}.`;
      case 'music-fade':
        return [
          edit.inMs && `The music fades in over ${seconds(edit.inMs)} seconds.`,
          edit.outMs && `The music fades out over ${seconds(edit.outMs)} seconds.`,
        ]
          .filter(Boolean)
          .join(' ');
      case 'remove-music':
        return 'I removed the music.';
      case 'aspect':
        return `The video is now ${edit.aspect}.`;
      case 'reverse':
        return 'I reversed the order of the clips.';
      case 'shuffle':
        return 'I shuffled the clips.';
      case 'move':
        return `I moved ${place(edit.clip)} to ${edit.to === 1 ? 'the beginning' : edit.to === -1 ? 'the end' : `place ${edit.to}`}.`;
      case 'swap':
        return `I swapped ${place(edit.a)} and ${place(edit.b)}.`;
      case 'remove-clips':
        return `I removed ${edit.clips.map(place).join(' and ')}; ${count(clips.length, 'clip')} left.`;
      case 'keep-clips':
        return `I kept ${edit.clips.map(place).join(' and ')} alone.`;
      case 'replace-clip':
        return `I replaced ${place(edit.clip)} with your new one.`;
      case 'add-media':
        return `I added ${count(edit.media.length, 'new clip')} at the ${edit.at === 'start' ? 'beginning' : 'end'}; the video is ${seconds(draft.d)} seconds long.`;
      case 'undo':
        return 'I took the last change back.';
    }
  },
  note(note) {
    switch (note.kind) {
      case 'need-media':
        return 'To make a video I need at least one photo or clip from you.';
      case 'need-new-media':
        return "I don't have a new photo for that yet. Send it first, then tell me again.";
      case 'need-audio':
        return "I don't have an audio file of yours. Send me an MP3, WAV, M4A or AAC and I'll use it as the music.";
      case 'need-words':
        return note.style === 'title' ? 'What should the title say?' : 'What should the caption say?';
      case 'no-such-clip':
        return `There is no ${place(note.clip)}: the video has ${count(note.count, 'clip')}.`;
      case 'last-clip':
        return 'That would leave no clip at all, so I kept them.';
      case 'no-text':
        return `There is no ${note.style ?? 'text'} in the video.`;
      case 'no-music':
        return 'There is no music in the video.';
      case 'nothing-to-undo':
        return 'There is nothing to take back.';
      case 'clamped-length':
        return `That was not possible, so I went as near as I could: ${seconds(note.ms)} seconds.`;
      case 'one-clip':
        return 'The video has a single clip, so there is nothing to order or to switch between.';
      case 'already':
        return 'That is how it is already, nothing changed.';
      case 'kept':
        return 'All right, that stays as it is.';
      case 'unused-media':
        return `${note.count === 1 ? 'One new photo is' : `${note.count} new photos are`} not in the video yet; say “add the new ${note.count === 1 ? 'photo' : 'photos'}” to put ${note.count === 1 ? 'it' : 'them'} in.`;
      case 'cannot':
        return CANNOT[note.what];
      case 'ignored':
        return `I did not understand “${note.text.replace(/[\ue000-\ue0ff]/g, '…')}” and left that out.`;
      case 'greeting':
        return "You're welcome! Tell me what to change next, such as “make it 15 seconds” or “add lo-fi music”.";
      case 'help':
        return 'I turn photos and clips into a video: length, zoom and pan, transitions, titles, music, format and order. For example “a 10-second clip with a slow zoom” or “add the title “Summer” and calm music”.';
      case 'not-understood':
        return 'I did not understand that and changed nothing. You could say “make it 15 seconds with lo-fi music” or “zoom in on the second photo”.';
    }
  },
  screen: {
    export: [
      'Click the **Export** button in the top right corner to download your video.',
      'When you are happy with it, click **Export** in the top right corner.',
    ],
    preview: ['You can preview it in the timeline.', 'Press play to preview the result in the timeline.'],
    music: ['Open the Music panel to adjust the volume.', 'Open the Music panel to try other tracks.'],
    text: ['Open the Text panel to fine-tune it.', 'Drag the text on the canvas to move it.'],
    clips: ['Drag the clips in the timeline to rearrange them.', 'Click a clip in the timeline to fine-tune it.'],
    canvas: ['Open the Canvas panel to choose another ratio.'],
    upload: ['Click the **Upload** button or drag and drop your files here.'],
  },
};

function clipMs(clips: VideoSegment[], refs: ClipRefs): number {
  const first = refs === 'all' ? 1 : (refs[0] ?? 1);
  return clips.at(first > 0 ? first - 1 : first)?.d ?? 0;
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

function percent(volume: number | undefined): string {
  return `${Math.round((volume ?? 0) * 100)}%`;
}

function count(n: number, noun: string): string {
  return n === 1 ? `one ${noun}` : `${n} ${noun}s`;
}

function place(clip: ClipRef): string {
  if (clip === -1) return 'the last clip';
  return clip < 0 ? `clip ${-clip} from the end` : `clip ${clip}`;
}

function which(clips: ClipRefs): string {
  if (clips === 'all') return 'All clips';
  const text = clips.map(place).join(' and ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
