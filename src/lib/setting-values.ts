import { parsed } from './setting-fields.ts';

const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const UNITS_BYTES: Record<string, number> = { '': 1, b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** Milliseconds of `250ms`, `30s`, `2m`, `1.5h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/i.exec(text.trim());
  if (!match?.[1] || !match[2]) return undefined;
  const ms = Number(match[1]) * (UNITS_MS[match[2].toLowerCase()] ?? Number.NaN);
  return ms > 0 ? ms : undefined;
}

/** Bytes of `200 MB`, `1gb`, `1048576`; undefined for anything else. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?$/i.exec(text.trim());
  if (!match?.[1]) return undefined;
  const bytes = Math.floor(Number(match[1]) * (UNITS_BYTES[(match[2] ?? '').toLowerCase()] ?? Number.NaN));
  return bytes > 0 ? bytes : undefined;
}

function parseWhole(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

export function parsePort(text: string): number | undefined {
  const port = parseWhole(text);
  return port !== undefined && port <= 65_535 ? port : undefined;
}

export function parseList(text: string): number[] | undefined {
  const waits = text.split(',').map(parseDuration);
  return waits.every((wait) => wait !== undefined) ? waits : undefined;
}

/** `telegram:123`, `discord:456`: people, servers and groups by their ids, never by names. */
export function parsePeople(text: string): ReadonlySet<string> | undefined {
  const ids = text.split(',').map((id) => id.trim());
  return ids.every((id) => /^[a-z]+:-?\d+$/.test(id)) ? new Set(ids) : undefined;
}

export function parseWholeOrZero(text: string): number | undefined {
  return text.trim() === '0' ? 0 : parseWhole(text);
}

/** `telegram:-100123`, `telegram:-100123:4`, `discord:456`: groups, topics and channels. */
export function parsePlaces(text: string): ReadonlySet<string> | undefined {
  const ids = text.split(',').map((id) => id.trim());
  return ids.every((id) => /^[a-z]+:-?\d+(?::\d+)?$/.test(id)) ? new Set(ids) : undefined;
}

export function parseAllowed(text: string): ReadonlySet<string> | undefined {
  const ids = text.split(',').map((id) => id.trim());
  return ids.every((id) => /^[a-z]+:(-?\d+|dm|\*)$/.test(id)) ? new Set(ids) : undefined;
}

export function parseDurationOrOff(text: string): number | undefined {
  return text.trim().toLowerCase() === 'off' ? 0 : parseDuration(text);
}

export const wholeNumber = parsed(parseWhole, 'a whole number from 1 on');
export const duration = parsed(parseDuration, 'a duration such as 500ms, 30s or 2m');

/** Headers as OpenTelemetry writes them: `name=value`, separated by commas, the values percent-encoded. */
export function parseHeaders(text: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const end = pair.indexOf('=');
    const name = pair.slice(0, Math.max(end, 0)).trim().toLowerCase();
    if (!/^[\w-]{1,100}$/.test(name)) return undefined;
    try {
      headers[name] = decodeURIComponent(pair.slice(end + 1).trim());
    } catch {
      return undefined;
    }
    if (/[\r\n\0]/.test(headers[name])) return undefined;
  }
  return headers;
}
