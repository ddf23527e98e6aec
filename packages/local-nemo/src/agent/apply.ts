import type { LocalDraft } from '../draft.ts';
import { applyClipVolume, applyFit, applySoftEdge, applySpeed, applyTrim } from './apply-clip.ts';
import { copyClips, repeatClips } from './apply-copy.ts';
import { applyBeat, applyLogo, applyLoop, onBeat } from './apply-frame.ts';
import { addLength, clipLength, scaleLength, setLength } from './apply-length.ts';
import { applyAspect, applyEnds, applyLook } from './apply-look.ts';
import { addMedia, replaceClip, useOnly } from './apply-media.ts';
import { applyMotion, applyTransition } from './apply-motion.ts';
import { applyMusic, applyMusicFade, applyVolume, removeMusic } from './apply-music.ts';
import { keepClips, moveClip, orderClips, removeClips, reverseClips, shuffleClips, swapClips } from './apply-order.ts';
import { restore, undo } from './apply-restore.ts';
import { addText, changeText, removeText } from './apply-text.ts';
import { applyVary } from './apply-vary.ts';
import type { Applied, EditContext } from './edit-context.ts';
import type { Edit } from './edits.ts';
import { firstDraft } from './first-draft.ts';

type Kind = Exclude<Edit['kind'], 'create'>;
type Handlers = {
  [K in Kind]: (draft: LocalDraft, edit: Extract<Edit, { kind: K }>, context: EditContext) => Applied;
};

const HANDLERS: Handlers = {
  length: setLength,
  'scale-length': scaleLength,
  'add-length': addLength,
  'clip-length': clipLength,
  motion: applyMotion,
  transition: applyTransition,
  'add-text': addText,
  'change-text': changeText,
  'remove-text': removeText,
  music: applyMusic,
  volume: applyVolume,
  'music-fade': applyMusicFade,
  'remove-music': removeMusic,
  aspect: applyAspect,
  look: applyLook,
  ends: applyEnds,
  speed: applySpeed,
  trim: applyTrim,
  'clip-volume': applyClipVolume,
  fit: applyFit,
  'soft-edge': applySoftEdge,
  loop: applyLoop,
  beat: applyBeat,
  logo: applyLogo,
  repeat: repeatClips,
  'copy-clips': copyClips,
  reverse: reverseClips,
  shuffle: shuffleClips,
  move: moveClip,
  swap: swapClips,
  order: orderClips,
  'remove-clips': removeClips,
  'keep-clips': keepClips,
  'use-only': useOnly,
  'replace-clip': replaceClip,
  'add-media': addMedia,
  vary: applyVary,
  undo,
  restore,
};

/** Does one edit. An edit that has nothing to work on leaves the draft as it is and says why. */
export function applyEdit(draft: LocalDraft | null, edit: Edit, context: EditContext): Applied {
  if (edit.kind === 'create') return { draft: firstDraft(edit.media, context.media), notes: [] };
  if (!draft) throw new Error('there is no draft to edit');
  // The compiler cannot see that the handler found under an edit's kind takes this very edit.
  const handler = HANDLERS[edit.kind] as (draft: LocalDraft, edit: Edit, context: EditContext) => Applied;
  const handled = handler(draft, edit, context);
  // Whatever changed: cuts that are to be on the beat stay there.
  const applied = { ...handled, draft: onBeat(handled.draft, context) };
  const same = JSON.stringify(applied.draft) === JSON.stringify(draft);
  return same && applied.notes.length === 0 ? { draft, notes: [{ kind: 'already' }] } : applied;
}
