import { expect, it, vi } from 'vitest';
import { openBrowser, pageLines, wantsBrowser } from '../../src/runtime/page-address.ts';

const { spawn } = vi.hoisted(() => ({ spawn: vi.fn() }));
vi.mock('node:child_process', () => ({ spawn }));

const atDesktop = {
  platform: 'linux' as const,
  env: { DISPLAY: ':0' },
  stdin: { isTTY: true },
  stdout: { isTTY: true },
};

it('opens a browser where a person types at a desktop, and nowhere else', () => {
  expect(wantsBrowser(atDesktop)).toBe(true);
  expect(wantsBrowser({ ...atDesktop, platform: 'darwin', env: {} })).toBe(true);
  expect(wantsBrowser({ ...atDesktop, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
  expect(wantsBrowser({ ...atDesktop, platform: 'win32', env: {} })).toBe(true);
  expect(wantsBrowser({ ...atDesktop, env: {} })).toBe(false);
  expect(wantsBrowser({ ...atDesktop, env: { DISPLAY: ':0', SSH_TTY: '/dev/pts/0' } })).toBe(false);
  expect(wantsBrowser({ ...atDesktop, platform: 'darwin', env: { SSH_TTY: '/dev/pts/0' } })).toBe(false);
  expect(wantsBrowser({ ...atDesktop, env: { DISPLAY: ':0', CI: 'true' } })).toBe(false);
  expect(wantsBrowser({ ...atDesktop, env: { DISPLAY: ':0', SSH_CONNECTION: '192.0.2.1' } })).toBe(false);
  expect(wantsBrowser({ ...atDesktop, stdin: {} })).toBe(false);
  expect(wantsBrowser({ ...atDesktop, stdout: {} })).toBe(false);
});

it('says the address first, and then what lets somebody in', () => {
  const page = { url: 'http://127.0.0.1:7788/', ownerUrl: 'http://127.0.0.1:7788/#key=abc' };
  expect(pageLines({ ...page, guarded: false })).toBe(
    'Reelay in your browser: http://127.0.0.1:7788/\nAs the owner, once: http://127.0.0.1:7788/#key=abc\n',
  );
  expect(pageLines({ ...page, guarded: true })).toContain('Open it from elsewhere once with: http://');
});

it.each<[NodeJS.Platform, string[]]>([
  ['darwin', ['open', 'http://127.0.0.1/']],
  ['win32', ['cmd', '/c', 'start', '""', 'http://127.0.0.1/']],
  ['linux', ['xdg-open', 'http://127.0.0.1/']],
])('opens the address on %s, and does not mind where that fails', (platform, [command, ...args]) => {
  const listeners = new Map<string, () => void>();
  const child = { on: (event: string, listener: () => void) => listeners.set(event, listener), unref: vi.fn() };
  spawn.mockReturnValue(child);
  openBrowser('http://127.0.0.1/', platform);
  expect(spawn).toHaveBeenLastCalledWith(command, args, { stdio: 'ignore', detached: true });
  expect(child.unref).toHaveBeenCalled();
  expect(listeners.get('error')).toBeDefined();
});
