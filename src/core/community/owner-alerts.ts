import { type Clock, withTimeLimit } from '@reelay/async';
import type { LanguageSetting, Voice } from '../../i18n/language.ts';
import { elapsedText, type Translate, translator } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import { NemoAuthError, NemoError } from '../../nemo/errors.ts';
import type { Credits } from '../../nemo/nemo.ts';
import { type ChatAdapter, platformOf } from '../chat.ts';
import { shortHash } from '../storage/chat-record.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Store } from '../storage/store.ts';

/** What the owners are told of. */
export interface AlertSettings {
  /** They are told when fewer credits than this are available. */
  creditsBelow: number;
  /** When the account's token ends, in ms since the epoch; undefined where nobody knows. */
  tokenEndsAt?: () => Promise<number | undefined>;
}

export interface OwnerAlertsOptions {
  store: Pick<Store, 'notices'>;
  sessions: Sessions;
  settings: AlertSettings;
  /** `platform:id` */
  owners: ReadonlySet<string>;
  language: LanguageSetting;
  clock: Clock;
  log: Logger;
  adapterOf: (key: string) => ChatAdapter | undefined;
  /** Limit of one send, in ms. */
  sendLimitMs: number;
  /** Aborted when the process stops. */
  stopping: AbortSignal;
}

type Alert = 'credits' | 'account' | 'token';

/** Owners are told so long before the token ends, in ms. */
const TOKEN_ENDS_WITHIN_MS = 24 * 3_600_000;

/** Tells the owners what they have to do something about: once, and again only after it was over. Nothing here rejects. */
export class OwnerAlerts {
  readonly #options: OwnerAlertsOptions;

  constructor(options: OwnerAlertsOptions) {
    this.#options = options;
  }

  /** The account's balance was read, so the account is taken. */
  async sawBalance({ available }: Credits): Promise<void> {
    const { creditsBelow: limit } = this.#options.settings;
    await this.#set('account', false);
    await this.#set('credits', available < limit, (t) => t('alertCredits', { available, limit }));
    await this.lookAtToken();
  }

  /** Something failed at the backend. */
  async failed(error: unknown): Promise<void> {
    if (!(error instanceof NemoError)) return;
    const { creditsBelow: limit } = this.#options.settings;
    // The bot's own account was given a new token before this.
    if (error instanceof NemoAuthError) {
      await this.#set('account', true, (t) => t(error.configured ? 'alertAccount' : 'alertOwnAccount'));
    }
    if (error.code === 'out-of-credits' && limit > 0)
      await this.#set('credits', true, (t) => t('alertCredits', { available: 0, limit }));
  }

  async lookAtToken(): Promise<void> {
    const { settings, clock } = this.#options;
    const endsAt = await settings.tokenEndsAt?.().catch(() => undefined);
    if (endsAt === undefined) return;
    const left = endsAt - clock.now();
    await this.#set('token', left < TOKEN_ENDS_WITHIN_MS, (t, voice) =>
      t('alertToken', { wait: elapsedText(voice, left) }),
    );
  }

  async #set(alert: Alert, holds: boolean, text?: (t: Translate, voice: Voice) => string): Promise<void> {
    const { store, log } = this.#options;
    try {
      if (!holds || !text) return await store.notices.clear(alert);
      if (!(await store.notices.raise(alert))) return;
      log.warn({ alert }, 'owner alert');
      // Where nobody could be told, the next time is the first one.
      if (!(await this.#tell(alert, text))) await store.notices.clear(alert);
    } catch (error) {
      log.warn({ err: error, alert }, 'owner alert not raised');
    }
  }

  /** @returns false when there are owners, and none of them could be written to */
  async #tell(alert: Alert, text: (t: Translate, voice: Voice) => string): Promise<boolean> {
    const { owners, log, clock, sendLimitMs, stopping, adapterOf } = this.#options;
    const at = clock.now();
    let reached = false;
    let reachable = false;
    for (const owner of owners) {
      const adapter = adapterOf(owner);
      if (!adapter?.direct) continue;
      reachable = true;
      try {
        await withTimeLimit(clock, sendLimitMs, 'an alert', stopping, (signal) =>
          this.#send(adapter, owner, { text, key: shortHash(`${alert} ${owner} ${at}`) }, signal),
        );
        reached = true;
      } catch (error) {
        log.warn({ err: error, alert }, 'owner not reached');
      }
    }
    return reached || !reachable;
  }

  async #send(
    adapter: ChatAdapter,
    owner: string,
    { text, key }: { text: (t: Translate, voice: Voice) => string; key: string },
    signal: AbortSignal,
  ): Promise<void> {
    const { language: fixed, sessions } = this.#options;
    const chat = await adapter.direct?.(owner.slice(platformOf(owner).length + 1), signal);
    if (chat === undefined) return;
    const known = await sessions.find(chat);
    const language = fixed === 'auto' ? (known?.language ?? 'en') : fixed;
    const voice = language === 'zh' && known?.traditional ? 'zh-Hant' : language;
    await adapter.send(chat, { text: text(translator(voice), voice), key, private: true, language: voice }, signal);
  }
}
