import { type DiscordSettings, discordSettings } from './discord/settings.ts';
import { type TelegramSettings, telegramSettings } from './telegram/settings.ts';

/** The settings of the platforms that are to run, by the platform's name. */
export interface PlatformConfigs {
  discord?: DiscordSettings;
  telegram?: TelegramSettings;
}

/** The variables of all platforms. */
export const platformShape = { ...discordSettings.shape, ...telegramSettings.shape };

/** Names of the platforms' variables whose values must never be shown. */
export const platformSecrets: readonly string[] = [...discordSettings.secrets, ...telegramSettings.secrets];

/** Each platform's settings, from the values of {@link platformShape}. */
export function readPlatformConfigs(
  values: Parameters<typeof discordSettings.read>[0] & Parameters<typeof telegramSettings.read>[0],
): PlatformConfigs {
  return { discord: discordSettings.read(values), telegram: telegramSettings.read(values) };
}
