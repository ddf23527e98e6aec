import { CHANNEL, COMPONENT, INTERACTION, MESSAGE } from './bits.ts';
import type { ModalForm } from './check-modal.ts';
import { type SlashOptions, type SlashValues, slashData } from './command-input.ts';
import type { Core } from './core.ts';
import { Interaction } from './interaction.ts';
import { type ModalValues, modalData } from './modal-input.ts';
import { attachmentOf, mentioned } from './posting.ts';
import { componentsOf } from './shown.ts';
import type { FakeChannel, FakeMessage, FakeUser, FileInput, Json } from './types.ts';

/** Where a command is called from; by default the app belongs to the server, or the place is the bot's own DM. */
export type Context = 'guild' | 'bot_dm' | 'user_install';

export interface Saying {
  content?: string;
  attachments?: FileInput[];
  reply_to?: { id: string };
  /** False: the reply does not ring its author, and so is not said to the bot. */
  mention?: boolean;
  /** What its links show, parts of a layout, stickers: as Discord's API writes them. */
  embeds?: Json[];
  components?: Json[];
  stickers?: Json[];
  /** Passes a message on; that one's content and files come along as a snapshot. */
  forwards?: { id: string };
}

export interface Calling extends SlashOptions {
  context?: Context;
  /** Instead of the person's own. */
  locale?: string;
  /** The client has not seen the message's last edit: a button that was disabled can still be pressed. */
  stale?: boolean;
}

