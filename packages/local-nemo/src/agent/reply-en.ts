import { noteInEnglish } from './notes-en.ts';
import type { Phrases } from './phrases.ts';
import { sayEnglish } from './say-en.ts';

/** The agent's English. */
export const EN: Phrases = {
  gap: ' ',
  alike: { openings: ['The video is now '], and: ' and ' },
  newVersion: 'Here is another version.',
  takenBack: 'I took that back.',
  asBefore: 'As before: ',
  change: sayEnglish,
  note: noteInEnglish,
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
