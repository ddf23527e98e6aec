import type { Edit, Note, Part, Unsupported } from './edits.ts';
import { capital, count, listed, place, seconds } from './grammar-en.ts';

const CANNOT: Record<Unsupported, string> = {
  retouch: "I can't retouch pictures or change what is in them. I can frame them with a zoom or a pan instead.",
  background: "I can't remove or change a photo's background. A zoom in on the subject is the nearest thing I can do.",
  filter: 'The looks that I have are black and white, sepia, warmer and cooler, for all or for single photos.',
  voice:
    "I can't make voices or narration. Send me an audio file and I'll put it under the video, or I can show the words as a caption.",
  backwards: "I can't play a clip backwards. I can change its speed, trim it or put the clips in reverse order.",
  sticker: "I can't add stickers or effects. I can add text as a title or caption, and a picture of yours as a logo.",
  subtitles: "I can't turn speech into subtitles. Tell me the words and I'll add them as a caption.",
  streaming:
    "I can't use songs from streaming services. Send me the audio file, or pick a mood: calm, lo-fi, upbeat, cinematic, happy or romantic.",
  generate:
    "I can't make the people or things in a photo move, or invent new ones. I can move the camera: zoom or pan.",
  resolution:
    'Resolution and frame rate are chosen with the export: say “export in 4K” or “export at 60 fps”. Without that it is 1080p at 30 frames per second.',
  font: "I can't change the font of a text. I can change its words, size, color, place and time, and set it on a plate, with an outline or a glow.",
  loop: 'I make MP4 videos that run forwards; say “make it loop” for an end that leads back into the beginning.',
  'song-start': 'The music always begins at its start; I can’t pick another place in it. I can fade it in.',
  'split-screen': 'I show one picture at a time; I can’t put several side by side.',
  'partial-speed':
    'Speed goes for a whole clip; I can’t change it for a part of one. I can cut the clip shorter and then change its speed.',
  'partial-music':
    'The music plays through the whole video at one volume; I can’t change it for a single photo. I can fade it in or out, or change it everywhere.',
  translate: "I can't translate. Tell me the words in the other language, such as “change the title to “Verano””.",
  side: "I can't put text to the left or right: it stands in the middle of the top, the center or the bottom.",
};
const PARTS: Record<Part, string> = {
  text: 'text',
  music: 'music',
  length: 'lengths',
  clips: 'photos and their order',
  aspect: 'format',
  transition: 'transitions',
  motion: 'motion',
  look: 'colors',
  speed: 'speed',
  sound: 'original sound',
  fit: 'way pictures fit the frame',
};
const SUGGESTIONS: Partial<Record<Part | 'any', string[]>> = {
  text: ['“put “Hello” on photo 2”', '“make the title bigger”', '“remove the title”'],
  music: ['“happier music”', '“music at 20%”', '“no music”'],
  any: ['“make it 15 seconds”', '“put photo 3 first”', '“happier music”'],
};
/** What an order that was not understood whole would do. */
const WOULD: Partial<Record<Edit['kind'], string>> = {
  length: "change the video's length",
  'scale-length': "change the whole video's length",
  'add-length': "change the video's length",
  'clip-length': "change a photo's length",
  'remove-clips': 'remove a photo',
  'keep-clips': 'remove photos',
  'remove-text': 'remove text',
  'remove-music': 'remove the music',
};

const NO_FOOTAGE: Record<Extract<Note, { kind: 'no-footage' }>['what'], string> = {
  speed: 'A photo has no speed; I can show it longer or shorter, such as “photo 1 for 6 seconds”.',
  sound: 'A photo has no sound of its own. For the music, say “music at 20%” or “no music”.',
  trim: 'A photo has no beginning or end to cut; I can show it longer or shorter, such as “photo 1 for 6 seconds”.',
};

const quoted = (text: string) => `“${text.replace(/[\ue000-\ue1ff]/g, '…').slice(0, 80)}”`;

/** Clips and texts that are named in one answer. */
const MOST_LISTED = 10;

type Say = { [K in Note['kind']]?: (note: Extract<Note, { kind: K }>) => string | string[] };

