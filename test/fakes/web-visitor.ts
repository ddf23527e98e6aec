import { createParser } from 'eventsource-parser';
import type { PageChat, PageEvent, PageMessage, PageSession } from '../../src/adapters/web/wire.ts';

/** A browser at the page, as far as its requests go: it keeps cookies, posts forms and listens to events. */
export class WebVisitor {
  /** What the page shows, by chat; messages that were taken away are gone. */
  readonly messages = new Map<string, PageMessage[]>();
  /** Every event, in the order they came. */
  readonly events: PageEvent[] = [];
  cookie = '';
  session: PageSession | undefined;
  lastId = '';
  readonly #url: () => string;
  readonly #locale: string;
  #streams = new AbortController();
  readonly #watching = new Set<() => void>();

  /** @param url the page's address now: another process may have another port */
  constructor(url: () => string, locale = 'en-US') {
    this.#url = url;
    this.#locale = locale;
  }

  /** Asks as the page does. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.#url());
    const headers = new Headers(init.headers);
    headers.set('accept-language', this.#locale);
    if (this.cookie) headers.set('cookie', this.cookie);
    if (!headers.has('origin') && init.method === 'POST') headers.set('origin', url.origin);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';', 1)[0] ?? '';
    return response;
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async enter(credentials: { key?: string; password?: string } = {}): Promise<Response> {
    const response = await this.post('/api/session', credentials);
    if (response.ok) this.session = (await response.clone().json()) as PageSession;
    return response;
  }

  /** Opens the page: a session, a stream, and a project to write in. */
  async open(): Promise<PageChat> {
    await this.enter();
    await this.listen();
    return (await (await this.post('/api/chats', {})).json()) as PageChat;
  }

  /** Listens to events, and reads everything anew where the server says so; comes back after the last one it saw. */
  async listen(): Promise<void> {
    this.#streams.abort();
    this.#streams = new AbortController();
    const headers: Record<string, string> = this.lastId ? { 'last-event-id': this.lastId } : {};
    const response = await this.fetch('/api/events', { headers, signal: this.#streams.signal });
    if (!response.ok || !response.body) throw new Error(`no events: ${response.status}`);
    const parser = createParser({
      onEvent: ({ id, data }) => {
        if (id) this.lastId = id;
        this.#take(JSON.parse(data) as PageEvent);
      },
    });
    this.#follow(response.body, parser.feed).catch(() => {});
  }

  async #follow(body: ReadableStream<Uint8Array>, feed: (text: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of body) feed(decoder.decode(chunk, { stream: true }));
  }

  close(): void {
    this.#streams.abort();
  }

  async say(
    chat: string,
    text: string,
    files: { name: string; bytes: Buffer }[] = [],
    id: string = crypto.randomUUID(),
  ) {
    const form = new FormData();
    form.append('id', id);
    form.append('text', text);
    for (const { name, bytes } of files) form.append('file', new Blob([new Uint8Array(bytes)]), name);
    return this.fetch(`/api/chats/${chat}/messages`, { method: 'POST', body: form });
  }

  async read(chat: string): Promise<PageMessage[]> {
    const messages = (await (await this.fetch(`/api/chats/${chat}/messages`)).json()) as PageMessage[];
    this.messages.set(chat, messages);
    return messages;
  }

  /** Resolves once the page shows what is wanted. */
  shows(wanted: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!wanted()) return;
        this.#watching.delete(look);
        resolve();
      };
      this.#watching.add(look);
      look();
    });
  }

  #take(event: PageEvent): void {
    this.events.push(event);
    if (event.type === 'message') {
      const before = this.messages.get(event.chat) ?? [];
      const index = before.findIndex(({ id }) => id === event.message.id);
      this.messages.set(event.chat, index < 0 ? [...before, event.message] : before.with(index, event.message));
    } else if (event.type === 'removed') {
      const before = this.messages.get(event.chat) ?? [];
      this.messages.set(
        event.chat,
        before.filter(({ id }) => id !== event.id),
      );
    }
    for (const look of this.#watching) look();
  }
}
