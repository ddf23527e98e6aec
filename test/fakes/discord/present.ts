import { ALL_PERMISSIONS, CHANNEL, INTENT, MANAGE_MESSAGES } from './bits.ts';
import type { Cdn } from './cdn.ts';
import { mediaIn, referenceOf } from './check-layout.ts';
import { isLayout } from './shown.ts';
import type { FakeAttachment, FakeChannel, FakeGuild, FakeMessage, FakeUser, Json } from './types.ts';
import type { World } from './world.ts';

/** The role of moderators, in every server. */
const MODERATOR_ROLE = '200000000000000002';
/** The role that was made for the bot, in every server. */
export const BOT_ROLE = '200000000000000003';

/** Writes what there is as Discord's API does. */
export class Presenter {
  /** The intents the bot identified with; without MessageContent it doesn't see what was not said to it. */
  intents = 0;
  readonly #world: World;
  readonly #cdn: Cdn;

  constructor(world: World, cdn: Cdn) {
    this.#world = world;
    this.#cdn = cdn;
  }

  user(user: FakeUser): Json {
    return {
      id: user.id,
      username: user.username,
      discriminator: user.bot ? '0001' : '0',
      global_name: user.bot ? null : user.username,
      avatar: null,
      bot: user.bot,
      public_flags: 0,
      flags: 0,
    };
  }

