import type { Voice } from '../../i18n/language.ts';
import { inVoice, listInVoice } from '../../i18n/translator.ts';
import type { Skill } from '../../skills/parse.ts';
import type { NextStep } from '../chat.ts';
import { greetingSetting } from '../settings/greeting.ts';
import { shortHash } from '../storage/chat-record.ts';
import type { TurnContext } from '../turn/turn-context.ts';
import { voiceOf } from '../turn/voice.ts';

/** The remark that a button with an example calls. */
export const EXAMPLE = 'example';

/** How many examples are offered, and letters of a button. */
const OFFERED = 2;
const MAX_LABEL = 60;

type Greeter = Pick<TurnContext, 'skills' | 'turn' | 't' | 'settings' | 'place'>;

/**
 * The greeting of the place, or the skill's; with a backend that takes time and credits, how much of both, before any is spent. Examples are
 * listed for whoever has not said yet what they want.
 */
export function greetingText({ skills, turn, t, settings, place }: Greeter): string {
  const { greeting, examples, creditsNote } = skills.current;
  const voice = voiceOf(turn);
  const knowsWhat = turn.work.some(({ kind }) => kind === 'prompt');
  const listed = exampleTexts(examples, voice).map((example) => `• ${example}`);
  const parts = [greetingSetting.of(place.stored) ?? inVoice(greeting, voice)];
  if (!knowsWhat && listed.length > 0) parts.push([t('examplesHead'), ...listed].join('\n'));
  if (!settings.freeOfCharge) parts.push(`${t('factDuration')}\n💳 ${inVoice(creditsNote, voice)}`);
  return parts.join('\n\n');
}

function exampleTexts(examples: Skill['examples'], voice: Voice): readonly string[] {
  return listInVoice(examples, voice).slice(0, OFFERED);
}

/** Two of the skill's examples, to be tried by a press. */
export function exampleSteps({ skills, turn }: Greeter): NextStep[] {
  const { slug, examples } = skills.current;
  return exampleTexts(examples, voiceOf(turn)).map((example, index) => {
    const letters = [...example];
    const label = letters.length > MAX_LABEL ? `${letters.slice(0, MAX_LABEL - 1).join('')}…` : example;
    return { name: EXAMPLE, argument: `${shortHash(slug).slice(0, 8)}-${index}`, label: `💡 ${label}` };
  });
}

/** The words of an example, as a button names it; undefined for one that no longer exists. */
export function exampleOf({ skills, turn }: Greeter, argument: string): string | undefined {
  const [hash, index] = argument.split('-');
  const skill = skills.all.find(({ slug }) => shortHash(slug).slice(0, 8) === hash);
  return skill && exampleTexts(skill.examples, voiceOf(turn))[Number(index)];
}
