import type { APIMessageTopLevelComponent, MessageFlags, RESTPostAPIChannelMessageJSONBody } from 'discord.js';

/** What a message of the bot consists of; its mentions notify nobody. */
export interface Body {
  content?: string;
  components?: APIMessageTopLevelComponent[];
  flags?: MessageFlags;
  nonce?: string;
  /** The message of the same channel that it replies to. */
  replyTo?: string;
  file?: { path: string; name: string; contentType: string };
}

export function payloadOf({
  content,
  components,
  flags,
  nonce,
  replyTo,
  file,
}: Body): RESTPostAPIChannelMessageJSONBody {
  return {
    content,
    components,
    flags,
    allowed_mentions: { parse: [], replied_user: false },
    ...(nonce ? { nonce, enforce_nonce: true } : {}),
    ...(replyTo ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {}),
    ...(file ? { attachments: [{ id: 0, filename: file.name }] } : {}),
  };
}
