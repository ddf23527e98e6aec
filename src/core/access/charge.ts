import type { PromptWork, Turn } from '../turn/turn.ts';
import { requesterOf } from './requester.ts';

/** What a first clip, or another one in its place, usually takes, in credits. */
export const CLIP_CREDITS = 100;
/** What a round of editing usually takes, in credits. */
const EDIT_CREDITS = 50;

/** What a prompt is expected to take. */
export function priceOf({ repeat, implied }: PromptWork, { makesClip }: { makesClip: boolean }): number {
  return (makesClip && !implied) || repeat !== undefined ? CLIP_CREDITS : EDIT_CREDITS;
}

/** What all prompts of a turn are expected to take, or took. */
export function expectedCredits(turn: Turn): number {
  const makesClip = turn.makesClip ?? true;
  let credits = 0;
  for (const piece of turn.work) {
    if (piece.kind === 'prompt') credits += piece.charged?.credits ?? priceOf(piece, { makesClip });
  }
  return credits;
}

/**
 * What a turn that ends has cost: the measured difference for each prompt that was sent, or the price where none could be
 * measured. Undefined when nothing is known of its work, or it only asked the bot itself.
 */
export function chargeOf(turn: Turn, freeOfCharge: boolean): Turn['charge'] {
  const works = turn.work.filter(({ kind }) => kind !== 'action');
  if (works.length === 0) return turn.charge;
  const makesClip = turn.makesClip ?? true;
  let credits = 0;
  let estimate = false;
  for (const piece of works) {
    if (piece.kind !== 'prompt' || !piece.sending || freeOfCharge) continue;
    credits += piece.charged?.credits ?? priceOf(piece, { makesClip });
    estimate ||= piece.charged?.estimate ?? true;
  }
  const { user, community } = requesterOf(turn);
  const last = works.findLast((piece) => piece.kind === 'export');
  const render = last?.kind === 'export' ? last.renderId : undefined;
  const action = works.some(({ kind }) => kind === 'prompt') ? 'edit' : last ? 'export' : 'upload';
  return { user, community, skill: turn.skill ?? '', action, credits, estimate, render };
}
