import { NemoError } from '../../nemo/errors.ts';
import type { MediaItem } from '../../nemo/nemo.ts';
import { mediaKeys, newMedia } from '../../nemo/state.ts';
import type { UploadWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** Waits before each reading of the state for a file that may have arrived, in ms: it may be listed late. */
const WAITS_MS = [1000, 2000, 4000];

/** The clips of the project before the first file leaves, to tell later what arrived; undefined when they cannot be read. */
export async function mediaBefore(context: TurnContext, sessionId: string): Promise<string[] | undefined> {
  const { sessions, turn } = context;
  if ((await sessions.find(turn.chat))?.mediaCount === 0) return [];
  const state = await stateOf(context, sessionId);
  return state && mediaKeys(state);
}

/** The file of this name where Nemo has it, though its answer was lost; undefined when it certainly or probably has not. */
export async function findUploaded(
  context: TurnContext,
  work: UploadWork,
  sessionId: string,
  filename: string,
): Promise<MediaItem | undefined> {
  if (!work.media) return undefined;
  const taken = new Set(work.files.flatMap((file) => (file.state === 'sent' ? [withoutQuery(file.cdnUrl)] : [])));
  for (const wait of WAITS_MS) {
    await context.clock.sleep(wait, context.signal);
    const state = await stateOf(context, sessionId);
    const found =
      state &&
      newMedia(work.media, state).find(
        ({ name, url = '' }) => !taken.has(withoutQuery(url)) && (name ? name === filename : nameIn(url) === filename),
      );
    if (found) return found;
  }
  return undefined;
}

async function stateOf({ nemo, signal, log, turn }: TurnContext, sessionId: string) {
  try {
    return await nemo.state(sessionId, { signal });
  } catch (error) {
    // A session that is gone has a way of its own.
    if (signal.aborted || !(error instanceof NemoError) || error.code === 'session-gone') throw error;
    log.warn({ err: error, turn: turn.id }, 'state not readable around an upload');
    return undefined;
  }
}

const withoutQuery = (address: string): string => address.split('?', 1)[0] ?? '';

function nameIn(address: string): string {
  const last = withoutQuery(address).split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
