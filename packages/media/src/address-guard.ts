import ipaddr from 'ipaddr.js';

/** Longer addresses are neither fetched nor shown. */
const MAX_ADDRESS_LENGTH = 2000;

/** Reachable with a public address from inside some clouds only: Azure's platform services. */
const CLOUD_SERVICES = new Set(['168.63.129.16']);
const NAT64_PREFIXES: [ipaddr.IPv6, number][] = ['64:ff9b::/96', '64:ff9b:1::/48', '::/96'].map((cidr) =>
  ipaddr.IPv6.parseCIDR(cidr),
);

/**
 * Whether an IP address belongs to the public internet. Everything else (loopback, private, link-local, carrier-grade
 * NAT, multicast, unspecified, unique local, IPv4 inside IPv6 in any form, tunnels, reserved blocks, cloud services)
 * may lead to a machine that whoever named the address cannot reach itself.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || CLOUD_SERVICES.has(parsed.toString())) return false;
  return parsed instanceof ipaddr.IPv4 || !NAT64_PREFIXES.some(([prefix, bits]) => parsed.match(prefix, bits));
}

/** 4 or 6 for an IP address; undefined for a name. */
export function ipFamily(host: string): 4 | 6 | undefined {
  if (!ipaddr.isValid(host)) return undefined;
  return ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4;
}

export interface GuardOptions {
  /** For relative addresses. */
  base?: string;
  /** An origin that may be anywhere: the configured backend's own. */
  trustedOrigin?: string;
  /** Allows hosts that are not public. */
  allowPrivateHosts?: boolean;
}

/** Names that every resolver maps to this machine or its network. */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa|lan)\.?$/i;

/**
 * A web address as it may be fetched or shown: http or https, at most 2,000 characters, no user name or password, no
 * IP address outside of the public internet, no local name. Undefined for anything else. A host name may still resolve
 * to a private address: see `guardedLookup`.
 */
export function guardedUrl(address: string, options: GuardOptions = {}): URL | undefined {
  if (address.length > MAX_ADDRESS_LENGTH || !URL.canParse(address, options.base)) return undefined;
  const url = new URL(address, options.base);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.username !== '' || url.password !== '' || url.href.length > MAX_ADDRESS_LENGTH) return undefined;
  if (options.allowPrivateHosts || url.origin === options.trustedOrigin) return url;
  return isPublicHost(url.hostname) ? url : undefined;
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  // The URL parser has already brought 0x7f.1, 2130706433 and the like into dotted form.
  if (ipaddr.isValid(host)) return isPublicAddress(host);
  return host !== '' && !LOCAL_NAME.test(host);
}

interface ResolvedAddress {
  address: string;
  family: number;
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | ResolvedAddress[],
  family?: number,
) => void;

/** `dns.lookup` in the form that always gives all addresses. */
export type ResolveAll = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: ResolvedAddress[]) => void,
) => void;

/**
 * A `lookup` for a connection that refuses a host of which any address is not public. The connection goes to the
 * addresses that were checked, so a DNS answer that changes in between changes nothing.
 */
export function guardedLookup(resolve: ResolveAll) {
  return (host: string, options: { all?: boolean }, callback: LookupCallback): void => {
    resolve(host, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(new Error(`${host} is not in the public internet`), []);
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
