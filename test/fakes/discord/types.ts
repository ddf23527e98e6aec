/** Any JSON object on the wire. */
export type Json = Record<string, unknown>;

export interface FakeUser {
  id: string;
  username: string;
  /** The language of the person's client, such as `zh-CN`. */
  locale: string;
  bot: boolean;
  /** Takes no messages of the bot: its DMs answer 50007. */
  blocks: boolean;
  /** May manage messages in every server. */
  moderator: boolean;
}

export interface FakeGuild {
  id: string;
  name: string;
  /** Boost level, 0 to 3. */
  premiumTier: number;
  locale: string;
  /** False for a server that the bot was never invited to; people bring it along as a user-installed app. */
  botIsMember: boolean;
  /** Replaces the upload limit of the boost level, in bytes, so that a test needs no large file. */
  uploadLimit?: number;
  /** AutoMod lets no message with one of these pass. */
  blockedWords?: string[];
}

export interface FakeChannel {
  id: string;
  /** Discord's number: 0 text, 1 DM, 2 voice, 3 group DM, 11 thread, 15 forum. */
  type: number;
  name: string;
  guild?: FakeGuild;
  parent?: FakeChannel;
  /** The people of a DM besides the bot, or of a group DM. */
  recipients: FakeUser[];
  /** Permission bits that the bot lacks here. */
  denied: bigint;
  ownerId?: string;
  archived: boolean;
  locked: boolean;
  deleted: boolean;
  /** Least time between two messages of a person, in s; a bot is not held back. */
  slowModeSeconds?: number;
}

/** A file as a test hands it in. */
export interface FileInput {
  name: string;
  bytes: Uint8Array;
  content_type?: string;
  /** The real name without its ending, where Discord replaced letters of it. */
  title?: string;
}

export interface FakeAttachment {
  id: string;
  channelId: string;
  name: string;
  bytes: Buffer;
  contentType: string;
  description?: string;
  title?: string;
  /** Came with an option of a command: lies at an address of its own kind. */
  ephemeral: boolean;
}

export interface FakeMessage {
  id: string;
  channel: FakeChannel;
  author: FakeUser;
  content: string;
  attachments: FakeAttachment[];
  embeds: Json[];
  components: Json[];
  stickers?: Json[];
  flags: number;
  /** Discord's number: 0 default, 19 reply, 20 slash command, 23 context menu. */
  type: number;
  /** Users that were mentioned, by id. */
  mentions: string[];
  /** Whom it rang: ids of users and roles, `everyone`. */
  pings: string[];
  repliesTo?: FakeMessage;
  /** The message it passes on. */
  forwards?: FakeMessage;
  /** The only person who sees it. */
  ephemeralFor?: string;
  /** The interaction that it answers. */
  interactionId?: string;
  nonce?: string | number;
  /** ms since the Unix epoch, by the fake's clock. */
  createdAt: number;
  editedAt?: number;
  reactions: string[];
  deleted: boolean;
}

/** A button as a person sees it. */
export interface ShownButton {
  label: string;
  customId?: string;
  url?: string;
  disabled: boolean;
  style: number;
}

/** A message as a person sees it now. */
export interface Shown {
  id: string;
  channelId: string;
  authorId: string;
  content: string;
  embeds: Json[];
  files: { name: string; bytes: Buffer; contentType: string }[];
  /** Names of those that are hidden until they are opened. */
  spoilers: string[];
  /** Whether it is of the second generation: text, files and buttons in one layout. */
  laidOut: boolean;
  buttons: ShownButton[];
  ephemeral: boolean;
  /** "… is thinking". */
  loading: boolean;
  repliesTo?: string;
  pings: string[];
  edited: boolean;
}

/** A request as the fake received it. */
export interface Call {
  method: string;
  /** Without the `/api/v10` in front and without the query. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string | string[] | undefined>;
  /** The JSON body, or the `payload_json` of a multipart one. */
  body: Json;
  /** The list that was sent where the body is one. */
  list?: unknown[];
  /** Files of a multipart body by their number, `files[n]`. */
  files: { index: number; name: string; contentType: string; bytes: Buffer }[];
  /** ms since the Unix epoch, by the fake's clock. */
  at: number;
  /** The status it was answered with; undefined until then, 0 when it got no answer. */
  status?: number;
}
