import { describe, expect, it } from 'vitest';
import { checkCaller, isFromAnotherPage, isLoopback } from '../../../src/adapters/web/guard.ts';

const here = { host: '127.0.0.1' };
const get = (host: string | undefined, origin?: string) => ({ method: 'GET', host, origin });
const post = (host: string, origin?: string) => ({ method: 'POST', host, origin });

describe('on this machine alone', () => {
  it.each(['127.0.0.1:7788', 'localhost:7788', '[::1]:7788', 'LOCALHOST:1'])('%s is this page', (host) => {
    expect(checkCaller(get(host), here)).toBeUndefined();
  });

  it.each([
    'evil.example',
    'evil.example:7788',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.1.5:7788',
  ])('%s is not: its name was pointed here', (host) => {
    expect(checkCaller(get(host), here)).toBe(421);
  });

  it.each([undefined, '', 'a b', 'user@127.0.0.1', '127.0.0.1/x', 'http://127.0.0.1'])('%j names no host', (host) => {
    expect(checkCaller(get(host), here)).toBe(421);
  });

  it('changes nothing for another page, nor for one that does not say which it is', () => {
    expect(checkCaller(post('127.0.0.1:7788', 'http://127.0.0.1:7788'), here)).toBeUndefined();
    expect(checkCaller(post('127.0.0.1:7788'), here)).toBe(403);
    expect(checkCaller(post('127.0.0.1:7788', 'null'), here)).toBe(403);
    expect(checkCaller(post('127.0.0.1:7788', 'https://evil.example'), here)).toBe(403);
    // Another program of this machine, on its own port.
    expect(checkCaller(post('127.0.0.1:7788', 'http://127.0.0.1:3000'), here)).toBe(403);
    expect(checkCaller(get('127.0.0.1:7788', 'http://localhost:3000'), here)).toBe(403);
  });
});

describe('on an address that others reach', () => {
  const everywhere = { host: '0.0.0.0', publicUrl: 'https://video.example.org' };

  it('is known by any address in digits, its own name and its public one', () => {
    expect(checkCaller(get('192.168.1.5:7788'), everywhere)).toBeUndefined();
    expect(checkCaller(get('video.example.org'), everywhere)).toBeUndefined();
    expect(checkCaller(get('nas.lan:7788'), { host: 'nas.lan' })).toBeUndefined();
    expect(checkCaller(get('evil.example'), everywhere)).toBe(421);
  });

  it('takes what its public page posts', () => {
    expect(checkCaller(post('video.example.org', 'https://video.example.org'), everywhere)).toBeUndefined();
    expect(checkCaller(post('video.example.org', 'https://evil.example'), everywhere)).toBe(403);
  });
});

it('tells what another page asks for by what the browser says of it', () => {
  const from = (fetchSite: string | undefined) => isFromAnotherPage({ method: 'GET', fetchSite });
  expect([undefined, 'same-origin', 'none'].map(from)).toEqual([false, false, false]);
  expect(['cross-site', 'same-site', 'odd'].map(from)).toEqual([true, true, true]);
});

it('knows which addresses only this machine reaches', () => {
  expect(['127.0.0.1', '127.8.8.8', 'localhost', '::1'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '192.168.0.1', '127.evil.example'].some(isLoopback)).toBe(false);
});
