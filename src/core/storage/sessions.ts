import { KeyedMutex } from '@reelay/async';
import type { Language } from '../../i18n/language.ts';
import type { Attribution, CallOptions, Nemo, NemoSession, WaitHooks } from '../../nemo/nemo.ts';
import { type Attachment, type ChatKey, chatInPlace, type MessageRef, type PlaceKey, placeOf } from '../chat.ts';
import { type ChatRecord, chatSchema, isHidden, NEW_CHAT, projectOf } from './chat-record.ts';
import { type ResultRecord, resultSchema } from './records.ts';
import type { Store, Table } from './store.ts';

/** A claim token lives seven days; one that is about to end is of no use to the reader. */
const LINK_LIFE_MS = 6 * 24 * 3_600_000;

/** How many files of a project are known by their ids. */
const FILES_KEPT = 100;

/** How many prompts of a chat are kept. */
const RECENT_PROMPTS = 5;

/** As long as Nemo keeps a project that nobody touches, as far as is known, in ms. */
const RESULT_LIFE_MS = 7 * 24 * 3_600_000;

/** How long a chat is found by its former key, in ms: longer than any turn that knows it by that key stays open. */
const FORMER_KEY_LIFE_MS = 7 * 24 * 3_600_000;

/** Stands for the message that a thread began with. */
export const THREAD_START: MessageRef = 'start';

/** One Nemo session per chat, kept in the store; and which session each result came from. */
export class Sessions {
  readonly #table: Table<ChatRecord>;
  readonly #results: Table<ResultRecord>;
  readonly #now: () => number;
  readonly #writing = new KeyedMutex();
  readonly #quarantine: Store['quarantine'];
  /** Found once, it is not looked for again: there may be very many chats. */
  #hasSeveralChats = false;

  constructor(store: Store, now: () => number) {
    this.#quarantine = store.quarantine;
    this.#table = store.table('chats', chatSchema);
    this.#results = store.table('results', resultSchema);
    this.#now = now;
  }

  /** Remembers which project a posted result belongs to, for its place and for a thread that may begin under it. */
  async rememberResult(
    chat: ChatKey,
    ref: MessageRef,
    { userId, thread }: { userId?: string; thread?: PlaceKey } = {},
  ): Promise<void> {
    const record = await this.find(chat);
    if (!record?.session) return;
    const { session, mediaCount, lastPrompt, lastPromptBy } = record;
    const hidden = isHidden(record);
    const own = await this.currentKey(chat);
    const result = { session, mediaCount, lastPrompt, lastPromptBy, chat: own, userId, ...(hidden && { hidden }) };
    const keys = [`${placeOf(chat)}/${ref}`, ...(thread === undefined ? [] : [`${thread}/${THREAD_START}`])];
    await Promise.all(keys.map((key) => this.#results.set(key, result, RESULT_LIFE_MS)));
  }

  /** Whose result a message is; undefined when it is none, or too old. */
  async resultAt(chat: ChatKey, ref: MessageRef): Promise<ResultRecord | undefined> {
    return this.#results.get(`${placeOf(chat)}/${ref}`);
  }

  /** The project of a result, whoever of the place made it, when it is not the one that the chat is on. */
  async otherProjectOf(chat: ChatKey, ref: MessageRef): Promise<ResultRecord | undefined> {
    const result = await this.#results.get(`${placeOf(chat)}/${ref}`);
    const current = (await this.find(chat))?.session;
    return result && result.session.sessionId !== current?.sessionId ? result : undefined;
  }

  /**
   * What is known of the chat; undefined before its first message. Somebody without a record of their own has that of the
   * place, from the time when all people of a place shared one.
   */
  async find(chat: ChatKey): Promise<ChatRecord | undefined> {
    const place = placeOf(chat);
    const [ofPlace, own] = await Promise.all([
      this.#table.get(place),
      place === chat ? undefined : this.#table.get(chat),
    ]);
    return ofPlace?.movedTo === undefined ? (own ?? ofPlace) : this.find(chatInPlace(chat, ofPlace.movedTo));
  }

  /** Whether no other chat is known. */
  async isOnlyChat(chat: ChatKey): Promise<boolean> {
    if (this.#hasSeveralChats) return false;
    const chats = (await this.#table.all()).filter(([, { movedTo }]) => movedTo === undefined);
    this.#hasSeveralChats = chats.length > 1;
    return chats.length === 1 && chats[0]?.[0] === chat;
  }

  /** The key that the chat has now, which is the given one unless its place was moved. */
  async currentKey(chat: ChatKey): Promise<ChatKey> {
    const place = placeOf(chat);
    const movedTo = (await this.#table.get(place))?.movedTo;
    return movedTo === undefined ? chat : this.currentKey(chatInPlace(chat, movedTo));
  }

  /** Whether the chat's record was damaged and set aside, and that was not reported to the chat yet. */
  async wasLost(chat: ChatKey): Promise<boolean> {
    for (const key of new Set([chat, placeOf(chat)])) {
      if (await this.#quarantine.unreported('chats', key)) return true;
    }
    return false;
  }

  /** A turn that reports the lost record to the chat was journaled. */
  async lossIsReported(chat: ChatKey): Promise<void> {
    for (const key of new Set([chat, placeOf(chat)])) await this.#quarantine.markReported('chats', key);
  }

  /** Creates or changes the chat's record. Changes of one chat are made one after another, so that none is lost. */
  update(
    chat: ChatKey,
    change: Partial<ChatRecord> | ((before: ChatRecord | undefined) => Partial<ChatRecord> | undefined),
  ): Promise<void> {
    return this.#writing.run(chat, async () => {
      const key = await this.currentKey(chat);
      if (key !== chat) return this.update(key, change);
      const before = await this.find(chat);
      const changed = typeof change === 'function' ? change(before) : change;
      if (changed) await this.#table.set(chat, { ...NEW_CHAT, ...before, ...changed });
    });
  }

  /** Remembers what the agent was asked, and by whom. */
  rememberPrompt(chat: ChatKey, text: string, lastPromptBy: ChatRecord['lastPromptBy']): Promise<void> {
    return this.update(chat, (before) => {
      const others = (before?.recentPrompts ?? []).filter((each) => each !== text);
      const recentPrompts = [text, ...others].slice(0, RECENT_PROMPTS);
      return { lastPrompt: text, lastPromptBy, recentPrompts, keptWords: undefined };
    });
  }

  /**
   * Forgets everything about the chat. Where people of its place shared a record once, an empty one stays, so that the
   * person does not come upon that again.
   */
  async forget(chat: ChatKey): Promise<void> {
    const place = placeOf(chat);
    const shared = place === chat ? undefined : await this.#table.get(place);
    await this.#writing.run(chat, () => (shared ? this.#table.set(chat, NEW_CHAT) : this.#table.delete(chat)));
    for (const [key, { movedTo }] of await this.#table.all()) if (movedTo === chat) await this.#table.delete(key);
    for (const [key, { chat: whose = key.slice(0, key.lastIndexOf('/')) }] of await this.#results.all())
      if (whose === chat) await this.#results.delete(key);
  }

  /** The chats of people in a place, and the place itself, as far as they are known. */
  async chatsIn(place: PlaceKey): Promise<ChatKey[]> {
    return (await this.#table.all()).map(([key]) => key).filter((key) => placeOf(key) === place);
  }

  /**
   * Gives all that is known of a place's chats to its new key, as when a group becomes a supergroup. What asks for a former
   * key from then on, in this process or the next, finds the chat. A move that was interrupted can be repeated.
   */
  move(from: PlaceKey, to: PlaceKey): Promise<void> {
    return this.#writing.run(from, async () => {
      const record = await this.#table.get(from);
      if (record?.movedTo !== undefined) return;
      const people = (await this.chatsIn(from)).filter((chat) => chat !== from);
      await this.#holding(people, async () => {
        for (const chat of people) await this.#copy(chat, chatInPlace(chat, to));
        if (record) await this.#writing.run(to, () => this.#table.set(to, record));
        await this.#moveResults(from, to);
        await this.#table.set(from, { ...NEW_CHAT, movedTo: to }, FORMER_KEY_LIFE_MS);
        for (const chat of people) await this.#table.delete(chat);
      });
    });
  }

  /** Results stay where they were posted, and belong to the new key of their chat. */
  async #moveResults(from: PlaceKey, to: PlaceKey): Promise<void> {
    for (const [key, result] of await this.#results.all()) {
      const whose = result.chat ?? key.slice(0, key.lastIndexOf('/'));
      if (placeOf(whose) === from)
        await this.#results.set(key, { ...result, chat: chatInPlace(whose, to) }, RESULT_LIFE_MS);
    }
  }

  /** Does the work while no other change of these chats is made. */
  #holding([first, ...others]: ChatKey[], work: () => Promise<void>): Promise<void> {
    return first === undefined ? work() : this.#writing.run(first, () => this.#holding(others, work));
  }

  async #copy(from: ChatKey, to: ChatKey): Promise<void> {
    const record = await this.#table.get(from);
    if (record) await this.#table.set(to, record);
  }

