import {
  type APIInteraction,
  type APIInteractionResponse,
  ChannelType,
  InteractionResponseType,
  MessageFlags,
} from 'discord.js';
import type { IncomingMessage } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import { translator } from '../../i18n/translator.ts';
import { isPlatformError, mayPass } from '../kit/platform-error.ts';
import type { Context } from './context.ts';
import type { IntakeResult } from './intake.ts';
import { ACKNOWLEDGE_CALL_MS, ACKNOWLEDGE_MS, ACKNOWLEDGE_WAITS_MS, TOKEN_LIFE_MS } from './limits.ts';
import { missingPermission } from './permissions.ts';
import type { Place, RequestRecord } from './repository.ts';
import type { Requester } from './requester.ts';

/** What is kept of an interaction's request with this id; without a deferred reply unless one is added. */
export function requestOf(interaction: APIInteraction, requester: Requester, id: string, nowMs: number): RequestRecord {
  return {
    id,
    chat: requester.chat,
    userId: requester.userId,
    language: requester.language,
    at: nowMs,
    webhook: { application: interaction.application_id, token: interaction.token },
    answerBytes: interaction.attachment_size_limit,
    deferredReply: 'none',
    answersInPlace: false,
    ephemeral: false,
    note: '',
  };
}

/** An empty message for the core, to be filled with what the interaction asks for. */
export function incomingOf(interaction: APIInteraction, requester: Requester, id: string): IncomingMessage {
  const locale = 'locale' in interaction ? interaction.locale : undefined;
  const { chat, userId, userName, shared } = requester;
  return { id, chat, userId, userName, ...(shared && { shared }), locale, text: '', attachments: [] };
}

/** Where an interaction comes from, or the thread that was made for it. */
export function placeOf(
  interaction: APIInteraction,
  requester: Requester,
  { channel, lastRequest, nowMs }: { channel: string; lastRequest: string; nowMs: number },
): Place {
  const inThread = channel !== requester.channel;
  return {
    kind: requester.kind,
    guild: interaction.guild_id,
    channelType: inThread ? ChannelType.PublicThread : interaction.channel?.type,
    lastRequest,
    answerBytes: interaction.attachment_size_limit,
    answerUntil: nowMs + TOKEN_LIFE_MS,
  };
}

/** That the bot stops, where it does; said instead of an acknowledgement. */
export function restartingText({ language }: Requester, stopping: boolean): string | undefined {
  return stopping ? discordSentences(language)('restarting') : undefined;
}

/** Why work is not begun here and now; said instead of an acknowledgement. */
export function obstacleText(interaction: APIInteraction, requester: Requester, stopping: boolean): string | undefined {
  const restarting = restartingText(requester, stopping);
  if (restarting || requester.kind !== 'guild') return restarting;
  const missing = missingPermission(interaction);
  const t = discordSentences(requester.language);
  return missing && t('cannotPost', { permission: t(missing) });
}

/** Why a request was not accepted; undefined when it was. */
export function refusalText(result: IntakeResult, { language }: Pick<Requester, 'language'>): string | undefined {
  if (result === 'accepted' || result === 'duplicate') return undefined;
  const t = discordSentences(language);
  if (result === 'stopping') return t('restarting');
  if (result === 'failed') return translator(language)('failedStore');
  return result.sentence ?? t('notForYou');
}

/** Answers interactions. Nothing here rejects. */
export class InteractionReplies {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Answers the interaction; undefined when Discord did not accept that, and says so to the user itself. */
  async acknowledge(
    interaction: APIInteraction,
    response: APIInteractionResponse,
  ): Promise<{ message?: string } | undefined> {
    const { api, clock, log } = this.#context;
    const begun = clock.now();
    for (let failed = 0; ; failed++) {
      try {
        return { message: await api.respond(interaction.id, interaction.token, response, ACKNOWLEDGE_CALL_MS) };
      } catch (error) {
        // An earlier attempt arrived, and its answer was lost.
        if (isPlatformError(error, 'done-already')) return {};
        const step = ACKNOWLEDGE_WAITS_MS[Math.min(failed, ACKNOWLEDGE_WAITS_MS.length - 1)] ?? 0;
        const waitMs = Math.max(step, isPlatformError(error) ? error.retryAfterMs : 0);
        const again = isPlatformError(error) && mayPass(error) && clock.now() - begun + waitMs < ACKNOWLEDGE_MS;
        if (!again) {
          log.warn({ err: error, interaction: interaction.id }, 'an interaction could not be acknowledged');
          return undefined;
        }
        await clock.sleep(waitMs);
      }
    }
  }

  /** A sentence for the requester alone, as the whole answer. */
  async replyEphemeral(interaction: APIInteraction, content: string): Promise<void> {
    const data = { content, flags: MessageFlags.Ephemeral as const, allowed_mentions: { parse: [] } };
    await this.acknowledge(interaction, { type: InteractionResponseType.ChannelMessageWithSource, data });
  }

  /** A sentence for the requester alone, after the acknowledgement. */
  async followUpEphemeral(interaction: APIInteraction, content: string): Promise<void> {
    const webhook = { application: interaction.application_id, token: interaction.token };
    try {
      await this.#context.api.followUp(webhook, { content, flags: MessageFlags.Ephemeral });
    } catch (error) {
      this.#context.log.info({ err: error }, 'refusal of a press not sent');
    }
  }
}
