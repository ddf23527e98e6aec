import type { Voice } from '../../i18n/language.ts';
import { inVoice, translator } from '../../i18n/translator.ts';
import type { ActionForm } from '../actions/declaration.ts';
import type { NextStep } from '../chat.ts';
import type { CommunitySettings } from '../storage/community-settings.ts';
import { SETTINGS } from './all.ts';
import { tokenOf } from './kinds.ts';
import type { Setting, SettingPlace, SettingValue } from './setting.ts';

/** What takes a setting back to what the operator has set. */
const DEFAULT = 'default';
/** What shows all settings. */
const ALL = 'all';
/** Letters of a button, and of a value within a list. */
const MAX_LABEL = 60;
/** Letters that are added to a list in one go. */
const LONGEST_LIST = 1500;

/** Where settings are shown. */
export interface ShownPlace extends SettingPlace {
  /** Several people share it. */
  shared: boolean;
  /** Nobody else reads the answer. */
  alone: boolean;
  stored: CommunitySettings;
}

/** What an argument of `/settings` asks for. */
export type SettingsRequest =
  | { kind: 'list' }
  | { kind: 'unknown'; what: string }
  | { kind: 'one'; setting: Setting }
  | { kind: 'problem'; setting: Setting; problem: string }
  /** Undefined: back to the operator's. */
  | { kind: 'set'; setting: Setting; value: SettingValue | undefined };

/** The settings that can be changed there, in the order in which they are numbered. */
export function offeredIn({ shared, platform, operator }: ShownPlace): readonly Setting[] {
  return SETTINGS.filter(
    ({ inPrivate, platforms, aboutCredits }) =>
      (shared || inPrivate) && (platforms?.includes(platform) ?? true) && !(aboutCredits && operator.freeOfCharge),
  );
}

/** What an argument asks for: nothing, a setting by its number, key or title, a value behind it. */
export function readRequest(argument: string, place: ShownPlace): SettingsRequest {
  const text = argument.trim();
  if (text === '' || text.toLowerCase() === ALL) return { kind: 'list' };
  const named = nameIn(text, offeredIn(place));
  if (!named) return { kind: 'unknown', what: text.slice(0, MAX_LABEL) };
  const { setting, rest } = named;
  if (rest === '') return { kind: 'one', setting };
  if (['default', 'reset', '默认', '預設'].includes(rest.toLowerCase()))
    return { kind: 'set', setting, value: undefined };
  const read = setting.read(rest, place, setting.of(place.stored));
  if ('problem' in read) return { kind: 'problem', setting, problem: read.problem };
  return { kind: 'set', setting, value: read.value };
}

/** The setting that a text begins with, and what stands behind it. */
function nameIn(text: string, offered: readonly Setting[]): { setting: Setting; rest: string } | undefined {
  const numbered = /^(\d{1,2})(?:[\s.:=：]+|$)/.exec(text);
  const byNumber = numbered && offered[Number(numbered[1]) - 1];
  if (numbered && byNumber) return { setting: byNumber, rest: text.slice(numbered[0].length).trim() };
  const lower = text.toLowerCase();
  for (const setting of offered) {
    const titles = (['en', 'zh', 'zh-Hant'] as const).map((voice) => inVoice(setting.title, voice).toLowerCase());
    for (const name of [setting.key, ...titles]) {
      const behind = lower[name.length];
      if (!lower.startsWith(name) || (behind !== undefined && !/[\s:=：+-]/.test(behind))) continue;
      return {
        setting,
        rest: text
          .slice(name.length)
          .replace(/^[\s:=：]+/, '')
          .trim(),
      };
    }
  }
  return undefined;
}

/** A value as it is shown there, and whether it is the operator's. */
export function valueText(setting: Setting, place: ShownPlace, value = setting.of(place.stored)): string {
  if (value === undefined) return place.t('settingDefault', { value: setting.fallback(place) });
  if (setting.confidential && !place.alone && Array.isArray(value))
    return place.t('settingCount', { count: value.length });
  return setting.show(value, place);
}

/** All settings by number, with what they are. */
export function listText(place: ShownPlace): string {
  const { t, voice } = place;
  const offered = offeredIn(place);
  const lines = offered.map((setting, index) => {
    const title = inVoice(setting.title, voice);
    return `${index + 1}. ${t('settingLine', { title, value: shortened(valueText(setting, place)) })}`;
  });
  return [t('settingsHead'), ...lines, t('settingsHint', { key: offered[0]?.key ?? '' })].join('\n');
}

/** A button for each setting. */
export function listSteps(place: ShownPlace): NextStep[] {
  return offeredIn(place).map((setting, index) => ({
    ...step(setting.key),
    label: shortened(`${index + 1}. ${inVoice(setting.title, place.voice)}: ${valueText(setting, place)}`),
  }));
}

/** One setting: what it is, what it does, what it may be. */
export function oneText(setting: Setting, place: ShownPlace): string {
  const { t, voice } = place;
  const head = t('settingLine', { title: inVoice(setting.title, voice), value: valueText(setting, place) });
  return [`⚙️ ${head}`, inVoice(setting.about, voice), ...choiceLines(setting, place), howText(setting, place)].join(
    '\n',
  );
}

function choiceLines({ form }: Setting, place: ShownPlace): string[] {
  return form.kind === 'choice' ? form.choices(place).map(({ label }, index) => `${index + 1}. ${label}`) : [];
}

function howText({ key, form }: Setting, { t, operator }: ShownPlace): string {
  switch (form.kind) {
    case 'choice':
      return t('settingHowChoice', { key });
    case 'number':
      return t('settingHowNumber', { key, min: form.min, max: form.max(operator) });
    case 'text':
      return t('settingHowText', { key, max: form.maxLetters });
    case 'list':
      return t('settingHowList', { key });
  }
}

/** A button for each choice, one back to the operator's where something is set, and one to the list. */
export function oneSteps(setting: Setting, place: ShownPlace): NextStep[] {
  const { t } = place;
  const choices = setting.form.kind === 'choice' ? setting.form.choices(place) : [];
  const isSet = setting.of(place.stored) !== undefined;
  return [
    ...choices.map(({ value, label }, index) => ({
      ...step(`${setting.key} ${tokenOf(value)}`),
      label: shortened(`${index + 1}. ${label}`),
    })),
    ...(isSet ? [{ ...step(`${setting.key} ${DEFAULT}`), label: t('settingToDefault'), aside: true }] : []),
    { ...step(ALL), label: t('settingBack'), aside: true },
  ];
}

function step(argument: string): Omit<NextStep, 'label'> {
  return { name: 'settings', argument };
}

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ')];
  return letters.length > MAX_LABEL ? `${letters.slice(0, MAX_LABEL - 1).join('')}…` : letters.join('');
}

/** What a window asks for that sets a setting which has no choices; undefined for others. */
export function formOf(key: string | undefined, voice: Voice): ActionForm | undefined {
  const setting = SETTINGS.find((each) => each.key === key);
  if (!setting || setting.form.kind === 'choice') return undefined;
  const { form, title, about } = setting;
  const letters = { number: 12, text: 'maxLetters' in form ? form.maxLetters : 0, list: LONGEST_LIST };
  const hint = form.kind === 'list' ? translator(voice)('settingListHint') : inVoice(about, voice);
  return { title: inVoice(title, voice), label: inVoice(title, voice), hint, maxLetters: letters[form.kind] };
}
