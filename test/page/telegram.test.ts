import { afterEach, expect, it, vi } from 'vitest';
import { launchedByTelegram } from '../../src/adapters/web/page/telegram.ts';

afterEach(() => vi.unstubAllGlobals());

/** The page as it is opened by this address, in a window of this kind; gives what Telegram was told. */
function opened(hash: string, kind: 'app' | 'frame' | 'tab') {
  const told: unknown[] = [];
  const replaced: string[] = [];
  const postEvent = (type: string) => told.push(type);
  const postMessage = (message: string, origin: string) => told.push([JSON.parse(message).eventType, origin]);
  const page: Record<string, unknown> = kind === 'app' ? { TelegramWebviewProxy: { postEvent } } : {};
  page.parent = kind === 'frame' ? { postMessage } : page;
  vi.stubGlobal('window', page);
  vi.stubGlobal('location', { hash, pathname: '/telegram' });
  vi.stubGlobal('history', { replaceState: (_state: null, _title: string, path: string) => replaced.push(path) });
  return { told, replaced };
}

const SIGNED = `#tgWebAppData=${encodeURIComponent('user=1&hash=ab')}&tgWebAppVersion=9.1`;

it('the page in Telegram’s app, or in the frame of its web app, takes whom Telegram names, and tells it so', () => {
  const app = opened(SIGNED, 'app');
  expect(launchedByTelegram()).toBe('user=1&hash=ab');
  expect(app).toEqual({ told: ['web_app_ready', 'web_app_expand'], replaced: ['/telegram'] });
  const frame = opened(SIGNED, 'frame');
  expect(launchedByTelegram()).toBe('user=1&hash=ab');
  expect(frame.told).toEqual([
    ['web_app_ready', 'https://web.telegram.org'],
    ['web_app_expand', 'https://web.telegram.org'],
  ]);
});

it('a link that somebody sends round lets nobody in as who made it', () => {
  const tab = opened(SIGNED, 'tab');
  expect(launchedByTelegram()).toBeUndefined();
  expect(tab).toEqual({ told: [], replaced: ['/telegram'] });
});

it('the page that was opened without a word of Telegram’s takes nobody', () => {
  const app = opened('#key=abc', 'app');
  expect(launchedByTelegram()).toBeUndefined();
  expect(app).toEqual({ told: [], replaced: [] });
});
