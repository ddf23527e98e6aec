import type { Clock } from '../clock.ts';
import { classify } from '../intents/classify.ts';
import type { Logger } from '../log.ts';
import type { Skill } from '../skills.ts';
import { type ChatAdapter, type ChatKey, type IncomingMessage, platformOf } from './chat.ts';
import { Lanes, ShutdownError } from './lane.ts';
import type { Spool } from './media/spool.ts';
import { overtakes, planWork } from './plan.ts';
import { chatSchema, type NemoAccount, Sessions } from './sessions.ts';
import { type Store, StoreError, type Table } from './store.ts';
import { TOMBSTONE_MS, type Turn, turnSchema } from './turn.ts';
import { runTurn, type TurnSettings } from './turn-run.ts';
import { languageOf } from './words/words.ts';

export interface EngineOptions {
  store: Store;
  account: NemoAccount;
  skill: Skill;
  spool: Spool;
  clock: Clock;
  log: Logger;
  settings: TurnSettings & { language: 'auto' | 'en' | 'zh'; skillPlatform?: string };
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
  readonly #accepting = new Set<string>();
  readonly #beside = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #order = 0;

  constructor(options: EngineOptions) {
    this.#o = options;
    this.#turns = options.store.table('turns', turnSchema);
    this.#sessions = new Sessions(options.store.table('chats', chatSchema), () => options.clock.now());
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
  async accept(message: IncomingMessage): Promise<Acceptance> {
    const id = `${message.chat}/${message.id}`;
    if (this.#stopping.signal.aborted) throw new ShutdownError('the bot is stopping');
    if (this.#accepting.has(id)) return 'duplicate';
    this.#accepting.add(id);
    try {
      if (this.#open.has(id) || (await this.#turns.get(id))) return 'duplicate';
      const turn = await this.#turnOf(id, message);
      await this.#turns.set(id, turn);
      this.#start(turn, false);
      return 'accepted';
    } finally {
      this.#accepting.delete(id);
    }
  }

  /** Takes up the turns that an earlier process left open, in their order; returns how many. */
  async recover(): Promise<number> {
    const records = await this.#turns.all((key, problem) => {
      this.#o.log.error({ turn: key, problem }, 'a journal entry is damaged and is left out');
    });
    const open = records
      .map(([, turn]) => turn)
      .filter((turn) => !turn.outcome && this.#adapters.has(platformOf(turn.chat)))
      .sort((a, b) => a.acceptedAt - b.acceptedAt || a.order - b.order);
    for (const turn of open) this.#start(turn, true);
    return open.length;
  }

  /** Resolves when nothing is running or waiting. */
  async idle(): Promise<void> {
    await this.#lanes.idle();
    await Promise.all(this.#beside);
  }

  /** Takes no more messages and lets go of the running turns; they stay open in the journal for the next process. */
  async stop(): Promise<void> {
    this.#stopping.abort(new ShutdownError('the bot is stopping'));
    await this.#lanes.stop();
    await Promise.all(this.#beside);
  }

  async #turnOf(id: string, message: IncomingMessage): Promise<Turn> {
    const { settings, clock, log } = this.#o;
    const text = message.text.trim();
    const intent = classify({ text, media: message.attachments.length });
    const known = (await this.#sessions.find(message.chat))?.language;
    const told = languageOf(text, message.locale);
    const language = settings.language === 'auto' ? (told ?? known ?? 'en') : settings.language;
    const work = planWork(message, intent);
    log.info({ turn: id, rules: intent.rules, work: work.map((piece) => piece.kind) }, 'message accepted');
    return {
      v: 1,
      id,
      chat: message.chat,
      messageId: message.id,
      userId: message.userId,
      language,
      text,
      attachments: message.attachments,
      acceptedAt: clock.now(),
      order: this.#order++,
      work,
      at: 0,
    };
  }

  #start(turn: Turn, resumed: boolean): void {
    this.#open.set(turn.id, turn);
    if (!overtakes(turn.work)) {
      this.#lanes.add(turn.chat, turn.id, (signal) => this.#run(turn, signal, resumed));
      return;
    }
    const running = this.#run(turn, this.#stopping.signal, resumed).finally(() => this.#beside.delete(running));
    this.#beside.add(running);
  }

  async #run(turn: Turn, signal: AbortSignal, resumed: boolean): Promise<void> {
    const log = this.#o.log.child({ turn: turn.id });
    const adapter = this.#adapters.get(platformOf(turn.chat));
    if (!adapter) return log.error('no adapter for this chat');
    try {
      await runTurn({
        ...this.#o,
        turn,
        adapter,
        signal,
        resumed,
        log,
        sessions: this.#sessions,
        lane: this.#laneView(turn.chat),
        save: () => this.#turns.set(turn.id, turn, turn.outcome ? TOMBSTONE_MS : undefined),
      });
    } catch (error) {
      // runTurn has told the user; what is left is a journal that can't be written.
      log.error({ err: error }, error instanceof StoreError ? 'journal not written' : 'turn ended badly');
    } finally {
      this.#open.delete(turn.id);
    }
  }

  #laneView(chat: ChatKey) {
    const { running, waiting } = this.#lanes.look(chat);
    const turn = running === undefined ? undefined : this.#open.get(running);
    return {
      running: turn && { text: labelOf(turn), acceptedAt: turn.acceptedAt },
      waiting: waiting.length,
      cancel: async () => {
        const cancelled = this.#lanes.cancel(chat);
        const stopped = cancelled === undefined ? undefined : this.#open.get(cancelled);
        return stopped && labelOf(stopped);
      },
    };
  }
}

/** What a turn is called when it is spoken of: its text, shortened, or its first file. */
function labelOf(turn: Turn): string {
  const text = turn.text || (turn.attachments[0]?.name ?? '…');
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : text;
}
