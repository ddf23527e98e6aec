import type { Update } from 'grammy/types';
import { z } from 'zod';

/** Without these a message belongs to no chat and has no place in it (https://core.telegram.org/bots/api#message). */
const message = z.object({
  message_id: z.number(),
  date: z.number(),
  chat: z.object({ id: z.number(), type: z.string() }),
  migrate_to_chat_id: z.number().optional(),
  migrate_from_chat_id: z.number().optional(),
});
const update = z.object({ message: message.optional(), edited_message: message.optional() });

/** @throws where an update brings a message that no chat and no place in it can be told of */
export function checkUpdate(given: Update): void {
  update.parse(given);
}

/** Those that can be told from others; whatever else an answer holds could not be confirmed to Telegram. */
export function withIds(updates: readonly Update[]): Update[] {
  return updates.filter((each) => Number.isSafeInteger(each?.update_id));
}
