import type { Message, MessageEntity } from 'grammy/types';
import type { Attachment, CommandCall, IncomingMessage, SharedPlace } from '../../core/chat.ts';
import type { LanguageSetting, Voice } from '../../i18n/language.ts';
import { voiceFor } from '../../i18n/voice.ts';
import { joinTexts, type SaidPart } from '../kit/joining.ts';
import type { Member } from '../kit/received-messages.ts';
import { isStickerMaterial } from '../kit/stickers.ts';
import { type FileCarrier, fileOf } from './attachments.ts';
import { callOf, covered, isPrompt, type Typed, typedSlash } from './commands.ts';
import { MAX_TEXT } from './limits.ts';
import { mediaLinks } from './links.ts';
import { idOf } from './message-id.ts';
import { chatOf, isPrivate, keyOf, placeOfMessage } from './place.ts';

/** Who the bot is on Telegram. */
export interface Me {
  id: number;
  username: string;
  /** Whether Telegram shows it all messages of a group. */
  seesAll?: boolean;
}

export interface ReadOptions {
  me: Me;
  language: LanguageSetting;
  /** All messages of the album that a message belongs to, as far as they are known. */
  albumOf?: (message: Message) => readonly Message[] | undefined;
}

/** A message for the core, with what the adapter itself must know of it. */
export interface Read {
  message: IncomingMessage;
  language: Voice;
  inGroup: boolean;
  /** The messages that the request was made of, in order. */
  members: Message[];
  /** Albums of which Telegram shows the bot one file alone: `own` are sent with the request, `pointed` answered by it. */
  partOfAlbum?: 'own' | 'pointed';
}

/** A text without what addresses the bot, and what it holds besides words. */
interface Said extends SaidPart {
  links: Attachment[];
}

/**
 * Makes one message for the core of the messages of one request. Undefined when none is for the bot: in groups only
 * commands, mentions and replies to the bot are; and nothing is that other bots or Telegram itself say.
 */
export function readMessages(messages: Message[], options: ReadOptions): Read | undefined {
  const { me, language: setting } = options;
  const all = messages.filter(hasContent).toSorted((a, b) => a.message_id - b.message_id);
  const inGroup = all[0] !== undefined && !isPrivate(all[0].chat);
  const sorted = inGroup ? forTheBot(all, me) : all;
  const first = sorted[0];
  if (!first) return undefined;
  const anonymousAdmin = first.sender_chat?.id === first.chat.id;
  const sender = first.sender_chat ?? first.from;
  if (!sender || (first.from?.is_bot && !first.sender_chat) || first.is_automatic_forward) return undefined;

  const slash = sorted.map(typedSlash).find((typed) => typed !== undefined && !isPrompt(typed));
  const call = slash && !isForeign(slash, me) ? callOf(slash) : undefined;
  const answered = sorted.find((each) => isToBot(each, me))?.reply_to_message;
  // In private there is nobody else to answer a command that does not exist.
  const command: CommandCall | undefined = slash ? (call ?? { name: 'help' }) : undefined;

  const raw = sorted.map((each) => each.text ?? each.caption ?? '').join('\n');
  const locale = first.from?.language_code;
  const language = voiceFor(setting, raw, locale);
  const said = sorted.map((each) => whatIsSaid(each, me));
  const text = command ? '' : joinTexts(said);
  const otherFiles = sorted.some((each) => !each.sticker && fileOf(each, language) !== undefined);
  const withStickers = isStickerMaterial({ text, otherFiles });
  const carriers = sorted.filter((each) => !each.sticker || withStickers);
  if (carriers.length === 0) return undefined;
  const files = carriers.flatMap((each) => fileOf(each, language) ?? []);
  const pointed = pointedBy(sorted, options);
  const about = aboutUser(sorted, me);
  const pointsAt = pointed.carriers.flatMap((each) => fileOf(each, language) ?? []);
  return {
    message: {
      id: idOf(first),
      chat: chatOf(placeOfMessage(first), String(sender.id)),
      userId: String(sender.id),
      ...(nameOf(sender) && { userName: nameOf(sender) }),
      ...(about !== undefined && { aboutUser: about }),
      ...(inGroup && { shared: sharedBy(first, anonymousAdmin) }),
      ...(locale && { locale }),
      text,
      attachments: [...files, ...said.flatMap(({ links }) => links)],
      ...(command && { command }),
      ...(files.length + pointsAt.length > 0 &&
        sorted.some((each) => typedSlash(each)?.name === 'animate') && { newProject: true }),
      ...(pointsAt.length > 0 && { pointsAt }),
      ...(pointed.quote && { quote: pointed.quote }),
      ...(answered && { repliesTo: idOf(answered) }),
    },
    language,
    inGroup,
    members: sorted,
    ...(inGroup && !me.seesAll && partOfAlbum(sorted, options)),
  };
}

