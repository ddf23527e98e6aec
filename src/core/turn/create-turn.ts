import type { LanguageSetting } from '../../i18n/language.ts';
import { languageOf, translator } from '../../i18n/translator.ts';
import { classify } from '../../intents/classify.ts';
import type { Logger } from '../../lib/logger.ts';
import { typedCommand } from '../actions/typed-command.ts';
import type { IncomingMessage } from '../chat.ts';
import { projectOf, type Sessions } from '../storage/sessions.ts';
import { planWork, runsImmediately, staleButton, tooMany } from './plan.ts';
import type { Turn } from './turn.ts';

export interface CreateTurnOptions {
  sessions: Sessions;
  log: Logger;
  /** `auto`, or the language that the operator fixed. */
  language: LanguageSetting;
}

/** What is known of the place that the message comes to. */
export interface QueueState {
  /** The waiting room of its chat is full. */
  full: boolean;
  /** Milliseconds since the epoch. */
  acceptedAt: number;
  order: number;
}

/** Reads a message as the turn that it asks for: its language, its work, the project that it speaks of. */
export async function createTurn(
  id: string,
  message: IncomingMessage,
  surroundings: QueueState,
  { sessions, log, language: setting }: CreateTurnOptions,
): Promise<Turn> {
  const text = message.text.trim();
  const command = message.command ?? (message.attachments.length === 0 ? typedCommand(text) : undefined);
  const intent = classify({ text, media: message.attachments.length });
  const chat = await sessions.find(message.chat);
  const recordLost = !chat && (await sessions.wasLost(message.chat));
  const heard = chat?.languageChosen ?? languageOf(text, message.locale) ?? chat?.language ?? 'en';
  const language = setting === 'auto' ? heard : setting;
  if (chat && chat.language !== language) await sessions.update(message.chat, { language });
  const current = chat?.session && projectOf(chat.session);
  const stale = message.project !== undefined && message.project !== current;
  const planned = stale
    ? staleButton()
    : planWork({ ...message, text, command }, { steps: intent.steps, say: translator(language) });
  const work = surroundings.full && !runsImmediately(planned) ? tooMany() : planned;
  const earlier =
    message.repliesTo && !runsImmediately(work)
      ? await sessions.otherProjectOf(message.chat, message.repliesTo)
      : undefined;
  log.info({ turn: id, rules: intent.rules, command: command?.name, work: work.map((w) => w.kind) }, 'accepted');
  return {
    v: 1,
    id,
    chat: message.chat,
    messageId: message.id,
    userId: message.userId,
    language,
    text: text || (command ? `/${command.name}` : ''),
    attachments: message.attachments,
    acceptedAt: surroundings.acceptedAt,
    order: surroundings.order,
    work,
    at: 0,
    backTo: earlier,
    recordLost: recordLost || undefined,
  };
}
