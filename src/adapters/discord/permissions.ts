import { type APIInteraction, ChannelType, PermissionFlagsBits } from 'discord.js';

/** What the bot lacks, as a key of this platform's words. */
export type Lacking = 'viewChannel' | 'sendMessages' | 'sendInThreads';

const THREADS: readonly number[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** Whether a channel of this type is a thread; a post of a forum is one. */
function isThread(channelType: number | undefined): boolean {
  return channelType !== undefined && THREADS.includes(channelType);
}

/** What a refusal means: without access the bot may not even see the channel. */
export function lackingToPost(access: boolean, channelType: number | undefined): Lacking {
  if (access) return 'viewChannel';
  return isThread(channelType) ? 'sendInThreads' : 'sendMessages';
}

/** What the bot lacks to post where the interaction comes from; Discord tells its permissions there with each one. */
export function lacking(interaction: Pick<APIInteraction, 'app_permissions' | 'channel'>): Lacking | undefined {
  const has = BigInt(interaction.app_permissions);
  if ((has & PermissionFlagsBits.Administrator) !== 0n) return undefined;
  if ((has & PermissionFlagsBits.ViewChannel) === 0n) return 'viewChannel';
  const thread = isThread(interaction.channel?.type);
  const needed = thread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  if ((has & needed) !== 0n) return undefined;
  return thread ? 'sendInThreads' : 'sendMessages';
}
