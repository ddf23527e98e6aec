import { registerMediabunnyServer } from '@mediabunny/server';
import { Conversion, FilePathSource, FilePathTarget, Input, Mp4OutputFormat, OGG, Output } from 'mediabunny';
import { UnreadableMediaError } from './media.ts';

/** Bits a second of the result; a voice needs less, music in an Ogg file deserves it. */
const BITRATE = 128_000;

/**
 * Turns an Ogg sound, as voice messages are, into M4A, which the backend takes. For child processes only.
 * @throws UnreadableMediaError when it cannot be decoded
 */
export async function convertOgg(path: string, outPath: string): Promise<void> {
  try {
    await convert(path, outPath);
  } catch (cause) {
    throw new UnreadableMediaError('an Ogg file that cannot be decoded', { cause });
  }
}

async function convert(path: string, outPath: string): Promise<void> {
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
