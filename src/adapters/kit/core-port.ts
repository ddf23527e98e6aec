import type { Refusal } from '../../core/access/access-control.ts';
import type { ChatKey, IncomingMessage } from '../../core/chat.ts';
import type { Acceptance } from '../../core/engine.ts';

/** What an adapter asks of the core. */
export interface CorePort {
  /**
   * Resolves once the message is journaled, and may be forgotten by the platform, or with the reason why the person may
   * not ask for this; rejects when it cannot be accepted now.
   */
  accept(message: IncomingMessage): Promise<Acceptance>;
  /** Why {@link CorePort.accept} would refuse the message; undefined when it would not. */
  refusal(message: IncomingMessage): Promise<Refusal | undefined>;
  /** The user edited a message; false when that comes too late. */
  amend(message: IncomingMessage): Promise<boolean>;
  /** Whether a request was accepted, in the last two days. */
  knows(chat: ChatKey, messageId: string): Promise<boolean>;
  /** Whether the turn of this message has not ended. */
  isOpen(chat: ChatKey, messageId: string): Promise<boolean>;
  /** The platform gave the chat another id. */
  migrate(from: ChatKey, to: ChatKey): Promise<void>;
}