const SAY: Say = {
  'need-media': () => 'To make a video I need at least one photo or clip from you.',
  'need-new-media': () => "I don't have a new photo for that yet. Send it first, then tell me again.",
  'need-audio': () =>
    "I don't have an audio file of yours yet, so the music stays. Send me an MP3, WAV, M4A or AAC and I'll use it.",
  'need-words': ({ style, each }) =>
    each
      ? 'What should each photo say? For example: 1 “Morning” 2 “Noon” 3 “Night”.'
      : style === 'title'
        ? 'What should the title say?'
        : 'What should the caption say?',
  'no-such-clip': ({ clip, count: n }) => `There is no ${place(clip)}: the video has ${count(n, 'clip')}.`,
  'last-clip': () => 'That would leave nothing in the video, so I kept it all.',
  'no-text': ({ style, clip }) =>
    `There is no ${style ?? 'text'} ${clip === undefined ? 'in the video' : `on ${place(clip)}`}, so I changed nothing.`,
  'no-music': () => 'There is no music in the video.',
  'nothing-to-undo': () => 'There is nothing to take back.',
  'nothing-to-restore': ({ what }) =>
    `The ${PARTS[what]} ${what === 'music' || what === 'text' || what === 'aspect' || what === 'motion' || what === 'speed' || what === 'sound' || what === 'fit' ? 'has' : 'have'} not changed, so there is nothing to bring back.`,
  'vague-length': () => 'How many seconds exactly? For example “make it 15 seconds”.',
  unsure: ({ text, edit }) =>
    `I'm not sure what ${quoted(text)} means, so I changed nothing there. I would ${WOULD[edit] ?? 'change the order'} – is that it? If so, please say it more plainly.`,
  'too-long': ({ count: n }) => `That was long: I read the first ${n} characters.`,
  undrawable: ({ characters }) =>
    `I have no font for ${characters.join(' ')}, so the video shows the text without ${characters.length === 1 ? 'it' : 'them'}.`,
  'clamped-length': ({ ms }) => `${capital(seconds(ms))} is as near as I can get to what you asked for.`,
  'clamped-speed': ({ speed }) => `I can play clips at 0.25× to 4× speed, so it is ${speed}× now.`,
  'footage-short': ({ ms }) =>
    `There is no more footage than ${seconds(ms)} of it; say “half speed” or “play it twice” to make it last longer.`,
  'trim-too-much': ({ ms }) => `That would leave next to nothing of its ${seconds(ms)}, so I changed nothing there.`,
  'no-footage': ({ what }) => NO_FOOTAGE[what],
  'which-clip': ({ what }) =>
    what === 'trim'
      ? 'Which clip do you mean? For example “use clip 1 from 0:03 to 0:08”.'
      : 'Which one do you mean? For example “photo 2 for 5 seconds”, or “each photo 5 seconds”.',
  'need-logo': () =>
    'Send me the logo as a picture, or say which photo it is, such as “photo 3 as the logo, top right”.',
  'no-logo': () => 'There is no logo in the video.',
  'no-beat': ({ why }) =>
    ({
      music: 'There is no music to cut to. Add some first, such as “upbeat music”.',
      own: "I don't know the tempo of your own audio, so I can only cut to the music I make, such as “upbeat music”.",
      short: 'The video is too short for its clips to follow the beat; make it longer first.',
    })[why],
  'one-clip': () => 'There is only one clip, so there is no order and no transition to change.',
  already: ({ rest }) =>
    rest
      ? 'The rest was like that already.'
      : ['The video is already like that, so I changed nothing.', 'That is how it is already; nothing to change.'],
  'nothing-to-vary': () =>
    'This video has no motion, transitions or music of mine that I could change. Tell me what to try, such as “slow zoom in” or “add upbeat music”.',
  state: ({ ms, aspect, clips, music, own, texts }) =>
    [
      `The video is ${seconds(ms)} long in ${aspect}:`,
      `${listed(clips.slice(0, MOST_LISTED).map(({ name, ms: d }, i) => `${i + 1} “${name}” (${seconds(d)})`))}${clips.length > MOST_LISTED ? ` and ${clips.length - MOST_LISTED} more` : ''}.`,
      music === undefined
        ? 'There is no music.'
        : own
          ? `The music is your audio “${music}”.`
          : `The music is ${music}.`,
      ...(texts.length > 0 ? [`On screen: ${listed(texts.slice(0, MOST_LISTED).map(quoted))}.`] : []),
    ].join(' '),
  'no-such-file': ({ name, have }) =>
    `I have no file called “${name}”${have.length === 0 ? '' : `. Here ${have.length === 1 ? 'is' : 'are'} ${listed(have.map((one) => `“${one}”`))}`}.`,
  kept: () => ['All right, that stays as it is.', 'Fine, I leave it as it is.'],
  'unused-media': ({ count: n }) =>
    `${n === 1 ? 'One new photo is' : `${n} new photos are`} not in the video yet; say “add the new ${n === 1 ? 'photo' : 'photos'}” to put ${n === 1 ? 'it' : 'them'} in.`,
  cannot: ({ what }) => CANNOT[what],
  ignored: ({ text }) => `I did not understand ${quoted(text)} and left that out.`,
  greeting: () => [
    'Hello! Tell me what to change, such as “make it 15 seconds”.',
    'Hello again! What should I change?',
  ],
  thanks: () => [
    "You're welcome! Tell me what to change next, such as “make it 15 seconds” or “add lo-fi music”.",
    'Any time! What else should I change?',
  ],
  praise: () => ['Glad you like it! Tell me if anything should change.', 'Thank you! Just say what to change next.'],
  complaint: () => [
    "Sorry that it's not what you wanted. Tell me what bothers you most: length, music, order or text?",
    'Sorry. Name one thing to change, or say “undo” to go back one step.',
  ],
  help: () => [
    'I turn photos and clips into a video: length, zoom and pan, transitions, titles, music, format and order. For example “a 10-second clip with a slow zoom” or “add the title “Summer” and calm music”.',
    'You can say things like “swap photos 1 and 2”, “first photo 6 seconds”, “put “Hello” on photo 2”, “black and white” or “undo”.',
  ],
  price: () => ['Nothing: this video is made on this machine, at no charge.', 'It is free here.'],
  duration: () => [
    'A short video takes some seconds to half a minute here, longer ones more.',
    'Usually well under a minute.',
  ],
  formats: () => [
    'I take JPG, PNG, GIF and WebP, MP4, MOV, AVI, WebM and MKV, MP3, WAV, M4A and AAC. The video is an MP4.',
    'Photos, clips and sounds in the usual formats; what comes back is an MP4.',
  ],
  maker: () => ['I am the embedded Nemo, a program that edits videos on this machine.', 'A program, not a person.'],
  show: () => ['The video is ready to be exported.', 'It is ready; export it to watch it.'],
  question: () => [
    'I can only edit the video, so I have no answer to that. Tell me what to change.',
    "That's beyond me: I edit the video. What should be different in it?",
  ],
  yes: () => ['Tell me what to change, such as “make it 15 seconds”.', 'What should I change?'],
  'not-understood': ({ text, near, asks }) => {
    if (asks) {
      const words = text === undefined ? 'that' : quoted(text);
      return [
        `I did not understand ${words} and changed nothing.`,
        `${text === undefined ? 'That' : words} is still not clear to me; nothing was changed.`,
        `Sorry, ${text === undefined ? 'that' : words} says nothing to me, so the video stays as it is.`,
      ];
    }
    const [a, b, c] = SUGGESTIONS[near ?? 'any'] ?? SUGGESTIONS.any ?? [];
    const what = text === undefined ? 'that' : quoted(text);
    return [
      `I did not understand ${what} and changed nothing. You could say ${a}, ${b} or ${c}.`,
      `${text === undefined ? 'That is still not clear to me' : `${quoted(text)} is not clear to me`}; nothing was changed. Try one thing at a time: ${b}, ${c} or ${a}.`,
    ];
  },
};

/** What could not be done, or must be said or asked, in English; several wordings for what may be heard twice. */
export function noteInEnglish(note: Note): string[] {
  // The compiler cannot see that the sentence found under a note's kind is for this very note.
  const said = (SAY[note.kind] as ((note: Note) => string | string[]) | undefined)?.(note) ?? [];
  return typeof said === 'string' ? [said] : said;
}
