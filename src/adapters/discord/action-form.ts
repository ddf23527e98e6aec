import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { ACTIONS } from '../../core/actions/all.ts';
import type { ActionForm } from '../../core/actions/declaration.ts';
import type { CommandCall } from '../../core/chat.ts';
import { truncate } from '../kit/text.ts';
import { FORM_LABEL_LENGTH, FORM_TITLE_LENGTH, PLACEHOLDER_LENGTH } from './limits.ts';

const PREFIX = 'f1|';
const VALUE = 'value';
/** From so many letters on a field has several lines. */
const SEVERAL_LINES = 100;

/** The window that asks for what goes behind a command's argument. Left empty, the argument stands for itself. */
export function actionForm(
  { name, argument = '' }: CommandCall,
  { title, label, hint, maxLetters }: ActionForm,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: `${PREFIX}${name}|${argument}`,
    title: truncate(title, FORM_TITLE_LENGTH),
    components: [
      {
        type: ComponentType.Label,
        label: truncate(label, FORM_LABEL_LENGTH),
        component: {
          type: ComponentType.TextInput,
          custom_id: VALUE,
          style: maxLetters > SEVERAL_LINES ? TextInputStyle.Paragraph : TextInputStyle.Short,
          placeholder: truncate(hint, PLACEHOLDER_LENGTH),
          required: false,
          max_length: maxLetters,
        },
      },
    ],
  };
}

/** The command that a filled window stands for; undefined for a window of another kind. */
export function readActionForm({ custom_id, components }: APIModalSubmission): CommandCall | undefined {
  if (!custom_id.startsWith(PREFIX)) return undefined;
  const [wanted = '', argument = ''] = custom_id.slice(PREFIX.length).split('|');
  const name = ACTIONS.command(wanted)?.name;
  if (!name) return undefined;
  const field = components.flatMap((part) => (part.type === ComponentType.Label ? [part.component] : []))[0];
  const value = field?.type === ComponentType.TextInput ? field.value.trim() : '';
  return { name, argument: `${argument} ${value}`.trim() };
}
