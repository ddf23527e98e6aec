import type { Clock } from '@reelay/async';
import type { ApiVersion } from './ephemeral.ts';
import { imageSize } from './image-size.ts';
import type { Right } from './rights.ts';
import {
  ApiError,
  badRequest,
  type MediaKind,
  type TgChat,
  type TgFile,
  type TgMessage,
  type TgUser,
} from './types.ts';
import { Updates } from './updates.ts';

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

export interface StoredFile {
  file: TgFile;
  kind: MediaKind | 'thumbnail';
  bytes: Buffer;
  /** Below the file root, such as `photos/file_3.jpg`. */
  path: string;
  /** When getFile last gave its path, in ms since the epoch. */
  given?: number;
}

export interface StoredMessage {
  message: TgMessage;
  deleted: boolean;
  /** What it said before each edit, oldest first. */
  earlier: string[];
  /** Why the thumbnail was left away. */
  thumbnailIgnored?: string;
  /** The text or caption as it was sent, before it was parsed. */
  raw?: string;
}

export interface ChatAction {
  action: string;
  thread: number | undefined;
  /** ms since the epoch */
  at: number;
}

export interface Draft {
  id: number;
  text: string;
  /** Whether it has a Stop button. */
  canStop: boolean;
  thread: number | undefined;
  /** ms since the epoch */
  at: number;
}

export interface ChatState {
  chat: TgChat;
  messages: Map<number, StoredMessage>;
  /** What one person and the bot alone see, by its own number. */
  whispers: Map<number, StoredMessage>;
  /** The topics of a forum, by their thread id. */
  topics: Map<number, { name: string; closed: boolean }>;
  members: Map<number, MemberStatus>;
  actions: ChatAction[];
  /** It takes no drafts, as some clients' chats do. */
  refusesDrafts?: boolean;
  /** What the bot is writing, as a person sees it for a while. */
  draft?: Draft;
  /** Set once the bot may no longer write here: what it is told. */
  gone?: string;
  migratedTo?: number;
  /** What members, and the bot as one, may not send here. */
  forbidden: Set<Right>;
  /** Least time between two messages of a member, in s. */
  slowModeSeconds: number;
  /** When the bot wrote here last, in ms since the epoch. */
  botWroteAt?: number;
}

/** What a file is called and holds, as a person or a bot sends it. */
export interface FileFacts {
  bytes: Buffer;
  name?: string;
  mime?: string;
  /** Size that is claimed, to stand for a file too big to make; in bytes. */
  declaredBytes?: number;
  /** px */
  width?: number;
  /** px */
  height?: number;
  /** s */
  duration?: number;
  animated?: boolean;
  video?: boolean;
}

const FOLDERS: Record<StoredFile['kind'], [folder: string, extension: string, mime: string]> = {
  photo: ['photos', 'jpg', 'image/jpeg'],
  document: ['documents', 'bin', 'application/octet-stream'],
  video: ['videos', 'mp4', 'video/mp4'],
  animation: ['animations', 'mp4', 'video/mp4'],
  audio: ['music', 'mp3', 'audio/mpeg'],
  voice: ['voice', 'oga', 'audio/ogg'],
  video_note: ['video_notes', 'mp4', 'video/mp4'],
  sticker: ['stickers', 'webp', 'image/webp'],
  thumbnail: ['thumbnails', 'jpg', 'image/jpeg'],
};

/** After how many messages ids are left out, and how many. */
const GAP_EVERY = 5;
const GAP = 2;

/** Everything that Telegram knows: people, chats, messages, files. */
export class World {
  readonly clock: Clock;
  readonly bot: TgUser;
  readonly updates: Updates;
  readonly users = new Map<number, TgUser>();
  readonly chats = new Map<number, ChatState>();
  readonly files = new Map<string, StoredFile>();
  /** What the bot's page says, by field and language. */
  readonly about = new Map<string, string>();
  /** What the button beside the message field does. */
  menuButton: object = { type: 'commands' };
  /** The owner turned the privacy mode off: the bot is given all messages of its groups. */
  seesAllMessages = false;
  version: ApiVersion = '10.3';
  /** Private chats have topics. */
  hasPrivateTopics = false;
  #listeners = new Set<() => void>();
  /** The last message of all private chats and basic groups. */
  #ownIds = 1;
  /** How many messages there are: after some of them an id is left out. */
  #posted = 0;

  constructor(clock: Clock, bot: TgUser) {
    this.clock = clock;
    this.bot = bot;
    this.updates = new Updates(clock);
    this.users.set(bot.id, bot);
  }

