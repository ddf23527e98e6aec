import type { LanguageSetting, Voice } from '../../i18n/language.ts';
import type { Translate } from '../../i18n/translator.ts';
import type { Skill } from '../../skills/parse.ts';
import type { Localised } from '../actions/declaration.ts';
import type { ChatKey } from '../chat.ts';
import type { CommunitySettings } from '../storage/community-settings.ts';

/** What a setting may be: one of several choices or a text, a number, a list. */
export type SettingValue = string | number | readonly string[];

/** What the operator has set: where the defaults of a place come from. */
export interface OperatorSettings {
  /** The one that chats begin with first. */
  skills: readonly Skill[];
  language: LanguageSetting;
  sharedProjects: boolean;
  threads: boolean;
  /** The backend takes no credits. */
  freeOfCharge: boolean;
  userDailyCredits?: number;
  placeDailyCredits?: number;
}

/** Where a setting is looked at or changed. */
export interface SettingPlace {
  operator: OperatorSettings;
  /** Of the platform that the place is on, such as `telegram`. */
  platform: string;
  voice: Voice;
  t: Translate;
  /** What people are called, by `platform:id`, where that is known; an id that has no name is its own. */
  names?: ReadonlyMap<string, string>;
}

/** One of the values of a choice. */
export interface SettingChoice {
  value: string;
  label: string;
}

/** How a setting is asked for. */
export type SettingForm =
  | { kind: 'choice'; choices(place: SettingPlace): readonly SettingChoice[] }
  | { kind: 'number'; min: number; max(operator: OperatorSettings): number }
  | { kind: 'text'; maxLetters: number }
  /** Items separated by commas; `+` and `-` before them add and remove. */
  | { kind: 'list'; maxItems: number; maxLetters: number };

/** A value as somebody gave it, or the sentence that says why it is none. */
export type ReadSetting<V> = { value: V } | { problem: string };

/** Something that moderators may set for their community. One object holds everything that varies between settings. */
export interface Setting<V extends SettingValue = SettingValue> {
  /** Small letters and `-`, 12 at most: the store, buttons and the audit know the setting by it, so that it never changes. */
  readonly key: string;
  /** In a list of settings. */
  readonly title: Localised;
  /** What it does, in a sentence. */
  readonly about: Localised;
  readonly form: SettingForm;
  /** Also offered in private conversations, for the person's own chat. */
  readonly inPrivate: boolean;
  /** The platforms that it concerns; all of them without it. */
  readonly platforms?: readonly string[];
  /** Shown in full only where nobody else reads it. */
  readonly confidential?: boolean;
  /** It is about credits alone: not offered where the backend takes none. */
  readonly aboutCredits?: boolean;
  /** The value that a text names, in its context: a number or label of a choice, `+word` for a list. */
  read(text: string, place: SettingPlace, now: V | undefined): ReadSetting<V>;
  /** A value as it is shown. */
  show(value: V, place: SettingPlace): string;
  /** What holds where nothing is set, as it is shown. */
  fallback(place: SettingPlace): string;
  /** What was set; undefined where nothing was, or nothing that can be read. */
  of(stored: CommunitySettings): V | undefined;
  /**
   * What else happens when it is set, before the answer: the chat where it is done follows it, whatever was chosen there
   * before. Done twice it changes nothing more.
   */
  applied?(chats: ChatsFollow, chat: ChatKey): Promise<void>;
}

/** What a setting may change of the chat where it is set. */
export interface ChatsFollow {
  update(chat: ChatKey, change: { skill?: undefined; languageChosen?: undefined }): Promise<void>;
}
