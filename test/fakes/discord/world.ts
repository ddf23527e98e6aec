import type { Clock } from '@reelay/async';
import {
  ALL_PERMISSIONS,
  CHANNEL,
  DM_PERMISSIONS,
  MANAGE_MESSAGES,
  PERMISSION,
  type PermissionName,
  UPLOAD_LIMITS,
} from './bits.ts';
import type { FakeAttachment, FakeChannel, FakeGuild, FakeMessage, FakeUser, Json } from './types.ts';

/** Discord counts its ids from the first second of 2015. */
const DISCORD_EPOCH = 1_420_070_400_000;

export type ChannelKind = 'text' | 'thread' | 'forum' | 'forum post' | 'voice' | 'dm';

/** Everything there is on this Discord: who, where, and what was said. Knows nothing of requests and connections. */
export class World {
  readonly clock: Clock;
  readonly users = new Map<string, FakeUser>();
  readonly guilds = new Map<string, FakeGuild>();
  readonly channels = new Map<string, FakeChannel>();
  /** In the order they were sent; deleted ones stay, marked. */
  readonly messages = new Map<string, FakeMessage>();
  readonly attachments = new Map<string, FakeAttachment>();
  readonly bot: FakeUser;
  /** Addresses that Discord's filter takes for harmful. */
  readonly harmfulLinks = new Set<string>();
  /** What the pages behind links show, by their address. */
  readonly pages = new Map<string, Json>();
  /** Whether a bot without the privileged intent is shown what mentions its role; Discord does not say. */
  roleMentionsShow = true;
  /** How the app may be installed: 0 in a server, 1 by a user. */
  installations: number[] = [0, 1];
  readonly #byGuild = new Map<FakeGuild, FakeChannel[]>();
  #count = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.bot = this.user({ username: 'reelay', bot: true });
  }

  /** A new id: 19 digits, later ones are larger while the clock does not go back. */
  id(): string {
    this.#count += 1;
    return ((BigInt(this.clock.now() - DISCORD_EPOCH) << 22n) | BigInt(this.#count % (1 << 22))).toString();
  }

  user(fields: Partial<FakeUser> = {}): FakeUser {
    const id = fields.id ?? this.id();
    const user = {
      id,
      username: `user-${this.users.size}`,
      locale: 'en-US',
      bot: false,
      blocks: false,
      moderator: false,
      ...fields,
    };
    this.users.set(id, user);
    return user;
  }

  guild(fields: Partial<FakeGuild> = {}): FakeGuild {
    const id = fields.id ?? this.id();
    const guild = { id, name: 'A server', premiumTier: 0, locale: 'en-US', botIsMember: true, ...fields };
    this.guilds.set(id, guild);
    return guild;
  }

  /** A channel of a server; a thread and a forum post get a parent unless one is given. */
  channel(guild: FakeGuild, kind: Exclude<ChannelKind, 'dm'>, fields: Partial<FakeChannel> = {}): FakeChannel {
    const type = kind === 'forum post' ? CHANNEL.thread : CHANNEL[kind];
    if (type !== CHANNEL.thread || fields.parent) return this.#add({ type, name: kind, guild, ...fields });
    const parent = this.channel(guild, kind === 'thread' ? 'text' : 'forum');
    return this.#add({ type, name: kind, guild, parent, ...fields });
  }

  /** The DM of the bot with a person; the same one each time. */
  dm(user: FakeUser): FakeChannel {
    for (const channel of this.channels.values()) {
      if (channel.type === CHANNEL.dm && channel.recipients.includes(user)) return channel;
    }
    return this.#add({ type: CHANNEL.dm, name: '', recipients: [user] });
  }

  /** A conversation between people that the bot has no part in. */
  groupDm(users: FakeUser[]): FakeChannel {
    return this.#add({ type: CHANNEL.groupDm, name: 'friends', recipients: users });
  }

  #add(fields: Partial<FakeChannel> & Pick<FakeChannel, 'type' | 'name'>): FakeChannel {
    const channel: FakeChannel = {
      id: this.id(),
      recipients: [],
      denied: 0n,
      archived: false,
      locked: false,
      deleted: false,
      ...fields,
    };
    this.channels.set(channel.id, channel);
    if (channel.guild) this.#byGuild.set(channel.guild, [...this.channelsOf(channel.guild), channel]);
    return channel;
  }

  /** All channels and threads of a server, deleted ones among them. */
  channelsOf(guild: FakeGuild): FakeChannel[] {
    return this.#byGuild.get(guild) ?? [];
  }

  /** Whether the bot is a part of this place at all, whatever it may do there. */
  botIsIn(channel: FakeChannel): boolean {
    return channel.guild ? channel.guild.botIsMember : channel.type === CHANNEL.dm;
  }

  /** What the bot may do in a channel; a thread has its parent's permissions. */
  permissions(channel: FakeChannel): bigint {
    if (!this.botIsIn(channel)) return DM_PERMISSIONS;
    if (!channel.guild) return DM_PERMISSIONS | PERMISSION.useExternalEmojis;
    return ALL_PERMISSIONS & ~(channel.parent ?? channel).denied;
  }

  /** What a person may do in a channel. */
  permissionsOf(user: FakeUser, channel: FakeChannel): bigint {
    return this.permissions(channel) | (user.moderator && channel.guild ? MANAGE_MESSAGES : 0n);
  }

  may(channel: FakeChannel, what: PermissionName): boolean {
    return !channel.guild || (this.permissions(channel) & PERMISSION[what]) !== 0n;
  }

  /** Largest file that the channel takes, in bytes. */
  uploadLimit(channel: FakeChannel): number {
    return channel.guild?.uploadLimit ?? UPLOAD_LIMITS[channel.guild?.premiumTier ?? 0] ?? UPLOAD_LIMITS[0];
  }

  attach(channel: FakeChannel, file: Omit<FakeAttachment, 'id' | 'channelId'>): FakeAttachment {
    const attachment = { ...file, id: this.id(), channelId: channel.id };
    this.attachments.set(attachment.id, attachment);
    return attachment;
  }

  message(fields: Partial<FakeMessage> & Pick<FakeMessage, 'channel' | 'author'>): FakeMessage {
    const message: FakeMessage = {
      id: this.id(),
      content: '',
      attachments: [],
      embeds: [],
      components: [],
      flags: 0,
      type: 0,
      mentions: [],
      pings: [],
      createdAt: this.clock.now(),
      reactions: [],
      deleted: false,
      ...fields,
    };
    this.messages.set(message.id, message);
    return message;
  }

  /** Messages of a channel that are still there, oldest first. */
  messagesOf(channel: FakeChannel): FakeMessage[] {
    return [...this.messages.values()].filter((each) => each.channel === channel && !each.deleted);
  }
}