  /** Makes a new Nemo session for the chat; the one before, if any, is forgotten here but stays in the browser. */
  async start(
    chat: ChatKey,
    nemo: Nemo,
    { language, traditional, speech }: { language: Language; traditional?: boolean; speech?: string },
    signal: AbortSignal,
  ): Promise<NemoSession> {
    const own = language === 'en' ? 'en' : traditional ? 'zh-TW' : 'zh-CN';
    const session = await nemo.createSession(speech ?? own, { signal });
    await this.update(chat, { session, language, mediaCount: 0, files: [], link: undefined, lastPrompt: undefined });
    return session;
  }

  /** Nemo has one more file of the chat. */
  countMedia(chat: ChatKey, { id, name, spoiler }: Pick<Attachment, 'id' | 'name' | 'spoiler'>): Promise<void> {
    return this.update(chat, (before) => ({
      mediaCount: (before?.mediaCount ?? 0) + 1,
      ...(id !== undefined && { files: [...(before?.files ?? []), { id, name }].slice(-FILES_KEPT) }),
      ...(spoiler && before?.session && { hiddenProject: projectOf(before.session) }),
    }));
  }

  /** A link that opens the chat's project in a browser. */
  async browserLink(chat: ChatKey, nemo: Nemo, session: NemoSession, options: CallOptions): Promise<string> {
    const record = await this.find(chat);
    if (
      record?.link &&
      record.session?.sessionId === session.sessionId &&
      this.#now() - record.link.madeAt < LINK_LIFE_MS
    ) {
      return record.link.url;
    }
    const url = await nemo.browserLink(session, options);
    // Only for the project it opens: the chat may have been forgotten, or have a new one, meanwhile.
    await this.update(chat, (before) =>
      before?.session?.sessionId === session.sessionId ? { link: { url, madeAt: this.#now() } } : undefined,
    );
    return url;
  }
}

/** The Nemo client as the core uses it: one account, any skill. */
export interface NemoAccount {
  /** @param hooks called when a call waits for a Nemo that is silent, and when it goes on */
  for(attribution: Attribution, hooks?: WaitHooks): Nemo;
}
