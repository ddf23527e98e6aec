import { openAsBlob } from 'node:fs';
import { type Clock, Semaphore, withTimeLimit } from '@reelay/async';
import { type APIInteractionResponse, type APIMessage, ApplicationIntegrationType, REST, Routes } from 'discord.js';
import {
  applicationResult,
  callbackResult,
  channelResult,
  guildResult,
  memberResult,
  messageResult,
  named,
  type PostedMessage,
  postedResult,
  refreshResult,
  userResult,
  wholeMessages,
  withId,
} from './api-results.ts';
import { CALL_MS, UPLOAD_MS, UPLOADS_AT_ONCE } from './limits.ts';
import { type Body, payloadOf } from './message-body.ts';
import { readError } from './platform-error.ts';

/** The webhook of an interaction, by which it is answered. */
export interface InteractionWebhook {
  application: string;
  token: string;
}

/**
 * Discord's REST calls as this adapter makes them. None is repeated and none waits out a rate limit here: progress is
 * then skipped, results are posted again by the delivery ledger. Rejects with a `PlatformError`, or with the
 * signal's reason.
 */
export class DiscordApi {
  readonly #rest: REST;
  readonly #clock: Clock;
  readonly #uploads = new Semaphore(UPLOADS_AT_ONCE);

  constructor({ token, apiRoot, clock }: { token: string; apiRoot?: string; clock: Clock }) {
    this.#clock = clock;
    this.#rest = new REST({
      ...(apiRoot ? { api: apiRoot } : {}),
      version: '10',
      retries: 0,
      timeout: UPLOAD_MS,
      rejectOnRateLimit: () => true,
      // Node's own fetch, which knows Node's own FormData. The undici that discord.js brings would send through the
      // process's global dispatcher, and that belongs to whichever version of undici was loaded first.
      makeRequest: (url, init) => fetch(url, init),
    }).setToken(token);
  }

  /** Releases the timers; no call may follow. */
  close(): void {
    this.#rest.clearHandlerSweeper();
    this.#rest.clearHashSweeper();
  }

  /** Answers an interaction; gives the id of the message that this made, where it made one. */
  async respond(
    id: string,
    token: string,
    body: APIInteractionResponse,
    limitMs = CALL_MS,
  ): Promise<string | undefined> {
    const query = new URLSearchParams({ with_response: 'true' });
    const result = await this.#limited(limitMs, undefined, (signal) =>
      this.#rest.post(Routes.interactionCallback(id, token), { body, query, auth: false, signal }),
    );
    return callbackResult.safeParse(result).data?.interaction.response_message_id;
  }

  async createMessage(channel: string, body: Body, signal?: AbortSignal, limitMs?: number): Promise<string> {
    return this.#message('POST', Routes.channelMessages(channel), body, { signal, limitMs });
  }

  async editMessage(channel: string, id: string, body: Body, signal?: AbortSignal, limitMs?: number): Promise<string> {
    return this.#message('PATCH', Routes.channelMessage(channel, id), body, { signal, limitMs });
  }

  async deleteMessage(channel: string, id: string, signal?: AbortSignal): Promise<void> {
    await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.delete(Routes.channelMessage(channel, id), { signal: limited }),
    );
  }

  /** Posts another message in answer to an interaction. */
  async followUp(webhook: InteractionWebhook, body: Body, signal?: AbortSignal, limitMs?: number): Promise<string> {
    const { replyTo, nonce, ...rest } = body;
    return this.#message('POST', Routes.webhook(webhook.application, webhook.token), rest, {
      signal,
      limitMs,
      webhook: true,
    });
  }

  /** Changes an answer to an interaction: a follow-up, or `@original`. */
  async editAnswer(
    webhook: InteractionWebhook,
    id: string,
    body: Body,
    signal?: AbortSignal,
    limitMs?: number,
  ): Promise<string> {
    const route = Routes.webhookMessage(webhook.application, webhook.token, id);
    return this.#message('PATCH', route, body, { signal, limitMs, webhook: true });
  }

  async deleteAnswer(webhook: InteractionWebhook, id: string, signal?: AbortSignal): Promise<void> {
    const route = Routes.webhookMessage(webhook.application, webhook.token, id);
    await this.#limited(CALL_MS, signal, (limited) => this.#rest.delete(route, { auth: false, signal: limited }));
  }

  async typing(channel: string, signal: AbortSignal): Promise<void> {
    await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.post(Routes.channelTyping(channel), { signal: limited }),
    );
  }

  /** Opens the DM with a person; gives its channel. */
  async openDm(user: string, signal?: AbortSignal): Promise<string> {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.post(Routes.userChannels(), { body: { recipient_id: user }, signal: limited }),
    );
    return withId.parse(result).id;
  }

  /** A server: its boost tier (0 to 3), its owner, and what its roles grant. */
  async guild(guild: string, signal?: AbortSignal) {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.guild(guild), { signal: limited }),
    );
    const { premium_tier: tier, owner_id: ownerId, roles } = guildResult.parse(result);
    return { tier, ownerId, roles };
  }

  /** What a channel is called; undefined for one without a name. */
  async channelName(channel: string, signal?: AbortSignal): Promise<string | undefined> {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.channel(channel), { signal: limited }),
    );
    return named.parse(result).name ?? undefined;
  }

  /** What a person is called. */
  async userName(user: string, signal?: AbortSignal): Promise<string> {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.user(user), { signal: limited }),
    );
    const { username, global_name: shown } = userResult.parse(result);
    return shown ?? username;
  }

  /** Ids of the roles that a person has in a server. */
  async memberRoles(guild: string, user: string, signal?: AbortSignal): Promise<string[]> {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.guildMember(guild, user), { signal: limited }),
    );
    return memberResult.parse(result).roles;
  }

  /** What a channel of a server allows and denies roles and people; a thread has its parent's. */
  async channelPermissions(channel: string, signal?: AbortSignal) {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.channel(channel), { signal: limited }),
    );
    const { type, parent_id: parent, permission_overwrites: overwrites } = channelResult.parse(result);
    return { type, parent: parent ?? undefined, overwrites };
  }

  /** A fresh address of a message's attachment; undefined when it has none of that id. */
  async attachmentUrl(
    { channel, message, attachment }: { channel: string; message: string; attachment: string },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.channelMessage(channel, message), { signal: limited }),
    );
    const found = messageResult.parse(result);
    const all = [...found.attachments, ...found.message_snapshots.flatMap((each) => each.message.attachments)];
    return all.find((each) => each.id === attachment)?.url;
  }

  /**
   * A fresh address of an attachment that belongs to no message, as those of command options do. Discord's own clients
   * use this call; it is open to bots but not part of the documentation, so it may be refused one day.
   */
  async refreshUrl(url: string, signal: AbortSignal): Promise<string | undefined> {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.post('/attachments/refresh-urls', { body: { attachment_urls: [url] }, signal: limited }),
    );
    return refreshResult.parse(result).refreshed_urls[0]?.refreshed ?? undefined;
  }

  /** The first 100 messages of a channel behind an id, in no certain order. */
  async messagesAfter(channel: string, after: string, signal: AbortSignal): Promise<PostedMessage[]> {
    const query = new URLSearchParams({ after, limit: '100' });
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.channelMessages(channel), { query, signal: limited }),
    );
    return postedResult.parse(result);
  }

  /** The same, as the gateway would have given them, but for what is said of the server. */
  async messagesSince(channel: string, after: string, signal: AbortSignal): Promise<APIMessage[]> {
    const query = new URLSearchParams({ after, limit: '100' });
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.channelMessages(channel), { query, signal: limited }),
    );
    return wholeMessages.parse(result);
  }

  /** The bot's own id. */
  async self(signal: AbortSignal): Promise<string> {
    const result = await this.#limited(CALL_MS, signal, (limited) =>
      this.#rest.get(Routes.user('@me'), { signal: limited }),
    );
    return withId.parse(result).id;
  }

  /** Makes a thread below a message; gives its channel. */
  async startThread(channel: string, message: string, name: string): Promise<string> {
    const result = await this.#limited(CALL_MS, undefined, (signal) =>
      this.#rest.post(Routes.threads(channel, message), { body: { name, auto_archive_duration: 1440 }, signal }),
    );
    return withId.parse(result).id;
  }

  /** How the application may be installed: 0 in a server, 1 by a user. */
  async installations(): Promise<ApplicationIntegrationType[]> {
    const result = await this.#limited(CALL_MS, undefined, (signal) =>
      this.#rest.get(Routes.currentApplication(), { signal }),
    );
    const configured = Object.keys(applicationResult.parse(result).integration_types_config ?? {}).map(Number);
    const known = [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall];
    const found = known.filter((type) => configured.includes(type));
    return found.length > 0 ? found : [ApplicationIntegrationType.GuildInstall];
  }

  /** The commands as they are registered: globally, or in one guild. */
  async commands(application: string, guild?: string): Promise<unknown> {
    const query = new URLSearchParams({ with_localizations: 'true' });
    return this.#limited(CALL_MS, undefined, (signal) =>
      this.#rest.get(commandsRoute(application, guild), { query, signal }),
    );
  }

  async putCommands(application: string, body: unknown[], guild?: string): Promise<void> {
    await this.#limited(CALL_MS, undefined, (signal) =>
      this.#rest.put(commandsRoute(application, guild), { body, signal }),
    );
  }

  async #message(
    method: 'POST' | 'PATCH',
    route: `/${string}`,
    body: Body,
    { signal, limitMs = CALL_MS, webhook = false }: { signal?: AbortSignal; limitMs?: number; webhook?: boolean },
  ): Promise<string> {
    const send = async (more: { body: unknown; passThroughBody?: boolean }, ms: number) => {
      const result = await this.#limited(ms, signal, (limited) => {
        const options = { ...more, auth: !webhook, signal: limited };
        return method === 'POST' ? this.#rest.post(route, options) : this.#rest.patch(route, options);
      });
      return withId.parse(result).id;
    };
    const { file } = body;
    if (!file) return send({ body: payloadOf(body) }, limitMs);
    // A form around a blob of the file is read from disk piece by piece; discord.js's own `files` want all of it at once.
    const form = new FormData();
    form.append('payload_json', JSON.stringify(payloadOf(body)));
    form.append('files[0]', await openAsBlob(file.path, { type: file.contentType }), file.name);
    return this.#uploads.run(() => send({ body: form, passThroughBody: true }, UPLOAD_MS), signal);
  }

  async #limited<T>(
    ms: number,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await withTimeLimit(this.#clock, ms, 'a call to Discord', signal, work);
    } catch (error) {
      signal?.throwIfAborted();
      throw readError(error);
    }
  }
}

function commandsRoute(application: string, guild: string | undefined): `/${string}` {
  return guild ? Routes.applicationGuildCommands(application, guild) : Routes.applicationCommands(application);
}
