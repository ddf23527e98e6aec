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
const CHANGE = 'c1|';
const PROMPT = 'prompt';

/** The window that requests what to make of a message's files. */
export function promptModal(key: string, language: Voice): APIModalInteractionResponseCallbackData {
  const t = discordSentences(language);
  return promptWindow(PREFIX + key, { title: t('modalTitle'), label: t('modalLabel'), example: t('modalExample') });
}

function promptWindow(
  custom_id: string,
  { title, label, example }: { title: string; label: string; example: string },
): APIModalInteractionResponseCallbackData {
  return {
    custom_id,
    title,
    components: [
      {
        type: ComponentType.Label,
        label,
        component: {
          type: ComponentType.TextInput,
          custom_id: PROMPT,
          style: TextInputStyle.Paragraph,
          placeholder: example,
          required: true,
          max_length: PROMPT_LENGTH,
        },
      },
    ],
  };
}

/** The window that asks what is to change in the video of the place that it is opened in. */
export function changeModal(key: string, language: Voice): APIModalInteractionResponseCallbackData {
  const t = discordSentences(language);
  const words = { title: t('changeTitle'), label: t('changeLabel'), example: t('changeExample') };
  return promptWindow(CHANGE + key, words);
}

/** What was filled in: the window's key, the prompt, whether it asked for a change; undefined for a window of another kind. */
export function readModal({
  custom_id,
  components,
}: APIModalSubmission): { key: string; prompt: string; changes: boolean } | undefined {
  const changes = custom_id.startsWith(CHANGE);
  if (!changes && !custom_id.startsWith(PREFIX)) return undefined;
  const fields = components.flatMap((part) => {
    if (part.type === ComponentType.Label) return [part.component];
    return part.type === ComponentType.ActionRow ? part.components : [];
  });
  const field = fields.find((each) => each.type === ComponentType.TextInput && each.custom_id === PROMPT);
  const prompt = field?.type === ComponentType.TextInput ? field.value.trim() : '';
  return { key: custom_id.slice(PREFIX.length), prompt, changes };
}
