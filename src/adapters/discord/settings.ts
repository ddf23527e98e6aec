import { z } from 'zod';
import { oneOf, parsed, tokenField, urlField } from '../../lib/setting-fields.ts';
import { platformSettings } from '../kit/platform-settings.ts';

export interface DiscordSettings {
  token: string;
  /** Where the API is instead of Discord's own servers. */
  apiRoot?: string;
  /** The one server in which commands are registered while developing. */
  guild?: string;
  /** Ids of roles whose people moderate. */
  moderatorRoles: readonly string[];
  /** One thread for each project in a server's channel. */
  threads: boolean;
}

function parseIds(text: string): string[] | undefined {
  const ids = text.split(',').map((id) => id.trim());
  return ids.every((id) => /^\d{15,21}$/.test(id)) ? ids : undefined;
}

export const discordSettings = platformSettings({
  shape: {
    DISCORD_TOKEN: tokenField.optional(),
    DISCORD_API_ROOT: urlField.optional(),
    DISCORD_GUILD: z
      .string()
      .regex(/^\d{15,21}$/, { error: 'the id of a server, such as 123456789012345678' })
      .optional(),
    DISCORD_THREADS: oneOf('on', 'off').optional(),
    MODERATOR_ROLES: parsed(parseIds, 'ids of Discord roles, separated by commas').optional(),
  },
  secrets: ['DISCORD_TOKEN'],
  read: (values): DiscordSettings | undefined =>
    values.DISCORD_TOKEN === undefined
      ? undefined
      : {
          token: values.DISCORD_TOKEN,
          apiRoot: values.DISCORD_API_ROOT,
          guild: values.DISCORD_GUILD,
          moderatorRoles: values.MODERATOR_ROLES ?? [],
          threads: values.DISCORD_THREADS === 'on',
        },
});
