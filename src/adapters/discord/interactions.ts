import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageApplicationCommandInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
} from 'discord.js';
import type { IncomingMessage } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import { translator } from '../../i18n/translator.ts';
import { changesChat } from '../kit/action-access.ts';
import { readActionForm } from './action-form.ts';
import { mediaOf } from './attachments.ts';
import { MENU_ANIMATE, MENU_REPORT, type ResponseMode, responseMode } from './commands.ts';
import type { Context } from './context.ts';
import type { DeferredReplies } from './deferred-replies.ts';
import { readFilesWindow } from './files-window.ts';
import type { Intake } from './intake.ts';
import {
  type InteractionReplies,
  incomingOf,
  obstacleText,
  placeOf,
  refusalText,
  requestOf,
  restartingText,
} from './interaction-requests.ts';
import { changeModal, promptModal, readModal } from './modal.ts';
import { chatOf } from './place.ts';
import type { Presses } from './presses.ts';
import { canHaveThreads, threadName } from './project-thread.ts';
import { noteOf, readSlash, type SlashCall } from './prompts.ts';
import { withDates } from './read-message.ts';
import type { RequestRecord } from './repository.ts';
import { type Requester, requesterOf } from './requester.ts';
import { type SuggestionSources, suggest } from './suggestions.ts';
import { CHANGE_HERE, sayThreadHello } from './thread-hello.ts';

export interface InteractionsOptions {
  context: Context;
  intake: Intake;
  deferredReplies: DeferredReplies;
  replies: InteractionReplies;
  presses: Presses;
  suggestions: SuggestionSources;
  language: LanguageSetting;
  /** Whether photos begin a thread of their own in a server. */
  threadPerProject: (guild: string | undefined) => Promise<boolean>;
  /** True once the bot is stopping. */
  stopping: () => boolean;
  /** What a person has said in a channel is complete: something else of theirs follows. */
  closeRequest: (channel: string, user: string) => void;
}

type CommandInteraction = APIChatInputApplicationCommandInteraction | APIModalSubmitInteraction;

/** A command that was called, with what it takes to bring it to the core. */
interface CalledCommand {
  interaction: CommandInteraction;
  requester: Requester;
  name: string;
  mode: ResponseMode;
  call: SlashCall;
  /** Looks up what is still missing, once acknowledged; gives a sentence when that is not possible. */
  complete?: () => Promise<string | undefined>;
}

/** How the menu's "Animate" is answered. */
const ANIMATE: ResponseMode = { ephemeral: false, work: true };

/** Commands, buttons, modals and suggestions. Each is acknowledged before anything else is done or looked up. */
export class Interactions {
  readonly #options: InteractionsOptions;

  constructor(options: InteractionsOptions) {
    this.#options = options;
  }

  async handle(interaction: APIInteraction): Promise<void> {
    const requester = requesterOf(interaction, this.#options.language, this.#options.context.moderatorRoles);
    if (!requester) return;
    switch (interaction.type) {
      case InteractionType.ApplicationCommand:
        if (interaction.data.type === ApplicationCommandType.ChatInput) {
          // The narrowing of `data` does not reach the interaction around it.
          return this.#slash(interaction as APIChatInputApplicationCommandInteraction, requester);
        }
        if (interaction.data.type === ApplicationCommandType.Message && interaction.data.name === MENU_ANIMATE) {
          return this.#menu(interaction as APIMessageApplicationCommandInteraction, requester);
        }
        if (interaction.data.type === ApplicationCommandType.Message && interaction.data.name === MENU_REPORT) {
          const call = { text: '', attachments: [], command: { name: 'report', argument: interaction.data.target_id } };
          const mode = { ephemeral: true, work: false };
          return this.#begin({ interaction: interaction as CommandInteraction, requester, name: 'report', mode, call });
        }
        return this.#unknownCommand(interaction, requester);
      case InteractionType.MessageComponent:
        if (interaction.data.custom_id === CHANGE_HERE) return this.#askForChange(interaction, requester);
        return this.#options.presses.handle(interaction, requester);
      case InteractionType.ApplicationCommandAutocomplete:
        return this.#autocomplete(interaction, requester);
      case InteractionType.ModalSubmit:
        return this.#modal(interaction, requester);
      default:
    }
  }

  #unknownCommand(interaction: APIInteraction, requester: Requester): Promise<void> {
    return this.#options.replies.replyEphemeral(interaction, discordSentences(requester.language)('unknownCommand'));
  }

