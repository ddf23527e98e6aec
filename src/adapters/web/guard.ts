import { isIP } from 'node:net';

export interface GuardOptions {
  /** What the page is served on. */
  host: string;
  /** Where a reverse proxy serves it. */
  publicUrl?: string;
}

/** What a request says about where it was sent to, and by whose page. */
export interface Caller {
  method: string;
  host?: string;
  origin?: string;
  /** `Sec-Fetch-Site`: which page of a browser asks. */
  fetchSite?: string;
}

/** Why a request is not served: 421 for another host's, 403 for another page's. */
export type GuardResult = 421 | 403 | undefined;

/** Whether only this machine reaches what is served on the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Lets in what was meant for this page. A page elsewhere whose name was pointed at this machine (DNS rebinding) keeps its
 * own name in `Host`; a page that posts here from elsewhere names itself in `Origin`. Ports are not compared: a tunnel or
 * a container may map them, and `Origin` names the one that was really used.
 */
export function checkCaller(caller: Caller, options: GuardOptions): GuardResult {
  const host = caller.host?.toLowerCase();
  if (host === undefined || !isOwnHost(host, options)) return 421;
  const own = [`http://${host}`, ...(options.publicUrl ? [new URL(options.publicUrl).origin] : [])];
  if (caller.origin !== undefined) return own.includes(caller.origin.toLowerCase()) ? undefined : 403;
  if (!['GET', 'HEAD'].includes(caller.method)) return 403;
  // A link on another page may open this one; what it shows is fetched by itself alone.
  return undefined;
}

/** Whether a request for data, rather than for the page itself, comes from another page. */
export function isFromAnotherPage({ fetchSite }: Caller): boolean {
  return fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none';
}

function isOwnHost(host: string, { host: served, publicUrl }: GuardOptions): boolean {
  const name = nameOf(host);
  if (name === undefined) return false;
  if (isLoopback(name)) return true;
  if (publicUrl !== undefined && new URL(publicUrl).host.toLowerCase() === host) return true;
  if (isLoopback(served)) return false;
  // An address in digits is nobody's name, so that none can be pointed here.
  return isIP(name) > 0 || name === served.toLowerCase();
}

/** The host of a `Host` header without its port; an IPv6 address without brackets. */
function nameOf(host: string): string | undefined {
  if (!URL.canParse(`http://${host}/`)) return undefined;
  const url = new URL(`http://${host}/`);
  if (url.host === '' || url.username || url.password || url.pathname !== '/') return undefined;
  return url.hostname.replace(/^\[|\]$/g, '');
}
