import type { LocalDraft } from '../draft.ts';
import { RenderError } from './errors.ts';
import { draftWithout, nameOf } from './film/leave-out.ts';

/** So many clips of a film are tried one by one; the renderer may crash for other reasons than a clip as well. */
const MOST_TRIED = 30;

/** Renders a draft; `trial`: to see whether that ends the renderer's process, and for nothing else. */
type Run<F> = (draft: LocalDraft, purpose: 'film' | 'trial') => Promise<F>;

/**
 * Renders a draft although a clip ends the renderer's process, as a fault of a native decoder does: each clip is then
 * rendered by itself, and the film is made without those that end the process again, which are named in `leftOut`.
 * @throws what the first try threw, where no clip is to blame or no picture is left
 */
export async function aroundCrashes<F extends { leftOut: string[] }>(draft: LocalDraft, run: Run<F>): Promise<F> {
  try {
    return await run(draft, 'film');
  } catch (error) {
    if (!isCrash(error)) throw error;
    const blamed: string[] = [];
    for (const src of clipsOf(draft).slice(0, MOST_TRIED)) if (await endsProcess(draft, src, run)) blamed.push(src);
    const rest = blamed.reduce<LocalDraft | undefined>((left, src) => left && draftWithout(left, src), draft);
    if (blamed.length === 0 || !rest) throw error;
    const film = await run(rest, 'film');
    return { ...film, leftOut: [...blamed.map((src) => nameOf(draft, src)), ...film.leftOut] };
  }
}

const isCrash = (error: unknown): boolean => error instanceof RenderError && error.failure === 'crashed';

/** Ids of the files whose frames a native decoder reads. */
function clipsOf({ t }: LocalDraft): string[] {
  const clips = t.flatMap((track) => (track.tt === 0 ? track.sg : []));
  return [...new Set(clips.filter(({ m }) => m.kind === 'video').map(({ m }) => m.src))];
}

async function endsProcess<F>(draft: LocalDraft, src: string, run: Run<F>): Promise<boolean> {
  const alone = onlyClip(draft, src);
  if (!alone) return false;
  try {
    await run(alone, 'trial');
    return false;
  } catch (error) {
    if (isCrash(error)) return true;
    // What cannot be decoded otherwise is left out when the film is made.
    if (error instanceof RenderError) return false;
    throw error;
  }
}

/** The draft with the clips of one file, and without sounds, texts and a logo. */
function onlyClip({ m: { logo: _, ...m }, ...draft }: LocalDraft, src: string): LocalDraft | undefined {
  const pictures: LocalDraft = { ...draft, m, t: draft.t.filter(({ tt }) => tt === 0) };
  const others = new Set(pictures.t.flatMap((track) => (track.tt === 0 ? track.sg.map((clip) => clip.m.src) : [])));
  others.delete(src);
  return [...others].reduce<LocalDraft | undefined>((left, other) => left && draftWithout(left, other), pictures);
}
