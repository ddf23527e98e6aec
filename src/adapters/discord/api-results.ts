import type { APIMessage, APIMessageTopLevelComponent } from 'discord.js';
import { z } from 'zod';
import { readLayout } from './layout.ts';

// What Discord answers, as far as this adapter reads it.

export const withId = z.object({ id: z.string() });
export const callbackResult = z.object({ interaction: z.object({ response_message_id: z.string().optional() }) });
export const applicationResult = z.object({ integration_types_config: z.record(z.string(), z.unknown()).nullish() });
export const guildResult = z.object({
  premium_tier: z.number(),
  owner_id: z.string(),
  roles: z.array(
    z
      .object({
        id: z.string(),
        name: z.string().default(''),
        permissions: z.string(),
        tags: z.object({ bot_id: z.string().optional() }).optional(),
      })
      .transform(({ tags, ...role }) => ({ ...role, ...(tags?.bot_id && { bot: tags.bot_id }) })),
  ),
});
export const memberResult = z.object({ roles: z.array(z.string()) });
const overwrite = z.object({ id: z.string(), type: z.number(), allow: z.string(), deny: z.string() });
export const named = z.object({ name: z.string().nullish() });
export const userResult = z.object({ username: z.string(), global_name: z.string().nullish() });
export const channelResult = z.object({
  type: z.number(),
  parent_id: z.string().nullish(),
  permission_overwrites: z.array(overwrite).default([]),
});
const attachments = z.array(z.object({ id: z.string(), url: z.string() })).default([]);
export const messageResult = z.object({
  attachments,
  message_snapshots: z.array(z.object({ message: z.object({ attachments }) })).default([]),
});
/** Parts of a message as Discord's own code types them. */
const components = z.custom<APIMessageTopLevelComponent[]>(Array.isArray).default([]);
export const postedResult = z.array(
  z
    .object({
      id: z.string(),
      author: z.object({ id: z.string() }),
      content: z.string(),
      attachments: z.array(z.object({ filename: z.string() })).default([]),
      components,
      message_reference: z.object({ message_id: z.string().optional() }).nullish(),
    })
    .transform(({ content, attachments, components: parts, ...rest }) => {
      // In a layout there is neither content nor an attachment.
      const { texts, files } = readLayout(parts);
      return { ...rest, text: content || (texts[0] ?? ''), file: attachments[0]?.filename ?? files[0] };
    }),
);
/** Messages as Discord's own code types them; nobody else has written them. */
export const wholeMessages = z.array(
  z.custom<APIMessage>((value) => typeof value === 'object' && value !== null && 'id' in value && 'author' in value),
);
/** A message of a channel, with what it is compared by. */
export type PostedMessage = z.output<typeof postedResult>[number];
export const refreshResult = z.object({ refreshed_urls: z.array(z.object({ refreshed: z.string().nullish() })) });
