import type { Language } from '../../i18n/language.ts';
import { requesterOf } from '../access/requester.ts';
import { DAY_MS, dayOf, monthOf } from '../storage/days.ts';
import type { UserDay } from '../storage/ledger.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** What a community, or everybody who uses the bot, spends. */
export interface Spending {
  /** Credits. */
  today: number;
  month: number;
  /** Who used most this month, the first one first. */
  top: { user: string; credits: number }[];
  running: number;
  waiting: number;
}

/** Names that are listed. */
const LISTED = 5;
/** The pace is the average of so many days, today included; of fewer where nothing was spent before. */
const PACE_DAYS = 7;
/** Days within which a weekday says which day is meant. */
const WEEKDAYS = 6;

type Context = Pick<TurnContext, 'turn' | 'clock' | 'store' | 'queue'>;

/** What the moderator's community spends; with `everywhere` all of the account, as far as it is spent through the bot. */
export async function readSpending({ turn, clock, store, queue }: Context, everywhere: boolean): Promise<Spending> {
  const today = dayOf(clock.now());
  const { community } = requesterOf(turn);
  const rows = await store.ledger.byUserAndDay(monthOf(today), today, everywhere ? {} : { community });
  const users = new Map<string, number>();
  for (const { user, credits } of rows) users.set(user, (users.get(user) ?? 0) + Number(credits));
  const top = [...users].map(([user, credits]) => ({ user, credits })).filter(({ credits }) => credits > 0);
  return {
    today: sumOf(rows.filter(({ day }) => day === today)),
    month: sumOf(rows),
    top: top.sort((a, b) => b.credits - a.credits).slice(0, LISTED),
    ...queue.counts(everywhere),
  };
}

/** What the person has used today and this month, everywhere. */
export async function readOwn({ turn, clock, store }: Context): Promise<{ today: number; month: number }> {
  const { user } = requesterOf(turn);
  const today = dayOf(clock.now());
  const spent = (from: number) => store.ledger.spent('user', user, from, today);
  const [day, month] = await Promise.all([spent(today), spent(monthOf(today))]);
  return { today: day.credits, month: month.credits };
}

/**
 * How long a balance lasts when as much is spent as in the last week.
 * @returns the last day, in days since the epoch; undefined where nothing was spent
 */
export async function lastDayOf(
  available: number,
  { clock, store }: Pick<Context, 'clock' | 'store'>,
): Promise<number | undefined> {
  const today = dayOf(clock.now());
  const rows = await store.ledger.byUserAndDay(today - PACE_DAYS + 1, today);
  const first = Math.min(today, ...rows.filter(({ credits }) => Number(credits) > 0).map(({ day }) => day));
  const spent = sumOf(rows);
  if (spent <= 0) return undefined;
  return today + Math.floor((Math.max(0, available) * (today - first + 1)) / spent);
}

/** `Thursday` within a week, then `14 December`, with its year from next year on. */
export function dayText(language: Language, day: number, today: number): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const yearOf = (each: number) => new Date(each * DAY_MS).getUTCFullYear();
  const options: Intl.DateTimeFormatOptions =
    day - today <= WEEKDAYS
      ? { weekday: 'long' }
      : { day: 'numeric', month: 'long', ...(yearOf(day) !== yearOf(today) && { year: 'numeric' }) };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(day * DAY_MS);
}

function sumOf(rows: readonly UserDay[]): number {
  return rows.reduce((sum, { credits }) => sum + Number(credits), 0);
}
