import type { PageChat, PageEvent, PageMessage, PageSession, PageTimeline } from '../wire.ts';
import { ask, chooseLocale, Refused, send, Unreachable } from './http.ts';
import { launchedByTelegram } from './telegram.ts';
import { setWords, t } from './words.ts';

/** A message on its way. */
export interface Outgoing {
  id: string;
  chat: string;
  text: string;
  files: File[];
  at: number;
  /** How much of it has left; 100 while the server prepares the files. */
  percent: number;
  /** It could not be sent yet and is tried again. */
  waiting: boolean;
}

/** What was typed in a chat and not sent. */
export interface Draft {
  text: string;
  files: File[];
}

/** Waits between attempts to reach the server, in ms; the last one repeats. */
const RETRY_MS = [500, 1_000, 2_000, 4_000];
/** Changes that come close together are one reading of the timeline, in ms. */
const TIMELINE_AFTER_MS = 250;

const EMPTY: Draft = { text: '', files: [] };

/** All that the page knows. Everything is the server's; only drafts and what is on its way are the page's own. */
export class Client {
  session: PageSession | undefined;
  chats: PageChat[] = [];
  current = '';
  connected = false;
  /** Said above the composer, until something else happens. */
  notice = '';
  /** Why the visitor was not let in. */
  refusal = '';
  timeline: PageTimeline | undefined;
  outgoing: Outgoing[] = [];
  /** The server's clock minus this one's, in ms. */
  clockAheadMs = 0;
  readonly #messages = new Map<string, PageMessage[]>();
  readonly #drafts = new Map<string, Draft>();
  readonly #watching = new Set<() => void>();
  #events: EventSource | undefined;
  #lastId = '';
  #failures = 0;
  #timelineTimer: ReturnType<typeof setTimeout> | undefined;

  /** Calls back after every change; gives how to end that. */
  watch(changed: () => void): () => void {
    this.#watching.add(changed);
    return () => this.#watching.delete(changed);
  }

