import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { discordSentences } from '../../i18n/discord.ts';
import type { Voice } from '../../i18n/language.ts';
import { PROMPT_LENGTH } from './commands.ts';

const PREFIX = 'm1|';
const PROMPT = 'prompt';

/** The window that requests what to make of a message's files. */
export function promptModal(key: string, language: Voice): APIModalInteractionResponseCallbackData {
  const t = discordSentences(language);
  return {
    custom_id: PREFIX + key,
    title: t('modalTitle'),
    components: [
      {
        type: ComponentType.Label,
        label: t('modalLabel'),
        component: {
          type: ComponentType.TextInput,
          custom_id: PROMPT,
          style: TextInputStyle.Paragraph,
          placeholder: t('modalExample'),
          required: true,
          max_length: PROMPT_LENGTH,
        },
      },
    ],
  };
}

/** What was filled in: the window's key, and the prompt; undefined for a window of another kind. */
export function readModal({ custom_id, components }: APIModalSubmission): { key: string; prompt: string } | undefined {
  if (!custom_id.startsWith(PREFIX)) return undefined;
  const fields = components.flatMap((part) => {
    if (part.type === ComponentType.Label) return [part.component];
    return part.type === ComponentType.ActionRow ? part.components : [];
  });
  const field = fields.find((each) => each.type === ComponentType.TextInput && each.custom_id === PROMPT);
  const prompt = field?.type === ComponentType.TextInput ? field.value.trim() : '';
  return { key: custom_id.slice(PREFIX.length), prompt };
}
