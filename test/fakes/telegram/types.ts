/** The Bot API's objects as far as the fake speaks of them; times in s since the epoch. */
export interface TgUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export interface TgChat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  first_name?: string;
  username?: string;
  is_forum?: true;
}

/** Offsets and lengths count UTF-16 code units. */
export interface TgEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
}

export interface TgFile {
  file_id: string;
  file_unique_id: string;
  file_size?: number;
  file_name?: string;
  mime_type?: string;
  /** px */
  width?: number;
  /** px */
  height?: number;
  /** px; of a video note */
  length?: number;
  /** s */
  duration?: number;
  thumbnail?: TgFile;
  type?: string;
  is_animated?: boolean;
  is_video?: boolean;
}

export interface TgButton {
  text: string;
  callback_data?: string;
  url?: string;
}

export interface TgKeyboard {
  inline_keyboard: TgButton[][];
}

export const MEDIA_KINDS = [
  'photo',
  'document',
  'video',
  'animation',
  'audio',
  'voice',
  'video_note',
  'sticker',
] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

export interface TgMessage {
  /** 0 for an ephemeral one. */
  message_id: number;
  ephemeral_message_id?: number;
  /** Who alone sees it, where the bot sent it. */
  receiver_user?: TgUser;
  date: number;
  edit_date?: number;
  chat: TgChat;
  from?: TgUser;
  message_thread_id?: number;
  is_topic_message?: true;
  text?: string;
  entities?: TgEntity[];
  caption?: string;
  caption_entities?: TgEntity[];
  photo?: TgFile[];
  document?: TgFile;
  video?: TgFile;
  animation?: TgFile;
  audio?: TgFile;
  voice?: TgFile;
  video_note?: TgFile;
  sticker?: TgFile;
  media_group_id?: string;
  reply_to_message?: TgMessage;
  forward_origin?: Record<string, unknown>;
  reply_markup?: TgKeyboard;
  effect_id?: string;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  forum_topic_created?: { name: string; icon_color: number; is_name_implicit?: true };
}

/** A refusal as the Bot API answers it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly parameters: Record<string, number> | undefined;

  constructor(code: number, description: string, parameters?: Record<string, number>) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export function badRequest(what: string, parameters?: Record<string, number>): ApiError {
  return new ApiError(400, `Bad Request: ${what}`, parameters);
}
