import { type APIInteraction, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { ChatKey, SharedPlace } from '../../core/chat.ts';
import type { LanguageSetting, Voice } from '../../i18n/language.ts';
import { voiceFor } from '../../i18n/voice.ts';
import { isModerator } from './permissions.ts';
import { chatOf, placeKeyOf } from './place.ts';
import type { Place } from './repository.ts';

/** Who called, from where, and in which language they are spoken to. */
export interface Requester {
  userId: string;
  userName?: string;
  channel: string;
  chat: ChatKey;
  kind: Place['kind'];
  language: Voice;
  /** Set where several people share the place. */
  shared?: SharedPlace;
}

/** Reads an interaction's sender and place; undefined for one that comes from nowhere. */
export function requesterOf(
  interaction: APIInteraction,
  fixed: LanguageSetting,
  moderatorRoles: readonly string[],
): Requester | undefined {
  const user = interaction.member?.user ?? interaction.user;
  const userId = user?.id;
  const channel = interaction.channel?.id ?? interaction.channel_id;
  if (!userId || !channel) return undefined;
  const locale = 'locale' in interaction ? interaction.locale : undefined;
  const language = voiceFor(fixed, '', locale);
  const kind = kindOf(interaction);
  const shared = {
    // A server is named like a channel; their ids are never the same but for its first channel of old, which is gone.
    community: placeKeyOf(interaction.guild_id ?? channel),
    isModerator: isModerator(interaction, moderatorRoles),
  };
  const chat = chatOf(channel, userId, { kind, channelType: interaction.channel?.type });
  return {
    userId,
    userName: user?.global_name ?? user?.username,
    channel,
    chat,
    kind,
    language,
    ...(kind !== 'dm' && { shared }),
  };
}

/** Whether the bot is a member of the place, or was only brought along by the one who called it. */
function kindOf(interaction: APIInteraction): Place['kind'] {
  const inGuild = interaction.guild_id !== undefined;
  const context = interaction.context ?? (inGuild ? InteractionContextType.Guild : InteractionContextType.BotDM);
  if (context === InteractionContextType.BotDM) return 'dm';
  if (context === InteractionContextType.PrivateChannel) return 'not-member';
  return interaction.authorizing_integration_owners[ApplicationIntegrationType.GuildInstall] ? 'guild' : 'not-member';
}
