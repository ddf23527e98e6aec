import { z } from 'zod';
import { oneOf, tokenField, urlField } from '../../lib/setting-fields.ts';
import { platformSettings } from '../kit/platform-settings.ts';

export interface DiscordSettings {
  token: string;
  /** Where the API is instead of Discord's own servers. */
  apiRoot?: string;
  /** The one server in which commands are registered while developing. */
  guild?: string;
  /** One thread for each project in a server's channel. */
  threads: boolean;
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
  },
  secrets: ['DISCORD_TOKEN'],
  read: (values): DiscordSettings | undefined =>
    values.DISCORD_TOKEN === undefined
      ? undefined
      : {
          token: values.DISCORD_TOKEN,
          apiRoot: values.DISCORD_API_ROOT,
          guild: values.DISCORD_GUILD,
          threads: values.DISCORD_THREADS === 'on',
        },
});
