import { TimeLimitError, withTimeLimit } from '@reelay/async';
import { readTimeline } from '../../nemo/draft/draft.ts';
import { NemoTimeoutError } from '../../nemo/errors.ts';
import { timelineText } from '../steps/timeline-text.ts';
import type { TurnContext } from '../turn/turn-context.ts';
import { voiceOf } from '../turn/voice.ts';

/** How long a question to Nemo may take, the wait for a rate limit included, in ms. */
export const QUESTION_LIMIT_MS = 60_000;

/** A question fails at once while Nemo is silent; a request for work waits. */
export const WITHOUT_WAITING = { maxWaitMs: 0 };

/** Asks Nemo something within a limit; rejects with a {@link NemoTimeoutError} after it. */
export async function askNemo<T>(
  { clock, signal }: Pick<TurnContext, 'clock' | 'signal'>,
  limitMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withTimeLimit(clock, limitMs, 'Nemo’s answer', signal, ask);
  } catch (error) {
    if (error instanceof TimeLimitError) throw new NemoTimeoutError(error.message, { sent: 'maybe', cause: error });
    throw error;
  }
}

/** The chat's timeline in words, or that there is no project yet. */
export async function describeTimeline(
  { t, sessions, nemo, turn }: Pick<TurnContext, 't' | 'sessions' | 'nemo' | 'turn'>,
  signal: AbortSignal,
): Promise<string> {
  const session = (await sessions.find(turn.chat))?.session;
  if (!session) return t('statusNoProject');
  const { draft } = await nemo.state(session.sessionId, { signal, ...WITHOUT_WAITING });
  return timelineText(readTimeline(draft), voiceOf(turn));
}
