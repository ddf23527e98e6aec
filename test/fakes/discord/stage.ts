import { CHANNEL, PERMISSION, type PermissionName } from './bits.ts';
import type { SlashValues } from './command-input.ts';
import type { Core } from './core.ts';
import type { Interaction } from './interaction.ts';
import type { ModalValues } from './modal-input.ts';
import { type Calling, People, type Saying } from './people.ts';
import { shown } from './shown.ts';
import type { FakeChannel, FakeGuild, FakeMessage, FakeUser, Json, Shown } from './types.ts';
import type { ChannelKind } from './world.ts';

/** The places, the people in them, what they do and what they see. */
export class Stage {
  protected readonly core: Core;
  readonly #people: People;

  constructor(core: Core) {
    this.core = core;
    this.#people = new People(core);
  }

  // The place and its people.

  user(fields: { id?: string; username?: string; locale?: string; moderator?: boolean } = {}): FakeUser {
    return this.core.world.user(fields);
  }

  /** A server; `uploadLimit` (bytes) replaces that of the boost level. */
  guild(
    fields: {
      name?: string;
      premium_tier?: number;
      locale?: string;
      botIsMember?: boolean;
      uploadLimit?: number;
      blockedWords?: string[];
    } = {},
  ): FakeGuild {
    const { premium_tier = 0, ...rest } = fields;
    const guild = this.core.world.guild({ ...rest, premiumTier: premium_tier });
    if (guild.botIsMember) this.core.gateway.dispatch('GUILD_CREATE', this.core.presenter.wholeGuild(guild), { guild });
    return guild;
  }

  channel(
    guild: FakeGuild,
    {
      type = 'text',
      ...fields
    }: { type?: Exclude<ChannelKind, 'dm'>; name?: string; parent?: FakeChannel; slowModeSeconds?: number } = {},
  ): FakeChannel {
    const { parent } = fields;
    const channel = this.core.world.channel(guild, type, fields);
    if (channel.parent && !parent) this.#tell('CREATE', channel.parent);
    this.#tell('CREATE', channel);
    return channel;
  }

  /** What a page shows when somebody posts its address: a moment after the message. */
  page(address: string, embed: Json): void {
    this.core.world.pages.set(address, embed);
  }

  /** What mentions the bot's role alone comes without its content. */
  hidesRoleMentions(): void {
    this.core.world.roleMentionsShow = false;
  }

  /** Discord takes an address for harmful from now on. */
  callsHarmful(address: string): void {
    this.core.world.harmfulLinks.add(address);
  }

  /** The bot's DM with a person. */
  dm(user: FakeUser): FakeChannel {
    return this.core.world.dm(user);
  }

  /** A conversation that the bot has no part in: people bring it along as a user-installed app. */
  groupDm(...users: FakeUser[]): FakeChannel {
    return this.core.world.groupDm(users);
  }

  /** Gives and takes permissions of the bot in a channel; of a thread, in its parent. */
  permissions(channel: FakeChannel, rights: Partial<Record<PermissionName, boolean>>): void {
    const owner = channel.parent ?? channel;
    for (const [name, granted] of Object.entries(rights) as [PermissionName, boolean][]) {
      owner.denied = granted ? owner.denied & ~PERMISSION[name] : owner.denied | PERMISSION[name];
    }
    this.#tell('UPDATE', owner);
  }

  /** A person takes no more messages from the bot: 50007. */
  blocks(user: FakeUser, blocked = true): void {
    user.blocks = blocked;
  }

  /** Closes a thread; a locked one cannot be woken by a message. */
  archives(thread: FakeChannel, locked = false): void {
    Object.assign(thread, { archived: true, locked });
    this.#tell('UPDATE', thread);
  }

  deletesChannel(channel: FakeChannel): void {
    channel.deleted = true;
    this.#tell('DELETE', channel);
  }

  /** Throws the bot out of a server. */
  removesBot(guild: FakeGuild): void {
    guild.botIsMember = false;
    this.core.gateway.dispatch('GUILD_DELETE', { id: guild.id }, { guild });
  }

  #tell(what: 'CREATE' | 'UPDATE' | 'DELETE', channel: FakeChannel): void {
    const kind = channel.type === CHANNEL.thread ? 'THREAD' : 'CHANNEL';
    if (channel.guild?.botIsMember) {
      this.core.gateway.dispatch(`${kind}_${what}`, this.core.presenter.channel(channel), { channel });
    }
  }

  // What people do.

  says(channel: FakeChannel, user: FakeUser, said: Saying | string): FakeMessage {
    return this.#people.says(channel, user, said);
  }

  unfurls(message: { id: string }, embeds: Json[]): void {
    this.#people.unfurls(message, embeds);
  }

  edits(message: { id: string }, content: string): void {
    this.#people.edits(message, content);
  }

  deletes(message: { id: string }): void {
    this.#people.deletes(message);
  }

  slash(channel: FakeChannel, user: FakeUser, name: string, values?: SlashValues, calling?: Calling): Interaction {
    return this.#people.slash(channel, user, name, values, calling);
  }

  /** Types into an option; `choices` of what it returns are the suggestions. */
  autocomplete(
    channel: FakeChannel,
    user: FakeUser,
    name: string,
    focused: string,
    partial: string | number,
    values?: SlashValues,
    calling?: Calling,
  ): Interaction {
    return this.#people.autocomplete(channel, user, name, focused, partial, values, calling);
  }

  contextMenu(
    channel: FakeChannel,
    user: FakeUser,
    name: string,
    message: { id: string },
    calling?: Calling,
  ): Interaction {
    return this.#people.contextMenu(channel, user, name, message, calling);
  }

  presses(message: { id: string }, labelOrId: string, user: FakeUser, calling?: Calling): Interaction {
    return this.#people.presses(message, labelOrId, user, calling);
  }

  /** Chooses from a menu, by its custom id. */
  selects(message: { id: string }, customId: string, values: string[], user: FakeUser, calling?: Calling): Interaction {
    return this.#people.selects(message, customId, values, user, calling);
  }

  /** Sends the form that an interaction opened, with values by the fields' custom ids. */
  submitsModal(opened: Interaction, values: ModalValues, calling?: Calling): Promise<Interaction> {
    return this.#people.submitsModal(opened, values, calling);
  }

  // What there is to see.

  /** What stands in a channel now, oldest first: for everyone, and what `viewer` alone sees. */
  shown(channel: { id: string }, viewer?: FakeUser): Shown[] {
    const all = [...this.core.world.messages.values()];
    const here = all.filter((each) => each.channel.id === channel.id && !each.deleted);
    return here.filter((each) => each.ephemeralFor === undefined || each.ephemeralFor === viewer?.id).map(shown);
  }

  /** Resolves with the first message that fits, as soon as it stands in the channel. */
  appears(channel: { id: string }, fits: (message: Shown) => boolean, viewer?: FakeUser): Promise<Shown> {
    return this.until(() => this.shown(channel, viewer).find(fits));
  }

  /** Resolves with what `look` gives as soon as it gives something; looks whenever something happens here. */
  until<T>(look: () => T | undefined | false | null): Promise<T> {
    return this.core.until(look);
  }
}
