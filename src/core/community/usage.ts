import type { Language } from '../../i18n/language.ts';
import { requesterOf } from '../access/requester.ts';
import { DAY_MS, dayOf } from '../storage/days.ts';
import type { UserDay } from '../storage/ledger.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** How many days back it goes, today included. */
export const USAGE_DAYS = 14;

/** Whose use it is: one's own, everybody's in the community, or everybody's on the account. */
export type UsageScope = 'own' | 'community' | 'all';

/** Who used how many credits on which days. */
export interface Usage {
  scope: UsageScope;
  /** Days since the epoch, UTC; both are included. */
  from: number;
  to: number;
  rows: UserDay[];
}

/** The sums of one person. */
export interface PersonUsage {
  user: string;
  credits: number;
  turns: number;
  /** Some of it is estimated. */
  estimate: boolean;
  /** Credits by day, from {@link Usage.from} on. */
  days: number[];
}

/** What the person may see: moderators all of their community, an owner in private all of the account, others their own. */
export async function readUsage(context: Pick<TurnContext, 'turn' | 'clock' | 'rights' | 'store'>): Promise<Usage> {
  const { turn, clock, rights, store } = context;
  const { user, community, shared } = requesterOf(turn);
  const to = dayOf(clock.now());
  const from = to - USAGE_DAYS + 1;
  const scope: UsageScope = (await rights.isModerator()) ? (shared ? 'community' : 'all') : 'own';
  const filters = { own: { user }, community: { community }, all: {} };
  return { scope, from, to, rows: await store.ledger.byUserAndDay(from, to, filters[scope]) };
}

/** The people of some rows, who used most first. */
export function byPerson({ rows, from, to }: Usage): PersonUsage[] {
  const people = new Map<string, PersonUsage>();
  for (const { user, day, credits, turns, estimates } of rows) {
    const none = { user, credits: 0, turns: 0, estimate: false, days: new Array<number>(to - from + 1).fill(0) };
    const person = people.get(user) ?? none;
    person.credits += Number(credits);
    person.turns += Number(turns);
    person.estimate ||= Number(estimates) > 0;
    person.days[day - from] = (person.days[day - from] ?? 0) + Number(credits);
    people.set(user, person);
  }
  return [...people.values()].sort((a, b) => b.credits - a.credits || b.turns - a.turns);
}

/** `2026-11-27` */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** `14–27 Nov 2026`, `2026年11月14日–27日` */
export function spanText(language: Language, from: number, to: number): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return format.formatRange(from * DAY_MS, to * DAY_MS);
}

/** One line for each person and day, for a spreadsheet: RFC 4180, UTF-8 with a mark that Excel knows it by. */
export function usageCsv({ rows }: Usage, names: ReadonlyMap<string, string>): string {
  const lines = rows.map(({ user, day, turns, credits, estimates }) =>
    [isoDay(day), user, names.get(user) ?? user, turns, credits, Number(estimates) > 0 ? 'yes' : 'no'].map(csvField),
  );
  const head = ['day', 'user', 'name', 'requests', 'credits', 'estimated'];
  return `\ufeff${[head, ...lines].map((fields) => fields.join(',')).join('\r\n')}\r\n`;
}

/** A field that begins like a formula would be run by a spreadsheet: it gets an apostrophe before it. */
function csvField(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
