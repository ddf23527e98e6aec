import { COMPONENT, FLAG } from './bits.ts';
import type { FakeMessage, Json, Shown, ShownButton } from './types.ts';

/** A message as a person sees it. */
export function shown(message: FakeMessage): Shown {
  return {
    id: message.id,
    channelId: message.channel.id,
    authorId: message.author.id,
    content: message.content,
    embeds: message.embeds,
    files: message.attachments.map(({ name, bytes, contentType }) => ({ name, bytes, contentType })),
    buttons: componentsOf(message).flatMap((each) => (each.type === COMPONENT.button ? [button(each)] : [])),
    ephemeral: message.ephemeralFor !== undefined,
    loading: (message.flags & FLAG.loading) !== 0,
    ...(message.repliesTo ? { repliesTo: message.repliesTo.id } : {}),
    pings: message.pings,
    edited: message.editedAt !== undefined,
  };
}

/** The buttons and menus of a message, out of their rows. */
export function componentsOf(message: FakeMessage): Json[] {
  return message.components.flatMap((row) => (row.components as Json[] | undefined) ?? []);
}

function button(json: Json): ShownButton {
  return {
    label: String(json.label ?? (json.emoji as Json | undefined)?.name ?? ''),
    ...(json.custom_id ? { customId: String(json.custom_id) } : {}),
    ...(json.url ? { url: String(json.url) } : {}),
    disabled: json.disabled === true,
    style: Number(json.style),
  };
}
