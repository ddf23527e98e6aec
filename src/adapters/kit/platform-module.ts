import type { Clock } from '@reelay/async';
import type { ChatAdapter, ChatKey } from '../../core/chat.ts';
import type { Store } from '../../core/storage/store.ts';
import type { Language, LanguageSetting } from '../../i18n/language.ts';
import type { Logger } from '../../lib/logger.ts';
import type { CorePort } from './core-port.ts';

/** Why something does not work, and since when (ms since the Unix epoch) where that is known. */
export interface PlatformProblem {
  reason: string;
  sinceMs?: number;
}

/** A chat platform that comes over the network. */
export interface Platform extends ChatAdapter {
  /** Resolves once messages come in; rejects with a {@link PlatformStartError} when they never will. */
  start(signal: AbortSignal): Promise<void>;
  /** Accepts no more messages; what was accepted is journaled when it resolves. */
  stop(): Promise<void>;
  /** Releases the connections, once nothing is sent any more. */
  close(): Promise<void>;
  /** Resolves with the reason when the platform ends the connection for good after it had started. */
  readonly fatal: Promise<Error>;
  /** Why messages do not come in; undefined while they do. */
  problem(): PlatformProblem | undefined;
  /** Why they never will again in this process. */
  stuck?(): PlatformProblem | undefined;
}

/** A platform cannot be started, or not go on; the message says why and what to do. */
export class PlatformStartError extends Error {
  override readonly name: string = 'PlatformStartError';
}

/** What a platform is made with. */
export interface PlatformContext {
  core: CorePort & {
    /** Slug of the skill that a chat has switched to. */
    activeSkill(chat: ChatKey): Promise<string | undefined>;
    /** What was asked in the chat lately, the latest first. */
    recentPrompts(chat: ChatKey): Promise<readonly string[]>;
  };
  store: Store;
  clock: Clock;
  log: Logger;
  language: LanguageSetting;
  /** So much quiet ends a request of several messages, in ms; 0 makes every message one of its own. */
  joinWithinMs: number;
  /** The skills there are, the one that chats begin with first. */
  skills: readonly { slug: string; title: string; examples: Record<Language, readonly string[]> }[];
}

/** A platform as the program knows it: what its settings are called, and how it is made of them. */
export interface PlatformModule<Settings> {
  /** Also the key of its settings in the configuration, and the first part of its chats' keys. */
  name: string;
  /** Makes it, without anything sent or received yet. */
  create(settings: Settings, context: PlatformContext): Platform;
}
