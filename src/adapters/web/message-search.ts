import type { MessageRecord } from './repository.ts';

/** Id of a message of a reply: the same for every attempt to post it. */
export function replyId(key: string, index: number): string {
  return index === 0 ? `r-${key}` : `r-${key}-${index}`;
}

/** The message of an earlier attempt. The chat is kept here, so that it is certain whether it arrived. */
export function findPosted(messages: readonly MessageRecord[], id: string): MessageRecord | undefined {
  return messages.find((message) => message.id === id);
}
