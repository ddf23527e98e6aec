import type { LocalDraft } from '../draft.ts';
import { SCORES } from '../renderer/sound/moods.ts';
import { longestOf } from './apply-clip.ts';
import { ClipWork } from './chosen-clips.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit, Note } from './edits.ts';
import { MIN_CLIP_MS, tracksOf, withTracks } from './timeline.ts';

type Of<K extends Edit['kind']> = Extract<Edit, { kind: K }>;

/** The draft's fields without one of them. */
function without<K extends 'loop' | 'beat' | 'logo'>(m: LocalDraft['m'], field: K): LocalDraft['m'] {
  const rest = { ...m };
  delete rest[field];
  return rest;
}

/** Whether the end leads back into the beginning. */
export function applyLoop(draft: LocalDraft, edit: Of<'loop'>): Applied {
  const m = without(draft.m, 'loop');
  return { draft: { ...draft, m: edit.on ? { ...m, loop: true } : m }, notes: [] };
}

/** A picture in a corner of the whole video; a clip that becomes it is no scene any more. */
export function applyLogo(draft: LocalDraft, edit: Of<'logo'>, { media }: EditContext): Applied {
  const { logo } = draft.m;
  if (edit.off) {
    const m = without(draft.m, 'logo');
    return logo ? { draft: { ...draft, m }, notes: [] } : { draft, notes: [{ kind: 'no-logo' }] };
  }
  const work = new ClipWork(draft);
  const at = edit.clip === undefined ? undefined : work.find(edit.clip);
  if (work.notes.length > 0) return work.refuse();
  const clip = at === undefined ? undefined : work.clips[at];
  const file = media.find(({ id }) => id === (edit.media ?? clip?.m.src));
  if (file === undefined && logo && edit.corner)
    return { draft: { ...draft, m: { ...draft.m, logo: { ...logo, corner: edit.corner } } }, notes: [] };
  if (file?.kind !== 'image') return { draft, notes: [{ kind: 'need-logo' }] };
  const clips = work.clips.filter((_, i) => i !== at);
  if (clips.length === 0) return work.refuse({ kind: 'last-clip' });
  const name = file.filename.replace(/\.[a-z0-9]{2,4}$/i, '');
  const corner = edit.corner ?? logo?.corner ?? 'br';
  const { draft: rest } = at === undefined ? { draft } : work.done(clips);
  return { draft: { ...rest, m: { ...rest.m, logo: { src: file.id, name, corner } } }, notes: [] };
}

/** Cuts on the beat of the music, from now on. */
export function applyBeat(draft: LocalDraft, edit: Of<'beat'>, context: EditContext): Applied {
  const m = without(draft.m, 'beat');
  if (!edit.on) return { draft: { ...draft, m }, notes: [] };
  const clips = tracksOf(draft).clips.length;
  if (clips < 2) return { draft, notes: [{ kind: 'one-clip' }] };
  const why = whyOffBeat(draft);
  if (why) return { draft, notes: [why] };
  const snapped = onBeat({ ...draft, m: { ...m, beat: true } }, context);
  return snapped.m.beat ? { draft: snapped, notes: [] } : { draft, notes: [{ kind: 'no-beat', why: 'short' }] };
}

function whyOffBeat(draft: LocalDraft): Note | undefined {
  const [music] = tracksOf(draft).sounds;
  if (!music || music.m.volume === 0) return { kind: 'no-beat', why: 'music' };
  return music.m.mood === undefined ? { kind: 'no-beat', why: 'own' } : undefined;
}

/** The draft with its cuts on the beat, where that is wanted; its length stays. Without a beat to go by, none is wanted. */
export function onBeat(draft: LocalDraft, context: Pick<EditContext, 'media'>): LocalDraft {
  if (!draft.m.beat) return draft;
  const tracks = tracksOf(draft);
  const mood = tracks.sounds[0]?.m.mood;
  const off = { ...draft, m: without(draft.m, 'beat') };
  if (mood === undefined || tracks.clips.length < 2) return off;
  const beat = 60_000 / SCORES[mood].bpm;
  const least = Math.ceil(MIN_CLIP_MS / beat);
  let beats = 0;
  let before = 0;
  let wanted = 0;
  const clips = tracks.clips.map((clip, i) => {
    wanted += clip.d;
    if (i === tracks.clips.length - 1) return { ...clip, d: draft.d - before };
    const most = longestOf(clip, context) ?? draft.d;
    let next = Math.max(beats + least, Math.round(wanted / beat));
    // A film has no more to show than it has.
    while (next > beats + least && Math.round(next * beat) - before > most) next--;
    beats = next;
    const cut = Math.round(beats * beat);
    const d = cut - before;
    before = cut;
    return { ...clip, d };
  });
  return clips.every(({ d }) => d >= MIN_CLIP_MS) ? withTracks(draft, { ...tracks, clips }) : off;
}