/** In privacy mode a group's bot is given the one message of an album that is for it, or that a reply points at. */
function partOfAlbum(sorted: Message[], { albumOf }: ReadOptions): Pick<Read, 'partOfAlbum'> {
  const isPart = (each: Message) => each.media_group_id !== undefined && albumWith(each, albumOf).length < 2;
  if (sorted.some(isPart)) return { partOfAlbum: 'own' };
  const answered = sorted.flatMap(({ reply_to_message: other }) => (other && !other.from?.is_bot ? [other] : []));
  return answered.some(isPart) ? { partOfAlbum: 'pointed' } : {};
}

/** What a person, or a channel that writes, is called. */
function nameOf(sender: { first_name?: string; last_name?: string; title?: string }): string | undefined {
  return [sender.first_name, sender.last_name].filter(Boolean).join(' ') || sender.title;
}

/** Whom a message names by a mention that carries their id, or whose message it replies to; never the bot itself. */
function aboutUser(messages: Message[], me: Me): string | undefined {
  const named = messages.flatMap((each) =>
    entitiesOf(each).flatMap((entity) => (entity.type === 'text_mention' ? [entity.user.id] : [])),
  );
  const answered = messages.flatMap(({ reply_to_message: to }) =>
    to && !to.forum_topic_created ? (to.from?.id ?? []) : [],
  );
  const found = [...named, ...answered].find((id) => id !== me.id);
  return found === undefined ? undefined : String(found);
}

/** Who writes in the group's name is an administrator, and cannot be looked up. */
function sharedBy({ chat }: Message, anonymousAdmin: boolean): SharedPlace {
  return { community: keyOf({ chatId: String(chat.id) }), ...(anonymousAdmin && { isModerator: true }) };
}

/** A message as it is compared with its later edits. */
export function memberOf(message: Message, me?: Me): Member {
  const words = message.text ?? message.caption ?? '';
  const file = fileOf(message, 'en');
  return {
    id: idOf(message),
    content: `${words}\n${file?.name ?? ''}`,
    words: words !== '',
    ...(me && { said: whatIsSaid(message, me) }),
  };
}

/** A command that there is, or one that names the bot. */
function isForUs(slash: Typed): boolean {
  return slash.to !== undefined || isPrompt(slash) || callOf(slash) !== undefined;
}

function isForeign({ to }: { to?: string }, me: Me): boolean {
  return to !== undefined && to !== me.username.toLowerCase();
}

/**
 * What of a person's messages in a group is for the bot: those that address it, and with them the files that came in the
 * same go and the rest of a text that was too long for one message. None when nothing addresses it.
 */
function forTheBot(messages: Message[], me: Me): Message[] {
  const own = messages.filter((each) => {
    const slash = typedSlash(each);
    return !slash || !isForeign(slash, me);
  });
  const addressed = own.map((each) => {
    const slash = typedSlash(each);
    // What only the bot sees is for nobody else.
    if (each.ephemeral_message_id !== undefined) return true;
    return Boolean((slash && isForUs(slash)) || isToBot(each, me) || mentions(each, me));
  });
  if (!addressed.includes(true)) return [];
  let continues = false;
  return own.filter((each, index) => {
    const taken = addressed[index] || continues || fileOf(each, 'en') !== undefined;
    continues = taken && isCut(each);
    return taken;
  });
}

/** Clients send a longer text as several messages, each but the last one as long as a message may be. */
function isCut({ text = '' }: Message): boolean {
  return text.length >= MAX_TEXT;
}

