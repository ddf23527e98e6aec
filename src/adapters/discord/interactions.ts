import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIInteractionResponse,
  type APIMessageApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  ChannelType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
} from 'discord.js';
import type { IncomingMessage } from '../../core/chat.ts';
import { discordWords } from '../../i18n/discord.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import { translator } from '../../i18n/translator.ts';
import { type ButtonDedupe, isReusable, type PressAcceptance, type PressResult } from '../kit/button-dedupe.ts';
import { mediaOf } from './attachments.ts';
import { decodePress, type Press, withButtonUsed } from './buttons.ts';
import { MENU_ANIMATE, RESPONSE_MODES, type SlashName } from './commands.ts';
import { type Context, chatOf } from './context.ts';
import type { DeferredReplies } from './deferred-replies.ts';
import type { Intake, Taken } from './intake.ts';
import { TOKEN_LIFE_MS } from './limits.ts';
import { canHaveThreads, threadName } from './messages.ts';
import { promptModal, readModal } from './modal.ts';
import { lacking } from './permissions.ts';
import { noteOf, readSlash, type SlashCall } from './prompts.ts';
import type { Ask, Place } from './repository.ts';
import { type Requester, requesterOf } from './requester.ts';
import { type SuggestionSources, suggest } from './suggestions.ts';

export interface InteractionsOptions {
  context: Context;
  intake: Intake;
  originals: DeferredReplies;
  buttons: ButtonDedupe;
  suggestions: SuggestionSources;
  language: LanguageSetting;
  threadPerProject: boolean;
  /** True once the bot is on its way out. */
  stopping: () => boolean;
}

/** Commands, buttons, windows and suggestions. Each is acknowledged before anything else is done or looked up. */
export class Interactions {
  readonly #o: InteractionsOptions;

  constructor(options: InteractionsOptions) {
    this.#o = options;
  }

  async handle(interaction: APIInteraction): Promise<void> {
    const caller = requesterOf(interaction, this.#o.language);
    if (!caller) return;
    switch (interaction.type) {
      case InteractionType.ApplicationCommand:
        if (interaction.data.type === ApplicationCommandType.ChatInput) {
          // The narrowing of `data` does not reach the interaction around it.
          return this.#slash(interaction as APIChatInputApplicationCommandInteraction, caller);
        }
        if (interaction.data.type === ApplicationCommandType.Message && interaction.data.name === MENU_ANIMATE) {
          return this.#menu(interaction as APIMessageApplicationCommandInteraction, caller);
        }
        return this.#whisper(interaction, discordWords(caller.language)('unknownCommand'));
      case InteractionType.MessageComponent:
        return this.#button(interaction, caller);
      case InteractionType.ApplicationCommandAutocomplete:
        return this.#autocomplete(interaction, caller);
      case InteractionType.ModalSubmit:
        return this.#modal(interaction, caller);
      default:
    }
  }

  async #slash(interaction: APIChatInputApplicationCommandInteraction, caller: Requester): Promise<void> {
    const { name } = interaction.data;
    if (!isSlashName(name)) return this.#whisper(interaction, discordWords(caller.language)('unknownCommand'));
    await this.#begin(interaction, caller, name, readSlash(name, interaction.data, caller.language));
  }

