import { Api, type ApiClientOptions } from 'grammy';
import type { Wire } from './transport.ts';

/** Telegram's own servers. */
export const API_ROOT = 'https://api.telegram.org';

/** Where a grammY call takes its signal from. */
export type ApiSignal = Parameters<Api['getMe']>[0];

/** Node's own signals do what grammY asks of one; its typings name the class of a package that imitates them. */
export function asApiSignal(signal: AbortSignal): ApiSignal {
  return signal as unknown as ApiSignal;
}

/** grammY's client over our connection instead of node-fetch. */
export function createApi(token: string, apiRoot: string, wire: Wire): Api {
  // Typed as node-fetch's whole interface, of which the client uses what `Wire.fetch` has.
  const fetch = wire.fetch as unknown as NonNullable<ApiClientOptions['fetch']>;
  // Each call has a limit of its own, on the clock; this one only must never be the shorter one.
  return new Api(token, { apiRoot, fetch, timeoutSeconds: 24 * 3600, sensitiveLogs: false });
}
