import { withoutLocalizations } from '../command-store.ts';
import type { Core } from '../core.ts';
import { invalidForm, refuse } from '../errors.ts';
import type { Handler, Routes } from '../http.ts';
import type { Call, Json } from '../types.ts';

/** Registration of commands, global and per server. */
export function commandRoutes(core: Core): Routes {
  const { commands, world } = core;

  const checked =
    (handler: (call: Call, guildId: string | undefined) => unknown): Handler =>
    (call) => {
      if (call.params.app !== world.bot.id) throw refuse.missingAccess();
      const guildId = call.params.guild;
      if (guildId !== undefined && !world.guilds.get(guildId)?.botIsMember) throw refuse.missingAccess();
      return handler(call, guildId);
    };

  const handlers: Record<string, Handler> = {
    'GET ': checked((call, guildId) => {
      const list: Json[] = commands.list(guildId);
      return call.query.get('with_localizations') === 'true' ? list : list.map(withoutLocalizations);
    }),
    'PUT ': checked((call, guildId) => {
      if (!call.list) throw invalidForm([], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return commands.replace(call.list, guildId);
    }),
    'POST ': checked((call, guildId) => commands.put(call.body, guildId)),
    'GET /:command': checked((call, guildId) => commands.get(call.params.command ?? '', guildId)),
    'PATCH /:command': checked((call, guildId) => commands.change(call.params.command ?? '', call.body, guildId)),
    'DELETE /:command': checked((call, guildId) => commands.remove(call.params.command ?? '', guildId)),
  };

  const routes: Routes = {};
  for (const [route, handler] of Object.entries(handlers)) {
    const [method, rest] = route.split(' ');
    routes[`${method} /applications/:app/commands${rest}`] = handler;
    routes[`${method} /applications/:app/guilds/:guild/commands${rest}`] = handler;
  }
  return routes;
}
