import { z } from 'zod';
import { parsed, tokenField, urlField } from '../../lib/setting-fields.ts';
import { platformSettings } from '../kit/platform-settings.ts';

export interface TelegramSettings {
  token: string;
  /** Where the Bot API is instead of Telegram's own servers. */
  apiRoot?: string;
  /** Folder of a local Bot API server on this machine. */
  filesRoot?: string;
  /** Where Telegram posts updates, instead of being asked for them. */
  webhook?: { url: string; secret: string; port: number };
}

/** One of the ports that Telegram posts to without a proxy (https://core.telegram.org/bots/api#setwebhook). */
const WEBHOOK_PORT = 8443;

function parseWebhookUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, search, hash, href } = new URL(text);
  return protocol === 'https:' && !username && !password && !search && !hash ? href : undefined;
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

export const telegramSettings = platformSettings({
  shape: {
    TELEGRAM_TOKEN: tokenField.optional(),
    TELEGRAM_API_ROOT: urlField.optional(),
    TELEGRAM_FILES_ROOT: z.string().optional(),
    TELEGRAM_WEBHOOK_URL: parsed(
      parseWebhookUrl,
      'an https address such as https://bot.example.com/telegram',
    ).optional(),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{16,256}$/, { error: '16 to 256 letters, digits, “-” and “_”' })
      .optional(),
    TELEGRAM_WEBHOOK_PORT: parsed(parsePort, 'a port number from 1 to 65535').optional(),
  },
  secrets: ['TELEGRAM_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'],
  read: (values): TelegramSettings | undefined =>
    values.TELEGRAM_TOKEN === undefined
      ? undefined
      : {
          token: values.TELEGRAM_TOKEN,
          apiRoot: values.TELEGRAM_API_ROOT,
          filesRoot: values.TELEGRAM_FILES_ROOT,
          ...(values.TELEGRAM_WEBHOOK_URL !== undefined &&
            values.TELEGRAM_WEBHOOK_SECRET !== undefined && {
              webhook: {
                url: values.TELEGRAM_WEBHOOK_URL,
                secret: values.TELEGRAM_WEBHOOK_SECRET,
                port: values.TELEGRAM_WEBHOOK_PORT ?? WEBHOOK_PORT,
              },
            }),
        },
});
