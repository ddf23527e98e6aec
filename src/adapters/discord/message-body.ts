import {
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import { layOut } from './layout.ts';

/** What a message of the bot consists of; its mentions notify nobody. */
export interface Body {
  content?: string;
  components?: APIMessageTopLevelComponent[];
  flags?: MessageFlags;
  nonce?: string;
  /** The message of the same channel that it replies to. */
  replyTo?: string;
  file?: { path: string; name: string; contentType: string };
  /** Shows text, file and buttons in one frame, which is Discord's second generation of messages. */
  layout?: { spoiler: boolean; requester?: string };
  /** Of an edit: the files that stay. */
  kept?: { id: string }[];
}

export function payloadOf(body: Body): RESTPostAPIChannelMessageJSONBody {
  const { nonce, replyTo, file, kept } = body;
  return {
    ...shownOf(body),
    allowed_mentions: { parse: [], replied_user: false },
    ...(nonce ? { nonce, enforce_nonce: true } : {}),
    ...(replyTo ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {}),
    ...(file ? { attachments: [{ id: 0, filename: file.name }] } : {}),
    ...(kept ? { attachments: kept } : {}),
  };
}

/** A message of the second generation has no `content`, and what its links lead to is not shown in any case. */
function shownOf({ content, components, flags, file, layout }: Body) {
  if (!layout || !file) return { content, components, flags };
  const rows = components?.filter((each) => each.type === ComponentType.ActionRow) ?? [];
  const { spoiler, requester } = layout;
  return {
    components: layOut({ text: content ?? '', file: file.name, spoiler, requester, rows }),
    flags: MessageFlags.IsComponentsV2,
  };
}
