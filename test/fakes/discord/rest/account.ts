import type { Core } from '../core.ts';
import { refuse } from '../errors.ts';
import type { Routes } from '../http.ts';

/** The bot itself, the way to the gateway, people, servers, and renewed addresses of files. */
export function accountRoutes(core: Core, gatewayUrl: () => string): Routes {
  const { world, presenter, cdn } = core;
  return {
    'GET /gateway': () => ({ url: gatewayUrl() }),
    'GET /gateway/bot': () => ({
      url: gatewayUrl(),
      shards: 1,
      session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
    }),
    'GET /users/@me': () => presenter.user(world.bot),
    'GET /users/:user': ({ params }) => {
      const user = world.users.get(params.user ?? '');
      if (!user) throw refuse.unknownUser();
      return presenter.user(user);
    },
    'POST /users/@me/channels': ({ body }) => {
      const user = world.users.get(String(body.recipient_id));
      if (!user) throw refuse.unknownUser();
      return presenter.channel(world.dm(user));
    },
    'GET /applications/@me': () => presenter.application(),
    'GET /oauth2/applications/@me': () => presenter.application(),
    'GET /guilds/:guild': ({ params }) => {
      const guild = world.guilds.get(params.guild ?? '');
      if (!guild?.botIsMember) throw refuse.unknownGuild();
      return presenter.guild(guild);
    },
    'GET /guilds/:guild/members/:user': ({ params }) => {
      const user = world.users.get(params.user ?? '');
      if (!world.guilds.get(params.guild ?? '')?.botIsMember) throw refuse.unknownGuild();
      if (!user) throw refuse.unknownUser();
      return presenter.member(user);
    },
    'POST /attachments/refresh-urls': ({ body }) => ({
      refreshed_urls: (body.attachment_urls as string[]).map((original) => {
        const file = URL.canParse(original) ? cdn.find(new URL(original).pathname) : undefined;
        return { original, refreshed: file ? cdn.sign(file) : original };
      }),
    }),
  };
}
