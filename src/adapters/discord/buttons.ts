import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { ACTIONS } from '../../core/actions/all.ts';
import { HANDLE_REPORT } from '../../core/actions/handle-report.ts';
import { SEND_EDIT } from '../../core/actions/late-changes.ts';
import { AGREE } from '../../core/actions/terms.ts';
import type { CommandCall, NextStep } from '../../core/chat.ts';
import { ANSWER } from '../../core/steps/asked.ts';
import { EXAMPLE } from '../../core/steps/greeting.ts';
import { ADD_FILES } from '../../core/turn/next-steps.ts';
import { truncate } from '../kit/text.ts';
import { BUTTON_LABEL_LENGTH, BUTTON_URL_LENGTH, BUTTONS_PER_ROW, CUSTOM_ID_LENGTH, MAX_ROWS } from './limits.ts';

/** What a button does. It carries all of it, so that it works for as long as its message is there. */
export interface Press {
  command: CommandCall;
  project?: string;
  /** Who asked for what it stands under. */
  userId: string;
}

/** Names that only buttons call. */
export const BUTTON_NAMES: ReadonlySet<string> = new Set([
  ...[ANSWER, EXAMPLE, SEND_EDIT, AGREE, HANDLE_REPORT, ADD_FILES],
]);

/** Who may press a button that is for whoever reads it. */
export const ANYBODY = '*';

/** Marks the shape of the id; buttons of another shape are over. */
const VERSION = 'r1';

/** Rows with a button per step, the first one in colour; undefined when there is none. */
export function buttonRow(
  steps: NextStep[],
  { project, userId }: { project?: string; userId: string },
): APIMessageTopLevelComponent[] | undefined {
  const components = steps.flatMap((step, index): APIButtonComponent[] => {
    const label = truncate(step.label, BUTTON_LABEL_LENGTH);
    if (step.url && step.url.length <= BUTTON_URL_LENGTH) {
      return [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url: step.url }];
    }
    const custom_id = encodePress({ command: { name: step.name, argument: step.argument }, project, userId });
    if (custom_id.length > CUSTOM_ID_LENGTH) return [];
    const style = index === 0 ? ButtonStyle.Primary : ButtonStyle.Secondary;
    return [{ type: ComponentType.Button, style, label, custom_id }];
  });
  if (components.length === 0) return undefined;
  const rows = Math.min(MAX_ROWS, Math.ceil(components.length / BUTTONS_PER_ROW));
  // As even as they can be: one button alone in a second row looks lost.
  const each = Math.min(BUTTONS_PER_ROW, Math.ceil(components.length / rows));
  return Array.from({ length: rows }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: components.slice(row * each, (row + 1) * each),
  }));
}

/** The id of a button; at most 100 characters for every step without a long argument. */
export function encodePress({ command, project = '', userId }: Press): string {
  return [VERSION, command.name, encodeURIComponent(command.argument ?? ''), project, userId].join('|');
}

/** What the button with this id does; undefined for one of another version. */
export function decodePress(customId: string): Press | undefined {
  const [version, wanted, argument, project, userId] = customId.split('|');
  const name = BUTTON_NAMES.has(wanted ?? '') ? wanted : ACTIONS.command(wanted ?? '')?.name;
  if (version !== VERSION || !name || argument === undefined || !userId) return undefined;
  try {
    return {
      command: { name, argument: decodeURIComponent(argument) || undefined },
      project: project || undefined,
      userId,
    };
  } catch {
    return undefined;
  }
}

/** The parts with this button disabled; undefined when they have no such button. */
export function withButtonUsed(
  parts: readonly APIMessageTopLevelComponent[],
  customId: string,
): APIMessageTopLevelComponent[] | undefined {
  let found = false;
  const inRow = <Part extends APIComponentInContainer>(row: Part): Part => {
    if (row.type !== ComponentType.ActionRow) return row;
    const components = row.components.map((component) => {
      if (!('custom_id' in component) || component.custom_id !== customId) return component;
      found = true;
      return { ...component, disabled: true };
    });
    return { ...row, components };
  };
  const changed = parts.map((part): APIMessageTopLevelComponent => {
    if (part.type === ComponentType.Container) return { ...part, components: part.components.map(inRow) };
    return part.type === ComponentType.ActionRow ? inRow(part) : part;
  });
  return found ? changed : undefined;
}
