import { describe, expect, test } from 'vitest';
import { guardedLookup, guardedUrl, isPublicAddress } from '../src/address-guard.ts';

describe('isPublicAddress', () => {
  test.each(['8.8.8.8', '2606:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ...['127.0.0.1', '0.0.0.0', '0.1.2.3', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['168.63.129.16', '192.0.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '64:ff9b:1::1'],
    ...['2002:7f00:1::', 'fd00::1', 'fe80::1', 'ff02::1', '2001:db8::1', 'not an address', ''],
  ])('%j is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('guardedUrl', () => {
  test.each(['https://cdn.example/a.mp4?sig=1', 'http://8.8.8.8/a.mp4', 'https://[2606:4700::1111]/a.mp4'])(
    '%s may be fetched',
    (address) => {
      expect(guardedUrl(address)?.href).toBe(address);
    },
  );

  test.each([
    'http://127.0.0.1/a.mp4',
    'http://0x7f.1/a.mp4',
    'http://2130706433/a.mp4',
    'http://[::ffff:127.0.0.1]/a.mp4',
    'http://[::7f00:1]/a.mp4',
    'http://[64:ff9b::7f00:1]/a.mp4',
    'http://168.63.129.16/metadata',
    'http://localhost/a.mp4',
    'http://printer.local/a.mp4',
    'http://metadata.google.internal/token',
    'https://user:password@cdn.example/a.mp4',
    'file:///etc/passwd',
    'data:video/mp4;base64,AAAA',
    `https://cdn.example/${'a'.repeat(2000)}`,
    'no address',
  ])('%s may not', (address) => {
    expect(guardedUrl(address)).toBeUndefined();
  });

  test('relative addresses are resolved, and only the trusted origin may be private', () => {
    const options = { base: 'http://127.0.0.1:8787/api', trustedOrigin: 'http://127.0.0.1:8787' };
    expect(guardedUrl('/files/a.mp4', options)?.href).toBe('http://127.0.0.1:8787/files/a.mp4');
    expect(guardedUrl('http://127.0.0.1:9999/files/a.mp4', options)).toBeUndefined();
    expect(guardedUrl('http://127.0.0.1:9999/a', { ...options, allowPrivateHosts: true })?.port).toBe('9999');
  });
});

describe('guardedLookup', () => {
  const looked = (addresses: { address: string; family: number }[]) =>
    new Promise((resolve) => {
      guardedLookup((_host, done) => done(null, addresses))('host.example', { all: true }, (error, found) =>
        resolve(error?.message ?? found),
      );
    });

  test('refuses a host of which any address is private', async () => {
    const good = { address: '8.8.8.8', family: 4 };
    expect(await looked([good])).toEqual([good]);
    const refused = 'host.example is not in the public internet';
    expect(await looked([good, { address: '127.0.0.1', family: 4 }])).toBe(refused);
    expect(await looked([])).toBe(refused);
  });
});
