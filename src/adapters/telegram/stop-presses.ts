import type { MessageGenerationStopped } from 'grammy/types';
import { placeOf as placeKeyOf } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ButtonDedupe } from '../kit/button-dedupe.ts';
import type { CorePort } from '../kit/core-port.ts';
import { placeOf } from './place.ts';
import type { Repository } from './repository.ts';

/**
 * A press of a draft's Stop button: cancels the request that the draft was of, as the command does. Which chat that is the
 * draft tells: what Telegram says of the chat is the bot's own (https://github.com/tdlib/telegram-bot-api/issues/891).
 * Rejects when it cannot be journaled.
 */
export async function stopByDraft(
  { draft_id: id }: MessageGenerationStopped,
  event: string,
  {
    core,
    buttons,
    repository,
    log,
  }: { core: CorePort; buttons: ButtonDedupe; repository: Pick<Repository, 'draft'>; log: Logger },
): Promise<void> {
  const draft = await repository.draft(id);
  if (!draft) return log.info({}, 'a draft was stopped that is not known any more');
  const { chat, ref } = draft;
  // Nobody else is in a private chat.
  const userId = placeOf(chat).chatId;
  const command = { name: 'cancel', argument: `at:${ref}` };
  await buttons.press({ place: placeKeyOf(chat), message: ref, button: 'stop' }, event, async (request) => {
    const acceptance = await core.accept({ id: request, chat, userId, text: '', attachments: [], command });
    return typeof acceptance === 'object' ? { refusal: acceptance } : acceptance;
  });
}
