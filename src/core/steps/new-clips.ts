import type { MediaItem, NemoState } from '../../nemo/nemo.ts';
import { newMedia } from '../../nemo/state.ts';
import type { PromptWork, Turn } from '../turn/turn.ts';

/**
 * The clips that the state has and the baseline had not, without the files that this turn uploaded: the state may list
 * those late.
 */
export function newClips(turn: Turn, work: PromptWork, state: NemoState): MediaItem[] {
  const { baseline } = work;
  // Turns that began under an earlier version know the number of generated clips only.
  if (!baseline?.media) return state.generatedMedia.slice(baseline?.mediaCount ?? 0);
  const uploaded = new Set<string>();
  for (const piece of turn.work) {
    if (piece.kind !== 'upload') continue;
    for (const file of piece.files) if (file.state === 'sent') uploaded.add(file.name).add(withoutQuery(file.cdnUrl));
  }
  return newMedia(baseline.media, state).filter(
    ({ name, url }) => !(name && uploaded.has(name)) && !(url && uploaded.has(withoutQuery(url))),
  );
}

const withoutQuery = (address: string): string => address.split('?', 1)[0] ?? '';
