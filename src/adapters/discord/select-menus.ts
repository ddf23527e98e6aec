import {
  type APIMessageComponentInteraction,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  ComponentType,
} from 'discord.js';
import { ACTIONS } from '../../core/actions/all.ts';
import type { NextStep } from '../../core/chat.ts';
import { truncate } from '../kit/text.ts';
import { buttonRow, decodePress, type Press } from './buttons.ts';
import { CHOICE_LENGTH, MAX_ROWS, MENU_OPTIONS } from './limits.ts';

/** Marks the shape of a menu's id; menus of another shape are over. */
const VERSION = 's1';

/** Rows with the choices of a menu, in select menus of 25 at most, and below them buttons for what leads elsewhere. */
export function menuRows(steps: readonly NextStep[], userId: string): APIMessageTopLevelComponent[] | undefined {
  const asides = buttonRow(
    steps.filter(({ aside }) => aside),
    { userId },
  );
  const options = steps.flatMap(({ aside, name, argument = '', label }): APISelectMenuOption[] => {
    const value = `${name}|${argument}`;
    return aside || value.length > CHOICE_LENGTH ? [] : [{ label: truncate(label, CHOICE_LENGTH), value }];
  });
  const rows: APIMessageTopLevelComponent[] = [];
  for (let from = 0; from < options.length && rows.length + (asides?.length ?? 0) < MAX_ROWS; from += MENU_OPTIONS) {
    const custom_id = [VERSION, from, userId].join('|');
    const menu = {
      type: ComponentType.StringSelect,
      custom_id,
      options: options.slice(from, from + MENU_OPTIONS),
    } as const;
    rows.push({ type: ComponentType.ActionRow, components: [menu] });
  }
  const all = [...rows, ...(asides ?? [])];
  return all.length > 0 ? all : undefined;
}

/** What a press or a choice of a menu asks for; undefined for one of another version. */
export function pressOf({ data }: APIMessageComponentInteraction): Press | undefined {
  if (data.component_type !== ComponentType.StringSelect) return decodePress(data.custom_id);
  const [version, , userId] = data.custom_id.split('|');
  const chosen = data.values[0] ?? '';
  const name = ACTIONS.command(chosen.slice(0, chosen.indexOf('|')))?.name;
  if (version !== VERSION || !userId || !name) return undefined;
  return { command: { name, argument: chosen.slice(name.length + 1) || undefined }, userId };
}