  async #slash(interaction: APIChatInputApplicationCommandInteraction, requester: Requester): Promise<void> {
    const { name } = interaction.data;
    const mode = responseMode(name);
    if (!mode) return this.#unknownCommand(interaction, requester);
    const call = readSlash(name, interaction.data, requester.language);
    await this.#begin({ interaction, requester, name, mode, call });
  }

  /** "Animate" in the menu of a message: a modal asks what to make of its files, which are kept meanwhile. */
  async #menu(interaction: APIMessageApplicationCommandInteraction, requester: Requester): Promise<void> {
    const { replies, context, stopping } = this.#options;
    const message = interaction.data.resolved.messages[interaction.data.target_id];
    const attachments = message ? mediaOf(message, requester.language) : [];
    if (!message || attachments.length === 0) {
      return replies.replyEphemeral(interaction, discordSentences(requester.language)('noMedia'));
    }
    const obstacle = obstacleText(interaction, requester, stopping());
    if (obstacle) return replies.replyEphemeral(interaction, obstacle);
    const data = promptModal(interaction.id, requester.language);
    const acknowledged = replies.acknowledge(interaction, { type: InteractionResponseType.Modal, data });
    // Saved without waiting for Discord's answer that the modal is open: it may be submitted before that.
    const open = { attachments, message: message.id, channel: requester.channel, userId: requester.userId };
    await Promise.all([acknowledged, context.repository.saveModal(interaction.id, open)]);
  }

  /** The button under the first message of a thread: a modal asks what is to change. */
  async #askForChange(interaction: APIInteraction, requester: Requester): Promise<void> {
    const { replies, stopping } = this.#options;
    const obstacle = obstacleText(interaction, requester, stopping());
    if (obstacle) return replies.replyEphemeral(interaction, obstacle);
    const data = changeModal(interaction.id, requester.language);
    await replies.acknowledge(interaction, { type: InteractionResponseType.Modal, data });
  }

  async #modal(interaction: APIModalSubmitInteraction, requester: Requester): Promise<void> {
    const command = readActionForm(interaction.data);
    if (command) return this.#options.presses.submit(interaction, requester, command);
    const files = readFilesWindow(interaction.data, requester.language);
    if (files) {
      const call: SlashCall = { ...files, repliesTo: interaction.message?.id };
      return this.#begin({ interaction, requester, name: 'animate', mode: ANIMATE, call });
    }
    const filled = readModal(interaction.data);
    if (filled?.changes) {
      const call: SlashCall = { text: filled.prompt, attachments: [] };
      return this.#begin({ interaction, requester, name: 'edit', mode: ANIMATE, call });
    }
    const call: SlashCall = { text: filled?.prompt ?? '', attachments: [], newProject: true };
    const complete = async () => {
      const open = filled && (await this.#options.context.repository.modal(filled.key));
      if (open) call.attachments = open.attachments;
      return open ? undefined : discordSentences(requester.language)('modalOver');
    };
    await this.#begin({ interaction, requester, name: 'animate', mode: ANIMATE, call, complete });
  }

  /** Acknowledges a command, brings it to the core, and puts a note where "thinking" was. */
  async #begin(command: CalledCommand): Promise<void> {
    const { interaction, requester, mode } = command;
    const { replies, intake, stopping } = this.#options;
    const { work, ephemeral } = mode;
    const obstacle = work ? obstacleText(interaction, requester, stopping()) : restartingText(requester, stopping());
    if (obstacle) return replies.replyEphemeral(interaction, obstacle);
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    const flags = ephemeral ? MessageFlags.Ephemeral : undefined;
    const acknowledging = replies.acknowledge(interaction, { type, data: { flags } });
    this.#options.closeRequest(requester.channel, requester.userId);
    const submit = async () => {
      const acknowledged = await acknowledging;
      if (acknowledged) await this.#submit(command, acknowledged.message);
    };
    // What asks about the work, or stops it, waits for nobody.
    await (work ? intake.inOrder(requester.channel, submit) : submit());
  }

  /** @param message the deferred reply's id, where Discord gave it */
  async #submit(command: CalledCommand, message: string | undefined): Promise<void> {
    const { interaction, requester, name, mode, call, complete } = command;
    const { deferredReplies, context, intake } = this.#options;
    const { work, ephemeral } = mode;
    const t = discordSentences(requester.language);
    const nowMs = context.clock.now();
    const request: RequestRecord = {
      ...requestOf(interaction, requester, interaction.id, nowMs),
      replyTo: message ? { channel: requester.channel, message } : undefined,
      deferredReply: 'thinking',
      answersInPlace: !work,
      ephemeral,
      note: t('onIt'),
    };
    const missing = await complete?.().catch((error: unknown) => {
      context.log.error({ err: error }, 'modal not read');
      return translator(requester.language)('failedStore');
    });
    if (missing) return deferredReplies.refuse(request, missing);
    if (work) {
      request.note = noteOf(name, call, requester.language);
      if (requester.kind === 'not-member') request.note += `\n${t('noteFifteenMinutes')}`;
    }
    const channel = await this.#channelFor(command, request);
    const place = placeOf(interaction, requester, { channel, lastRequest: request.id, nowMs });
    request.chat = chatOf(channel, requester.userId, place);
    const text = await context.names.inText(withDates(call.text), interaction.guild_id);
    const incoming = { ...incomingOf(interaction, requester, interaction.id), ...call, text, chat: request.chat };
    const result = await intake.take(incoming, { request, place });
    const refusal = refusalText(result, requester);
    if (refusal) return deferredReplies.refuse(request, refusal);
    if (ephemeral) await this.#announce(incoming, requester);
    if (work) await deferredReplies.settle(request);
    else deferredReplies.settleSoon(request);
  }

  /** What changes the chat for everybody is seen by everybody, although its answer is not. Never rejects. */
  async #announce(message: IncomingMessage, requester: Requester): Promise<void> {
    const action = requester.kind === 'guild' ? changesChat(message) : undefined;
    if (action === undefined) return;
    const { api, calls, log } = this.#options.context;
    const user = `<@${requester.userId}>`;
    const content = discordSentences(requester.language)('usedHere', { user, command: action });
    const post = () => api.createMessage(requester.channel, { content });
    try {
      await calls.untilDone('announce change', post, { idempotent: true, attempts: 3 });
    } catch (error) {
      log.info({ err: error, chat: message.chat }, 'change of the chat not announced');
    }
  }

  async #autocomplete(interaction: APIApplicationCommandAutocompleteInteraction, requester: Requester): Promise<void> {
    const { suggestions, context, replies } = this.#options;
    const choices = await suggest(interaction, requester, suggestions, context.clock);
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    await replies.acknowledge(interaction, { type, data: { choices } });
  }

  /** The channel of the project: a thread below the note, where that is wanted, possible and worth it. */
  async #channelFor({ interaction, requester, call }: CalledCommand, request: RequestRecord): Promise<string> {
    const { threadPerProject, deferredReplies, context } = this.#options;
    // What belongs to a message of the bot stays beside it.
    const worthIt = call.attachments.length > 0 && !call.repliesTo && requester.kind === 'guild';
    const canHave = worthIt && request.replyTo !== undefined && canHaveThreads(interaction.channel?.type);
    if (!canHave || !request.replyTo || !(await threadPerProject(interaction.guild_id))) {
      return requester.channel;
    }
    await deferredReplies.settle(request);
    request.deferredReply = 'settled';
    try {
      const thread = await context.api.startThread(requester.channel, request.replyTo.message, threadName(call.text));
      await sayThreadHello(context, { thread, bot: interaction.application_id, language: requester.language });
      return thread;
    } catch (error) {
      context.log.debug({ err: error, channel: requester.channel }, 'thread not created; using the channel');
      return requester.channel;
    }
  }
}
