import { type Clock, KeyedMutex } from '@reelay/async';
import { LRUCache } from 'lru-cache';
import type { LanguageSetting } from '../../i18n/language.ts';
import { translator } from '../../i18n/translator.ts';
import { voiceFor } from '../../i18n/voice.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Action } from '../actions/action.ts';
import { LATE_EDIT } from '../actions/late-changes.ts';
import type { ActionTable } from '../actions/table.ts';
import { AGREE } from '../actions/terms.ts';
import { type ChatAdapter, type ChatKey, type CommandCall, type IncomingMessage, placeOf } from '../chat.ts';
import { languageOfPlace } from '../settings/language.ts';
import { usedBy } from '../settings/used-by.ts';
import type { Store } from '../storage/store.ts';
import { askedActions, contributionOf } from './asked.ts';
import { Contributors } from './contributors.ts';
import { PlatformRights } from './platform-rights.ts';
import { reasonText } from './reason-text.ts';
import { requesterOf } from './requester.ts';
import { isOwner } from './roles.ts';
import { type QueueAuthors, type Reason, RULES, type RuleRequest } from './rules.ts';
import type { AccessSettings } from './settings.ts';

/** Why a message was not accepted. */
export interface Refusal {
  reason: Reason;
  /** What the person reads; undefined when it was said a short time ago. */
  sentence?: string;
}

/** What the rules say of one message. */
interface Hearing {
  /** Looks up what the rules need of the platform. */
  prepare(): Promise<void>;
  /** The message as it may be accepted, or why not; or that {@link Hearing.prepare} must come first. */
  verdict(): Promise<IncomingMessage | Refusal | 'look-up-needed'>;
}

/** Whether the person moderates is needed now, and was not before. */
class LookUpNeeded extends Error {
  override readonly name = 'LookUpNeeded';
}

export interface AccessControlOptions {
  store: Store;
  settings: AccessSettings;
  actions: ActionTable<Action>;
  clock: Clock;
  log: Logger;
  language: LanguageSetting;
  adapterOf: (chat: ChatKey) => ChatAdapter | undefined;
  /** Ids of the users whose turns run and wait in the chat. */
  authorsIn: (chat: ChatKey) => Promise<QueueAuthors>;
}

/** Who is told that the bot does not listen to them reads it once in this time, in ms. */
const SILENCE_MS = 3_600_000;
const PEOPLE_KEPT = 10_000;

/** Asks the rules whether somebody may do what they ask for, at the moment they ask. */
export class AccessControl {
  readonly #options: AccessControlOptions;
  readonly #rights: PlatformRights;
  readonly contributors: Contributors;
  /** What comes first to a chat is brought to the core first, however long the store takes over each. */
  readonly #order = new KeyedMutex();
  /** When a stranger was told so, in ms since the epoch. */
  readonly #told = new LRUCache<string, number>({ max: PEOPLE_KEPT });

  constructor(options: AccessControlOptions) {
    this.#options = options;
    this.#rights = new PlatformRights(options);
    this.contributors = new Contributors(options.store, options.log);
  }

  get settings(): AccessSettings {
    return this.#options.settings;
  }

