import type { Core } from '../core.ts';
import { refuse } from '../errors.ts';
import type { Routes } from '../http.ts';
import type { Interaction } from '../interaction.ts';
import type { Call } from '../types.ts';

/** Answers to interactions: the first one, and those on the interaction's webhook. */
export function answerRoutes(core: Core): Routes {
  const byToken = (call: Call): Interaction => {
    const interaction = core.interactions.get(call.params.token ?? '');
    if (!interaction || call.params.app !== core.world.bot.id) throw refuse.unknownWebhook();
    return interaction;
  };
  const onMessage = (call: Call) => byToken(call).onMessage(call);
  return {
    'POST /interactions/:id/:token/callback': (call) => {
      const interaction = core.interactions.get(call.params.token ?? '');
      if (!interaction || interaction.id !== call.params.id) throw refuse.unknownInteraction();
      return interaction.callback(call);
    },
    'POST /webhooks/:app/:token': (call) => byToken(call).followUp(call),
    'GET /webhooks/:app/:token/messages/:message': onMessage,
    'PATCH /webhooks/:app/:token/messages/:message': onMessage,
    'DELETE /webhooks/:app/:token/messages/:message': onMessage,
  };
}
