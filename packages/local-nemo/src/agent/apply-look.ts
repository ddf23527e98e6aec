import type { AudioSegment, LocalDraft, Mood, TextSegment } from '../draft.ts';
import { MOODS } from '../draft.ts';
import type { Edit, TextLook, TextStyle } from './edits.ts';
import { tracksOf, withTracks } from './timeline.ts';
import type { Applied, Workshop } from './workshop.ts';

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
const TEXT_MS = 3000;

/** Edits of music, texts and the frame's shape. */
export function applyLook(draft: LocalDraft, edit: Edit, workshop: Workshop): Applied {
  const tracks = tracksOf(draft);
  const [music] = tracks.sounds;
  const withMusic = (sounds: AudioSegment[]): Applied => ({
    draft: withTracks(draft, { ...tracks, sounds }),
    notes: [],
  });
  const withTexts = (texts: TextSegment[]): Applied => ({ draft: withTracks(draft, { ...tracks, texts }), notes: [] });

  switch (edit.kind) {
    case 'aspect':
      return { draft: { ...draft, m: { ...draft.m, aspect: edit.aspect } }, notes: [] };
    case 'music':
      return withMusic([newMusic(draft, edit, workshop, music)]);
    case 'remove-music':
      return music ? withMusic([]) : { draft, notes: [{ kind: 'no-music' }] };
    case 'volume': {
      if (!music) return { draft, notes: [{ kind: 'no-music' }] };
      const volume = edit.to ?? (music.m.volume || 0.1) * (edit.factor ?? 1);
      return withMusic([
        { ...music, m: { ...music.m, volume: Math.round(Math.min(1, Math.max(0, volume)) * 100) / 100 } },
      ]);
    }
    case 'music-fade': {
      if (!music) return { draft, notes: [{ kind: 'no-music' }] };
      const { fadeIn, fadeOut } = music.m;
      return withMusic([{ ...music, m: { ...music.m, fadeIn: edit.inMs ?? fadeIn, fadeOut: edit.outMs ?? fadeOut } }]);
    }
    case 'remove-text': {
      const left = tracks.texts.filter((text) => edit.style !== undefined && text.m.style !== edit.style);
      // "Remove the text" means all of it, also what was once asked for as a title.
      const rest = edit.style === 'caption' && left.length === tracks.texts.length ? [] : left;
      if (tracks.texts.length === 0 || rest.length === tracks.texts.length) return noText(draft, edit.style);
      return withTexts(rest);
    }
    case 'add-text': {
      const added = newText(draft, edit.style, edit.text, edit.look, tracks.texts.length);
      // Two texts at the same place and time can't be read: the new one takes it over.
      const others = tracks.texts.filter((text) => !overlaps(text, added));
      return withTexts([...others, added].toSorted((a, b) => a.s - b.s));
    }
    case 'change-text': {
      const style = edit.style ?? tracks.texts.at(-1)?.m.style;
      const named = tracks.texts.filter((text) => text.m.style === style);
      const target = named.at(-1) ?? tracks.texts.at(-1);
      if (!target) {
        if (edit.text === undefined) return noText(draft, edit.style);
        return withTexts([newText(draft, edit.style ?? 'title', edit.text, edit.look, 0)]);
      }
      return withTexts(
        tracks.texts.map((text) => (text === target ? changedText(draft, text, edit.text, edit.look) : text)),
      );
    }
    default:
      throw new Error(`no hand for the edit ${edit.kind}`);
  }
}

function noText(draft: LocalDraft, style: TextStyle | undefined): Applied {
  return { draft, notes: [{ kind: 'no-text', ...(style && { style }) }] };
}

function newMusic(
  draft: LocalDraft,
  wish: Extract<Edit, { kind: 'music' }>,
  workshop: Workshop,
  before: AudioSegment | undefined,
): AudioSegment {
  const kept = before?.m ?? { volume: VOLUME, fadeIn: 500, fadeOut: 1000 };
  const base = { id: 'music-1', s: 0, d: draft.d };
  const look = { volume: kept.volume || VOLUME, fadeIn: kept.fadeIn, fadeOut: kept.fadeOut };
  const own = workshop.media.find((m) => m.id === wish.src);
  if (own) return { ...base, m: { name: own.filename.replace(/\.[a-z0-9]{2,4}$/i, ''), src: own.id, ...look } };
  const now = before?.m.mood;
  const next = MOODS[(now ? MOODS.indexOf(now) + 1 : 0) % MOODS.length] ?? 'calm';
  const mood = wish.mood ?? (wish.different ? next : (now ?? 'calm'));
  if (before && !wish.mood && !wish.different) return before;
  return { ...base, m: { name: MOOD_NAMES[mood], mood, ...look } };
}

function newText(draft: LocalDraft, style: TextStyle, text: string, look: TextLook, count: number): TextSegment {
  const blank: TextSegment = {
    id: `text-${count + 1}-${style}`,
    ...place(draft, { when: style === 'title' ? 'start' : 'whole' }),
    m: { text, style, position: style === 'title' ? 'center' : 'bottom', color: '#ffffff' },
  };
  return changedText(draft, blank, undefined, look);
}

function changedText(draft: LocalDraft, text: TextSegment, words: string | undefined, look: TextLook): TextSegment {
  const moves = look.when !== undefined || look.durationMs !== undefined;
  const kept = text.d >= draft.d ? {} : { durationMs: text.d };
  const atEnd = text.s > 0 && text.s + text.d >= draft.d;
  const when = look.when ?? (atEnd ? 'end' : 'start');
  return {
    ...text,
    ...(moves && place(draft, { ...kept, ...look, when })),
    m: {
      ...text.m,
      ...(words !== undefined && { text: words }),
      ...(look.position && { position: look.position }),
      ...(look.color && { color: look.color }),
    },
  };
}

function place(draft: LocalDraft, { when, durationMs }: TextLook): { s: number; d: number } {
  if (when === 'whole') return { s: 0, d: draft.d };
  const d = Math.max(1, Math.min(draft.d, durationMs ?? Math.min(TEXT_MS, draft.d)));
  return { s: when === 'end' ? draft.d - d : 0, d };
}

function overlaps(a: TextSegment, b: TextSegment): boolean {
  return a.m.position === b.m.position && a.s < b.s + b.d && b.s < a.s + a.d;
}
