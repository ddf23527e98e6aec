import { isIP } from 'node:net';

/** Host names that only mean something on one machine or in one network. */
const LOCAL_NAME = /^(localhost|[^.]+|.+\.(local|localhost|internal|lan|home\.arpa))$/;
/** Loopback, private, link-local and unspecified addresses (RFC 6890), as `URL` writes them. */
const LOCAL_IPV4 = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./;
const LOCAL_IPV6 = /^(::1?$|f[cd]|fe[89ab])/;

/** Whether an address works on this machine or in its network alone, as those of the embedded Nemo do. */
export function isLocalLink(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 4) return LOCAL_IPV4.test(`${host}.`);
  return isIP(host) === 6 ? LOCAL_IPV6.test(host) : LOCAL_NAME.test(host);
}

/**
 * The address as it may be given to people on a platform: an address that only works here is given under `publicUrl`
 * where that is set, and to nobody elsewhere otherwise. On the terminal everyone sits at this machine.
 */
export function publicLink(url: string | undefined, platform: string, publicUrl?: string): string | undefined {
  if (!url || platform === 'local' || !isLocalLink(url)) return url || undefined;
  if (!publicUrl || !URL.canParse(url)) return undefined;
  const { pathname, search, hash } = new URL(url);
  const base = publicUrl.endsWith('/') ? publicUrl.slice(0, -1) : publicUrl;
  return `${base}${pathname}${search}${hash}`;
}
