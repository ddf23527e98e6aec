import type { Clock } from '@reelay/async';
import type { Update } from './updates.ts';
import type { World } from './world.ts';

/** What the bot asked for with setWebhook. */
export interface WebhookState {
  url: string;
  secret: string;
  connections: number;
}

/** A post that failed is made again after these times, in ms; the last one repeats. */
const AGAIN_MS = [1000, 2000, 5000];
/** How long Telegram waits for an answer, in ms of the real time. */
const ANSWER_MS = 10_000;

/**
 * Posts updates to the bot's webhook while one is set: those of a chat one after another, each again until it is answered
 * with 200.
 */
export class WebhookSender {
  readonly state: WebhookState = { url: '', secret: '', connections: 40 };
  /** Where an address of the webhook leads, as a name server and a proxy would know; nowhere unless a test says so. */
  route: (url: string) => string | undefined = () => undefined;
  /** The answers to posts, in order. */
  readonly answers: { update: number; status: number }[] = [];
  /** Given to each post before it is answered, to let it get lost on the way back. */
  loses: (update: Update) => boolean = () => false;
  readonly #clock: Clock;
  readonly #world: World;
  readonly #busy = new Set<string>();
  #closed = false;

  constructor(clock: Clock, world: World) {
    this.#clock = clock;
    this.#world = world;
  }

  /** Something came, or the webhook was set. */
  wake(): void {
    if (this.#closed || this.state.url === '') return;
    for (const update of this.#world.updates.pending) {
      const key = queueOf(update);
      if (this.#busy.has(key) || this.#busy.size >= this.state.connections) continue;
      this.#busy.add(key);
      void this.#deliver(update, key);
    }
  }

  close(): void {
    this.#closed = true;
  }

  async #deliver(update: Update, key: string): Promise<void> {
    for (let failed = 0; !this.#closed && this.state.url !== ''; failed++) {
      if ((await this.#post(update)) === 200) {
        this.#world.updates.confirm(update.update_id);
        this.#world.changed();
        break;
      }
      await this.#clock.sleep(AGAIN_MS[Math.min(failed, AGAIN_MS.length - 1)] ?? 5000);
    }
    this.#busy.delete(key);
    this.wake();
  }

  async #post(update: Update): Promise<number> {
    const to = this.route(this.state.url);
    if (to === undefined) return 0;
    const headers = {
      'content-type': 'application/json',
      ...(this.state.secret && { 'x-telegram-bot-api-secret-token': this.state.secret }),
    };
    const body = JSON.stringify(update);
    const answer = await fetch(to, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_MS) }).catch(
      () => undefined,
    );
    const status = answer?.status ?? 0;
    this.answers.push({ update: update.update_id, status });
    this.#world.changed();
    return this.loses(update) ? 0 : status;
  }
}

/** The updates of a chat, and of a kind, are posted in order. */
function queueOf(update: Update): string {
  const [kind = '', value] = Object.entries(update).find(([name]) => name !== 'update_id') ?? [];
  const chat = (value as { chat?: { id: number }; from?: { id: number } } | undefined) ?? {};
  return `${kind} ${chat.chat?.id ?? chat.from?.id ?? ''}`;
}
