import { z } from 'zod';
import { COMPONENT, FLAG, LINK_BUTTON } from './bits.ts';
import { checkLayout, every } from './check-layout.ts';
import { few, row, snowflake, text } from './check-parts.ts';
import { form, invalidForm } from './errors.ts';
import type { Json } from './types.ts';

const embed = z.looseObject({
  title: text(256).nullish(),
  description: text(4096).nullish(),
  url: z.string().nullish(),
  fields: few(z.looseObject({ name: text(256, 1), value: text(1024, 1) }), 25).nullish(),
  footer: z.looseObject({ text: text(2048, 1) }).nullish(),
  author: z.looseObject({ name: text(256, 1) }).nullish(),
});

const allowedMentions = z.looseObject({
  parse: few(z.enum(['users', 'roles', 'everyone']), 3).nullish(),
  users: few(snowflake, 100).nullish(),
  roles: few(snowflake, 100).nullish(),
  replied_user: z.boolean().nullish(),
});

const messageSchema = z.looseObject({
  content: text(2000).nullish(),
  nonce: z.union([z.int(), text(25)]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  flags: z.int().nullish(),
  embeds: few(embed, 10).nullish(),
  components: few(row, 5).nullish(),
  allowed_mentions: allowedMentions.nullish(),
  message_reference: z
    .looseObject({ message_id: snowflake, channel_id: snowflake.nullish(), fail_if_not_exists: z.boolean().nullish() })
    .nullish(),
  attachments: few(
    z.looseObject({
      id: z.union([z.string(), z.int()]).transform(String),
      filename: text(1024).nullish(),
      description: text(1024).nullish(),
    }),
    10,
  ).nullish(),
});
export type MessageForm = z.output<typeof messageSchema>;

/**
 * Checks what a message is to be made of, by the limits of the API; refuses with 50035.
 *
 * @param isLayout the message that is changed has the flag for the second generation, which is never taken off
 */
export function checkMessage(body: unknown, at: string[] = [], isLayout = false): MessageForm {
  const given = (body ?? {}) as Json;
  const isSecond = isLayout || (Number(given.flags ?? 0) & FLAG.componentsV2) !== 0;
  if (isSecond) {
    checkLayout(given, at);
    const message = form(messageSchema.extend({ components: z.array(z.unknown()).nullish() }), body, at);
    const rows = every((message.components ?? []) as Json[]).filter((each) => each.type === COMPONENT.row);
    checkComponents(rows as { components: Json[] }[], at);
    return message as MessageForm;
  }
  const message = form(messageSchema, body, at);
  checkComponents(message.components ?? [], at);
  const words = (message.embeds ?? []).map(embedLength).reduce((sum, each) => sum + each, 0);
  if (words > 6000) {
    throw invalidForm([...at, 'embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
  }
  return message;
}

function checkComponents(rows: { components: Json[] }[], at: string[]): void {
  const seen = new Set<unknown>();
  for (const [r, { components }] of rows.entries()) {
    const path = [...at, 'components', r, 'components'];
    if (components.length > 1 && components.some((each) => each.type !== COMPONENT.button)) {
      throw invalidForm(path, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
    }
    for (const [c, each] of components.entries()) {
      const here = [...path, c];
      if (each.type === COMPONENT.button) checkButton(each, here);
      if (each.custom_id === undefined || each.custom_id === null) continue;
      if (seen.has(each.custom_id)) {
        const words = 'Component custom id cannot be duplicated';
        throw invalidForm([...here, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', words);
      }
      seen.add(each.custom_id);
    }
  }
}

function checkButton(button: Json, path: PropertyKey[]): void {
  const link = button.style === LINK_BUTTON;
  if (link && !/^(https?|discord):\/\/./.test(String(button.url ?? ''))) {
    throw invalidForm([...path, 'url'], 'BASE_TYPE_REQUIRED', 'Scheme must be one of http, https, or discord.');
  }
  if (link ? button.custom_id : !button.custom_id) {
    throw invalidForm(path, 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required, except with a url');
  }
  if (!link && button.url)
    throw invalidForm([...path, 'url'], 'BUTTON_COMPONENT_INVALID', 'Only link buttons have a url');
  if (!button.label && !button.emoji) {
    throw invalidForm(path, 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A button needs a label or an emoji');
  }
}

function embedLength(embed: z.output<typeof embedSchema>): number {
  const fields = (embed.fields ?? []).map((field) => field.name.length + field.value.length);
  const rest = [embed.title, embed.description, embed.footer?.text, embed.author?.name].map(
    (each) => each?.length ?? 0,
  );
  return [...fields, ...rest].reduce((sum, each) => sum + each, 0);
}
const embedSchema = embed;

const choicesSchema = z.looseObject({
  choices: few(z.looseObject({ name: text(100, 1), value: z.union([text(100), z.number()]) }), 25),
});

/** Suggestions for an option that is being typed. */
export function checkChoices(data: unknown): { name: string; value: string | number }[] {
  return form(choicesSchema, data, ['data']).choices;
}
