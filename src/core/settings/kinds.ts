import { z } from 'zod';
import type { Localised } from '../actions/declaration.ts';
import { shortHash } from '../storage/chat-record.ts';
import type { CommunitySettings } from '../storage/community-settings.ts';
import type { OperatorSettings, Setting, SettingChoice, SettingPlace, SettingValue } from './setting.ts';

/** More credits than any account holds. */
export const MOST_CREDITS = 1_000_000;

/** What every kind of setting is declared with. */
interface Declared {
  key: string;
  title: Localised;
  about: Localised;
  inPrivate?: boolean;
  platforms?: readonly string[];
  confidential?: boolean;
  aboutCredits?: boolean;
  applied?: Setting['applied'];
}

/** One of several values. */
export function choiceSetting<const T extends string>(
  declared: Declared & {
    choices(place: SettingPlace): readonly (SettingChoice & { value: T })[];
    /** Holds where nothing is set. */
    fallback(operator: OperatorSettings): T;
  },
): Setting<T> {
  const { choices } = declared;
  const labelOf = (value: string, place: SettingPlace) =>
    choices(place).find((choice) => choice.value === value)?.label ?? value;
  return {
    ...common(
      declared,
      z.custom<T>((value) => typeof value === 'string'),
    ),
    form: { kind: 'choice', choices },
    read(text, place) {
      const all = choices(place);
      const found = all[Number(text) - 1] ?? all.find((choice) => namesChoice(text, choice));
      if (found) return { value: found.value };
      return { problem: place.t('settingNoChoice', { what: text.slice(0, 60), choices: listed(all) }) };
    },
    show: labelOf,
    fallback: (place) => labelOf(declared.fallback(place.operator), place),
  };
}

/** `on` or `off`. */
export function switchSetting(
  declared: Declared & { fallback(operator: OperatorSettings): boolean },
): Setting<'on' | 'off'> {
  return choiceSetting({
    ...declared,
    choices: ({ t }) => [
      { value: 'on', label: t('settingOn') },
      { value: 'off', label: t('settingOff') },
    ],
    fallback: (operator) => (declared.fallback(operator) ? 'on' : 'off'),
  });
}

/** A whole number. */
export function numberSetting(
  declared: Declared & { min: number; max(operator: OperatorSettings): number; fallback(place: SettingPlace): string },
): Setting<number> {
  const { min, max, fallback } = declared;
  return {
    ...common(declared, z.number().int()),
    form: { kind: 'number', min, max },
    read(text, { operator, t }) {
      const plain = text.normalize('NFKC').replace(/[\s,_]/g, '');
      const value = /^\d{1,12}$/.test(plain) ? Number(plain) : Number.NaN;
      const most = max(operator);
      return value >= min && value <= most ? { value } : { problem: t('settingNoNumber', { min, max: most }) };
    },
    show: String,
    fallback,
  };
}

/** A text of its own. */
export function textSetting(
  declared: Declared & { maxLetters: number; fallback(place: SettingPlace): string },
): Setting<string> {
  const { maxLetters, fallback } = declared;
  return {
    ...common(declared, z.string()),
    form: { kind: 'text', maxLetters },
    read(text, { t }) {
      if ([...text].length > maxLetters) return { problem: t('settingTooLong', { max: maxLetters }) };
      return { value: text };
    },
    show: (value) => value,
    fallback,
  };
}

/** Several short texts. */
export function listSetting(
  declared: Declared & {
    maxItems: number;
    maxLetters: number;
    /** An item in the form that it is kept in; undefined for one that is none. */
    readItem(text: string, place: SettingPlace): string | undefined;
    /** An item as it is shown; as it is kept without it. */
    showItem?(item: string, place: SettingPlace): string;
    fallback(place: SettingPlace): string;
  },
): Setting<readonly string[]> {
  const { maxItems, maxLetters, fallback, readItem, showItem = (item) => item } = declared;
  return {
    ...common(declared, z.array(z.string()).readonly()),
    form: { kind: 'list', maxItems, maxLetters },
    read(text, place, now = []) {
      const change = text[0] === '+' || text[0] === '-' ? text[0] : undefined;
      const given = itemsOf(change ? text.slice(1) : text);
      const items: string[] = [];
      for (const each of given) {
        const item = [...each].length <= maxLetters ? readItem(each, place) : undefined;
        if (item === undefined) return { problem: place.t('settingNoItem', { what: each.slice(0, 60) }) };
        items.push(item);
      }
      const without = now.filter((item) => !items.includes(item));
      const all = change === '-' ? without : change === '+' ? [...without, ...items] : items;
      const value = [...new Set(all)];
      return value.length > maxItems ? { problem: place.t('settingTooMany', { max: maxItems }) } : { value };
    },
    show: (value, place) =>
      value.length === 0 ? fallback(place) : value.map((item) => showItem(item, place)).join(', '),
    fallback,
  };
}

function itemsOf(text: string): string[] {
  return text
    .split(/[,，、;；\n]/u)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function common<V extends SettingValue>(
  { key, title, about, inPrivate = false, platforms, confidential, aboutCredits, applied }: Declared,
  schema: z.ZodType<V>,
) {
  return {
    ...{ key, title, about, inPrivate, platforms, confidential, aboutCredits, applied },
    of: (stored: CommunitySettings): V | undefined => schema.safeParse(stored[key]).data,
  };
}

/** What a button carries for a value: the value itself, or what stands for one that is too long. */
export function tokenOf(value: string): string {
  return value.length <= 8 ? value : shortHash(value).slice(0, 8);
}

function namesChoice(text: string, { value, label }: SettingChoice): boolean {
  const plain = (each: string) => each.normalize('NFKC').toLowerCase().trim();
  const wanted = plain(text);
  return [value, label, tokenOf(value)].some((name) => plain(name) === wanted);
}

function listed(choices: readonly SettingChoice[]): string {
  return choices.map(({ label }) => label).join(' · ');
}
