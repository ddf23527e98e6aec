import { type Clock, untilAborted } from '../clock.ts';
import { classify } from '../intents/classify.ts';
import type { Logger } from '../log.ts';
import type { Skill } from '../skills.ts';
import { type ChatAdapter, type ChatKey, type IncomingMessage, platformOf } from './chat.ts';
import { Lanes, ShutdownError } from './lane.ts';
import type { Spool } from './media/spool.ts';
import { Notes } from './notes.ts';
import { OneByOne } from './one-by-one.ts';
import { isPartOf, overtakes, planWork, splitControl, staleButton, tooMany } from './plan.ts';
import { type NemoAccount, projectOf, Sessions } from './sessions.ts';
import type { LaneView, Stopped } from './steps/answer.ts';
import { type Store, StoreError, type Table } from './store.ts';
import { TOMBSTONE_MS, type Turn, turnSchema } from './turn.ts';
import type { TurnSettings } from './turn-context.ts';
import { buryContent, runTurn } from './turn-run.ts';
import { typedCommand } from './typed-command.ts';
import { languageOf, speaker } from './words/words.ts';

/** How many requests of one chat may wait behind the running one. */
const WAITING_ROOM = 5;

export interface EngineOptions {
  store: Store;
  account: NemoAccount;
  /** The skills a chat may switch to; the first one is where every chat begins. */
  skills: [Skill, ...Skill[]];
  spool: Spool;
  clock: Clock;
  log: Logger;
  settings: TurnSettings;
}

/** What became of a message that was handed in. */
export type Acceptance = 'accepted' | 'duplicate';

/** Takes messages in, journals each as a turn, and sees every turn through to its end. */
export class Engine {
  readonly #o: EngineOptions;
  readonly #turns: Table<Turn>;
  readonly #sessions: Sessions;
  readonly #lanes = new Lanes();
  readonly #adapters = new Map<string, ChatAdapter>();
  /** Turns of this process that are not over, by id. */
  readonly #open = new Map<string, Turn>();
  /** What comes first to a chat is journaled first, however long the store takes over each. */
  readonly #arrivals = new OneByOne();
  readonly #beside = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #notes: Notes;
  #order = 0;

