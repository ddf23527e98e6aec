import { expect, test } from 'vitest';
import { isLocalLink, publicLink } from '../../../src/core/turn/public-link.ts';

test.each([
  'http://127.0.0.1:8787/files/a.mp4',
  'http://localhost:8787/',
  'http://[::1]:8787/',
  'http://10.1.2.3/',
  'http://172.20.0.4/',
  'http://192.168.1.5/',
  'http://169.254.1.1/',
  'http://nas/',
  'http://printer.local/',
  'http://[fd00::1]/',
  'not an address',
])('%s only works in its own network', (url) => {
  expect(isLocalLink(url)).toBe(true);
});

test.each(['https://nemovideo.com/x', 'http://8.8.8.8/', 'http://172.32.0.1/', 'http://[2606:4700::1111]/'])(
  '%s works everywhere',
  (url) => {
    expect(isLocalLink(url)).toBe(false);
    expect(publicLink(url, 'telegram')).toBe(url);
  },
);

test('people elsewhere never get an address of this machine', () => {
  const url = 'http://127.0.0.1:8787/files/a.mp4?key=1';
  expect(publicLink(url, 'telegram')).toBeUndefined();
  expect(publicLink(url, 'local')).toBe(url);
  expect(publicLink(url, 'discord', 'https://video.example/bot/')).toBe('https://video.example/bot/files/a.mp4?key=1');
  expect(publicLink('', 'discord')).toBeUndefined();
});
