import { CHANNEL, type PermissionName } from '../bits.ts';
import type { Core } from '../core.ts';
import { refuse } from '../errors.ts';
import type { Routes } from '../http.ts';
import type { Call, FakeChannel } from '../types.ts';

/** The channel of a request, provided the bot sees it and may do what it wants. */
export function channelOf(core: Core, call: Call, ...needed: PermissionName[]): FakeChannel {
  const channel = core.world.channels.get(call.params.channel ?? '');
  if (!channel || channel.deleted) throw refuse.unknownChannel();
  if (!core.world.botIsIn(channel) || !core.world.may(channel, 'viewChannel')) throw refuse.missingAccess();
  for (const permission of needed) if (!core.world.may(channel, permission)) throw refuse.missingPermissions();
  return channel;
}

/** The right to write: threads have one of their own. */
export function writeIn(channel: FakeChannel): PermissionName {
  return channel.type === CHANNEL.thread ? 'sendInThreads' : 'sendMessages';
}

export function channelRoutes(core: Core): Routes {
  const { world, presenter, gateway } = core;
  const open = (parent: FakeChannel, name: string, id?: string) => {
    const fields = { parent, name, ownerId: world.bot.id, ...(id === undefined ? {} : { id }) };
    const thread = parent.guild ? world.channel(parent.guild, 'thread', fields) : undefined;
    if (!thread) throw refuse.notTextChannel();
    const json = presenter.channel(thread);
    gateway.dispatch('THREAD_CREATE', { ...json, newly_created: true }, { channel: thread });
    return json;
  };
  return {
    'GET /channels/:channel': (call) => presenter.channel(channelOf(core, call)),
    'PATCH /channels/:channel': (call) => {
      const channel = channelOf(core, call);
      const { name, archived, locked } = call.body;
      if (typeof name === 'string') channel.name = name;
      if (typeof archived === 'boolean') channel.archived = archived;
      if (typeof locked === 'boolean') channel.locked = locked;
      const json = presenter.channel(channel);
      gateway.dispatch(channel.type === CHANNEL.thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', json, { channel });
      return json;
    },
    'POST /channels/:channel/typing': (call) => {
      const channel = channelOf(core, call);
      if (!world.may(channel, writeIn(channel))) throw refuse.missingPermissions();
      return undefined;
    },
    'POST /channels/:channel/threads': (call) =>
      open(channelOf(core, call, 'createPublicThreads'), String(call.body.name)),
    'POST /channels/:channel/messages/:message/threads': (call) => {
      const channel = channelOf(core, call, 'createPublicThreads');
      const message = world.messages.get(call.params.message ?? '');
      if (!message || message.deleted || message.channel !== channel) throw refuse.unknownMessage();
      if (world.channels.has(message.id)) throw refuse.threadExists();
      return open(channel, String(call.body.name), message.id);
    },
    'PUT /channels/:channel/thread-members/@me': (call) => void channelOf(core, call),
  };
}
