import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Attachment } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { Voice } from '../../i18n/language.ts';
import { truncate } from '../kit/text.ts';
import { fileOf, linksOf } from './attachments.ts';
import { PROMPT_LENGTH } from './commands.ts';
import {
  FILE_TYPES,
  FILES_PER_WINDOW,
  FORM_DESCRIPTION_LENGTH,
  FORM_LABEL_LENGTH,
  FORM_TITLE_LENGTH,
} from './limits.ts';

const ID = 'a1|files';
const FILES = 'files';
const WORDS = 'words';

/** The window that takes files, and words that may be left out. */
export function filesWindow(language: Voice): APIModalInteractionResponseCallbackData {
  const t = discordSentences(language);
  const label = (text: string, description: string) => ({
    type: ComponentType.Label as const,
    label: truncate(text, FORM_LABEL_LENGTH),
    description: truncate(description, FORM_DESCRIPTION_LENGTH),
  });
  return {
    custom_id: ID,
    title: truncate(t('filesTitle'), FORM_TITLE_LENGTH),
    components: [
      {
        ...label(t('filesLabel'), t('filesCount', { count: FILES_PER_WINDOW })),
        component: {
          type: ComponentType.FileUpload,
          custom_id: FILES,
          min_values: 1,
          max_values: FILES_PER_WINDOW,
          file_types: [...FILE_TYPES],
          required: true,
        },
      },
      {
        ...label(t('filesWords'), t('filesWordsOptional')),
        component: {
          type: ComponentType.TextInput,
          custom_id: WORDS,
          style: TextInputStyle.Paragraph,
          placeholder: t('modalExample'),
          required: false,
          max_length: PROMPT_LENGTH,
        },
      },
    ],
  };
}

/** What was sent by the window, in the order in which it was chosen; undefined for a window of another kind. */
export function readFilesWindow(
  { custom_id, components, resolved }: APIModalSubmission,
  language: Voice,
): { text: string; attachments: Attachment[] } | undefined {
  if (custom_id !== ID) return undefined;
  const fields = components.flatMap((part) => (part.type === ComponentType.Label ? [part.component] : []));
  const words = fields.find((field) => field.type === ComponentType.TextInput && field.custom_id === WORDS);
  const chosen = fields.find((field) => field.type === ComponentType.FileUpload && field.custom_id === FILES);
  const text = words?.type === ComponentType.TextInput ? words.value.trim() : '';
  const ids = chosen?.type === ComponentType.FileUpload ? chosen.values : [];
  const files = ids.flatMap((id) => resolved?.attachments?.[id] ?? []);
  return { text, attachments: [...files.map((file) => fileOf(file, language)), ...linksOf(text)] };
}
