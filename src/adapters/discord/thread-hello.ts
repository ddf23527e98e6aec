import { ButtonStyle, ComponentType } from 'discord.js';
import { discordSentences } from '../../i18n/discord.ts';
import type { Voice } from '../../i18n/language.ts';
import type { Context } from './context.ts';
import type { Body } from './message-body.ts';

/** The id of the button that asks in a window what is to change. */
export const CHANGE_HERE = 'e1|here';
/** The first message is given up after this long, in ms: the request that the thread was made for waits for it. */
const HELLO_MS = 5000;

/** What a thread that the bot made says first: it is shown only what mentions it, and how to do without. */
function threadHello(bot: string, language: Voice): Body {
  const t = discordSentences(language);
  const button = { type: ComponentType.Button as const, style: ButtonStyle.Secondary as const };
  return {
    content: t('threadHello', { bot: `<@${bot}>` }),
    components: [
      { type: ComponentType.ActionRow, components: [{ ...button, custom_id: CHANGE_HERE, label: t('changeHere') }] },
    ],
  };
}

/** Posts it. Never rejects: the thread serves without it. */
export async function sayThreadHello(
  { api, calls, log }: Context,
  { thread, bot, language }: { thread: string; bot: string; language: Voice },
): Promise<void> {
  const post = (signal: AbortSignal) => api.createMessage(thread, threadHello(bot, language), signal);
  await calls
    .once('thread hello', post, AbortSignal.timeout(HELLO_MS))
    .catch((error: unknown) => log.info({ err: error, thread }, 'first message of a thread not posted'));
}