/** What people do: say something, call commands, press buttons, fill in forms. */
export class People {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  says(channel: FakeChannel, user: FakeUser, said: Saying | string): FakeMessage {
    const saying: Saying = typeof said === 'string' ? { content: said } : said;
    const { content = '', attachments = [], reply_to, mention = true, forwards } = saying;
    const { embeds = [], components = [], stickers } = saying;
    const { world } = this.#core;
    this.#checkSlowMode(channel, user);
    const repliesTo = reply_to && this.find(reply_to);
    const rung = repliesTo && mention ? [repliesTo.author.id] : [];
    const mentions = [...new Set([...mentioned(this.#core, content), ...rung])];
    const message = world.message({
      channel,
      author: user,
      content,
      attachments: attachments.map((file) => world.attach(channel, attachmentOf(file, false))),
      type: repliesTo ? MESSAGE.reply : MESSAGE.default,
      mentions,
      pings: mentions,
      ...(stickers ? { stickers } : {}),
      embeds,
      components,
      ...(repliesTo ? { repliesTo } : {}),
      ...(forwards ? { forwards: this.find(forwards) } : {}),
    });
    this.#core.announce('MESSAGE_CREATE', message);
    const shown = [...world.pages].flatMap(([address, embed]) => (content.includes(address) ? [embed] : []));
    // Discord fetches the page first.
    if (shown.length > 0) setImmediate(() => this.unfurls(message, shown));
    return message;
  }

  /** A client does not let a person write sooner; who manages messages may. */
  #checkSlowMode({ id, slowModeSeconds = 0 }: FakeChannel, user: FakeUser): void {
    const { world } = this.#core;
    const own = [...world.messages.values()].findLast(({ author, channel }) => author === user && channel.id === id);
    if (user.moderator || !own || world.clock.now() - own.createdAt >= slowModeSeconds * 1000) return;
    throw new Error(`${user.username} may write here every ${slowModeSeconds} s only`);
  }

  /**
   * The preview of a message's link comes, which is no edit. Discord tells a bot without the privileged intent of it, but
   * shows it only in a DM, though it be mentioned.
   */
  unfurls(message: { id: string }, embeds: Json[]): void {
    const found = this.find(message);
    found.embeds = embeds;
    this.#core.announce('MESSAGE_UPDATE', found);
  }

  edits(message: { id: string }, content: string): void {
    const found = this.find(message);
    found.content = content;
    found.mentions = mentioned(this.#core, content);
    found.editedAt = this.#core.clock.now();
    this.#core.announce('MESSAGE_UPDATE', found);
  }

  deletes(message: { id: string }): void {
    const found = this.find(message);
    found.deleted = true;
    this.#core.announce('MESSAGE_DELETE', found);
  }

  slash(
    channel: FakeChannel,
    user: FakeUser,
    name: string,
    values: SlashValues = {},
    calling: Calling = {},
  ): Interaction {
    const data = slashData(this.#core, channel, name, values, calling);
    return this.#interact({ type: INTERACTION.command, channel, user, data, calling });
  }

  autocomplete(
    channel: FakeChannel,
    user: FakeUser,
    name: string,
    focused: string,
    partial: string | number,
    values: SlashValues = {},
    calling: Calling = {},
  ): Interaction {
    const data = slashData(this.#core, channel, name, { ...values, [focused]: partial }, { ...calling, focused });
    return this.#interact({ type: INTERACTION.autocomplete, channel, user, data, calling });
  }

  contextMenu(
    channel: FakeChannel,
    user: FakeUser,
    name: string,
    message: { id: string },
    calling: Calling = {},
  ): Interaction {
    const target = this.find(message);
    const command = this.#core.commands.find(name, 3, channel.guild);
    if (!command) throw new Error(`There is no message command "${name}" here`);
    const json = this.#core.presenter.message(target, true);
    const guild = command.guild_id === undefined ? {} : { guild_id: command.guild_id };
    const resolved = { messages: { [target.id]: json } };
    const data = { id: command.id, name, type: 3, target_id: target.id, resolved, ...guild };
    return this.#interact({ type: INTERACTION.command, channel, user, data, calling, contextMenu: true });
  }

  /** Presses a button by its label or its custom id; throws when this person has no such button before them. */
  presses(message: { id: string }, which: string, user: FakeUser, calling: Calling = {}): Interaction {
    const source = this.#before(user, message);
    const button = componentsOf(source).find(
      (each) => each.type === COMPONENT.button && (each.custom_id === which || each.label === which),
    );
    if (!button) throw new Error(`The message has no button "${which}": ${JSON.stringify(componentsOf(source))}`);
    if (button.disabled && !calling.stale) throw new Error(`The button "${which}" is disabled`);
    if (!button.custom_id) throw new Error(`The button "${which}" only opens ${button.url}`);
    const data = { custom_id: button.custom_id, component_type: button.type };
    return this.#interact({ type: INTERACTION.component, channel: source.channel, user, data, calling, source });
  }

  /** Chooses from a menu, by its custom id. */
  selects(
    message: { id: string },
    customId: string,
    values: string[],
    user: FakeUser,
    calling: Calling = {},
  ): Interaction {
    const source = this.#before(user, message);
    const menu = componentsOf(source).find((each) => each.custom_id === customId);
    if (!menu || menu.type === COMPONENT.button) throw new Error(`The message has no menu "${customId}"`);
    const offered = (menu.options as { value: string }[] | undefined)?.map((each) => each.value);
    const strange = offered && values.find((value) => !offered.includes(value));
    if (strange !== undefined) throw new Error(`The menu "${customId}" does not offer "${strange}"`);
    const data = { custom_id: customId, component_type: menu.type, values };
    return this.#interact({ type: INTERACTION.component, channel: source.channel, user, data, calling, source });
  }

  /** Sends the form that an interaction opened, with values by the fields' custom ids. */
  async submitsModal(opened: Interaction, values: ModalValues, calling: Calling = {}): Promise<Interaction> {
    const modal: ModalForm = await opened.modal;
    const { channel, user } = opened;
    const data = modalData(this.#core, channel, modal, values);
    const id = (opened.payload.message as Json | undefined)?.id;
    const source = typeof id === 'string' ? this.find({ id }) : undefined;
    return this.#interact({ type: INTERACTION.modal, channel, user, data, calling, source });
  }

  /** A message that this person has before them; throws when they don't. */
  #before(user: FakeUser, { id }: { id: string }): FakeMessage {
    const message = this.find({ id });
    if (message.ephemeralFor !== undefined && message.ephemeralFor !== user.id) {
      throw new Error(`${user.username} does not see this message`);
    }
    return message;
  }

  /** The message as it is stored; throws when it is gone. */
  find({ id }: { id: string }): FakeMessage {
    const message = this.#core.world.messages.get(id);
    if (!message || message.deleted) throw new Error(`There is no message ${id}`);
    return message;
  }

  #interact(what: {
    type: number;
    channel: FakeChannel;
    user: FakeUser;
    data: Json;
    calling: Calling;
    source?: FakeMessage | undefined;
    contextMenu?: boolean;
  }): Interaction {
    const { channel, user, calling, source } = what;
    const { world, presenter, gateway, interactions } = this.#core;
    const id = world.id();
    const token = `token${id}`;
    const permissions = world.permissions(channel);
    const payload: Json = {
      id,
      application_id: world.bot.id,
      type: what.type,
      token,
      version: 1,
      data: what.data,
      channel_id: channel.id,
      channel: { ...presenter.channel(channel), permissions: permissions.toString() },
      app_permissions: permissions.toString(),
      locale: calling.locale ?? user.locale,
      entitlements: [],
      attachment_size_limit: world.uploadLimit(channel),
      ...this.#where(channel, user, calling.context),
      ...(source ? { message: presenter.message(source, true) } : {}),
    };
    const interaction = new Interaction(this.#core, { ...what, id, token, payload });
    interactions.set(token, interaction);
    gateway.dispatch('INTERACTION_CREATE', payload, { channel });
    return interaction;
  }

  #where(channel: FakeChannel, user: FakeUser, asked: Context | undefined): Json {
    const { world, presenter } = this.#core;
    const installed = asked === undefined ? world.botIsIn(channel) : asked !== 'user_install';
    const owners = installed ? { 0: channel.guild?.id ?? '0' } : { 1: user.id };
    if (!channel.guild) {
      const context = channel.type === CHANNEL.dm ? 1 : 2;
      return { user: presenter.user(user), context, authorizing_integration_owners: owners };
    }
    const { id, locale } = channel.guild;
    return {
      guild_id: id,
      guild: { id, locale, features: [] },
      guild_locale: locale,
      member: presenter.member(user, world.permissionsOf(user, channel)),
      context: 0,
      authorizing_integration_owners: owners,
    };
  }
}
