import { fileURLToPath } from 'node:url';
import type { LocalDraft } from '../../packages/local-nemo/src/draft.ts';
import type { MediaKind } from '../../src/core/media/media.ts';

/** Two seconds of the file `media`: shown, or heard under a photo. */
export function draftWith(kind: MediaKind): LocalDraft {
  const m = { name: 'the file', motion: 'still', strength: 1, transition: { kind: 'cut', d: 0 } } as const;
  const picture = {
    id: 'shot',
    s: 0,
    d: 2000,
    m: {
      ...m,
      src: kind === 'audio' ? 'photo' : 'media',
      kind: kind === 'video' ? ('video' as const) : ('image' as const),
    },
  };
  const tracks: LocalDraft['t'] = [{ tt: 0, sg: [picture] }];
  if (kind === 'audio') {
    const heard = { name: 'the file', src: 'media', volume: 1, fadeIn: 0, fadeOut: 0 };
    tracks.push({ tt: 1, sg: [{ id: 'sound', s: 0, d: 2000, m: heard }] });
  }
  return { d: 2000, m: { name: 'corpus', aspect: '1:1', fps: 30 }, t: tracks };
}

/** A photo for films that are only heard. */
export const PHOTO = fileURLToPath(new URL('../../samples/sea.jpg', import.meta.url));
