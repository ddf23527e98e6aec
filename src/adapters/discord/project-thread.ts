import { ChannelType } from 'discord.js';
import { threads } from '../../core/settings/threads.ts';
import type { Voice } from '../../i18n/language.ts';
import { truncate } from '../kit/text.ts';
import type { AddressedMessage } from './addressed-message.ts';
import { filesOf } from './attachments.ts';
import type { Context } from './context.ts';
import { THREAD_NAME_LENGTH } from './limits.ts';
import type { DiscordOptions } from './options.ts';
import { placeKeyOf } from './place.ts';
import { sayThreadHello } from './thread-hello.ts';

/** Threads grow on the text and announcement channels of servers alone. */
export function canHaveThreads(type: number | undefined): boolean {
  return type === undefined || type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
}

/** What a thread is called: the request, shortened. */
export function threadName(text: string): string {
  return truncate(text.replace(/\s+/g, ' ').trim() || 'Reelay', THREAD_NAME_LENGTH);
}

/** The channel of the project: a new thread where that is wanted, can be, and is worth it. Never rejects. */
export async function channelFor(
  heard: [AddressedMessage, ...AddressedMessage[]],
  {
    context,
    bot,
    language,
    threadPerProject,
  }: {
    context: Context;
    bot: string;
    language: Voice;
    threadPerProject: (guild: string | undefined) => Promise<boolean>;
  },
): Promise<string> {
  const [{ data }] = heard;
  const worthIt = heard.some((each) => filesOf(each.data, 'en').length > 0);
  const canHave = worthIt && data.guild_id !== undefined && canHaveThreads(data.channel_type);
  if (!canHave || !(await threadPerProject(data.guild_id))) return data.channel_id;
  const { api, log } = context;
  const said = heard.map(({ read }) => read.text).join(' ');
  try {
    const thread = await api.startThread(data.channel_id, data.id, threadName(said));
    await sayThreadHello(context, { thread, bot, language });
    return thread;
  } catch (error) {
    log.debug({ err: error, channel: data.channel_id }, 'thread not created; using the channel');
    return data.channel_id;
  }
}

/** Whether projects have threads in a server: as moderators have set it there, else as the operator has. Never rejects. */
export async function hasThreads(
  guild: string | undefined,
  { store, threadPerProject = false, log }: Pick<DiscordOptions, 'store' | 'threadPerProject' | 'log'>,
): Promise<boolean> {
  if (guild === undefined) return false;
  try {
    const set = threads.of(await store.communities.find(placeKeyOf(guild)));
    return set === undefined ? threadPerProject : set === 'on';
  } catch (error) {
    log.warn({ err: error, guild }, 'settings of the server not read');
    return threadPerProject;
  }
}
