import { COMPONENT, FLAG } from './bits.ts';
import { every, mediaIn, referenceOf } from './check-layout.ts';
import type { FakeAttachment, FakeMessage, Json, Shown, ShownButton } from './types.ts';

/** A message as a person sees it. */
export function shown(message: FakeMessage): Shown {
  return {
    id: message.id,
    channelId: message.channel.id,
    authorId: message.author.id,
    content: isLayout(message) ? textsOf(message).join('\n') : message.content,
    embeds: message.embeds,
    files: filesOf(message).map(({ name, bytes, contentType }) => ({ name, bytes, contentType })),
    spoilers: spoilersOf(message),
    laidOut: isLayout(message),
    buttons: componentsOf(message).flatMap((each) => (each.type === COMPONENT.button ? [button(each)] : [])),
    ephemeral: message.ephemeralFor !== undefined,
    loading: (message.flags & FLAG.loading) !== 0,
    ...(message.repliesTo ? { repliesTo: message.repliesTo.id } : {}),
    pings: message.pings,
    edited: message.editedAt !== undefined,
  };
}

/** Whether a message is of the second generation. */
export function isLayout(message: FakeMessage): boolean {
  return (message.flags & FLAG.componentsV2) !== 0;
}

function textsOf(message: FakeMessage): string[] {
  return every(message.components).flatMap((each) => (each.type === COMPONENT.text ? [String(each.content)] : []));
}

/** The files that are seen: of a layout those that it shows. */
function filesOf(message: FakeMessage): FakeAttachment[] {
  if (!isLayout(message)) return message.attachments;
  const names = mediaIn(message.components).map(referenceOf);
  return names.flatMap((name) => message.attachments.find((each) => each.name === name) ?? []);
}

/** Names of files that are hidden until they are opened. */
function spoilersOf(message: FakeMessage): string[] {
  const items = every(message.components).flatMap((each) => (each.items as Json[] | undefined) ?? []);
  const hidden = items.flatMap((item) => (item.spoiler === true ? (referenceOf(item.media as Json) ?? []) : []));
  const named = filesOf(message).flatMap(({ name }) => (name.startsWith('SPOILER_') ? [name] : []));
  return [...new Set([...hidden, ...named])];
}

/** The buttons and menus of a message, out of their rows. */
export function componentsOf(message: FakeMessage): Json[] {
  const rows = every(message.components).filter((each) => each.type === COMPONENT.row);
  return rows.flatMap((row) => (row.components as Json[] | undefined) ?? []);
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
