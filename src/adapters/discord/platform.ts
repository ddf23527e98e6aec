import type { PlatformModule } from '../kit/platform-module.ts';
import { createDiscord } from './adapter.ts';
import type { DiscordSettings } from './settings.ts';

export const discord: PlatformModule<DiscordSettings> = {
  name: 'discord',
  create: ({ token, apiRoot, guild, moderatorRoles, threads }, context) =>
    createDiscord({
      ...context,
      token,
      apiRoot,
      developmentGuild: guild,
      moderatorRoles,
      threadPerProject: threads,
      activeSkill: (chat) => context.core.activeSkill(chat),
      recentPrompts: (chat) => context.core.recentPrompts(chat),
    }),
};
