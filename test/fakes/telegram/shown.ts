import { MEDIA_KINDS, type TgButton, type TgEntity, type TgUser } from './types.ts';
import type { StoredMessage, World } from './world.ts';

/** A file of a message as a person sees it. */
export interface ShownFile {
  bytes: Buffer;
  name: string | undefined;
  /** px */
  width: number | undefined;
  /** px */
  height: number | undefined;
  /** s */
  duration: number | undefined;
  thumbnail: Buffer | undefined;
}

/** A message as a person sees it. */
export interface Shown {
  id: number;
  /** Its own number, where one person alone sees it. */
  ephemeralId?: number;
  from: TgUser | undefined;
  /** Whether the bot wrote it. */
  mine: boolean;
  /** Text or caption, without markup. */
  text: string;
  entities: TgEntity[];
  /** The text or caption as the bot sent it. */
  raw: string | undefined;
  /** What it said before each edit, oldest first. */
  earlier: string[];
  deleted: boolean;
  /** All buttons, row by row. */
  buttons: TgButton[];
  /** The id of the message that it answers. */
  replyTo: number | undefined;
  thread: number | undefined;
  /** The id of the effect that it comes with. */
  effect: string | undefined;
  photo?: ShownFile;
  video?: ShownFile;
  document?: ShownFile;
  animation?: ShownFile;
  audio?: ShownFile;
  voice?: ShownFile;
  video_note?: ShownFile;
  sticker?: ShownFile;
  /** Why Telegram passed the thumbnail over. */
  thumbnailIgnored: string | undefined;
}

export function show(world: World, stored: StoredMessage): Shown {
  const { message } = stored;
  const shown: Shown = {
    id: message.message_id,
    ...(message.ephemeral_message_id !== undefined && { ephemeralId: message.ephemeral_message_id }),
    from: message.from,
    mine: message.from?.id === world.bot.id,
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    raw: stored.raw,
    earlier: [...stored.earlier],
    deleted: stored.deleted,
    buttons: message.reply_markup?.inline_keyboard.flat() ?? [],
    replyTo: message.reply_to_message?.message_id,
    thread: message.message_thread_id,
    effect: message.effect_id,
    thumbnailIgnored: stored.thumbnailIgnored,
  };
  for (const kind of MEDIA_KINDS) {
    const file = kind === 'photo' ? message.photo?.at(-1) : message[kind];
    if (!file) continue;
    const bytesOf = (id: string | undefined) => (id === undefined ? undefined : world.files.get(id)?.bytes);
    shown[kind] = {
      bytes: bytesOf(file.file_id) ?? Buffer.alloc(0),
      name: file.file_name,
      width: file.width,
      height: file.height,
      duration: file.duration,
      thumbnail: bytesOf(file.thumbnail?.file_id),
    };
  }
  return shown;
}
