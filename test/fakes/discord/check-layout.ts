import { z } from 'zod';
import { COMPONENT } from './bits.ts';
import { few, row, text } from './check-parts.ts';
import { ApiError, form, invalidForm } from './errors.ts';
import type { Json } from './types.ts';

const media = z.looseObject({ url: text(2048, 1) });
const display = z.looseObject({ type: z.literal(COMPONENT.text), content: text(4000, 1) });
const about = { spoiler: z.boolean().nullish(), description: text(1024).nullish() };
const thumbnail = z.looseObject({ type: z.literal(COMPONENT.thumbnail), media, ...about });
const section = z.looseObject({
  type: z.literal(COMPONENT.section),
  components: few(display, 3).min(1),
  accessory: z.union([thumbnail, z.looseObject({ type: z.literal(COMPONENT.button) })]),
});
const gallery = z.looseObject({
  type: z.literal(COMPONENT.gallery),
  items: few(z.looseObject({ media, ...about }), 10).min(1, 'Must be between 1 and 10 in length.'),
});
const file = z.looseObject({
  type: z.literal(COMPONENT.file),
  file: z.looseObject({ url: z.string().regex(/^attachment:\/\//, 'Only attachments') }),
  spoiler: z.boolean().nullish(),
});
const separator = z.looseObject({ type: z.literal(COMPONENT.separator) });
const part = z.union([row, display, section, gallery, file, separator]);
const container = z.looseObject({
  type: z.literal(COMPONENT.container),
  accent_color: z.int().min(0).max(0xff_ff_ff).nullish(),
  spoiler: z.boolean().nullish(),
  components: few(part, 40).min(1),
});
const layoutSchema = few(z.union([part, container]), 40);

/** What a message of the second generation has not. */
const LEGACY = ['content', 'embeds', 'sticker_ids', 'poll'];
const MOST_PARTS = 40;
const MOST_TEXT = 4000;
/** Beyond so many bytes of UTF-8, with twelve more for each text, Discord fails (seen, not documented). */
const MOST_BYTES = 10_170;

/** Checks the parts of a message with the flag for the second generation; refuses with 50035. */
export function checkLayout(body: Json, at: string[]): void {
  const legacy = LEGACY.find((key) => {
    const value = body[key];
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  });
  if (legacy) {
    const words = `The '${legacy}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    throw invalidForm([...at, legacy], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', words);
  }
  const parts = every(form(layoutSchema, body.components ?? [], [...at, 'components']) as Json[]);
  if (parts.length > MOST_PARTS) {
    throw invalidForm([...at, 'components'], 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', 'No more than 40 components');
  }
  const texts = parts.flatMap((each) => (each.type === COMPONENT.text ? [String(each.content)] : []));
  if (texts.reduce((sum, each) => sum + each.length, 0) > MOST_TEXT) {
    const words = 'The total displayable text size must be less than or equal to 4000';
    throw invalidForm([...at, 'components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', words);
  }
  if (texts.reduce((sum, each) => sum + Buffer.byteLength(each) + 12, 0) > MOST_BYTES) {
    throw new ApiError(500, 0, '500: Internal Server Error');
  }
}

/** All parts, those in others among them, in the order in which they are seen. */
export function every(parts: readonly Json[]): Json[] {
  return parts.flatMap((each) => {
    const inner = (each.components as Json[] | undefined) ?? [];
    const accessory = each.accessory as Json | undefined;
    return [each, ...every(inner), ...(accessory ? [accessory] : [])];
  });
}

/** What shows media, as the objects that hold the address. */
export function mediaIn(parts: readonly Json[]): Json[] {
  return every(parts).flatMap((each): Json[] => {
    if (each.type === COMPONENT.gallery) return (each.items as { media: Json }[]).map((item) => item.media);
    if (each.type === COMPONENT.thumbnail) return [each.media as Json];
    return each.type === COMPONENT.file ? [each.file as Json] : [];
  });
}

const REFERENCE = 'attachment://';

/** The file that a part shows, by its name; undefined for an address elsewhere. */
export function referenceOf(media: Json): string | undefined {
  const url = String(media.url);
  return url.startsWith(REFERENCE) ? url.slice(REFERENCE.length) : undefined;
}

/** Refuses a layout that shows a file which does not come along and is not there. */
export function checkReferences(parts: readonly Json[], files: readonly { name: string }[]): void {
  const missing = mediaIn(parts)
    .map(referenceOf)
    .find((name) => name !== undefined && !files.some((each) => each.name === name));
  if (missing === undefined) return;
  const words = `The referenced attachment "${missing}" was not found`;
  throw invalidForm(['components'], 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', words);
}