  start(): void {
    const telegram = launchedByTelegram();
    const key = /^#key=([\w-]+)$/.exec(location.hash)?.[1];
    // What lets somebody in is not to stay in the address.
    if (key) history.replaceState(null, '', location.pathname);
    addEventListener('hashchange', () => this.open(location.hash.slice(1)));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && !this.connected && this.session?.admitted) this.#listen();
    });
    void this.enter(telegram === undefined ? { key } : { telegram });
  }

  get messages(): readonly PageMessage[] {
    return this.#messages.get(this.current) ?? [];
  }

  get draft(): Draft {
    return this.#drafts.get(this.current) ?? EMPTY;
  }

  setDraft(draft: Draft): void {
    this.#drafts.set(this.current, draft);
    this.#changed();
  }

  say(notice: string): void {
    this.notice = notice;
    this.#changed();
  }

  /** Asks to be let in, again and again while the server cannot be reached. */
  async enter(credentials: { key?: string; password?: string; telegram?: string }): Promise<void> {
    try {
      const session = await ask<PageSession>('POST', '/api/session', credentials);
      this.session = session;
      this.refusal = '';
      this.clockAheadMs = session.now - Date.now();
      setWords(session.words);
      document.documentElement.lang = { en: 'en', zh: 'zh-Hans', 'zh-Hant': 'zh-Hant' }[session.voice];
      if (session.admitted) this.#listen();
    } catch (error) {
      if (error instanceof Unreachable) {
        setTimeout(() => this.enter(credentials), this.#nextRetry());
        return;
      }
      this.refusal = messageOf(error);
      // The words for the form.
      if (!this.session) await this.enter({});
    }
    this.#changed();
  }

  async chooseLanguage(chosen: string): Promise<void> {
    chooseLocale(chosen);
    await this.enter({});
  }

  /** Shows a chat. */
  async open(chat: string): Promise<void> {
    if (!this.chats.some(({ id }) => id === chat)) return;
    const isOther = chat !== this.current;
    this.current = chat;
    if (isOther) {
      this.timeline = undefined;
      this.notice = '';
    }
    if (location.hash !== `#${chat}`) history.replaceState(null, '', `#${chat}`);
    this.#changed();
    await this.#read(chat);
    this.#readTimelineSoon();
  }

  /** Begins a project, or shows the one that is still empty. */
  async begin(): Promise<void> {
    try {
      const chat = await ask<PageChat>('POST', '/api/chats');
      if (!this.chats.some(({ id }) => id === chat.id)) this.chats = [chat, ...this.chats];
      await this.open(chat.id);
    } catch (error) {
      this.say(messageOf(error));
    }
  }

  /** Sends what is said, and keeps on trying until the server has it. */
  submit(text: string, files: File[] = []): void {
    const id = crypto.randomUUID();
    const at = Date.now() + this.clockAheadMs;
    this.outgoing = [...this.outgoing, { id, chat: this.current, text, files, at, percent: 0, waiting: false }];
    this.notice = '';
    this.#changed();
    void this.#transmit(id);
  }

  async press(message: string, button: string): Promise<void> {
    try {
      const event = crypto.randomUUID();
      await ask('POST', `/api/chats/${this.current}/presses`, { message, button, event });
    } catch (error) {
      this.say(messageOf(error));
    }
  }

  async #transmit(id: string): Promise<void> {
    const message = this.outgoing.find((each) => each.id === id);
    if (!message) return;
    const form = new FormData();
    form.append('id', id);
    form.append('text', message.text);
    for (const file of message.files) form.append('file', file, file.name);
    try {
      await send(`/api/chats/${message.chat}/messages`, form, (percent) =>
        this.#changeOutgoing(id, { percent, waiting: false }),
      );
      this.#dropOutgoing(id);
      // Without a stream the message would not be seen.
      if (!this.connected) await this.#read(message.chat);
    } catch (error) {
      if (error instanceof Unreachable) {
        this.#changeOutgoing(id, { percent: 0, waiting: true });
        setTimeout(() => this.#transmit(id), this.#nextRetry());
        return;
      }
      this.#dropOutgoing(id);
      // It goes back to where it was written, so that nothing is lost.
      if (message.chat === this.current) this.setDraft({ text: message.text, files: message.files });
      this.say(messageOf(error));
    }
  }

  #changeOutgoing(id: string, change: Partial<Outgoing>): void {
    this.outgoing = this.outgoing.map((each) => (each.id === id ? { ...each, ...change } : each));
    this.#changed();
  }

  #dropOutgoing(id: string): void {
    this.outgoing = this.outgoing.filter((each) => each.id !== id);
    this.#changed();
  }

  #listen(): void {
    this.#events?.close();
    const events = new EventSource(`/api/events?after=${encodeURIComponent(this.#lastId)}`);
    this.#events = events;
    events.onopen = () => {
      this.connected = true;
      this.#failures = 0;
      this.#changed();
    };
    events.onmessage = ({ data, lastEventId }) => {
      this.#lastId = lastEventId;
      this.#take(JSON.parse(data) as PageEvent);
    };
    events.onerror = () => {
      this.connected = false;
      this.#changed();
      // A stream that broke comes again by itself; one that was refused does not.
      if (events.readyState !== EventSource.CLOSED || this.#events !== events) return;
      setTimeout(() => this.enter({}), this.#nextRetry());
    };
  }

  #take(event: PageEvent): void {
    if (event.type === 'reset') {
      this.#readAll().catch(() => this.#listen());
      return;
    }
    if (event.type === 'chats') this.chats = event.chats;
    else this.#changeMessages(event);
    this.#changed();
  }

  #changeMessages(event: Extract<PageEvent, { chat: string }>): void {
    const before = this.#messages.get(event.chat);
    // A chat that was not read yet is read whole when it is opened.
    if (!before) return;
    if (event.type === 'removed') {
      this.#messages.set(
        event.chat,
        before.filter(({ id }) => id !== event.id),
      );
      return;
    }
    const { message } = event;
    const index = before.findIndex(({ id }) => id === message.id);
    this.#messages.set(event.chat, index < 0 ? [...before, message] : before.with(index, message));
    if (message.from === 'user') this.#dropOutgoing(message.id.replace(/^u-/, ''));
    if (event.chat === this.current && message.from === 'bot' && !message.progress) this.#readTimelineSoon();
  }

  async #readAll(): Promise<void> {
    this.chats = await ask<PageChat[]>('GET', '/api/chats');
    this.#messages.clear();
    const wanted = location.hash.slice(1) || this.current;
    const [latest] = this.chats;
    const chosen = this.chats.find(({ id }) => id === wanted) ?? latest;
    if (chosen) await this.open(chosen.id);
    else await this.begin();
  }

  async #read(chat: string): Promise<void> {
    try {
      this.#messages.set(chat, await ask<PageMessage[]>('GET', `/api/chats/${chat}/messages`));
      this.#changed();
    } catch (error) {
      if (error instanceof Refused) this.say(error.message);
    }
  }

  #readTimelineSoon(): void {
    clearTimeout(this.#timelineTimer);
    this.#timelineTimer = setTimeout(() => this.#readTimeline(this.current), TIMELINE_AFTER_MS);
  }

  async #readTimeline(chat: string): Promise<void> {
    try {
      const timeline = await ask<PageTimeline>('GET', `/api/chats/${chat}/timeline`);
      if (chat === this.current) this.timeline = timeline;
    } catch {
      // What was read before may not be true any more.
      if (chat === this.current) this.timeline = undefined;
    }
    this.#changed();
  }

  #nextRetry(): number {
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 0;
    this.#failures += 1;
    return wait;
  }

  #changed(): void {
    for (const changed of this.#watching) changed();
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return error instanceof Unreachable ? error.message || t('offline') : t('badRequest');
}
