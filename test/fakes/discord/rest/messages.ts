import { CHANNEL } from '../bits.ts';
import type { Core } from '../core.ts';
import { refuse } from '../errors.ts';
import type { Routes } from '../http.ts';
import { edit, post, readDraft } from '../posting.ts';
import { isLayout } from '../shown.ts';
import type { Call, FakeChannel, FakeMessage } from '../types.ts';
import { channelOf, writeIn } from './channels.ts';

const HOUR_MS = 3_600_000;
const OLD_EDITS_WINDOW_MS = 20_000;

/** Messages of channels: read, send, edit, delete, react. */
export function messageRoutes(core: Core): Routes {
  const { world, presenter } = core;
  const oldEdits = new Map<string, number[]>();

  const messageOf = (channel: FakeChannel, call: Call): FakeMessage => {
    const message = world.messages.get(call.params.message ?? '');
    const there = message && message.channel === channel && !message.deleted;
    if (!there || message.ephemeralFor !== undefined) throw refuse.unknownMessage();
    return message;
  };

  const readable = (call: Call): FakeChannel => {
    const channel = channelOf(core, call);
    if (!world.may(channel, 'readMessageHistory')) throw refuse.missingAccess();
    return channel;
  };

  /** Of messages that are older than an hour, few edits are taken per channel. */
  const countOldEdit = (message: FakeMessage): void => {
    const now = core.clock.now();
    if (now - message.createdAt <= HOUR_MS) return;
    const recent = (oldEdits.get(message.channel.id) ?? []).filter((at) => now - at < OLD_EDITS_WINDOW_MS);
    const [first] = recent;
    if (recent.length >= core.oldEdits) {
      throw refuse.tooManyOldEdits(((first ?? now) + OLD_EDITS_WINDOW_MS - now) / 1000);
    }
    oldEdits.set(message.channel.id, [...recent, now]);
  };

  const mayPost = (channel: FakeChannel, call: Call): void => {
    if (channel.type === CHANNEL.forum) throw refuse.notTextChannel();
    if (!world.may(channel, writeIn(channel))) throw refuse.missingPermissions();
    if (call.files.length > 0 && !world.may(channel, 'attachFiles')) throw refuse.missingPermissions();
    const embeds = Array.isArray(call.body.embeds) && call.body.embeds.length > 0;
    if (embeds && !world.may(channel, 'embedLinks')) throw refuse.missingPermissions();
    if (channel.recipients.some((each) => each.blocks)) throw refuse.cannotDm();
    if (channel.locked) throw channel.archived ? refuse.archived() : refuse.locked();
  };

  return {
    'GET /channels/:channel/messages': (call) => {
      const channel = readable(call);
      const before = call.query.get('before');
      const limit = Number(call.query.get('limit') ?? 50);
      const seen = world.messagesOf(channel).filter((each) => each.ephemeralFor === undefined);
      const after = call.query.get('after');
      const wanted = seen.filter(
        (each) => (!before || BigInt(each.id) < BigInt(before)) && (!after || BigInt(each.id) > BigInt(after)),
      );
      // Counted from where it was asked for, told newest first. A nonce is told only when a message is sent.
      return (after ? wanted.slice(0, limit) : wanted.slice(-limit))
        .reverse()
        .map((each) => ({ ...presenter.message(each), nonce: undefined }));
    },
    'GET /channels/:channel/messages/:message': (call) => presenter.message(messageOf(readable(call), call)),
    'POST /channels/:channel/messages': (call) => {
      const channel = channelOf(core, call);
      mayPost(channel, call);
      const message = post(core, channel, readDraft(core, channel, call));
      channel.archived = false;
      return presenter.message(message);
    },
    'PATCH /channels/:channel/messages/:message': (call) => {
      const channel = channelOf(core, call);
      const message = messageOf(channel, call);
      if (message.author !== world.bot) throw refuse.notYourMessage();
      mayPost(channel, call);
      countOldEdit(message);
      const draft = readDraft(core, channel, call, call.body, { isLayout: isLayout(message) });
      return presenter.message(edit(core, message, draft));
    },
    'DELETE /channels/:channel/messages/:message': (call) => {
      const message = messageOf(channelOf(core, call), call);
      if (message.author !== world.bot) throw refuse.missingPermissions();
      message.deleted = true;
      core.announce('MESSAGE_DELETE', message);
      return undefined;
    },
    'PUT /channels/:channel/messages/:message/reactions/:emoji/@me': (call) => {
      const message = messageOf(channelOf(core, call, 'addReactions', 'readMessageHistory'), call);
      if (message.reactions.length >= 20) throw refuse.tooManyReactions();
      message.reactions = [...new Set([...message.reactions, call.params.emoji ?? ''])];
      return undefined;
    },
    'DELETE /channels/:channel/messages/:message/reactions/:emoji/@me': (call) => {
      const message = messageOf(channelOf(core, call), call);
      message.reactions = message.reactions.filter((each) => each !== call.params.emoji);
      return undefined;
    },
  };
}
