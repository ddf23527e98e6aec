import { type APIInteraction, OverwriteType, PermissionFlagsBits } from 'discord.js';
import type { DiscordApi } from './api.ts';
import { isThread } from './place.ts';

/** What the bot lacks, as a key of this platform's sentences. */
export type MissingPermission = 'viewChannel' | 'sendMessages' | 'sendInThreads';

/** Any of these makes a moderator. */
const MODERATES =
  PermissionFlagsBits.Administrator |
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.ManageChannels |
  PermissionFlagsBits.ManageMessages |
  PermissionFlagsBits.ModerateMembers;

/** What a refusal means: without access the bot may not even see the channel. */
export function missingAfterRefusal(noAccess: boolean, channelType: number | undefined): MissingPermission {
  if (noAccess) return 'viewChannel';
  return isThread(channelType) ? 'sendInThreads' : 'sendMessages';
}

/** What the bot lacks to post where the interaction comes from; Discord sends the bot's permissions with each one. */
export function missingPermission(
  interaction: Pick<APIInteraction, 'app_permissions' | 'channel'>,
): MissingPermission | undefined {
  const has = BigInt(interaction.app_permissions);
  if ((has & PermissionFlagsBits.Administrator) !== 0n) return undefined;
  if ((has & PermissionFlagsBits.ViewChannel) === 0n) return 'viewChannel';
  const thread = isThread(interaction.channel?.type);
  const needed = thread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  if ((has & needed) !== 0n) return undefined;
  return thread ? 'sendInThreads' : 'sendMessages';
}

/**
 * Whether the person of an interaction is a moderator there: Discord sends their permissions and roles with each
 * interaction.
 */
export function isModerator({ member }: Pick<APIInteraction, 'member'>, moderatorRoles: readonly string[]): boolean {
  if (member?.roles.some((role) => moderatorRoles.includes(role))) return true;
  return (BigInt(member?.permissions ?? '0') & MODERATES) !== 0n;
}

/**
 * Whether a person is a moderator in a channel of a server, asked of Discord now; computed as "Permissions" of Discord's
 * documentation says.
 * @throws PlatformError when Discord refuses or cannot be reached; the signal's reason
 */
export async function isModeratorIn(
  api: DiscordApi,
  { guild, channel, user }: { guild: string; channel: string; user: string },
  moderatorRoles: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  const [server, memberRoles, place] = await Promise.all([
    api.guild(guild, signal),
    api.memberRoles(guild, user, signal),
    api.channelPermissions(channel, signal),
  ]);
  if (server.ownerId === user || memberRoles.some((role) => moderatorRoles.includes(role))) return true;
  const roles = [guild, ...memberRoles];
  const granted = server.roles
    .filter(({ id }) => roles.includes(id))
    .reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return true;
  const parent = place.parent !== undefined && isThread(place.type) ? place.parent : undefined;
  const { overwrites } = parent === undefined ? place : await api.channelPermissions(parent, signal);
  const apply = (has: bigint, which: typeof overwrites) => {
    const denied = which.reduce((all, { deny }) => all | BigInt(deny), 0n);
    return (has & ~denied) | which.reduce((all, { allow }) => all | BigInt(allow), 0n);
  };
  const ofRoles = overwrites.filter(({ type }) => type === OverwriteType.Role);
  const base = apply(
    granted,
    ofRoles.filter(({ id }) => id === guild),
  );
  const withRoles = apply(
    base,
    ofRoles.filter(({ id }) => memberRoles.includes(id)),
  );
  const own = overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === user);
  return (apply(withRoles, own) & MODERATES) !== 0n;
}