/** Something a person sent, not one of Telegram's own notes such as "joined the group". */
function hasContent(message: Message): boolean {
  const { text, caption, photo, document, video, animation, audio, voice, video_note, sticker } = message;
  const { live_photo, rich_message, contact, location, venue, poll, dice, game, story, paid_media, checklist } =
    message;
  const kinds = [photo, document, video, animation, audio, voice, video_note, sticker];
  const others = [live_photo, rich_message, contact, location, venue, poll, dice, game, story, paid_media, checklist];
  return [text, caption, ...kinds, ...others].some((part) => part !== undefined);
}

/** So many entities of a message are read; Telegram gives 100 at most. The text is cut anew for each. */
const MAX_ENTITIES = 200;

function entitiesOf(message: Message): MessageEntity[] {
  return (message.entities ?? message.caption_entities ?? []).slice(0, MAX_ENTITIES);
}

function mentionsIn(message: Message, me: Me): MessageEntity[] {
  const text = message.text ?? message.caption ?? '';
  const name = `@${me.username}`.toLowerCase();
  return entitiesOf(message).filter(
    (entity) =>
      (entity.type === 'mention' && covered(text, entity).toLowerCase() === name) ||
      (entity.type === 'text_mention' && entity.user.id === me.id),
  );
}

function mentions(message: Message, me: Me): boolean {
  return mentionsIn(message, me).length > 0;
}

/** In a topic every message "replies" to the note that the topic was made, which the bot may have made itself. */
function isToBot(message: Message, me: Me): boolean {
  const answered = message.reply_to_message;
  return answered?.from?.id === me.id && !answered.forum_topic_created;
}

/** So much of what a message points at goes along as words, in letters. */
const LONGEST_QUOTE = 1000;

/**
 * What a request points at by a reply: the files of that message, of its whole album where it is known, and its words. Of
 * the bot's own messages only a marked part counts, since their project is gone on with.
 */
function pointedBy(messages: Message[], { me, albumOf }: ReadOptions): { carriers: FileCarrier[]; quote?: string } {
  const answering = messages.find(
    ({ reply_to_message: answered, external_reply: elsewhere }) =>
      elsewhere ?? (answered && !answered.forum_topic_created && !messages.some(isSame(answered))),
  );
  if (!answering) return { carriers: [] };
  const { reply_to_message: answered, external_reply: elsewhere, quote: marked } = answering;
  if (elsewhere) {
    const carrier = { ...elsewhere, message_id: elsewhere.message_id ?? answering.message_id };
    return { carriers: [carrier], quote: marked?.text.slice(0, LONGEST_QUOTE) };
  }
  if (!answered || answered.from?.id === me.id) return { carriers: [], quote: marked?.text.slice(0, LONGEST_QUOTE) };
  const quote = (marked?.text ?? answered.text ?? answered.caption)?.slice(0, LONGEST_QUOTE);
  return { carriers: albumWith(answered, albumOf), ...(quote && { quote }) };
}

/** A message with the other members of its album that were seen; Telegram may have shown the bot none of them. */
function albumWith(message: Message, albumOf: ReadOptions['albumOf']): Message[] {
  const others = (albumOf?.(message) ?? []).filter(({ message_id: id }) => id !== message.message_id);
  return [...others, message].toSorted((a, b) => a.message_id - b.message_id);
}

function isSame(one: Pick<Message, 'message_id'>): (other: Message) => boolean {
  return ({ message_id: id }) => id === one.message_id;
}

/** The words of a message without the bot's name and without links to media, which go along as files. */
function whatIsSaid(message: Message, me: Me): Said {
  const text = message.text ?? message.caption ?? '';
  const links = mediaLinks(text, entitiesOf(message));
  const slash = typedSlash(message);
  const prompt = slash && isPrompt(slash) ? [[0, text.search(/\s|$/)] as const] : [];
  const cuts = [
    ...prompt,
    ...links.map(({ from, to }) => [from, to] as const),
    ...mentionsIn(message, me).map(({ offset, length }) => [offset, offset + length] as const),
  ].sort((a, b) => b[0] - a[0]);
  const rest = cuts.reduce((left, [from, to]) => left.slice(0, from) + left.slice(to), text);
  return {
    text:
      cuts.length > 0
        ? rest
            .replace(/[^\S\n]+/g, ' ')
            .replace(/^[\s,:]+/, '')
            .trimEnd()
        : text.trim(),
    cut: isCut(message),
    links: links.map(({ url, name }) => ({ name, ref: url, url })),
  };
}
