import type { LocalDraft } from '../draft.ts';
import { applyClips } from './apply-clips.ts';
import { applyLook } from './apply-look.ts';
import { applyVary } from './apply-vary.ts';
import type { Edit } from './edits.ts';
import { firstDraft } from './first-draft.ts';
import { tracksOf } from './timeline.ts';
import type { Applied, Workshop } from './workshop.ts';

/** Does one edit. An edit that has nothing to work on leaves the draft as it is and says why. */
export function applyEdit(draft: LocalDraft | null, edit: Edit, workshop: Workshop): Applied {
  if (edit.kind === 'create') return { draft: firstDraft(edit.media, workshop.media), notes: [] };
  if (!draft) throw new Error('there is no draft to edit');
  if (edit.kind === 'undo') {
    const before = workshop.history.at(-1);
    return before ? { draft: before, notes: [] } : { draft, notes: [{ kind: 'nothing-to-undo' }] };
  }
  if (edit.kind === 'vary') {
    const isLone = edit.what === 'transition' && tracksOf(draft).clips.length < 2;
    return isLone
      ? { draft, notes: [{ kind: 'one-clip' }] }
      : { draft: applyVary(draft, edit.what, workshop), notes: [] };
  }
  const applied = applyClips(draft, edit, workshop) ?? applyLook(draft, edit, workshop);
  const same = JSON.stringify(applied.draft) === JSON.stringify(draft);
  return same && applied.notes.length === 0 ? { draft, notes: [{ kind: 'already' }] } : applied;
}
