import type { Aspect, AudioSegment, Mood, Motion, TransitionKind, VideoSegment } from '../draft.ts';
import { colorName } from './colors.ts';
import type { ClipRefs, TextLook, Unsupported } from './edits.ts';
import {
  article,
  capital,
  count,
  listed,
  nameOf,
  noun,
  nounOf,
  percent,
  place,
  places,
  plural,
  seconds,
  subject,
  tenths,
  yours,
} from './grammar-en.ts';
import type { Phrases } from './phrases.ts';
import { tracksOf } from './timeline.ts';

// For one clip and for several.
const MOTIONS: Record<Motion, [string, string]> = {
  'zoom-in': ['zooms in', 'zoom in'],
  'zoom-out': ['zooms out', 'zoom out'],
  'pan-left': ['pans left', 'pan left'],
  'pan-right': ['pans right', 'pan right'],
  'pan-up': ['pans up', 'pan up'],
  'pan-down': ['pans down', 'pan down'],
  still: ['stands still', 'stand still'],
};
const MOODS: Record<Mood, string> = {
  calm: 'calm',
  lofi: 'lo-fi',
  upbeat: 'upbeat',
  cinematic: 'cinematic',
  happy: 'happy',
  romantic: 'romantic',
};
const FORMATS: Partial<Record<Aspect, string>> = { '16:9': 'landscape', '9:16': 'vertical', '1:1': 'square' };
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
  alike: { openings: ['The video is now '], and: ' and ' },
  newVersion: 'Here is another version.',
  done({ edit, draft }, media) {
    const { clips, sounds } = tracksOf(draft);
    switch (edit.kind) {
      case 'create':
        return `I made ${article(draft.d)} ${tenths(draft.d)}-second ${draft.m.aspect} video from your ${yours(clips.length, noun(clips))}.`;
      case 'length':
      case 'scale-length':
      case 'add-length':
        return `The video is now ${seconds(draft.d)} long.`;
      case 'clip-length':
        return clipLength(clips, edit.clips, draft.d);
      case 'motion': {
        if (edit.motion === undefined) return `I made the motion ${(edit.strength ?? 1) < 1 ? 'gentler' : 'stronger'}.`;
        const chosen = chosenClips(clips, edit.clips);
        const how =
          edit.strength === undefined || edit.strength === 1 ? '' : edit.strength < 1 ? ' gently' : ' strongly';
        if (edit.motion === 'alternate' && chosen.length > 1)
          return `${edit.clips === 'all' ? 'The clips' : capital(places(edit.clips))} now zoom and pan by turns${how && `,${how}`}.`;
        const motion = edit.motion === 'alternate' ? (chosen[0]?.m.motion ?? 'zoom-in') : edit.motion;
        const { words, many } = subject(edit.clips, clips.length);
        return `${words} ${MOTIONS[motion][many ? 1 : 0]}${motion === 'still' ? '' : how}.`;
      }
      case 'transition': {
        const changed =
          clips.find((_c, i) => i > 0 && (edit.clips === 'all' || edit.clips.includes(i + 1))) ?? clips[1];
        if (!changed || edit.transition === 'cut') return 'The clips now follow each other with straight cuts.';
        const what = `${TRANSITIONS[changed.m.transition.kind]} of ${seconds(changed.m.transition.d)}`;
        if (edit.clips === 'all') return `Between the clips there is now ${what}.`;
        return `${capital(what)} now leads into ${places(edit.clips)}.`;
      }
      case 'vary':
        if (edit.what === 'motion') return movesNow(clips);
        if (edit.what === 'music') return musicNow(sounds, 'now ');
        return joinsNow(clips);
      case 'add-text':
        return `I added the ${edit.style} “${edit.text}”${lookOf(edit.look)}.`;
      case 'change-text': {
        const { position, color, when, durationMs } = edit.look;
        const parts = [
          edit.text !== undefined && `says “${edit.text}”`,
          position && (position === 'center' ? 'stands in the middle' : `stands at the ${position}`),
          color && `is ${colorName(color, 'en')}`,
          when && { start: 'shows at the start', end: 'shows at the end', whole: 'shows throughout' }[when],
          durationMs && `stays for ${seconds(durationMs)}`,
        ].filter((part) => typeof part === 'string');
        // "Is now yellow", but "now says".
        const told = listed(parts);
        return `The ${edit.style ?? 'text'} ${told.startsWith('is ') ? told.replace('is ', 'is now ') : `now ${told}`}.`;
      }
      case 'remove-text':
        return `I removed the ${edit.style ?? 'text'}.`;
      case 'music': {
        const own = media.find((m) => m.id === edit.src);
        return own ? `Your audio “${own.filename}” is now the music.` : musicNow(sounds, '');
      }
      case 'volume':
        return edit.to === 0 ? 'I muted the music.' : `The music now plays at ${percent(sounds[0]?.m.volume)} volume.`;
      case 'music-fade':
        return [
          edit.inMs && `The music fades in over ${seconds(edit.inMs)}.`,
          edit.outMs && `The music fades out over ${seconds(edit.outMs)}.`,
        ]
          .filter(Boolean)
          .join(' ');
      case 'remove-music':
        return 'I removed the music.';
      case 'aspect':
        return FORMATS[edit.aspect]
          ? `The video is now ${FORMATS[edit.aspect]} (${edit.aspect}).`
          : `The video is now in ${edit.aspect} format.`;
      case 'reverse':
        return 'I reversed the order of the clips.';
      case 'shuffle':
        return 'I shuffled the clips.';
      case 'move':
        return `I moved ${place(edit.clip)} to ${edit.to === 1 ? 'the beginning' : edit.to === -1 ? 'the end' : `place ${edit.to}`}.`;
      case 'swap':
        return `I swapped ${place(edit.a)} and ${place(edit.b)}.`;
      case 'remove-clips':
        return `I removed ${places(edit.clips)}; ${count(clips.length, 'clip')} ${clips.length === 1 ? 'is' : 'are'} left.`;
      case 'keep-clips':
        return `I kept only ${places(edit.clips)}.`;
      case 'use-only':
        return `The video now shows only ${listed(edit.media.map((id) => `“${nameOf(media, id)}”`))} and is ${seconds(draft.d)} long.`;
      case 'replace-clip':
        return `I replaced ${place(edit.clip)} with your new ${nounOf(media, [edit.media])}.`;
      case 'add-media':
        return `I added your ${edit.media.length === 1 ? '' : `${edit.media.length} `}new ${plural(edit.media.length, nounOf(media, edit.media))} at the ${edit.at === 'start' ? 'beginning' : 'end'}; the video is now ${seconds(draft.d)} long.`;
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
        return 'That would leave nothing in the video, so I kept it all.';
      case 'no-text':
        return `There is no ${note.style ?? 'text'} in the video.`;
      case 'no-music':
        return 'There is no music in the video.';
      case 'nothing-to-undo':
        return 'There is nothing to take back.';
      case 'clamped-length':
        return `${capital(seconds(note.ms))} is as near as I can get to what you asked for.`;
      case 'one-clip':
        return 'There is only one clip, so there is no order and no transition to change.';
      case 'already':
        return note.rest ? 'The rest was like that already.' : 'The video is already like that, so I changed nothing.';
      case 'nothing-to-vary':
        return 'This video has no motion, transitions or music of mine that I could change. Tell me what to try, such as “slow zoom in” or “add upbeat music”.';
      case 'no-such-file':
        return `I have no file called “${note.name}”${note.have.length === 0 ? '' : `. Here ${note.have.length === 1 ? 'is' : 'are'} ${listed(note.have.map((name) => `“${name}”`))}`}.`;
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

function chosenClips(clips: VideoSegment[], refs: ClipRefs): VideoSegment[] {
  return refs === 'all' ? clips : refs.flatMap((ref) => clips.at(ref > 0 ? ref - 1 : ref) ?? []);
}

function clipLength(clips: VideoSegment[], refs: ClipRefs, total: number): string {
  if (clips.length === 1) return `The video is now ${seconds(total)} long.`;
  const chosen = chosenClips(clips, refs);
  const { words, many } = subject(refs, clips.length);
  const [first] = chosen;
  const alike = chosen.every((clip) => clip.d === first?.d);
  const length =
    first && alike ? `last${many ? '' : 's'} ${seconds(first.d)}` : `${many ? 'have' : 'has'} a new length`;
  return `${words} now ${length}, and the whole video ${seconds(total)}.`;
}

const CLIPS_TOLD = 4;

function movesNow(clips: VideoSegment[]): string {
  if (clips.length > CLIPS_TOLD) return 'Every clip now moves in another way.';
  if (clips.length === 1) return `The clip now ${MOTIONS[clips[0]?.m.motion ?? 'still'][0]}.`;
  return `${capital(listed(clips.map((clip, i) => `clip ${i + 1} ${i === 0 ? 'now ' : ''}${MOTIONS[clip.m.motion][0]}`)))}.`;
}

function joinsNow(clips: VideoSegment[]): string {
  const joins = clips.slice(1).map((clip) => clip.m.transition);
  const kinds = [...new Set(joins.flatMap(({ kind }) => (kind === 'cut' ? [] : TRANSITIONS[kind])))];
  const [first] = joins.filter(({ kind }) => kind !== 'cut');
  return kinds.length === 1 && first
    ? `Between the clips there is now ${kinds[0]} of ${seconds(first.d)}.`
    : `Between the clips there are now other transitions: ${listed(kinds)}.`;
}

function musicNow(sounds: AudioSegment[], now: string): string {
  const [music] = sounds;
  const mood = music?.m.mood ? capital(MOODS[music.m.mood]) : 'Your';
  return `${mood} music ${now}plays at ${percent(music?.m.volume)} volume.`;
}

function lookOf({ color, position, when, durationMs }: TextLook): string {
  return [
    color && ` in ${colorName(color, 'en')}`,
    position && (position === 'center' ? ' in the middle' : ` at the ${position}`),
    when && { start: ' at the start', end: ' at the end', whole: ' for the whole video' }[when],
    durationMs && ` for ${seconds(durationMs)}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('');
}
