import { MessageFlags } from 'discord.js';
import type { NextStep, Reply } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import { SPOILER } from './attachments.ts';
import { ANYBODY, buttonRow } from './buttons.ts';
import { canBeLaidOut } from './layout.ts';
import type { Body } from './message-body.ts';
import type { Place, RequestRecord } from './repository.ts';
import { menuRows } from './select-menus.ts';
import { messagesOfText } from './text.ts';

/** A reply that says the same with less that could be refused: without links, then without buttons. */
export function plainerThan(reply: Reply): Reply | undefined {
  const lines = reply.text.split('\n');
  const kept = lines.filter((line) => !line.includes('://'));
  const next = reply.next?.map((step) => ({ ...step, url: undefined }));
  const hasLinks = (kept.length > 0 && kept.length < lines.length) || reply.next?.some(({ url }) => url !== undefined);
  if (hasLinks) return { ...reply, text: kept.length > 0 ? kept.join('\n') : reply.text, next };
  return reply.next ? { ...reply, next: undefined } : undefined;
}

function fileOf({ video, file }: Reply): Body['file'] {
  if (video) {
    const name = video.spoiler ? `${SPOILER}${video.name}` : video.name;
    return { path: video.path, name, contentType: 'video/mp4' };
  }
  return file && { path: file.path, name: file.name, contentType: file.contentType };
}

export interface BodyOptions {
  /** Stands before the text. */
  head?: string;
  /** Shows the last part, with the video, in one frame. */
  laidOut?: boolean;
}

/**
 * Whether a reply is shown in a frame: a video where several people read along, and there nobody is rung. In private the
 * notification of such a message would be empty (discord-api-docs#7854), and a sound is played by a plain message only.
 */
export function isLaidOut({ video, private: isPrivate }: Reply, place: Place | undefined): boolean {
  return (
    video !== undefined && video.form !== 'audio' && !isPrivate && place?.kind === 'guild' && canBeLaidOut(video.name)
  );
}

function layoutOf({ video }: Reply, request: RequestRecord | undefined): Body['layout'] {
  const t = discordSentences(request?.language ?? 'en');
  return {
    spoiler: video?.spoiler === true,
    ...(request && { requester: t('resultFor', { user: `<@${request.userId}>` }) }),
  };
}

/** The messages that a reply makes: long text in parts, file and buttons with the last one. */
export function bodiesOf(
  reply: Reply,
  request: RequestRecord | undefined,
  { head = '', laidOut = false }: BodyOptions = {},
): Body[] {
  const parts = messagesOfText(reply.text, head);
  const presser = reply.forAnybody ? ANYBODY : request?.userId;
  const components = reply.next && presser !== undefined ? rowsOf(reply.next, reply, presser) : undefined;
  const file = fileOf(reply);
  return parts.map((content, index) =>
    // The previews of links would stand between the video and its buttons.
    index < parts.length - 1
      ? { content }
      : {
          ...{ content, components },
          ...(file && { file }),
          ...(reply.video && { flags: MessageFlags.SuppressEmbeds }),
          ...(laidOut && { layout: layoutOf(reply, request) }),
        },
  );
}

function rowsOf(next: NextStep[], { menu, project }: Reply, userId: string): Body['components'] {
  return menu ? menuRows(next, userId) : buttonRow(next, { project, userId });
}
