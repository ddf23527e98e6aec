/** The server did not do it, for this reason in the visitor's language. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** The server cannot be reached, or cannot do it now: the same may be asked again. */
export class Unreachable extends Error {}

const LOCALE = 'reelay-locale';

/** The language that the visitor chose here, else the browser's. */
function locale(): string {
  return localStorage.getItem(LOCALE) ?? navigator.language;
}

export function chooseLocale(chosen: string): void {
  localStorage.setItem(LOCALE, chosen);
}

function sentenceIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'sentence' in parsed) return String(parsed.sentence);
  } catch {
    // A proxy's page says nothing to a visitor.
  }
  return '';
}

/**
 * Asks the server. The answers are its own, so they are taken as they are.
 * @throws Refused · Unreachable
 */
export async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { 'x-reelay-locale': locale() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (cause) {
    throw new Unreachable('no connection', { cause });
  }
  const text = await response.text().catch(() => '');
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T;
  if (response.status >= 500) throw new Unreachable(sentenceIn(text));
  throw new Refused(response.status, sentenceIn(text));
}

/**
 * Sends a form and tells how far it is, which `fetch` does not.
 * @throws Refused · Unreachable
 */
export function send(path: string, form: FormData, onPercent: (percent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('x-reelay-locale', locale());
    request.upload.onprogress = ({ loaded, total }) => onPercent(total > 0 ? Math.floor((loaded * 100) / total) : 0);
    request.onerror = () => reject(new Unreachable('no connection'));
    request.onload = () => {
      if (request.status < 300) resolve();
      else if (request.status >= 500) reject(new Unreachable(sentenceIn(request.responseText)));
      else reject(new Refused(request.status, sentenceIn(request.responseText)));
    };
    request.send(form);
  });
}
