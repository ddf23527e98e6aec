import type { PlatformModule } from '../kit/platform-module.ts';
import { WebAdapter, type WebOptions } from './adapter.ts';
import { PLATFORM } from './place.ts';
import type { WebSettings } from './settings.ts';

/** The page's settings with what the program knows besides. */
export type WebPlatformSettings = WebSettings &
  Pick<
    WebOptions,
    'folder' | 'maxFileBytes' | 'publicUrl' | 'telegramToken' | 'owners' | 'timeline' | 'admin' | 'announce'
  >;

export const web: PlatformModule<WebPlatformSettings> = {
  name: PLATFORM,
  create: (settings, context) => new WebAdapter({ ...context, ...settings }),
};
