import type { Context } from './clauses.ts';
import type { Edit } from './edits.ts';

/** Several texts for the same place and time cannot be read together: each gets a photo of its own, as far as they go. */
export function spreadTexts(edits: Edit[], clips: number): Edit[] {
  const key = (edit: Edit) =>
    edit.kind === 'add-text' && edit.clip === undefined ? JSON.stringify([edit.style, edit.look]) : undefined;
  const alike = (edit: Edit) => edits.filter((other) => key(other) !== undefined && key(other) === key(edit));
  return edits.map((edit) => {
    const group = alike(edit);
    if (edit.kind !== 'add-text' || group.length < 2 || group.length > clips) return edit;
    return { ...edit, style: 'caption', clip: group.indexOf(edit) + 1 };
  });
}

/** Without the edits that later ones of the same message overrule. */
export function withoutOverruled(edits: Edit[]): Edit[] {
  return edits.filter((edit, i) => {
    // "Too long, make it 8 seconds": the goal says how much.
    if (edit.kind === 'scale-length' && edits.slice(i + 1).some((later) => later.kind === 'length')) return false;
    if (
      edit.kind === 'clip-length' &&
      edit.factor !== undefined &&
      edits
        .slice(i + 1)
        .some(
          (later) =>
            later.kind === 'clip-length' && later.ms !== undefined && String(later.clips) === String(edit.clips),
        )
    )
      return false;
    // "Animate this with a slow zoom": the particular motion is what was meant by the general one.
    const general = edit.kind === 'motion' && edit.motion === 'alternate' && edit.strength === undefined;
    return !(general && edits.slice(i + 1).some((later) => later.kind === 'motion' && later.clips === 'all'));
  });
}

/** A whole video needs a clip first and has music unless that was declined. */
export function firstVideo(edits: Edit[], media: string[], context: Context): Edit[] {
  const wantsNone = edits.findLast((e) => e.kind === 'music' || e.kind === 'remove-music')?.kind === 'remove-music';
  const rest = edits.filter(
    (e) => e.kind !== 'add-media' && e.kind !== 'undo' && e.kind !== 'remove-music' && !(wantsNone && isMusic(e)),
  );
  const hasMusic = rest.some((e) => e.kind === 'music');
  const own = context.newAudio.at(-1);
  const music: Edit[] =
    wantsNone || hasMusic ? [] : [own === undefined ? { kind: 'music', mood: 'calm' } : { kind: 'music', src: own }];
  // Order and shape before looks, so that "the last photo first" and lengths mean what they say.
  const isShape = (e: Edit) => e.kind === 'aspect' || e.kind === 'length';
  return [{ kind: 'create', media }, ...rest.filter(isShape), ...music, ...rest.filter((e) => !isShape(e))];
}

function isMusic(edit: Edit): boolean {
  return edit.kind === 'music' || edit.kind === 'volume' || edit.kind === 'music-fade';
}
