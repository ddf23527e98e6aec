import type { Clock } from '@reelay/async';
import type { APIApplicationCommandAutocompleteInteraction, APIApplicationCommandOptionChoice } from 'discord.js';
import type { ChatKey } from '../../core/chat.ts';
import { SETTINGS } from '../../core/settings/all.ts';
import type { Language, Voice } from '../../i18n/language.ts';
import { listInVoice } from '../../i18n/translator.ts';
import { truncate } from '../kit/text.ts';
import { CHOICE_LENGTH, CHOICES } from './limits.ts';

/** What may be suggested while somebody types. */
export interface SuggestionSources {
  /** The skills there are, the one that chats begin with first. */
  skills: readonly { slug: string; title: string; examples: Record<Language, readonly string[]> }[];
  /** The slug of the skill that the chat has switched to; the first one without it. */
  activeSkill?: (chat: ChatKey) => Promise<string | undefined>;
  /** What was asked in the chat lately, the latest first. */
  recentPrompts: (chat: ChatKey) => Promise<readonly string[]>;
}

/** How long suggestions may be looked for, in ms: they are shown while somebody types, and Discord waits three seconds. */
const LOOK_UP_MS = 1500;

/** Suggestions for the option being typed: the chat's latest prompts, then the skill's examples; skills for `/skill`. */
export async function suggest(
  interaction: APIApplicationCommandAutocompleteInteraction,
  { chat, language }: { chat: ChatKey; language: Voice },
  sources: SuggestionSources,
  clock: Clock,
): Promise<APIApplicationCommandOptionChoice<string>[]> {
  const focused = interaction.data.options.find((option) => 'focused' in option && option.focused);
  const typed = focused && 'value' in focused ? String(focused.value).trim() : '';
  if (interaction.data.name === 'skill') {
    return fitting(
      sources.skills.map(({ title }) => title),
      typed,
    );
  }
  if (interaction.data.name === 'settings') {
    return fitting(
      SETTINGS.map(({ key }) => key),
      typed,
    );
  }
  const [recent, slug] = await Promise.all([
    within(clock, sources.recentPrompts(chat), []),
    within(clock, sources.activeSkill?.(chat) ?? Promise.resolve(undefined), undefined),
  ]);
  const skill = sources.skills.find((each) => each.slug === slug) ?? sources.skills[0];
  return fitting([...recent, ...(skill ? listInVoice(skill.examples, language) : [])], typed);
}

/** The texts that hold what was typed; one that is too long to be given back whole is left out. */
function fitting(texts: readonly string[], typed: string): APIApplicationCommandOptionChoice<string>[] {
  const wanted = typed.toLowerCase();
  const clean = [...new Set(texts.map((text) => text.replace(/\s+/g, ' ').trim()))];
  return clean
    .filter((text) => text.length > 0 && text.length <= CHOICE_LENGTH && text.toLowerCase().includes(wanted))
    .slice(0, CHOICES)
    .map((text) => ({ name: truncate(text, CHOICE_LENGTH), value: text }));
}

/** What `found` gives, or `otherwise` when it fails or takes too long. */
async function within<T>(clock: Clock, found: Promise<T>, otherwise: T): Promise<T> {
  let cancel = () => {};
  const late = new Promise<T>((resolve) => {
    cancel = clock.setTimeout(LOOK_UP_MS, () => resolve(otherwise));
  });
  try {
    return await Promise.race([found.catch(() => otherwise), late]);
  } finally {
    cancel();
  }
}
