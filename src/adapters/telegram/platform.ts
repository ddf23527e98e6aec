import type { PlatformModule } from '../kit/platform-module.ts';
import { createTelegram } from './adapter.ts';
import { PLATFORM } from './place.ts';
import type { TelegramSettings } from './settings.ts';

export const telegram: PlatformModule<TelegramSettings & { pageUrl?: string }> = {
  name: PLATFORM,
  create: ({ token, apiRoot, filesRoot, webhook, pageUrl }, context) =>
    createTelegram({ ...context, token, apiRoot, localFilesRoot: filesRoot, webhook, pageUrl }),
};