  /** "Animate" in the menu of a message: a window asks what to make of its files, which are kept meanwhile. */
  async #menu(interaction: APIMessageApplicationCommandInteraction, caller: Requester): Promise<void> {
    const say = discordWords(caller.language);
    const message = interaction.data.resolved.messages[interaction.data.target_id];
    const attachments = message ? mediaOf(message, caller.language) : [];
    if (!message || attachments.length === 0) return this.#whisper(interaction, say('noMedia'));
    const refusal = this.#refusal(interaction, caller);
    if (refusal) return this.#whisper(interaction, refusal);
    const data = promptModal(interaction.id, caller.language);
    const acknowledged = this.#acknowledge(interaction, { type: InteractionResponseType.Modal, data });
    // Kept without waiting for Discord's word that the window is open: it may come back filled in before that.
    const open = { attachments, message: message.id, channel: caller.channel };
    await Promise.all([acknowledged, this.#o.context.records.saveModal(interaction.id, open)]);
  }

  async #modal(interaction: APIModalSubmitInteraction, caller: Requester): Promise<void> {
    const filled = readModal(interaction.data);
    const call: SlashCall = { text: filled?.prompt ?? '', attachments: [] };
    await this.#begin(interaction, caller, 'animate', call, async () => {
      const open = filled && (await this.#o.context.records.modal(filled.key));
      if (open) call.attachments = open.attachments;
      return open ? undefined : discordWords(caller.language)('modalOver');
    });
  }

  /**
   * Acknowledges a command, hands it to the engine, and leaves a note where "thinking" was.
   *
   * @param complete looks up what is still missing, once acknowledged; gives a sentence when it can't be had
   */
  async #begin(
    interaction: APIChatInputApplicationCommandInteraction | APIModalSubmitInteraction,
    caller: Requester,
    name: SlashName,
    call: SlashCall,
    complete?: () => Promise<string | undefined>,
  ): Promise<void> {
    const manner = RESPONSE_MODES[name];
    const refusal = manner.work ? this.#refusal(interaction, caller) : this.#restarting(caller);
    if (refusal) return this.#whisper(interaction, refusal);
    const flags = manner.ephemeral ? MessageFlags.Ephemeral : undefined;
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    const acknowledging = this.#acknowledge(interaction, { type, data: { flags } });
    const go = async () => {
      const acknowledged = await acknowledging;
      if (acknowledged) await this.#go(interaction, caller, name, call, acknowledged.message, complete);
    };
    // What asks about the work, or stops it, waits for nobody.
    await (manner.work ? this.#o.intake.inLine(caller.channel, go) : go());
  }

  /** @param message the answer's id, where Discord told it */
  async #go(
    interaction: APIChatInputApplicationCommandInteraction | APIModalSubmitInteraction,
    caller: Requester,
    name: SlashName,
    call: SlashCall,
    message: string | undefined,
    complete: (() => Promise<string | undefined>) | undefined,
  ): Promise<void> {
    const { originals, context } = this.#o;
    const manner = RESPONSE_MODES[name];
    const say = discordWords(caller.language);
    const ask: Ask = {
      ...this.#ask(interaction, caller, interaction.id),
      replyTo: message ? { channel: caller.channel, message } : undefined,
      original: 'thinking',
      answersThere: !manner.work,
      ephemeral: manner.ephemeral,
      note: say('onIt'),
    };
    const missing = await complete?.().catch((error: unknown) => {
      context.log.error({ err: error }, 'what a window was about could not be read');
      return translator(caller.language)('failedStore');
    });
    if (missing) return originals.refuse(ask, missing);
    if (manner.work) {
      ask.note = noteOf(name, call, caller.language);
      if (caller.kind === 'alone') ask.note += `\n${say('noteFifteenMinutes')}`;
    }
    const channel = await this.#channelFor(interaction, caller, call, ask);
    ask.chat = chatOf(channel);
    const incoming = { ...this.#incoming(interaction.id, caller, interaction), ...call, chat: ask.chat };
    const taken = await this.#o.intake.take(incoming, ask, this.#place(interaction, caller, channel, ask.id));
    const sentence = this.#notTaken(taken, caller);
    if (sentence) await originals.refuse(ask, sentence);
    else if (manner.work) await originals.settle(ask);
    else originals.settleSoon(ask);
  }

  async #button(interaction: APIMessageComponentInteraction, caller: Requester): Promise<void> {
    const say = discordWords(caller.language);
    const press = decodePress(interaction.data.custom_id);
    if (!press) return this.#whisper(interaction, say('buttonOver'));
    if (caller.kind !== 'dm' && press.userId !== caller.userId) {
      return this.#whisper(interaction, say('notYours', { user: `<@${press.userId}>` }));
    }
    const refusal = RESPONSE_MODES[press.command.name].work
      ? this.#refusal(interaction, caller)
      : this.#restarting(caller);
    if (refusal) return this.#whisper(interaction, refusal);
    const type = InteractionResponseType.DeferredMessageUpdate;
    if (!(await this.#acknowledge(interaction, { type }))) return;
    const result = await this.#press(interaction, caller, press);
    if (result === 'accepted') await this.#markUsed(interaction, press);
    const sentence = typeof result === 'object' ? result.refusal : result === 'pressed' && say('buttonTaken');
    if (sentence) await this.#add(interaction, sentence);
  }

  /** Makes one request of a press, and none of another one while that is open. */
  async #press(
    interaction: APIMessageComponentInteraction,
    caller: Requester,
    press: Press,
  ): Promise<PressResult<string>> {
    const { id: message } = interaction.message;
    const { command, project } = press;
    const accept = async (id: string): Promise<PressAcceptance<string>> => {
      const ask: Ask = { ...this.#ask(interaction, caller, id), replyTo: { channel: caller.channel, message } };
      const incoming: IncomingMessage = { ...this.#incoming(id, caller, interaction), command, project };
      const place = this.#place(interaction, caller, caller.channel, id);
      const taken = await this.#o.intake.take(incoming, ask, place);
      if (taken === 'accepted' || taken === 'duplicate') return taken;
      return { refusal: this.#notTaken(taken, caller) ?? '' };
    };
    try {
      const pressed = { chat: caller.chat, message, button: command.name };
      return await this.#o.buttons.press(pressed, interaction.id, accept);
    } catch (error) {
      this.#o.context.log.error({ err: error, chat: caller.chat }, 'press not accepted');
      return { refusal: translator(caller.language)('failedStore') };
    }
  }

  /** Replaces the buttons of the message: one that started something cannot be pressed again. Never rejects. */
  async #markUsed(interaction: APIMessageComponentInteraction, { command }: Press): Promise<void> {
    const rows = withButtonUsed(interaction.message.components ?? [], interaction.data.custom_id);
    if (isReusable(command.name) || !rows) return;
    const { api, calls, log } = this.#o.context;
    const hook = { application: interaction.application_id, token: interaction.token };
    const edit = () => api.editAnswer(hook, '@original', { components: rows });
    try {
      await calls.untilDone('edit buttons', edit, { idempotent: true, attempts: 3 });
    } catch (error) {
      log.debug({ err: error, chat: chatOf(interaction.channel.id) }, 'used button not replaced');
    }
  }

  async #autocomplete(interaction: APIApplicationCommandAutocompleteInteraction, caller: Requester): Promise<void> {
    const { suggestions, context } = this.#o;
    const choices = await suggest(interaction, caller, suggestions, context.clock);
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    await this.#acknowledge(interaction, { type, data: { choices } });
  }

  /** Why work is not begun here and now; told instead of an acknowledgement. */
  #refusal(interaction: APIInteraction, caller: Requester): string | undefined {
    const restarting = this.#restarting(caller);
    if (restarting || caller.kind !== 'guild') return restarting;
    const lack = lacking(interaction);
    const say = discordWords(caller.language);
    return lack && say('cannotPost', { permission: say(lack) });
  }

  #restarting(caller: Requester): string | undefined {
    return this.#o.stopping() ? discordWords(caller.language)('restarting') : undefined;
  }

  #notTaken(taken: Taken, caller: Requester): string | undefined {
    if (taken === 'stopping') return discordWords(caller.language)('restarting');
    return taken === 'failed' ? translator(caller.language)('failedStore') : undefined;
  }

  #ask(interaction: APIInteraction, caller: Requester, id: string): Ask {
    return {
      id,
      chat: caller.chat,
      userId: caller.userId,
      language: caller.language,
      at: this.#o.context.clock.now(),
      hook: { application: interaction.application_id, token: interaction.token },
      answerBytes: interaction.attachment_size_limit,
      original: 'none',
      answersThere: false,
      ephemeral: false,
      note: '',
    };
  }

  #incoming(id: string, caller: Requester, interaction: APIInteraction): IncomingMessage {
    const locale = 'locale' in interaction ? interaction.locale : undefined;
    return { id, chat: caller.chat, userId: caller.userId, locale, text: '', attachments: [] };
  }

  #place(interaction: APIInteraction, caller: Requester, channel: string, lastAsk: string): Place {
    const inThread = channel !== caller.channel;
    return {
      kind: caller.kind,
      guild: interaction.guild_id,
      channelType: inThread ? ChannelType.PublicThread : interaction.channel?.type,
      lastAsk,
      answerBytes: interaction.attachment_size_limit,
      answerUntil: this.#o.context.clock.now() + TOKEN_LIFE_MS,
    };
  }

  /** The channel of the project: a thread below the note, where that is wanted, can be, and is worth it. */
  async #channelFor(interaction: APIInteraction, caller: Requester, call: SlashCall, ask: Ask): Promise<string> {
    const { threadPerProject, originals, context } = this.#o;
    const worthIt = call.attachments.length > 0 && caller.kind === 'guild';
    if (!threadPerProject || !worthIt || !ask.replyTo || !canHaveThreads(interaction.channel?.type)) {
      return caller.channel;
    }
    await originals.settle(ask);
    ask.original = 'settled';
    try {
      return await context.api.startThread(caller.channel, ask.replyTo.message, threadName(call.text));
    } catch (error) {
      context.log.debug({ err: error, channel: caller.channel }, 'no thread; the channel has to do');
      return caller.channel;
    }
  }

  /** Answers the interaction; undefined when Discord did not take it, and has told the user so itself. */
  async #acknowledge(
    interaction: APIInteraction,
    response: APIInteractionResponse,
  ): Promise<{ message?: string } | undefined> {
    const { api, log } = this.#o.context;
    try {
      return { message: await api.respond(interaction.id, interaction.token, response) };
    } catch (error) {
      log.warn({ err: error, interaction: interaction.id }, 'an interaction could not be acknowledged');
      return undefined;
    }
  }

  /** A sentence for the caller alone, as the whole answer. */
  async #whisper(interaction: APIInteraction, content: string): Promise<void> {
    const data = { content, flags: MessageFlags.Ephemeral as const, allowed_mentions: { parse: [] } };
    await this.#acknowledge(interaction, { type: InteractionResponseType.ChannelMessageWithSource, data });
  }

  /** A sentence for the caller alone, after the acknowledgement. */
  async #add(interaction: APIInteraction, content: string): Promise<void> {
    const hook = { application: interaction.application_id, token: interaction.token };
    try {
      await this.#o.context.api.followUp(hook, { content, flags: MessageFlags.Ephemeral });
    } catch (error) {
      this.#o.context.log.info({ err: error }, 'a press was not taken, and that could not be told');
    }
  }
}

function isSlashName(name: string): name is SlashName {
  return Object.hasOwn(RESPONSE_MODES, name);
}
