import { registerMediabunnyServer } from '@mediabunny/server';
import { Conversion, FilePathSource, FilePathTarget, Input, Mp4OutputFormat, OGG, Output } from 'mediabunny';

export interface SoundJob {
  path: string;
  outPath: string;
}

/** Bits a second of the result; a voice needs less, music in an Ogg file deserves it. */
const BITRATE = 128_000;

async function convert({ path, outPath }: SoundJob): Promise<void> {
  registerMediabunnyServer({ hardwareContext: null });
  using input = new Input({ source: new FilePathSource(path), formats: [OGG] });
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new FilePathTarget(outPath),
  });
  const conversion = await Conversion.init({ input, output, audio: { codec: 'aac', bitrate: BITRATE } });
  if (!conversion.isValid) throw new Error('no sound that can be decoded');
  await conversion.execute();
}

// The job comes from sound.ts, in this same folder, as its only argument.
await convert(JSON.parse(process.argv[2] ?? '') as SoundJob);
// Native threads would keep the process, and with it the bot, waiting.
process.exit(0);
