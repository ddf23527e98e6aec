import { z } from 'zod';
import { tokenField, urlField } from '../../lib/setting-fields.ts';
import { platformSettings } from '../kit/platform-settings.ts';

export interface TelegramSettings {
  token: string;
  /** Where the Bot API is instead of Telegram's own servers. */
  apiRoot?: string;
  /** Folder of a local Bot API server on this machine. */
  filesRoot?: string;
}

export const telegramSettings = platformSettings({
  shape: {
    TELEGRAM_TOKEN: tokenField.optional(),
    TELEGRAM_API_ROOT: urlField.optional(),
    TELEGRAM_FILES_ROOT: z.string().optional(),
  },
  secrets: ['TELEGRAM_TOKEN'],
  read: (values): TelegramSettings | undefined =>
    values.TELEGRAM_TOKEN === undefined
      ? undefined
      : { token: values.TELEGRAM_TOKEN, apiRoot: values.TELEGRAM_API_ROOT, filesRoot: values.TELEGRAM_FILES_ROOT },
});
