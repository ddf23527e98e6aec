import { classify } from '../../intents/classify.ts';
import type { Command } from '../chat.ts';
import { typedCommand } from './typed-command.ts';

/** The commands that a message's words come to, so that an adapter can ask for the rights they need before it hands it in. */
export function askedCommands(text: string, media: number): Command[] {
  const typed = media === 0 ? typedCommand(text) : undefined;
  if (typed) return [typed.name];
  const { steps } = classify({ text, media });
  return steps.flatMap((step) => (step.kind === 'action' && step.action !== 'upload' ? [step.action] : []));
}
