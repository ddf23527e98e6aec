import { ChannelType } from 'discord.js';
import { truncate } from '../kit/text.ts';
import { THREAD_NAME_LENGTH } from './limits.ts';

/** Threads grow on the text and announcement channels of servers alone. */
export function canHaveThreads(type: number | undefined): boolean {
  return type === undefined || type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
}

/** What a thread is called: the request, shortened. */
export function threadName(text: string): string {
  return truncate(text.replace(/\s+/g, ' ').trim() || 'Reelay', THREAD_NAME_LENGTH);
}
