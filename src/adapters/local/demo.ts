import { LocalChatError } from './start-error.ts';

/** What `npm run demo` was asked to do. */
export interface DemoOptions {
  files: string[];
  say: string;
  out: string;
  transcript: boolean;
}

const SAMPLES = ['mountains.jpg', 'sea.jpg', 'aurora.jpg'];
const SAY_SAMPLES = 'Make a 10-second video with a slow zoom, crossfades, the title “Wide Open” and calm music';
const SAY_OWN = 'Make a 10-second video with a slow zoom, crossfades and calm music';

export const DEMO_HELP = `Makes a video of photos in a conversation with Reelay.

  npm run demo                                the sample photos → out/demo.mp4
  npm run demo -- a.jpg b.heic --say "10 seconds, slow zoom, title 'Hello'" --out clip.mp4

  --say TEXT      what you want
  --out FILE      where the video goes (out/demo.mp4)
  --transcript    print the conversation as JSON lines
  --help          this text
`;

/**
 * Reads the demo's arguments.
 *
 * @param samples the folder of the sample photos
 * @throws LocalChatError for an option it doesn't know or that lacks its value
 */
export function readDemoOptions(args: string[], samples: string): DemoOptions | 'help' {
  const options: DemoOptions = { files: [], say: '', out: 'out/demo.mp4', transcript: false };
  const rest = [...args];
  const value = (name: string): string => {
    const next = rest.shift();
    if (!next) throw new LocalChatError(`${name} needs a value.\n\n${DEMO_HELP}`);
    return next;
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--help' || arg === '-h') return 'help';
    else if (arg === '--say') options.say = value('--say');
    else if (arg === '--out') options.out = value('--out');
    else if (arg === '--transcript') options.transcript = true;
    else if (arg.startsWith('--')) throw new LocalChatError(`There is no option ${arg}.\n\n${DEMO_HELP}`);
    else options.files.push(arg);
  }
  const own = options.files.length > 0;
  if (!own) options.files = SAMPLES.map((name) => `${samples}/${name}`);
  options.say ||= own ? SAY_OWN : SAY_SAMPLES;
  return options;
}
