import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { AddressLimit } from './address-limit.ts';
import { readInitData } from './init-data.ts';
import { ATTEMPTS, KEPT_MS, NEW_VISITORS } from './limits.ts';
import { OWNER_VISITOR, telegramVisitor } from './place.ts';
import type { Repository } from './repository.ts';

export interface SessionsOptions {
  repository: Repository;
  now: () => number;
  /** Others than this machine can reach the page: who has neither the password nor the link is not let in. */
  guarded: boolean;
  password?: string;
  /** Of the bot in whose menu Telegram offers the page; without it nobody comes from there. */
  telegramToken?: string;
  /** Sends the cookie over HTTPS alone. */
  secure: boolean;
}

/** What somebody shows to be let in. */
export interface Credentials {
  /** From the owner's link. */
  key?: string;
  password?: string;
  /** Who they are, as Telegram has signed it. */
  telegram?: string;
}

/** Somebody who is let in; `cookie` where their browser is to keep one. */
export interface Admitted {
  visitor: string;
  cookie?: string;
}

/** `refused`: a wrong password or link; `later`: too many tries from there; `not-signed`: not, or no longer, by Telegram. */
export type Admission = Admitted | 'needs-password' | 'refused' | 'later' | 'not-signed';

const DAY_MS = 24 * 3_600_000;
/** Visitors' ids are numbers, as those of people on other platforms; 1 is the owner. */
const LARGEST_ID = 2 ** 48 - 1;

/**
 * A cookie that a browser also sends where the page is in Telegram's frame, and only there
 * (https://developer.mozilla.org/docs/Web/Privacy/Guides/Privacy_sandbox/Partitioned_cookies). Requests of other pages are
 * refused by what they say of themselves, as ever.
 */
const FRAMED = `SameSite=None; Max-Age=${KEPT_MS / 1000}; Secure; Partitioned`;

/** Who is who: a random cookie names a visitor. Its hash alone is stored, so that a copy of the store opens no chat. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #attempts: AddressLimit;
  readonly #newVisitors: AddressLimit;
  #cookieName = '';
  #key: string | undefined = randomBytes(16).toString('hex');

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#attempts = new AddressLimit(ATTEMPTS, options.now);
    this.#newVisitors = new AddressLimit(NEW_VISITORS, options.now);
  }

  /** Reads what the cookie is called. */
  async prepare(): Promise<void> {
    const name = await this.#options.repository.installation(() => randomBytes(4).toString('hex'));
    this.#cookieName = `reelay_${name}`;
  }

  /** What the owner's link ends in; undefined once it was used. */
  get ownerKey(): string | undefined {
    return this.#key;
  }

  /** The visitor whose cookie came with a request. */
  async find(cookies: string | undefined): Promise<string | undefined> {
    const token = this.#tokenIn(cookies);
    if (token === undefined) return undefined;
    const { repository, now } = this.#options;
    const hash = hashOf(token);
    const session = await repository.session(hash);
    if (!session) return undefined;
    if (now() - session.usedAt > DAY_MS) await repository.setSession(hash, { ...session, usedAt: now() });
    return session.visitor;
  }

  /**
   * Lets somebody in.
   * @param from the address that the request came from
   */
  async admit(cookies: string | undefined, { key, password, telegram }: Credentials, from: string): Promise<Admission> {
    const known = await this.find(cookies);
    if (telegram !== undefined) return this.#fromTelegram(known, telegram);
    if (key !== undefined) {
      // The link works once; whoever used it may reload the page that it opened.
      if (known === OWNER_VISITOR) return { visitor: known };
      if (this.#attempts.waitMs(from) > 0) return 'later';
      if (this.#key !== undefined && sameSecret(key, this.#key)) {
        this.#key = undefined;
        return this.#create(OWNER_VISITOR);
      }
      this.#attempts.count(from);
      if (known === undefined && this.#needsSecret) return 'refused';
    }
    if (known !== undefined) return { visitor: known };
    if (this.#needsSecret) {
      if (password === undefined) return 'needs-password';
      if (this.#attempts.waitMs(from) > 0) return 'later';
      const expected = this.#options.password;
      if (expected === undefined || !sameSecret(password, expected)) {
        this.#attempts.count(from);
        return 'refused';
      }
    }
    if (this.#options.guarded) {
      if (this.#newVisitors.waitMs(from) > 0) return 'later';
      this.#newVisitors.count(from);
    }
    return this.#create(String(randomInt(2, LARGEST_ID)));
  }

  /** Lets in whom Telegram names, as who they are there. Nobody guesses a signature: tries are not counted. */
  async #fromTelegram(known: string | undefined, initData: string): Promise<Admission> {
    const { telegramToken, now } = this.#options;
    const user = telegramToken === undefined ? undefined : readInitData(initData, telegramToken, now());
    if (!user) return 'not-signed';
    const visitor = telegramVisitor(user.id);
    return known === visitor ? { visitor } : this.#create(visitor, true);
  }

  get #needsSecret(): boolean {
    return this.#options.guarded || this.#options.password !== undefined;
  }

  /** @param framed Telegram shows the page in a frame, where the cookie must come along */
  async #create(visitor: string, framed = false): Promise<Admitted> {
    const { repository, now, secure } = this.#options;
    const token = randomBytes(24).toString('base64url');
    await repository.setSession(hashOf(token), { visitor, usedAt: now() });
    const sent = framed ? FRAMED : `SameSite=Strict; Max-Age=${KEPT_MS / 1000}${secure ? '; Secure' : ''}`;
    return { visitor, cookie: `${this.#cookieName}=${token}; Path=/; HttpOnly; ${sent}` };
  }

  #tokenIn(cookies: string | undefined): string | undefined {
    const start = `${this.#cookieName}=`;
    const pair = cookies?.split(';').find((each) => each.trim().startsWith(start));
    return pair?.trim().slice(start.length) || undefined;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Takes as long for a wrong one as for a right one. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