  /**
   * Asks the rules about a message and brings it to the core, as one: what others ask for in between comes after it.
   * @param accept brings it to the core, in the form that was granted
   */
  submit<T extends string>(
    message: IncomingMessage,
    accept: (granted: IncomingMessage) => Promise<T>,
  ): Promise<T | Refusal> {
    return this.inOrder(message, async (granted) => {
      const { shared } = granted;
      const asked = shared ? askedActions(granted, this.#options.actions) : [];
      if (shared) await this.contributors.submitting(granted, asked);
      const result = await accept(granted);
      if (shared && result === 'accepted') await this.contributors.accepted(granted, asked);
      return result;
    });
  }

  /** The same for a change of a message that was accepted. */
  async inOrder<T>(message: IncomingMessage, go: (granted: IncomingMessage) => Promise<T>): Promise<T | Refusal> {
    const hearing = this.#hear(message);
    for (;;) {
      // Outside of the order: nobody else's request waits for what a platform says of somebody's rights.
      await hearing.prepare();
      const result = await this.#order.run(message.chat, async () => {
        const verdict = await hearing.verdict();
        if (verdict === 'look-up-needed') return undefined;
        return { value: 'reason' in verdict ? verdict : await go(verdict) };
      });
      if (result) return result.value;
    }
  }

  /** Why the message would not be accepted now. */
  refusal(message: IncomingMessage): Promise<Refusal | undefined> {
    return this.inOrder(message, async () => undefined);
  }

  #hear(message: IncomingMessage): Hearing {
    const { actions } = this.#options;
    const asked = askedActions(message, actions);
    // An agreement begins what was asked for before it.
    const works = contributionOf(message, asked).works || asked.some(({ name }) => name === AGREE);
    const guarded = asked.some(({ name }) => (actions.find(name)?.access ?? 'member') !== 'member');
    let moderates: boolean | undefined;
    const look = async (mayLookUp: boolean) => {
      if (!mayLookUp && moderates === undefined) throw new LookUpNeeded();
      moderates ??= await this.isModerator(message);
      return moderates;
    };
    const judge = (mayLookUp: boolean) => this.#reason(message, asked, works, () => look(mayLookUp));
    return {
      prepare: async () => {
        if (guarded || (await this.#isReserved(message))) await judge(true);
      },
      verdict: async () => {
        try {
          const reason = await judge(false);
          if (reason) return { reason, sentence: await this.#sentence(reason, message) };
          // Whose request runs or waits may have changed by the time that it stops something.
          return message.shared && guarded && !moderates ? { ...message, ownWorkOnly: true } : message;
        } catch (error) {
          if (error instanceof LookUpNeeded) return 'look-up-needed';
          throw error;
        }
      },
    };
  }

  /** Whether the person is an owner, or a moderator of the shared place. Never rejects. */
  async isModerator({ chat, userId, shared }: Pick<IncomingMessage, 'chat' | 'userId' | 'shared'>): Promise<boolean> {
    const requester = requesterOf({ chat, userId, shared });
    if (isOwner(requester, this.#options.settings)) return true;
    if (!shared) return false;
    if (shared.isModerator !== undefined) return shared.isModerator;
    return this.#rights.isModerator({ chat, userId, community: shared.community });
  }

  async #reason(
    message: Pick<IncomingMessage, 'chat' | 'userId' | 'shared' | 'text' | 'quote'>,
    asked: readonly CommandCall[],
    works: boolean,
    isModerator: () => Promise<boolean>,
  ): Promise<Reason | undefined> {
    const { store, settings, actions, adapterOf, authorsIn } = this.#options;
    const { chat, userId, text, quote = '' } = message;
    const requester = requesterOf(message);
    const request: RuleRequest = {
      requester,
      userId,
      asked,
      works,
      words: [text, quote, ...asked.flatMap((call) => (call.name === LATE_EDIT ? (call.argument ?? []) : []))]
        .join('\n')
        .trim(),
      actions,
      settings,
      answersPrivately: adapterOf(chat)?.answersPrivately ?? false,
      isBlocked: () => store.blocks.isBlocked(requester),
      place: once(() => store.communities.find(requester.community)),
      isModerator: once(isModerator),
      authors: once(async () => ({ ...(await authorsIn(chat)), ...(await this.contributors.find(chat)) })),
    };
    for (const rule of RULES) {
      const reason = await rule.check(request);
      if (reason) return reason;
    }
    return undefined;
  }

  /** Whether moderators have kept the bot of this community to themselves. */
  async #isReserved({ shared }: IncomingMessage): Promise<boolean> {
    return (
      shared !== undefined &&
      (usedBy.of(await this.#options.store.communities.find(shared.community)) ?? 'everybody') !== 'everybody'
    );
  }

  /** A stranger reads one sentence, and then nothing for an hour. */
  async #sentence(reason: Reason, message: IncomingMessage): Promise<string | undefined> {
    const { chat, userId, text, locale } = message;
    const { language: fixed, clock, store } = this.#options;
    const ofPlace = languageOfPlace(await store.communities.find(requesterOf(message).community));
    const voice = ofPlace === 'zh-Hans' ? 'zh' : ofPlace;
    const t = translator(fixed === 'auto' && voice ? voice : voiceFor(fixed, text, locale));
    if (reason.kind !== 'blocked' && reason.kind !== 'stranger') return reasonText(t, reason);
    const key = `${placeOf(chat)} ${userId}`;
    const now = clock.now();
    const toldAt = this.#told.get(key);
    if (toldAt !== undefined && now >= toldAt && now - toldAt < SILENCE_MS) return undefined;
    this.#told.set(key, now);
    return reasonText(t, reason);
  }
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
