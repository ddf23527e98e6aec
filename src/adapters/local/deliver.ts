import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ACTIONS } from '../../core/actions/all.ts';
import type { Reply } from '../../core/chat.ts';
import type { Printer } from './printer.ts';
import { LocalChatError } from './start-error.ts';

/**
 * Shows a reply and saves its video; gives the video's path.
 *
 * @param saveAs where a finished video of this name is saved
 */
export async function deliver(
  reply: Reply,
  { printer, saveAs }: { printer: Printer; saveAs: (videoName: string) => string },
): Promise<string | undefined> {
  // Choices are answered by the numbers in the text.
  const commands = reply.menu ? undefined : reply.next?.filter(({ name }) => ACTIONS.command(name));
  const next = commands?.map(({ name, label }) => ({ command: `/${name}`, label }));
  const target = reply.video && resolve(saveAs(reply.video.name));
  const file = reply.file && resolve(saveAs(reply.file.name));
  // Saved before it is announced: a video that cannot be saved is not ready.
  if (reply.video && target) await save(reply.video.path, target);
  if (reply.file && file) await save(reply.file.path, file);
  printer.show({ type: 'bot', text: reply.text, next });
  if (reply.video && target) {
    const { bytes, width, height, durationMs } = reply.video;
    printer.show({ type: 'video', path: target, bytes, width, height, durationMs });
  }
  if (reply.file && file) printer.show({ type: 'file', path: file, bytes: reply.file.bytes });
  return target;
}

/** Makes sure that a file can be saved at `path`, before any work is done rather than after. */
export async function checkSavable(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new LocalChatError(
      `No permission to write to ${folder}. Make it writable, or choose another place with --out.`,
      { cause },
    );
  }
  const facts = await stat(resolve(path)).catch(() => undefined);
  if (facts?.isDirectory())
    throw new LocalChatError(`${path} is a folder. Name a file, such as ${join(path, 'clip.mp4')}.`);
}

async function save(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.part`;
  try {
    // Written anew rather than copied: the spool's files are for the bot alone, the video is the user's.
    await pipeline(createReadStream(from), createWriteStream(part));
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}
