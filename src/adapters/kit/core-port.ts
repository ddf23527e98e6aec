import type { ChatKey, IncomingMessage } from '../../core/chat.ts';
import type { Acceptance } from '../../core/engine.ts';

/** Who asked for what runs and waits in a chat. */
export interface QueueAuthors {
  running?: string;
  /** The next one first. */
  waiting: readonly string[];
}

/** What an adapter asks of the core. */
export interface CorePort {
  /** Resolves once the message is journaled, and may be forgotten by the platform; rejects when it is not accepted. */
  accept(message: IncomingMessage): Promise<Acceptance>;
  /** The user edited a message; false when that comes too late. */
  amend(message: IncomingMessage): Promise<boolean>;
  /** Whether a request was accepted, in the last two days. */
  knows(chat: ChatKey, messageId: string): Promise<boolean>;
  /** Whether the turn of this message has not ended. */
  isOpen(chat: ChatKey, messageId: string): Promise<boolean>;
  /** Ids of the users whose turns run and wait in the chat. */
  authorsIn(chat: ChatKey): Promise<QueueAuthors>;
  /** The platform gave the chat another id. */
  migrate(from: ChatKey, to: ChatKey): Promise<void>;
}
