import type { MessageEntity } from 'grammy/types';

const MEDIA = /\.(jpe?g|png|gif|webp|heic|heif|mp4|mov|m4v|avi|webm|mkv|mp3|wav|m4a|aac)$/i;
/** Hosts whose addresses are files although their path may not end like one. */
const DIRECT = [
  /^dl\.dropboxusercontent\.com$/,
  /^drive\.usercontent\.google\.com$/,
  /^images\.unsplash\.com$/,
  /^pbs\.twimg\.com$/,
];

/** A link to a picture, film or sound in a message. */
export interface MediaLink {
  url: string;
  name: string;
  /** Where it stands in the text, in UTF-16 units. */
  from: number;
  to: number;
}

/** The links to media in a text, once each. Addresses with a user name or a bot's token in them are left out. */
export function mediaLinks(text: string, entities: MessageEntity[] = []): MediaLink[] {
  const found = new Map<string, MediaLink>();
  for (const entity of entities) {
    const { offset, length } = entity;
    const shown = text.slice(offset, offset + length);
    const given = entity.type === 'text_link' ? entity.url : entity.type === 'url' ? shown : undefined;
    const url = given === undefined ? undefined : mediaUrl(given);
    if (url && !found.has(url.href)) {
      found.set(url.href, { url: url.href, name: nameOf(url), from: offset, to: offset + length });
    }
  }
  return [...found.values()];
}

function mediaUrl(given: string): URL | undefined {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(given) ? given : `https://${given}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || /\/bot\d+:/.test(url.pathname))
    return undefined;
  if (/(^|\.)dropbox\.com$/.test(url.hostname)) {
    // The page about the file becomes the file.
    if (url.searchParams.has('dl') || /^\/(s|scl)\//.test(url.pathname)) url.searchParams.set('dl', '1');
    return url.searchParams.get('dl') === '1' ? url : undefined;
  }
  if (url.hostname === 'drive.google.com') return url.pathname === '/uc' ? url : undefined;
  return MEDIA.test(url.pathname) || DIRECT.some((host) => host.test(url.hostname)) ? url : undefined;
}

function nameOf(url: URL): string {
  const last = url.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || url.hostname;
  } catch {
    return last || url.hostname;
  }
}
