import { MessageFlags } from 'discord.js';
import type { NextStep, Reply } from '../../core/chat.ts';
import { SPOILER } from './attachments.ts';
import { ANYBODY, buttonRow } from './buttons.ts';
import type { Body } from './message-body.ts';
import type { RequestRecord } from './repository.ts';
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

/** The messages that a reply makes: long text in parts, file and buttons with the last one. */
export function bodiesOf(reply: Reply, request: RequestRecord | undefined, head = ''): Body[] {
  const parts = messagesOfText(reply.text, head);
  const presser = reply.forAnybody ? ANYBODY : request?.userId;
  const components = reply.next && presser !== undefined ? rowsOf(reply.next, reply, presser) : undefined;
  const file = fileOf(reply);
  return parts.map((content, index) =>
    // The previews of links would stand between the video and its buttons.
    index < parts.length - 1
      ? { content }
      : { content, components, ...(file && { file }), ...(reply.video && { flags: MessageFlags.SuppressEmbeds }) },
  );
}

function rowsOf(next: NextStep[], { menu, project }: Reply, userId: string): Body['components'] {
  return menu ? menuRows(next, userId) : buttonRow(next, { project, userId });
}
