import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** How old what Telegram has signed may be, in ms: a page is opened with it within seconds. */
const MAX_AGE_MS = 3_600_000;
/** How far Telegram's clock may be ahead of this one, in ms. */
const MAX_AHEAD_MS = 300_000;
const MAX_LETTERS = 4096;

const userSchema = z.object({ id: z.int().positive() });

/** Somebody who opened the page in Telegram. */
export interface TelegramUser {
  id: number;
}

/**
 * Who opened the page, as Telegram has signed it with the bot's token
 * (https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app): the fields without `hash`, each as
 * `name=value`, sorted and joined by line breaks, under HMAC-SHA256 with the key HMAC-SHA256("WebAppData", token).
 *
 * @param initData as the page was given it: a query string
 * @param now in ms since the Unix epoch
 * @returns undefined for what was not signed with this token, or longer ago than an hour
 */
export function readInitData(initData: string, token: string, now: number): TelegramUser | undefined {
  if (initData.length > MAX_LETTERS) return undefined;
  const fields = [...new URLSearchParams(initData)];
  const values = new Map(fields);
  // Of a field that comes twice nobody could say which one was signed.
  if (values.size !== fields.length) return undefined;
  if (!isSigned(values, token) || !isFresh(values.get('auth_date') ?? '', now)) return undefined;
  return readUser(values.get('user') ?? '');
}

function isSigned(values: ReadonlyMap<string, string>, token: string): boolean {
  const hash = values.get('hash') ?? '';
  if (!/^[0-9a-f]{64}$/.test(hash)) return false;
  const lines = [...values].filter(([name]) => name !== 'hash').map(([name, value]) => `${name}=${value}`);
  // By code units, as the other side sorts them: names are ASCII.
  const signed = lines.sort((a, b) => (a < b ? -1 : 1)).join('\n');
  const key = createHmac('sha256', 'WebAppData').update(token).digest();
  return timingSafeEqual(createHmac('sha256', key).update(signed).digest(), Buffer.from(hash, 'hex'));
}

function isFresh(authDate: string, now: number): boolean {
  if (!/^\d{1,12}$/.test(authDate)) return false;
  const age = now - Number(authDate) * 1000;
  return age <= MAX_AGE_MS && age >= -MAX_AHEAD_MS;
}

function readUser(text: string): TelegramUser | undefined {
  try {
    const user = userSchema.safeParse(JSON.parse(text));
    return user.success ? { id: user.data.id } : undefined;
  } catch {
    return undefined;
  }
}