  constructor(options: EngineOptions) {
    this.#o = options;
    this.#turns = options.store.table('turns', turnSchema);
    this.#sessions = new Sessions(options.store, () => options.clock.now());
    this.#notes = new Notes({
      adapterOf: (turn) => this.#adapterOf(turn),
      isOpen: (turn) => this.#open.has(turn.id),
      save: (turn) => this.#save(turn),
      log: options.log,
      signal: this.#stopping.signal,
    });
  }

  /** Adds a platform. Its turns can run from now on. */
  register(adapter: ChatAdapter): void {
    this.#adapters.set(adapter.platform, adapter);
  }

  /**
   * Takes a message. Resolves once it is journaled: only then may the platform forget it. A message that was seen
   * before is dropped. Rejects with a {@link StoreError} when the journal can't be written, and with a
   * {@link ShutdownError} while stopping; the message is then not taken.
   */
  accept(message: IncomingMessage): Promise<Acceptance> {
    return this.#arrivals.run(message.chat, () => this.#accept(message));
  }

  /**
   * The user changed a message. While its turn still waits in the lane, the turn is changed with it.
   * @returns whether that was so; an edit that comes later is not heard
   */
  amend(message: IncomingMessage): Promise<boolean> {
    return this.#arrivals.run(message.chat, () => this.#amend(message));
  }

  async #amend(message: IncomingMessage): Promise<boolean> {
    const id = `${message.chat}/${message.id}`;
    const turn = this.#open.get(id);
    if (!turn || !this.#lanes.look(message.chat).waiting.includes(id)) return false;
    const { text, language, work, attachments } = await this.#turnOf(id, message, false);
    // It may have begun while the chat was looked up.
    if (!this.#lanes.look(message.chat).waiting.includes(id) || overtakes(work)) return false;
    Object.assign(turn, { text, language, work, attachments });
    await this.#save(turn);
    return true;
  }

  /** What the chat asked lately, the latest first. */
  async recentPrompts(chat: ChatKey): Promise<readonly string[]> {
    return (await this.#sessions.find(chat))?.recentPrompts ?? [];
  }

  /** Slug of the skill that the chat was switched to. */
  async activeSkill(chat: ChatKey): Promise<string | undefined> {
    return (await this.#sessions.find(chat))?.skill;
  }

  /** The platform gave the chat another id: its project and what waits for it move along. */
  async migrate(from: ChatKey, to: ChatKey): Promise<void> {
    await this.#sessions.move(from, to);
    this.#lanes.move(from, to);
    for (const turn of this.#open.values()) {
      if (turn.chat !== from) continue;
      turn.chat = to;
      await this.#save(turn);
    }
  }

  /** Takes up the turns that an earlier process left open, in their order; returns how many. */
  async recover(): Promise<number> {
    const records = await this.#turns.all((key, problem) => {
      this.#o.log.error({ turn: key, problem }, 'a journal entry is damaged and is left out');
    });
    const open = records
      .map(([, turn]) => turn)
      // A platform may have handed in messages while the journal was read.
      .filter((turn) => !turn.outcome && !this.#open.has(turn.id) && this.#adapters.has(platformOf(turn.chat)))
      .sort((a, b) => a.acceptedAt - b.acceptedAt || a.order - b.order);
    for (const turn of open) this.#start(turn, true);
    return open.length;
  }

  /** Resolves when nothing is running or waiting. */
  async idle(): Promise<void> {
    do {
      await this.#lanes.idle();
      await Promise.all(this.#beside);
    } while (this.#open.size > 0 && !this.#stopping.signal.aborted);
  }

  /** Takes no more messages and lets go of the running turns; they stay open in the journal for the next process. */
  async stop(): Promise<void> {
    this.#stopping.abort(new ShutdownError('the bot is stopping'));
    await this.#lanes.stop();
    await Promise.all(this.#beside);
  }

  async #accept(message: IncomingMessage): Promise<Acceptance> {
    if (this.#stopping.signal.aborted) throw new ShutdownError('the bot is stopping');
    const id = `${message.chat}/${message.id}`;
    if (this.#open.has(id) || (await this.#turns.get(id))) return 'duplicate';
    const turn = await this.#turnOf(id, message);
    const [first, second] = splitControl(turn);
    // What comes second is journaled first: a crash in between must not lose it.
    if (second) await this.#turns.set(second.id, second);
    await this.#turns.set(id, first);
    this.#start(first, false);
    if (second) this.#start(second, false);
    return 'accepted';
  }

  /** @param counts whether the message still has to find a place in the waiting room */
  async #turnOf(id: string, message: IncomingMessage, counts = true): Promise<Turn> {
    const { settings, clock, log } = this.#o;
    const text = message.text.trim();
    const command = message.command ?? (message.attachments.length === 0 ? typedCommand(text) : undefined);
    const intent = classify({ text, media: message.attachments.length });
    const chat = await this.#sessions.find(message.chat);
    const heard = chat?.languageChosen ?? languageOf(text, message.locale) ?? chat?.language ?? 'en';
    const language = settings.language === 'auto' ? heard : settings.language;
    if (chat && chat.language !== language) await this.#sessions.update(message.chat, { language });
    const current = chat?.session && projectOf(chat.session);
    const stale = message.project !== undefined && message.project !== current;
    const planned = stale
      ? staleButton()
      : planWork({ ...message, text, command }, { steps: intent.steps, say: speaker(language) });
    const full = counts && !overtakes(planned) && this.#lanes.look(message.chat).waiting.length >= WAITING_ROOM;
    const work = full ? tooMany() : planned;
    const inLine = !overtakes(work);
    const earlier =
      message.repliesTo && inLine ? await this.#sessions.otherProjectOf(message.chat, message.repliesTo) : undefined;
    log.info({ turn: id, rules: intent.rules, command: command?.name, work: work.map((w) => w.kind) }, 'accepted');
    return {
      v: 1,
      id,
      chat: message.chat,
      messageId: message.id,
      userId: message.userId,
      language,
      text: text || (command ? `/${command.name}` : ''),
      attachments: message.attachments,
      acceptedAt: clock.now(),
      order: this.#order++,
      work,
      at: 0,
      backTo: earlier,
    };
  }

  #start(turn: Turn, resumed: boolean): void {
    this.#open.set(turn.id, turn);
    if (overtakes(turn.work)) {
      const running = this.#run(turn, this.#stopping.signal, resumed).finally(() => this.#beside.delete(running));
      this.#beside.add(running);
      return;
    }
    let noted: Promise<void> = Promise.resolve();
    const before = this.#lanes.add(turn.chat, turn.id, async (signal) => {
      // A note that hangs must not hold up the turn, nor a cancel of it.
      await untilAborted(noted, signal).catch(() => {});
      await this.#run(turn, signal, resumed);
      this.#tellPlaces(turn.chat);
    });
    if (before > 0) noted = this.#notes.tell(turn, before);
  }

  async #run(turn: Turn, signal: AbortSignal, resumed: boolean): Promise<void> {
    const log = this.#o.log.child({ turn: turn.id });
    try {
      const adapter = this.#adapterOf(turn);
      const chat = await this.#sessions.find(turn.chat);
      const [first, ...others] = this.#o.skills;
      await runTurn({
        ...this.#o,
        turn,
        adapter,
        signal,
        resumed,
        log,
        sessions: this.#sessions,
        skills: { current: others.find((skill) => skill.slug === chat?.skill) ?? first, all: this.#o.skills },
        lane: this.#laneView(turn),
        save: () => this.#save(turn),
      });
    } catch (error) {
      // runTurn has told the user; what is left is a journal that can't be read or written.
      log.error({ err: error }, error instanceof StoreError ? 'journal not usable' : 'turn ended badly');
    } finally {
      this.#open.delete(turn.id);
    }
  }

  #save(turn: Turn): Promise<void> {
    return this.#turns.set(turn.id, turn, turn.outcome ? TOMBSTONE_MS : undefined);
  }

  #adapterOf(turn: Turn): ChatAdapter {
    const adapter = this.#adapters.get(platformOf(turn.chat));
    if (!adapter) throw new Error(`no adapter for ${platformOf(turn.chat)}`);
    return adapter;
  }

  /** A place has moved: those that still wait are told, without anyone waiting for it. */
  #tellPlaces(chat: ChatKey): void {
    for (const [index, id] of this.#lanes.look(chat).waiting.entries()) {
      const turn = this.#open.get(id);
      // The first one begins now and shows its own progress.
      if (turn && index > 0) void this.#notes.tell(turn, index);
    }
  }

  #laneView(asking: Turn): LaneView {
    const { chat } = asking;
    const { running } = this.#lanes.look(chat);
    const turn = running === undefined ? undefined : this.#open.get(running);
    const waiting = () =>
      this.#lanes
        .look(chat)
        .waiting.flatMap((id) => this.#open.get(id) ?? [])
        .filter((each) => !isPartOf(each, asking));
    return {
      running: turn && !isPartOf(turn, asking) ? { text: labelOf(turn), acceptedAt: turn.acceptedAt } : undefined,
      waiting: waiting().map(labelOf),
      stop: () => this.#stopRunning(chat, asking),
      remove: async (number) => {
        const removed = waiting()[number - 1];
        return removed && this.#removeWaiting(removed);
      },
      forget: () => this.#forget(asking),
    };
  }

  #stopRunning(chat: ChatKey, asking: Turn): Stopped | undefined {
    const { running } = this.#lanes.look(chat);
    const turn = running === undefined ? undefined : this.#open.get(running);
    // A turn does not stop itself, and one that has ended has nothing left to stop.
    if (!turn || isPartOf(turn, asking) || turn.outcome || this.#lanes.cancel(chat) === undefined) return undefined;
    const spent = turn.work.some((piece) => piece.kind === 'prompt' && piece.sending);
    const exporting = turn.work[turn.at]?.kind === 'export' && !spent;
    return { what: labelOf(turn), kind: exporting ? 'render' : spent ? 'spent' : 'free' };
  }

  async #removeWaiting(turn: Turn): Promise<string | undefined> {
    if (!this.#lanes.remove(turn.chat, turn.id)) return undefined;
    const what = labelOf(turn);
    turn.outcome = 'cancelled';
    buryContent(turn);
    await this.#save(turn);
    this.#open.delete(turn.id);
    await this.#notes.takeAway(turn);
    return what;
  }

  /** Stops the chat's work and erases what is stored about it, but for the turn that asks. */
  async #forget(asking: Turn): Promise<void> {
    const { chat } = asking;
    for (const id of this.#lanes.look(chat).waiting) {
      const turn = this.#open.get(id);
      if (turn) await this.#removeWaiting(turn);
    }
    if (this.#lanes.look(chat).running !== asking.id) {
      this.#lanes.cancel(chat);
      await this.#lanes.idle(chat);
    }
    await this.#sessions.forget(chat);
    await this.#adapterOf(asking).forget?.(chat);
    for (const [id, turn] of await this.#turns.all()) {
      if (turn.chat === chat && id !== asking.id) await this.#turns.delete(id);
    }
  }
}

/** What a turn is called when it is spoken of: its text, shortened, or its first file. */
function labelOf(turn: Turn): string {
  const text = turn.text || (turn.attachments[0]?.name ?? '…');
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : text;
}
