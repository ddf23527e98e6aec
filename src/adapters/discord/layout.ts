import {
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMediaGalleryItem,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';

/** What stands in a frame around a video ("Components V2" of Discord's documentation). */
export interface Layout {
  text: string;
  /** The attachment that is shown. */
  file: string;
  spoiler: boolean;
  /** Whose it is, as a line below the video. */
  requester: string | undefined;
  rows: APIActionRowComponent<APIComponentInMessageActionRow>[];
}

/** The stripe beside a result that is ready, as RGB. */
const READY_COLOUR = 0x2e_cc_71;
/** The path of an attachment on Discord's servers. */
const ATTACHMENT_PATH = /^\/attachments\/\d+\/(\d+)\/([^/]+)$/;
/** Names that Discord keeps as they are, so that a reference to them is found. */
const PLAIN_NAME = /^[\w-]+(?:\.[\w-]+)*$/;

/** Whether a file can be shown in a layout: by its name, which must be what Discord makes of it. */
export function canBeLaidOut(file: string): boolean {
  return PLAIN_NAME.test(file);
}

/** The text, the video, whose it is, and the buttons, in one frame. */
export function layOut({ text, file, spoiler, requester, rows }: Layout): APIMessageTopLevelComponent[] {
  const line = (content: string) => ({ type: ComponentType.TextDisplay, content }) as const;
  const components: APIComponentInContainer[] = [
    line(text),
    { type: ComponentType.MediaGallery, items: [{ media: { url: `attachment://${file}` }, spoiler }] },
    ...(requester === undefined ? [] : [line(requester)]),
    ...rows,
  ];
  return [{ type: ComponentType.Container, accent_color: READY_COLOUR, components }];
}

/** The texts of a layout and the names of its files, in their order. */
export function readLayout(components: readonly APIMessageTopLevelComponent[]): { texts: string[]; files: string[] } {
  const parts = components.flatMap((each) => (each.type === ComponentType.Container ? each.components : [each]));
  const texts = parts.flatMap((part) => (part.type === ComponentType.TextDisplay ? [part.content] : []));
  const items = parts.flatMap((part) => (part.type === ComponentType.MediaGallery ? part.items : []));
  return { texts, files: items.flatMap((item) => attachmentOf(item)?.name ?? []) };
}

function attachmentOf({ media: { url } }: APIMediaGalleryItem): { id: string; name: string } | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const [, id, name] = ATTACHMENT_PATH.exec(path) ?? [];
  return id === undefined || name === undefined ? undefined : { id, name };
}

/** Parts of a message that go back to Discord, with the files that stay. */
export interface Resent {
  components: APIMessageTopLevelComponent[];
  /** Set where the parts show files. */
  kept?: { id: string }[];
}

/**
 * Parts of a message as they are sent back for an edit: Discord gives files by their addresses, which end, and takes them
 * by their names. Undefined where one of them would be lost.
 */
export function resent(components: readonly APIMessageTopLevelComponent[]): Resent | undefined {
  const kept: { id: string }[] = [];
  let lost = false;
  const back = (item: APIMediaGalleryItem): APIMediaGalleryItem => {
    const attachment = attachmentOf(item);
    if (!attachment) lost = true;
    else kept.push({ id: attachment.id });
    const { spoiler, description } = item;
    return { media: { url: `attachment://${attachment?.name}` }, spoiler, ...(description && { description }) };
  };
  const inContainer = (part: APIComponentInContainer): APIComponentInContainer =>
    part.type === ComponentType.MediaGallery ? { ...part, items: part.items.map(back) } : part;
  const all = components.map((each): APIMessageTopLevelComponent => {
    if (each.type === ComponentType.MediaGallery) return { ...each, items: each.items.map(back) };
    return each.type === ComponentType.Container ? { ...each, components: each.components.map(inContainer) } : each;
  });
  if (lost) return undefined;
  return { components: all, ...(kept.length > 0 && { kept }) };
}
