import type { Language, Voice } from '../../i18n/language.ts';
import type { ActionPhrases } from '../../intents/phrases.ts';

/** A text in each of the bot's languages. */
export type Localised = Readonly<Record<Language, string>>;

/**
 * Who may ask for an action where several people share a chat: anybody (`member`); whoever asked for the work that it
 * ends or repeats, and moderators (`author-or-moderator`); moderators, and who works there alone (`moderator`). In a
 * private conversation everybody may. What keeps order in a community is for its moderators alone, and in a private
 * conversation for an owner (`moderation`); how a community is set, for its moderators, and in a private conversation for
 * whoever's it is (`place-moderator`); what concerns the whole bot is for an owner everywhere (`owner`).
 */
export type Access = 'member' | 'author-or-moderator' | 'moderator' | 'moderation' | 'place-moderator' | 'owner';

/** Whether an action is offered to moderators alone where several people share a place. */
export function isForModerators(access: Access): boolean {
  return access === 'moderation' || access === 'place-moderator';
}

/**
 * When an action is done: in the chat's queue behind what was asked before (`queued`), without waiting for anything
 * (`immediate`), or likewise at once because it acts on the queue itself (`control`): files that come with it are ignored.
 */
export type Mode = 'queued' | 'immediate' | 'control';

/** What a platform's form for a command asks for; its value becomes the command's argument. */
export type ActionOption = {
  name: Localised;
  description: Localised;
} & (
  | { kind: 'flag' /** The argument when it is set. */; argument: string }
  | { kind: 'number'; required: boolean; min: number; max: number }
  | { kind: 'text'; maxLetters: number }
  /** Somebody of the community: the platform's id. */
  | { kind: 'person'; required: boolean }
  | { kind: 'choice'; choices: readonly { label: Localised; argument: string }[] }
);

/** What a window of a platform asks for that goes behind an argument. */
export interface ActionForm {
  title: string;
  label: string;
  /** Shown while nothing is written yet. */
  hint: string;
  maxLetters: number;
}

/** How an action is offered on Discord. */
export interface DiscordCommand {
  /** The slash command's name: at most 32 small letters without spaces. */
  name: Localised;
  /**
   * Where its answer goes: only the person who asked sees it (`ephemeral`), everybody does (`public`), or the command is
   * answered by a note and its results are messages of their own (`work`).
   */
  response: 'ephemeral' | 'public' | 'work';
}

/** How an action is offered on Telegram; the menus of groups leave out what only moderators may do. */
export interface TelegramCommand {
  /** Whether a `t.me/bot?start=…` link may call it: nothing that costs or erases. */
  startable: boolean;
  /** In groups nobody but the person who types it sees it, nor its answer, where Telegram can do that. */
  ephemeral?: true;
}

/** A form in which a command is typed with its argument, such as `remove 2`. */
export interface TypedForm {
  pattern: RegExp;
  /** The argument, from what the pattern captured. */
  argument: (captured: string) => string;
}

/** All that is said about an action without running it. One object holds everything that varies between actions. */
export interface ActionDeclaration {
  /** Small letters; the journal, buttons and slash commands know the action by it, so that it never changes. */
  name: string;
  /** Other names that are understood after a slash. */
  aliases: readonly string[];
  /** What it does, in the few words that a platform's menu has room for (Discord: 100 characters). */
  description: Localised;
  /** Its line in the help text; without one it is not listed there. */
  help?: Localised;
  /** What somebody would say to ask for it; the README lists them, a test sees that they are understood. */
  examples: Readonly<Record<Language, readonly string[]>>;
  access: Access;
  /** Whether its answer is for the person who asked alone, where the platform can do that. */
  visibility: 'private' | 'public';
  /** Its answer is never posted where others read it, also where the platform cannot answer one person alone. */
  confidential?: boolean;
  mode: Mode;
  costsCredits: boolean;
  /** It is about the result that the message replies to, which becomes its argument where none was said. */
  pointsAtResult?: boolean;
  /** It is about credits alone: the help leaves it out where the backend takes none. */
  aboutCredits?: boolean;
  /** Its answer is a menu that the next choice changes: its buttons stay after a press. */
  isMenu?: boolean;
  /** It changes nothing, however often it is asked for: its buttons stay after a press. */
  onlyShows?: boolean;
  phrases: ActionPhrases;
  typed?: readonly TypedForm[];
  /** The command's argument on platforms that have forms. */
  option?: ActionOption;
  /** What is asked for when this argument is chosen alone, where the platform has windows; undefined for nothing. */
  form?(argument: string | undefined, voice: Voice): ActionForm | undefined;
  /** How platforms offer it as a command; without it it is understood in words only. */
  command?: { discord: DiscordCommand; telegram: TelegramCommand };
}
