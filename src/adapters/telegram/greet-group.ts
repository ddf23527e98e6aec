import type { ChatMemberUpdated } from 'grammy/types';
import type { LanguageSetting } from '../../i18n/language.ts';
import { telegramSentences } from '../../i18n/telegram.ts';
import { voiceFor } from '../../i18n/voice.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Deliverer } from './deliver.ts';
import type { Me } from './messages.ts';
import { keyOf } from './place.ts';

interface GreetOptions {
  deliverer: Deliverer;
  language: LanguageSetting;
  log: Logger;
  me: Me | undefined;
}

/** Says hello to a group that the bot was added to: how to address it, and what it is shown there. */
export async function greetGroup(
  membership: ChatMemberUpdated,
  { deliverer, language, log, me }: GreetOptions,
  signal: AbortSignal,
): Promise<void> {
  const { chat, from, date, old_chat_member: before, new_chat_member: now } = membership;
  const isIn = ({ status }: { status: string }) => status === 'member' || status === 'administrator';
  if (!me || (chat.type !== 'group' && chat.type !== 'supergroup') || isIn(before) || !isIn(now)) return;
  const t = telegramSentences(voiceFor(language, '', from.language_code));
  // An administrator is shown everything, whatever the privacy mode says.
  const seesAll = me.seesAll || now.status === 'administrator';
  const text = `${t('hello', { name: me.username })}\n${t(seesAll ? 'helloSeesAll' : 'helloPrivacy')}`;
  const key = keyOf({ chatId: String(chat.id) });
  try {
    await deliverer.send(key, { text, key: `hello-${date}`, private: false }, signal);
  } catch (error) {
    signal.throwIfAborted();
    // It may not write there, or was thrown out again: nobody asked for this.
    log.info({ chat: key, err: error }, 'greeting of a group not sent');
  }
}