  application(): Json {
    const { bot } = this.#world;
    return {
      id: bot.id,
      name: bot.username,
      description: '',
      icon: null,
      bot_public: true,
      bot_require_code_grant: false,
      verify_key: '00',
      flags: 0,
      bot: this.user(bot),
      integration_types_config: Object.fromEntries(this.#world.installations.map((type) => [type, {}])),
    };
  }

  member(user: FakeUser, permissions?: bigint): Json {
    const joined = '2026-01-01T00:00:00.000000+00:00';
    return {
      user: this.user(user),
      nick: null,
      avatar: null,
      roles: user.moderator ? [MODERATOR_ROLE] : [],
      joined_at: joined,
      premium_since: null,
      deaf: false,
      mute: false,
      flags: 0,
      ...(permissions === undefined ? {} : { permissions: permissions.toString() }),
    };
  }

  channel(channel: FakeChannel): Json {
    const { bot } = this.#world;
    const common: Json = { id: channel.id, type: channel.type, last_message_id: null, flags: 0 };
    if (!channel.guild) {
      const named = channel.type === CHANNEL.groupDm ? { name: channel.name, owner_id: channel.recipients[0]?.id } : {};
      return { ...common, ...named, recipients: channel.recipients.map((each) => this.user(each)) };
    }
    const inGuild = {
      ...common,
      guild_id: channel.guild.id,
      name: channel.name,
      parent_id: channel.parent?.id ?? null,
    };
    if (channel.type === CHANNEL.thread) {
      return {
        ...inGuild,
        owner_id: channel.ownerId ?? bot.id,
        message_count: 0,
        member_count: 1,
        rate_limit_per_user: 0,
        thread_metadata: {
          archived: channel.archived,
          locked: channel.locked,
          auto_archive_duration: 1440,
          archive_timestamp: new Date(this.#world.clock.now()).toISOString(),
        },
      };
    }
    const overwrite = { id: bot.id, type: 1, allow: '0', deny: channel.denied.toString() };
    const forum = channel.type === CHANNEL.forum ? { available_tags: [], default_reaction_emoji: null } : {};
    const overwrites = channel.denied ? [overwrite] : [];
    return { ...inGuild, ...forum, position: 0, topic: null, nsfw: false, permission_overwrites: overwrites };
  }

  guild(guild: FakeGuild): Json {
    const everyone = { id: guild.id, name: '@everyone', permissions: ALL_PERMISSIONS.toString(), position: 0 };
    const moderators = { id: MODERATOR_ROLE, name: 'Moderators', permissions: MANAGE_MESSAGES.toString(), position: 1 };
    const own = {
      id: BOT_ROLE,
      name: 'Reelay',
      permissions: '0',
      position: 2,
      tags: { bot_id: this.#world.bot.id },
    };
    const look = { color: 0, hoist: false, managed: false, mentionable: false, flags: 0 };
    return {
      id: guild.id,
      name: guild.name,
      icon: null,
      owner_id: '100000000000000001',
      premium_tier: guild.premiumTier,
      premium_subscription_count: 0,
      preferred_locale: guild.locale,
      features: [],
      roles: [everyone, moderators, own].map((role) => ({ ...role, ...look })),
      emojis: [],
      stickers: [],
      verification_level: 0,
      default_message_notifications: 0,
      explicit_content_filter: 0,
      mfa_level: 0,
      nsfw_level: 0,
      afk_timeout: 300,
      system_channel_flags: 0,
    };
  }

  /** A server as GUILD_CREATE tells it, with all that is in it. */
  wholeGuild(guild: FakeGuild): Json {
    const inIt = this.#world.channelsOf(guild).filter((each) => !each.deleted);
    const threads = inIt.filter((each) => each.type === CHANNEL.thread && !each.archived);
    return {
      ...this.guild(guild),
      joined_at: '2026-01-01T00:00:00.000000+00:00',
      large: false,
      unavailable: false,
      member_count: 2,
      members: [this.member(this.#world.bot)],
      channels: inIt.filter((each) => each.type !== CHANNEL.thread).map((each) => this.channel(each)),
      threads: threads.map((each) => this.channel(each)),
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  }

  attachment(attachment: FakeAttachment): Json {
    const url = this.#cdn.sign(attachment);
    return {
      id: attachment.id,
      filename: attachment.name,
      size: attachment.bytes.length,
      content_type: attachment.contentType,
      url,
      proxy_url: url,
      ...(attachment.title === undefined ? {} : { title: attachment.title }),
      ...(attachment.description === undefined ? {} : { description: attachment.description }),
      ...(attachment.ephemeral ? { ephemeral: true } : {}),
    };
  }

  /**
   * A message as the bot sees it. What was not said to it (a DM, a mention, its own) comes without its content, unless
   * `whole`: interactions always show it.
   */
  message(message: FakeMessage, whole = false): Json {
    const said = whole || this.#seesContent(message);
    const { channel } = message;
    return {
      id: message.id,
      channel_id: channel.id,
      type: message.type,
      author: this.user(message.author),
      content: said ? message.content : '',
      // Files of a layout are told in it.
      attachments: said && !isLayout(message) ? message.attachments.map((each) => this.attachment(each)) : [],
      embeds: said ? message.embeds : [],
      components: said ? this.#components(message) : [],
      ...(said && message.stickers ? { sticker_items: message.stickers } : {}),
      mentions: message.mentions.flatMap((id) => {
        const user = this.#world.users.get(id);
        return user ? [this.user(user)] : [];
      }),
      mention_roles: [...message.content.matchAll(/<@&(\d{17,20})>/g)].map((match) => match[1] ?? ''),
      mention_everyone: message.pings.includes('everyone'),
      timestamp: new Date(message.createdAt).toISOString(),
      edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
      tts: false,
      pinned: false,
      flags: message.flags,
      ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
      ...(message.interactionId === undefined
        ? {}
        : { webhook_id: this.#world.bot.id, application_id: this.#world.bot.id }),
      ...(message.repliesTo ? this.#replies(message, message.repliesTo, whole) : {}),
      ...(message.forwards ? this.#forwards(message.forwards, said) : {}),
    };
  }

  /** The parts of a message, files in them by their addresses. */
  #components(message: FakeMessage): Json[] {
    if (!isLayout(message)) return message.components;
    const parts = structuredClone(message.components);
    for (const media of mediaIn(parts)) {
      const name = referenceOf(media);
      const file = message.attachments.find((each) => each.name === name);
      if (!file) continue;
      const url = this.#cdn.sign(file);
      Object.assign(media, { url, proxy_url: url, content_type: file.contentType, attachment_id: file.id });
    }
    return parts;
  }

  #replies({ channel }: FakeMessage, to: FakeMessage, whole: boolean): Json {
    return {
      message_reference: { type: 0, message_id: to.id, channel_id: channel.id, guild_id: channel.guild?.id },
      referenced_message: to.deleted ? null : this.#referenced(to, whole),
    };
  }

  #forwards(original: FakeMessage, said: boolean): Json {
    const { type, content, attachments, embeds, components, mentions, timestamp, edited_timestamp, flags } =
      this.message(original, true);
    const snapshot = { type, content, attachments, embeds, components, mentions, timestamp, edited_timestamp, flags };
    return {
      message_reference: { type: 1, message_id: original.id, channel_id: original.channel.id },
      message_snapshots: said ? [{ message: snapshot }] : [],
    };
  }

  #referenced(message: FakeMessage, whole: boolean): Json {
    const { referenced_message: _further, ...rest } = this.message(message, whole);
    return rest;
  }

  #seesContent(message: FakeMessage): boolean {
    const { bot } = this.#world;
    if (message.author === bot || message.channel.type === CHANNEL.dm || message.mentions.includes(bot.id)) return true;
    if (this.#world.roleMentionsShow && message.content.includes(`<@&${BOT_ROLE}>`)) return true;
    return (this.intents & INTENT.messageContent) !== 0;
  }
}
