import {
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  InteractionResponseType,
} from 'discord.js';
import { ACTIONS } from '../../core/actions/all.ts';
import type { CommandCall, IncomingMessage } from '../../core/chat.ts';
import { ANSWER } from '../../core/steps/asked.ts';
import { ADD_FILES } from '../../core/turn/next-steps.ts';
import { discordSentences } from '../../i18n/discord.ts';
import { translator } from '../../i18n/translator.ts';
import { keepsButtons, pressedMenu } from '../kit/action-access.ts';
import type { ButtonDedupe, PressAcceptance, PressResult } from '../kit/button-dedupe.ts';
import { actionForm } from './action-form.ts';
import { ANYBODY, BUTTON_NAMES, type Press, withButtonUsed } from './buttons.ts';
import { responseMode } from './commands.ts';
import type { Context } from './context.ts';
import { filesWindow } from './files-window.ts';
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
import { resent } from './layout.ts';
import { placeKeyOf } from './place.ts';
import type { RequestRecord } from './repository.ts';
import type { Requester } from './requester.ts';
import { pressOf } from './select-menus.ts';

export interface PressesOptions {
  context: Context;
  intake: Intake;
  buttons: ButtonDedupe;
  replies: InteractionReplies;
  /** True once the bot is stopping. */
  stopping: () => boolean;
  /** What a person has said in a channel is complete: something else of theirs follows. */
  closeRequest: (channel: string, user: string) => void;
}

/** Pressed buttons: each becomes one request of the person who may press it, and is disabled then. */
export class Presses {
  readonly #options: PressesOptions;

  constructor(options: PressesOptions) {
    this.#options = options;
  }

  async handle(interaction: APIMessageComponentInteraction, requester: Requester): Promise<void> {
    const { replies, stopping } = this.#options;
    const t = discordSentences(requester.language);
    const press = pressOf(interaction);
    if (!press) return replies.replyEphemeral(interaction, t('buttonOver'));
    const { name } = press.command;
    // The question is asked of the one whose project it is about.
    if (name === ANSWER && requester.kind !== 'dm' && press.userId !== requester.userId) {
      return replies.replyEphemeral(interaction, t('notYours', { user: `<@${press.userId}>` }));
    }
    const refusal =
      BUTTON_NAMES.has(name) || responseMode(name)?.work
        ? obstacleText(interaction, requester, stopping())
        : restartingText(requester, stopping());
    if (refusal) return replies.replyEphemeral(interaction, refusal);
    if (name === ADD_FILES) return this.#openFilesWindow(interaction, requester);
    const form = ACTIONS.find(name)?.form?.(press.command.argument, requester.language);
    if (form) {
      const data = actionForm(press.command, form);
      return void (await replies.acknowledge(interaction, { type: InteractionResponseType.Modal, data }));
    }
    this.#options.closeRequest(requester.channel, requester.userId);
    if (!(await replies.acknowledge(interaction, { type: InteractionResponseType.DeferredMessageUpdate }))) return;
    const result = await this.#press(interaction, interaction.message.id, requester, press);
    // Pressed by somebody else it stays for the one whose result it is.
    if (result === 'accepted' && (press.userId === ANYBODY || press.userId === requester.userId))
      await this.#markUsed(interaction, press);
    const sentence = typeof result === 'object' ? result.refusal : result === 'pressed' && t('buttonTaken');
    if (sentence) await replies.followUpEphemeral(interaction, sentence);
  }

  /** Asks for files in a window; what is sent there comes as an interaction of its own. */
  async #openFilesWindow(interaction: APIMessageComponentInteraction, { language }: Requester): Promise<void> {
    const { replies } = this.#options;
    const data = filesWindow(language);
    const opened = await replies.acknowledge(interaction, { type: InteractionResponseType.Modal, data });
    if (!opened) await replies.replyEphemeral(interaction, discordSentences(language)('filesNoWindow'));
  }

  /** A window that a choice opened was filled: a request like a press of what it stands for. */
  async submit(interaction: APIModalSubmitInteraction, requester: Requester, command: CommandCall): Promise<void> {
    const { replies, stopping } = this.#options;
    const refusal = restartingText(requester, stopping());
    const { message } = interaction;
    if (refusal || !message) {
      return replies.replyEphemeral(interaction, refusal ?? discordSentences(requester.language)('buttonOver'));
    }
    if (!(await replies.acknowledge(interaction, { type: InteractionResponseType.DeferredMessageUpdate }))) return;
    const result = await this.#press(interaction, message.id, requester, { command, form: true });
    if (typeof result === 'object') await replies.followUpEphemeral(interaction, result.refusal);
  }

  /** Makes one request of a press, and none of another one while that is open. */
  async #press(
    interaction: APIMessageComponentInteraction | APIModalSubmitInteraction,
    message: string,
    requester: Requester,
    { command, project, form }: Pick<Press, 'command' | 'project'> & { form?: boolean },
  ): Promise<PressResult<string>> {
    const { context, intake, buttons } = this.#options;
    const { chat, channel } = requester;
    const accept = async (id: string): Promise<PressAcceptance<string>> => {
      const nowMs = context.clock.now();
      const request: RequestRecord = {
        ...requestOf(interaction, requester, id, nowMs),
        replyTo: { channel, message },
      };
      const incoming: IncomingMessage = {
        ...incomingOf(interaction, requester, id),
        command,
        project,
        repliesTo: message,
        ...pressedMenu(command.name, message),
      };
      const place = placeOf(interaction, requester, { channel, lastRequest: id, nowMs });
      const result = await intake.take(incoming, { request, place });
      const refusal = refusalText(result, requester);
      return refusal === undefined ? (result === 'duplicate' ? 'duplicate' : 'accepted') : { refusal };
    };
    try {
      // Several choices of one question stand under the same message.
      const what = form ? 'form' : command.argument;
      const button = what === undefined ? command.name : `${command.name}-${what}`;
      return await buttons.press({ place: placeKeyOf(channel), message, button }, interaction.id, accept);
    } catch (error) {
      context.log.error({ err: error, chat }, 'press not accepted');
      return { refusal: translator(requester.language)('failedStore') };
    }
  }

  /** Replaces the buttons of the message: one that started something cannot be pressed again. Never rejects. */
  async #markUsed(interaction: APIMessageComponentInteraction, { command }: Press): Promise<void> {
    const components = withButtonUsed(interaction.message.components ?? [], interaction.data.custom_id);
    const body = components && resent(components);
    if (keepsButtons(command.name) || !body) return;
    const { api, calls, log } = this.#options.context;
    const webhook = { application: interaction.application_id, token: interaction.token };
    const edit = () => api.editAnswer(webhook, '@original', body);
    try {
      await calls.untilDone('edit buttons', edit, { idempotent: true, attempts: 3 });
    } catch (error) {
      log.debug({ err: error, message: interaction.message.id }, 'used button not replaced');
    }
  }
}
