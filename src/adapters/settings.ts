import { type DiscordSettings, discordSettings } from './discord/settings.ts';
import { type TelegramSettings, telegramSettings } from './telegram/settings.ts';
import { type WebSettings, webSettings } from './web/settings.ts';

/** The settings of the platforms that are to run, by the platform's name. */
export interface PlatformConfigs {
  discord?: DiscordSettings;
  telegram?: TelegramSettings;
  web?: WebSettings;
}

/** The variables of all platforms. */
export const platformShape = { ...discordSettings.shape, ...telegramSettings.shape, ...webSettings.shape };

/** Names of the platforms' variables whose values must never be shown. */
export const platformSecrets: readonly string[] = [
  ...discordSettings.secrets,
  ...telegramSettings.secrets,
  ...webSettings.secrets,
];

/** Each platform's settings, from the values of {@link platformShape}. */
export function readPlatformConfigs(
  values: Parameters<typeof discordSettings.read>[0] &
    Parameters<typeof telegramSettings.read>[0] &
    Parameters<typeof webSettings.read>[0],
): PlatformConfigs {
  return {
    discord: discordSettings.read(values),
    telegram: telegramSettings.read(values),
    web: webSettings.read(values),
  };
}
