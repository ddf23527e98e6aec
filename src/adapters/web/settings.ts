import { isIP } from 'node:net';
import { z } from 'zod';
import { parsed } from '../../lib/setting-fields.ts';
import { platformSettings } from '../kit/platform-settings.ts';

export interface WebSettings {
  /** The address that the page is served on. */
  host: string;
  /** Any free one near the usual one where it is not set. */
  port?: number;
  /** Demanded of whoever did not open the link that is printed at start; where `host` is loopback, only if set. */
  password?: string;
}

/** The address without settings: this machine alone. */
export const LOOPBACK = '127.0.0.1';

function parseHost(text: string): string | undefined {
  return isIP(text) > 0 || /^[a-z0-9.-]{1,253}$/i.test(text) ? text : undefined;
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

export const webSettings = platformSettings({
  shape: {
    WEB_HOST: parsed(parseHost, 'an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0').optional(),
    WEB_PORT: parsed(parsePort, 'a port number from 1 to 65535').optional(),
    WEB_PASSWORD: z.string().min(8, { error: 'a password of at least 8 letters' }).max(200).optional(),
  },
  secrets: ['WEB_PASSWORD'],
  read: ({ WEB_HOST, WEB_PORT, WEB_PASSWORD }): WebSettings | undefined =>
    WEB_HOST === undefined && WEB_PORT === undefined && WEB_PASSWORD === undefined
      ? undefined
      : { host: WEB_HOST ?? LOOPBACK, port: WEB_PORT, password: WEB_PASSWORD },
});
