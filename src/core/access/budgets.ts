import type { Clock } from '@reelay/async';
import type { Voice } from '../../i18n/language.ts';
import { elapsedText, type Translate } from '../../i18n/translator.ts';
import type { Credits } from '../../nemo/nemo.ts';
import { placeDailyCredits } from '../settings/place-credits.ts';
import { userDailyCredits } from '../settings/user-credits.ts';
import { DAY_MS, dayOf, nextMonthOf } from '../storage/days.ts';
import type { CreditLimit } from '../storage/ledger.ts';
import type { Store } from '../storage/store.ts';
import type { Turn } from '../turn/turn.ts';
import { CLIP_CREDITS, expectedCredits } from './charge.ts';
import { type Requester, requesterOf } from './requester.ts';
import type { AccessSettings } from './settings.ts';

/** How many credits people and communities may spend; any number where it is not set. */
export interface BudgetSettings {
  /** A quarter of the account when it is not set. */
  userDailyCredits?: number;
  userMonthlyCredits?: number;
  placeDailyCredits?: number;
  placeMonthlyCredits?: number;
}

export interface BudgetsOptions {
  store: Store;
  settings: BudgetSettings;
  access: AccessSettings;
  clock: Clock;
}

/** What one may spend of, and what is left of it. */
export interface BudgetState extends CreditLimit {
  used: number;
  left: number;
}

/** A part of the account that one person may take in a day when the operator said nothing else. */
const SHARE = 4;

/** Keeps people and communities within their budgets. */
export class Budgets {
  readonly #options: BudgetsOptions;

  constructor(options: BudgetsOptions) {
    this.#options = options;
  }

  /**
   * Sets aside what the turn is expected to take.
   * @param readBalance of the account, asked once a day
   * @returns the limit that is in the way
   */
  async reserve(turn: Turn, readBalance: () => Promise<Credits>): Promise<CreditLimit | undefined> {
    const { store } = this.#options;
    const requester = requesterOf(turn);
    const { user, community } = requester;
    const limits = await this.limits(requester, readBalance);
    const who = { user, community, chat: turn.chat, skill: turn.skill ?? '', action: 'edit' };
    return store.ledger.reserve({ turnId: turn.id, ...who, credits: expectedCredits(turn) }, limits);
  }

  /** The limits that hold for a person in a community; an owner has none. */
  async limits(requester: Requester, readBalance: () => Promise<Credits>): Promise<CreditLimit[]> {
    const { settings, store, access } = this.#options;
    if (access.owners.has(requester.user)) return [];
    const own = await store.communities.find(requester.community);
    const least = (...limits: (number | undefined)[]) => {
      const set = limits.filter((limit) => limit !== undefined);
      return set.length > 0 ? Math.min(...set) : undefined;
    };
    const found: [CreditLimit['whose'], CreditLimit['period'], number | undefined][] = [
      [
        'user',
        'day',
        least(settings.userDailyCredits ?? (await this.#share(requester, readBalance)), userDailyCredits.of(own)),
      ],
      ['user', 'month', settings.userMonthlyCredits],
      ['community', 'day', least(settings.placeDailyCredits, placeDailyCredits.of(own))],
      ['community', 'month', settings.placeMonthlyCredits],
    ];
    return found.flatMap(([whose, period, credits]) => (credits === undefined ? [] : [{ whose, period, credits }]));
  }

  /** What is left of each limit that holds for a person in a community. */
  async states(requester: Requester, readBalance: () => Promise<Credits>): Promise<BudgetState[]> {
    const { store, clock } = this.#options;
    const today = dayOf(clock.now());
    const states: BudgetState[] = [];
    for (const limit of await this.limits(requester, readBalance)) {
      const { from, to } = spanOf(limit, today);
      const { credits: used } = await store.ledger.spent(limit.whose, requester[limit.whose], from, to);
      states.push({ ...limit, used, left: Math.max(0, limit.credits - used) });
    }
    return states;
  }

  /** Why a turn must wait, how long, and who can change that. */
  refusalText(t: Translate, voice: Voice, { whose, period, credits }: CreditLimit): string {
    const now = this.#options.clock.now();
    const today = dayOf(now);
    const again = (period === 'day' ? today + 1 : nextMonthOf(today)) * DAY_MS;
    const wait = elapsedText(voice, again - now);
    if (whose === 'user') return t(period === 'day' ? 'budgetUserDay' : 'budgetUserMonth', { credits, wait });
    return t(period === 'day' ? 'budgetPlaceDay' : 'budgetPlaceMonth', { credits, wait });
  }

  /**
   * A quarter of what the account held when the day began. Who is alone with the bot, so far, may take one clip at least:
   * a new account holds no more than one, and nobody else is kept from it.
   */
  async #share(requester: Requester, readBalance: () => Promise<Credits>): Promise<number> {
    const { store, clock } = this.#options;
    const today = dayOf(clock.now());
    const least = (await this.#isAlone(requester)) ? CLIP_CREDITS : 0;
    let total = await store.ledger.accountOf(today);
    if (total === undefined) {
      const balance = await readBalance().catch(() => undefined);
      // Nobody can say what a quarter of it is: one clip does no harm.
      if (!balance) return CLIP_CREDITS;
      total = Math.max(0, Math.floor(balance.total));
      await store.ledger.sawAccount(today, total);
    }
    return Math.max(least, Math.floor(total / SHARE));
  }

  /** Whether the bot serves one person: in private, where nobody else may use it or ever has. */
  async #isAlone({ user, shared }: Requester): Promise<boolean> {
    if (shared) return false;
    return !(await this.#options.store.ledger.isUsedByOthersThan(user));
  }
}

function spanOf({ period }: Pick<CreditLimit, 'period'>, today: number): { from: number; to: number } {
  if (period === 'day') return { from: today, to: today };
  const next = nextMonthOf(today);
  const date = new Date(today * DAY_MS);
  return { from: dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)), to: next - 1 };
}
