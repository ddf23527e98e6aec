import { spawn } from 'node:child_process';
import type { PageAddress } from '../adapters/web/adapter.ts';

/** What is said of the page where it is started; the owner's link is for whoever sees this alone, so it is not logged. */
export function pageLines({ url, ownerUrl, guarded }: PageAddress): string {
  const use = guarded ? 'Open it from elsewhere once with' : 'As the owner, once';
  return `Reelay in your browser: ${url}\n${use}: ${ownerUrl}\n`;
}

/** What is looked at to see whether somebody sits at a desktop here. */
interface Surroundings {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  stdin: { isTTY?: boolean };
  stdout: { isTTY?: boolean };
}

/** Whether a browser is to be opened: a person typed the command, on a machine with a desktop. */
export function wantsBrowser({ platform, env, stdin, stdout }: Surroundings): boolean {
  if (!stdin.isTTY || !stdout.isTTY || env.CI) return false;
  if (env.SSH_CONNECTION || env.SSH_TTY) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens the address in the user's browser; that it could not is no matter, for the address was printed. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command, ...args] = commandFor(platform, url);
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function commandFor(platform: NodeJS.Platform, url: string): string[] {
  if (platform === 'darwin') return ['open', url];
  // `start` takes its first quoted argument for a title.
  return platform === 'win32' ? ['cmd', '/c', 'start', '""', url] : ['xdg-open', url];
}