  /** s since the epoch */
  seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** Something that a test may be waiting for has happened. */
  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves with what `look` finds, as soon as it finds something. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const listener = () => {
        try {
          const found = look();
          if (found === undefined) return;
          resolve(found);
        } catch (error) {
          reject(error);
        }
        this.#listeners.delete(listener);
      };
      this.#listeners.add(listener);
      listener();
    });
  }

  /** Whether the bot is given a message: in a group with privacy mode only what is addressed to it. */
  isShown(message: TgMessage): boolean {
    const { chat, text, caption, entities, caption_entities: inCaption, reply_to_message: answered } = message;
    const isAdministrator = this.state(chat).members.get(this.bot.id) === 'administrator';
    if (chat.type === 'private' || this.seesAllMessages || isAdministrator) return true;
    if (answered?.from?.id === this.bot.id || !(text ?? caption ?? entities)) return answered?.from?.id === this.bot.id;
    const said = text ?? caption ?? '';
    const name = `@${this.bot.username}`.toLowerCase();
    return [...(entities ?? []), ...(inCaption ?? [])].some(({ type, offset, length }) => {
      const covered = said.slice(offset, offset + length).toLowerCase();
      if (type === 'mention') return covered === name;
      return type === 'bot_command' && (!covered.includes('@') || covered.endsWith(name));
    });
  }

  addChat(chat: TgChat): ChatState {
    const state: ChatState = {
      chat,
      messages: new Map(),
      whispers: new Map(),
      topics: new Map(),
      members: new Map([[this.bot.id, 'member']]),
      actions: [],
      forbidden: new Set(),
      slowModeSeconds: 0,
    };
    this.chats.set(chat.id, state);
    return state;
  }

  /** The chat a test speaks of. */
  state(chat: { id: number }): ChatState {
    const state = this.chats.get(chat.id);
    if (!state) throw new Error(`The fake knows no chat ${chat.id}`);
    return state;
  }

  /** The chat a bot asks for; refused as Telegram refuses it. */
  reachable(id: unknown): ChatState {
    if (id === undefined || id === '') throw badRequest('chat_id is empty');
    const state = this.chats.get(Number(id));
    if (!state) throw badRequest('chat not found');
    if (state.migratedTo !== undefined) {
      throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: state.migratedTo });
    }
    if (state.gone !== undefined) throw new ApiError(403, `Forbidden: ${state.gone}`);
    return state;
  }

  /**
   * The id of the next message: counted in each supergroup from 2, elsewhere over all chats of the bot together. Some ids
   * are left out: of what the bot is not shown.
   */
  nextId(state: ChatState): number {
    const gap = ++this.#posted % GAP_EVERY === 0 ? GAP : 0;
    if (state.chat.type === 'supergroup') return Math.max(1, ...state.messages.keys()) + 1 + gap;
    this.#ownIds += 1 + gap;
    return this.#ownIds;
  }

  /** Puts a message at the end of a chat. */
  post(
    state: ChatState,
    message: Omit<TgMessage, 'message_id' | 'date' | 'chat'>,
    more?: Partial<StoredMessage>,
    id = this.nextId(state),
  ) {
    const full: TgMessage = { message_id: id, date: this.seconds(), chat: state.chat, ...message };
    const stored: StoredMessage = { message: full, deleted: false, earlier: [], ...more };
    state.messages.set(id, stored);
    if (message.from?.id === this.bot.id) state.draft = undefined;
    this.changed();
    return stored;
  }

  /** A message that is still there. */
  find(state: ChatState, id: unknown): StoredMessage | undefined {
    const found = state.messages.get(Number(id));
    return found?.deleted ? undefined : found;
  }

  /** Stores a file; its claimed facts are what a message tells of it. */
  addFile(kind: StoredFile['kind'], facts: FileFacts): StoredFile {
    const number = this.files.size;
    const [folder, extension, mime] = FOLDERS[kind];
    const suffix = /\.([A-Za-z0-9]{1,8})$/.exec(facts.name ?? '')?.[1] ?? extension;
    const file: TgFile = {
      file_id: `${kind}-${number}-of-${this.bot.id}`,
      file_unique_id: `unique-${number}`,
      file_size: facts.declaredBytes ?? facts.bytes.length,
    };
    if (kind !== 'photo' && kind !== 'thumbnail' && kind !== 'sticker' && kind !== 'video_note') {
      file.mime_type = facts.mime ?? mime;
      if (facts.name !== undefined && kind !== 'voice') file.file_name = facts.name;
    }
    if (kind === 'video_note') file.length = facts.width ?? 240;
    else if (kind !== 'document' && kind !== 'audio' && kind !== 'voice') {
      const size = imageSize(facts.bytes);
      file.width = facts.width ?? size?.width ?? (kind === 'sticker' ? 512 : 0);
      file.height = facts.height ?? size?.height ?? (kind === 'sticker' ? 512 : 0);
    }
    if (['video', 'animation', 'audio', 'voice', 'video_note'].includes(kind)) file.duration = facts.duration ?? 0;
    if (kind === 'sticker') {
      Object.assign(file, { type: 'regular', is_animated: facts.animated ?? false, is_video: facts.video ?? false });
    }
    const stored: StoredFile = { file, kind, bytes: facts.bytes, path: `${folder}/file_${number}.${suffix}` };
    this.files.set(file.file_id, stored);
    return stored;
  }

  /** The sizes of a photo as Telegram lists them, smallest first; the last one holds the bytes that were given. */
  addPhoto(facts: FileFacts): TgFile[] {
    const size = imageSize(facts.bytes);
    const width = facts.width ?? size?.width ?? 1280;
    const height = facts.height ?? size?.height ?? 960;
    const sizes: TgFile[] = [];
    for (const side of [90, 320, 800]) {
      const scale = side / Math.max(width, height);
      if (scale >= 1) continue;
      const copy = Buffer.from(`smaller copy of ${side} px`);
      const small = { bytes: copy, width: Math.round(width * scale), height: Math.round(height * scale) };
      sizes.push(this.addFile('photo', small).file);
    }
    sizes.push(this.addFile('photo', { ...facts, name: undefined, width, height }).file);
    return sizes;
  }
}
