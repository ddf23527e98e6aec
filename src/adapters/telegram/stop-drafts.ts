import { createHash } from 'node:crypto';
import { type Clock, withTimeLimit } from '@reelay/async';
import { type Api, GrammyError } from 'grammy';
import { LRUCache } from 'lru-cache';
import type { ChatKey, MessageRef } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { PlatformError } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import { DRAFT_EVERY_MS } from './limits.ts';
import { isGroupId, type Place, threadOf } from './place.ts';
import type { Repository } from './repository.ts';

export interface StopDraftsOptions {
  api: Api;
  calls: Calls;
  repository: Repository;
  clock: Clock;
  log: Logger;
}

/** A draft is not waited for any longer, in ms. */
const DRAFT_LIMIT_MS = 3000;
const REMEMBERED = 2000;

/** The draft that a private chat shows. */
interface Shown {
  /** The progress message that it stands beside. */
  ref: MessageRef;
  id: number;
  /** When it was sent last, in ms since the epoch. */
  at: number;
}

/**
 * Telegram's own Stop button: a draft beside the progress message in private chats
 * (https://core.telegram.org/bots/api#sendmessagedraft). It lasts 30 s, which the next progress text renews, and goes away
 * with the next message. One at a time in a chat: that of the progress message that came first.
 */
export class StopDrafts {
  readonly #options: StopDraftsOptions;
  readonly #shown = new LRUCache<ChatKey, Shown>({ max: REMEMBERED });
  /** Chats that take none. */
  readonly #refused = new LRUCache<ChatKey, true>({ max: REMEMBERED });
  /** The Bot API knows no drafts. */
  #missing = false;

  constructor(options: StopDraftsOptions) {
    this.#options = options;
  }

  /** Shows the draft of a progress message, if it is its turn. Never rejects. */
  async show(chat: ChatKey, place: Place, { ref, text }: { ref: MessageRef; text: string }, signal: AbortSignal) {
    if (this.#missing || isGroupId(place.chatId) || this.#refused.has(chat)) return;
    const { api, calls, clock, log } = this.#options;
    const now = clock.now();
    const shown = this.#shown.get(chat);
    if (shown && (shown.ref !== ref || now - shown.at < DRAFT_EVERY_MS)) return;
    try {
      const id = shown?.id ?? (await this.#idOf(chat, ref));
      this.#shown.set(chat, { ref, id, at: now });
      const other = { ...threadOf(place), can_stop: true };
      const draft = (limited: AbortSignal) =>
        api.sendMessageDraft(Number(place.chatId), id, text, other, asApiSignal(limited));
      const target = { place: place.chatId, posts: true };
      await withTimeLimit(clock, DRAFT_LIMIT_MS, 'sendMessageDraft', signal, (limited) =>
        calls.once('sendMessageDraft', draft, limited, target),
      );
    } catch (error) {
      log.debug({ chat, err: error }, 'draft not shown');
      const refusal = error instanceof PlatformError ? error.cause : undefined;
      if (!(refusal instanceof GrammyError)) return;
      if (refusal.error_code === 404) this.#missing = true;
      else this.#refused.set(chat, true);
    }
  }

  /** The progress message is gone: another one may have its draft. */
  ended(chat: ChatKey, ref: MessageRef): void {
    if (this.#shown.get(chat)?.ref === ref) this.#shown.delete(chat);
  }

  /** The same for a message in every process, and another one for each: what a press tells of the chat may be wrong. */
  async #idOf(chat: ChatKey, ref: MessageRef): Promise<number> {
    const { repository } = this.#options;
    const digest = createHash('sha256').update(`${chat}/${ref}`).digest();
    for (let id = digest.readUInt32BE() % 2 ** 31 || 1; ; id = (id + 1) % 2 ** 31 || 1) {
      const known = await repository.draft(id);
      if (known && (known.chat !== chat || known.ref !== ref)) continue;
      if (!known) await repository.setDraft(id, { chat, ref });
      return id;
    }
  }
}
