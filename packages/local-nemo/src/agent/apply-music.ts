import type { AudioSegment, LocalDraft, Mood } from '../draft.ts';
import { MOODS } from '../draft.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit } from './edits.ts';
import { tracksOf, withTracks } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

/** What a mood is called in a draft. */
export const MOOD_NAMES: Record<Mood, string> = {
  calm: 'Calm',
  lofi: 'Lo-fi',
  upbeat: 'Upbeat',
  cinematic: 'Cinematic',
  happy: 'Happy',
  romantic: 'Romantic',
};
const VOLUME = 0.35;

export function applyMusic(draft: LocalDraft, edit: Of<'music'>, context: EditContext): Applied {
  return withMusic(draft, [newMusic(draft, edit, context, tracksOf(draft).sounds[0])]);
}

export function removeMusic(draft: LocalDraft): Applied {
  return tracksOf(draft).sounds.length > 0 ? withMusic(draft, []) : noMusic(draft);
}

export function applyVolume(draft: LocalDraft, edit: Of<'volume'>): Applied {
  const [music] = tracksOf(draft).sounds;
  if (!music) return noMusic(draft);
  const volume = edit.to ?? (music.m.volume || 0.1) * (edit.factor ?? 1);
  return withMusic(draft, [
    { ...music, m: { ...music.m, volume: Math.round(Math.min(1, Math.max(0, volume)) * 100) / 100 } },
  ]);
}

export function applyMusicFade(draft: LocalDraft, edit: Of<'music-fade'>): Applied {
  const [music] = tracksOf(draft).sounds;
  if (!music) return noMusic(draft);
  const { fadeIn, fadeOut } = music.m;
  return withMusic(draft, [
    { ...music, m: { ...music.m, fadeIn: edit.inMs ?? fadeIn, fadeOut: edit.outMs ?? fadeOut } },
  ]);
}

function withMusic(draft: LocalDraft, sounds: AudioSegment[]): Applied {
  return { draft: withTracks(draft, { ...tracksOf(draft), sounds }), notes: [] };
}

function noMusic(draft: LocalDraft): Applied {
  return { draft, notes: [{ kind: 'no-music' }] };
}

function newMusic(
  draft: LocalDraft,
  wish: Of<'music'>,
  { media }: EditContext,
  before: AudioSegment | undefined,
): AudioSegment {
  const kept = before?.m ?? { volume: VOLUME, fadeIn: 500, fadeOut: 1000 };
  const base = { id: 'music-1', s: 0, d: draft.d };
  const look = { volume: kept.volume || VOLUME, fadeIn: kept.fadeIn, fadeOut: kept.fadeOut };
  const own = media.find((m) => m.id === wish.src);
  if (own) return { ...base, m: { name: own.filename.replace(/\.[a-z0-9]{2,4}$/i, ''), src: own.id, ...look } };
  const now = before?.m.mood;
  const next = MOODS[(now ? MOODS.indexOf(now) + 1 : 0) % MOODS.length] ?? 'calm';
  const mood = wish.mood ?? (wish.different ? next : (now ?? 'calm'));
  if (before && !wish.mood && !wish.different) return before;
  return { ...base, m: { name: MOOD_NAMES[mood], mood, ...look } };
}
