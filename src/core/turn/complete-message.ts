import type { Translate } from '../../i18n/translator.ts';
import { speaksOfGivenFile } from '../../intents/needs-file.ts';
import type { Action } from '../actions/action.ts';
import type { ActionTable } from '../actions/table.ts';
import type { IncomingMessage } from '../chat.ts';
import { WORDS_KEPT_MS } from '../steps/ask-for-file.ts';
import type { ChatRecord } from '../storage/chat-record.ts';
import type { Work } from './turn.ts';

/** A message with all that it stands for: what it points at, and words that waited for its files. */
export interface CompleteMessage {
  message: IncomingMessage;
  /** Files that it points at and that the project holds already, by the names that the agent knows. */
  held: string[];
  /** Its words are those that waited for a file. */
  withKeptWords: boolean;
  /** It speaks of something that cannot be seen. */
  hidden: boolean;
}

export interface CompleteOptions {
  chat: ChatRecord | undefined;
  actions: ActionTable<Action>;
  nowMs: number;
}

/**
 * Adds to a message what it points at, unless it asks only for what needs no files, such as the status; and to files
 * without a word the request that waited for them.
 */
export function completeMessage(given: IncomingMessage, { chat, actions, nowMs }: CompleteOptions): CompleteMessage {
  const text = given.text.trim();
  const { attachments, command } = given;
  const kept = attachments.length > 0 && !text && !command ? chat?.keptWords : undefined;
  if (kept && kept.userId === given.userId && nowMs - kept.at <= WORDS_KEPT_MS) {
    return { message: { ...given, text: kept.text }, held: [], withKeptWords: true, hidden: false };
  }
  const plain = { message: { ...given, text }, held: [], withKeptWords: false, hidden: false };
  if (command || attachments.length > 0) return plain;
  if (given.pointsAtHidden) return { ...plain, hidden: text === '' || speaksOfGivenFile(text) };
  const { pointsAt = [] } = given;
  if (pointsAt.length === 0 || actions.asksForActionsOnly(text) || actions.isSmallTalk(text)) return plain;
  const nameOf = new Map(chat?.session ? chat.files.map(({ id, name }) => [id, name]) : []);
  const isHeld = ({ id }: { id?: string }) => id !== undefined && nameOf.has(id);
  return {
    ...plain,
    message: { ...given, text, attachments: pointsAt.filter((file) => !isHeld(file)) },
    held: pointsAt.flatMap(({ id }) => (id === undefined ? [] : (nameOf.get(id) ?? []))),
  };
}

/** Tells the agent, with what it is asked first, what the message points at. */
export function withContext(
  work: Work[],
  { held, message }: Pick<CompleteMessage, 'held' | 'message'>,
  t: Translate,
): Work[] {
  const lines = [
    ...(held.length > 0 ? [t('aboutFiles', { names: held.join(', ') })] : []),
    ...(message.quote ? [t('aboutQuote', { quote: message.quote })] : []),
  ];
  const first = work.find((piece) => piece.kind === 'prompt');
  if (lines.length === 0 || first?.kind !== 'prompt' || first.repeat) return work;
  const words = [first.text, ...(message.quote ? [message.quote] : [])].join('\n');
  const told = { ...first, words, text: [first.text, ...lines].join('\n') };
  return work.map((piece) => (piece === first ? told : piece));
}
