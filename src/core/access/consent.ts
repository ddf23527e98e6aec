import { KeyedMutex } from '@reelay/async';
import { z } from 'zod';
import { normalise, trimEdges } from '../../intents/normalise.ts';
import { SEND_EDIT } from '../actions/late-changes.ts';
import { AGREE, TERMS } from '../actions/terms.ts';
import type { ChatKey, IncomingMessage } from '../chat.ts';
import { ANSWER } from '../steps/asked.ts';
import { EXAMPLE } from '../steps/greeting.ts';
import type { Store, Table } from '../storage/store.ts';
import { newAction } from '../turn/new-work.ts';
import { type Turn, turnSchema } from '../turn/turn.ts';
import { requesterOf } from './requester.ts';

/** How many requests of a person wait for their agreement, and how long, in ms. */
const MOST_KEPT = 5;
const KEPT_MS = 24 * 3_600_000;

/** What the bot answers by itself and then asks the agent. */
const ASKING = new Set([ANSWER, EXAMPLE, SEND_EDIT]);
const YES = /^(?:yes|y|yes i agree|i agree|agree|agreed|i accept|accept|是|是的|好|好的|同意|我同意|接受)$/;

export interface ConsentOptions {
  store: Pick<Store, 'notices' | 'table'>;
  /** Address of the operator's terms; nobody is asked without it. */
  termsUrl: string | undefined;
}

/** Who has agreed to the operator's terms. What others ask for is kept until they agree, and nothing of it is begun. */
export class Consent {
  readonly #options: ConsentOptions;
  /** By person, `platform:id`. */
  readonly #kept: Table<Turn[]>;
  readonly #order = new KeyedMutex();

  constructor(options: ConsentOptions) {
    this.#options = options;
    this.#kept = options.store.table('kept_requests', z.array(turnSchema));
  }

  /**
   * Keeps a turn that would send something to Nemo, and makes of it the question whether the person agrees; leaves it as
   * it is where they have, or where it sends nothing. The same turn again is kept once.
   */
  async apply(turn: Turn): Promise<void> {
    const { termsUrl, store } = this.#options;
    const { user } = requesterOf(turn);
    if (termsUrl === undefined || !sends(turn) || (await store.notices.hasAgreed(user, termsUrl))) return;
    const isKept = await this.#order.run(user, async () => {
      const others = (await this.#of(user)).filter(({ id }) => id !== keptId(turn));
      if (others.length >= MOST_KEPT) return false;
      await this.#kept.set(user, [...others, { ...turn, id: keptId(turn), recordLost: undefined }], KEPT_MS);
      return true;
    });
    const question = newAction(TERMS, isKept ? 'kept' : 'full');
    Object.assign(turn, { work: [question], attachments: [], backTo: undefined, newProject: undefined });
  }

  /** A yes to the question, typed, as the command that its button calls; any other message as it is. */
  async read(message: IncomingMessage): Promise<IncomingMessage> {
    const { text, attachments, command } = message;
    if (this.#options.termsUrl === undefined || command || attachments.length > 0 || text.length > 40) return message;
    if (!YES.test(trimEdges(normalise(text)).replaceAll(',', ''))) return message;
    const kept = await this.#of(requesterOf(message).user);
    return kept.length > 0 ? { ...message, command: { name: AGREE } } : message;
  }

  /** Remembers that a person agrees. */
  async agree(user: string): Promise<void> {
    const { termsUrl, store } = this.#options;
    if (termsUrl !== undefined) await store.notices.agreed(user, termsUrl);
  }

  /**
   * Begins what a person asked for before they agreed. Done twice, as after a crash, it begins nothing anew.
   * @param begin journals a kept turn and starts it, unless it was begun
   */
  async goOn(user: string, begin: (turn: Turn) => Promise<void>): Promise<void> {
    await this.#order.run(user, async () => {
      for (const turn of await this.#of(user)) await begin(turn);
      await this.#kept.delete(user);
    });
  }

  /** Drops what a person asked for in a chat before they agreed. */
  async forget(user: string, chat: ChatKey): Promise<void> {
    await this.#order.run(user, async () => {
      const kept = await this.#of(user);
      const others = kept.filter((turn) => turn.chat !== chat);
      if (others.length === 0) await this.#kept.delete(user);
      else if (others.length < kept.length) await this.#kept.set(user, others, KEPT_MS);
    });
  }

  async #of(user: string): Promise<Turn[]> {
    return (await this.#kept.get(user)) ?? [];
  }
}

/** The request's message keeps its own id for the question. */
function keptId({ id }: Turn): string {
  return `${id}~`;
}

/** Whether anything of it goes to Nemo or is paid for. */
function sends({ work }: Turn): boolean {
  return work.some((piece) => piece.kind !== 'action' || ASKING.has(piece.name));
}
