import { randomUUID } from 'node:crypto';
import type { Suggestion } from './agent/suggest.ts';
import type { TurnStep } from './agent/turn.ts';
import { secret } from './ids.ts';

const AUTHOR = 'nemo_agent';
// About as many characters as a model sends at once.
const DELTA_CHARS = 24;

/** The events of one invocation, as Google's ADK servers send them. */
export function adkEvents(now: () => number) {
  const invocationId = `e-${randomUUID()}`;
  const event = (content: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    invocationId,
    author: AUTHOR,
    content,
    id: secret().slice(0, 8),
    actions: { stateDelta: {}, artifactDelta: {}, requestedAuthConfigs: {}, requestedToolConfirmations: {} },
    longRunningToolIds: [],
    timestamp: now(),
    ...more,
  });
  return {
    call(step: TurnStep) {
      const functionCall = { name: step.tool, args: step.args, id: step.callId };
      return event({ role: 'model', parts: [{ functionCall }] });
    },
    result(step: TurnStep) {
      const functionResponse = { id: step.callId, name: step.tool, response: step.response };
      return event({ role: 'user', parts: [{ functionResponse }] });
    },
    /** A question with options, as a call of the tool that asks the user; it has no result. */
    ask({ prompt, options }: Suggestion) {
      const id = `adk-${secret().slice(0, 8)}`;
      const question = {
        id: 'q1',
        prompt,
        options: options.map((label, i) => ({ id: String(i + 1), label })),
        allow_multiple: false,
      };
      const functionCall = { id, name: 'ask_question', args: { questions: [question] } };
      return event({ role: 'model', parts: [{ functionCall }] }, { longRunningToolIds: [id] });
    },
    /** Deltas, then the whole text once more; nothing for an empty text. */
    text(text: string) {
      if (text === '') return [];
      const letters = [...text];
      const deltas = [];
      for (let at = 0; at < letters.length; at += DELTA_CHARS) {
        const delta = letters.slice(at, at + DELTA_CHARS).join('');
        deltas.push(event({ role: 'model', parts: [{ text: delta }] }, { partial: true }));
      }
      const whole = { partial: false, turnComplete: true, finishReason: 'STOP' };
      return [...deltas, event({ role: 'model', parts: [{ text }] }, whole)];
    },
  };
}
