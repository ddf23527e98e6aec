import type { LocalDraft } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import type { Context } from './clauses.ts';
import type { FileWishes } from './plan-files.ts';
import { tracksOf } from './timeline.ts';
import type { Reading } from './words.ts';

export function contextOf(
  reading: Reading,
  draft: LocalDraft | null,
  media: MediaRecord[],
  placed: Set<string>,
  files: Pick<FileWishes, 'newMedia' | 'sound' | 'clips'> & Partial<Pick<FileWishes, 'material'>>,
): Context {
  const sounds = media.filter((m) => m.kind === 'audio').map((m) => m.id);
  const unplaced = media.filter((m) => m.kind !== 'audio' && !placed.has(m.id)).map((m) => m.id);
  const newSounds = sounds.filter((id) => !placed.has(id));
  // The newest sound is taken, unless another one is named.
  const named = files.sound === undefined ? [] : [files.sound];
  return {
    reading,
    newMedia: [...(files.newMedia ?? unplaced)],
    audio: [...sounds, ...named],
    newAudio: [...newSounds, ...named],
    clips: files.clips,
    places: files.material?.length ?? files.clips,
    lengthMs: draft?.d,
    hasText: hasTrack(draft, 7),
    texts: draft ? tracksOf(draft).texts.map(({ m }) => m.text) : [],
    hasMusic: hasTrack(draft, 1),
    footage: footageOf(draft, media, files.material),
    hasLogo: draft?.m.logo !== undefined,
  };
}

/** The places of videos in the draft, or in the one that is to be made of `material`. */
function footageOf(draft: LocalDraft | null, media: MediaRecord[], material: string[] | undefined): number[] {
  const kinds = material
    ? material.map((id) => media.find((one) => one.id === id)?.kind)
    : draft
      ? tracksOf(draft).clips.map(({ m }) => m.kind)
      : [];
  return kinds.flatMap((kind, i) => (kind === 'video' ? [i + 1] : []));
}

function hasTrack(draft: LocalDraft | null, kind: 1 | 7): boolean {
  return draft?.t.some((track) => track.tt === kind && track.sg.length > 0) ?? false;
}
