import { CALLBACK, FLAG, INTERACTION, MESSAGE } from './bits.ts';
import { checkChoices } from './check-message.ts';
import { checkModal, type ModalForm } from './check-modal.ts';
import type { Core } from './core.ts';
import { invalidForm, refuse } from './errors.ts';
import { edit, post, readDraft } from './posting.ts';
import { isLayout, shown } from './shown.ts';
import type { Call, FakeChannel, FakeMessage, FakeUser, Json, Shown } from './types.ts';

/** How long the bot has for its first answer, and how long it may go on answering; ms. */
const FIRST_ANSWER_MS = 3_000;
const TOKEN_MS = 15 * 60_000;
/** What an app that is not a member of the server may send after its first answer. */
const USER_INSTALL_FOLLOW_UPS = 5;

export interface Acknowledgement {
  /** Discord's number: 4 message, 5 deferred, 6 deferred update, 7 update, 8 suggestions, 9 modal. */
  type: number;
  ephemeral: boolean;
}

const ANSWERS: Record<number, readonly number[]> = {
  [INTERACTION.command]: [CALLBACK.message, CALLBACK.deferredMessage, CALLBACK.modal],
  [INTERACTION.component]: [
    CALLBACK.message,
    CALLBACK.deferredMessage,
    CALLBACK.deferredUpdate,
    CALLBACK.update,
    CALLBACK.modal,
  ],
  [INTERACTION.autocomplete]: [CALLBACK.autocomplete],
  [INTERACTION.modal]: [CALLBACK.message, CALLBACK.deferredMessage, CALLBACK.deferredUpdate, CALLBACK.update],
};

/** A person did something and waits for the bot's answer. */
export class Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly user: FakeUser;
  readonly channel: FakeChannel;
  /** As it was dispatched to the bot. */
  readonly payload: Json;
  /** The first answer; rejects when there was none within 3 s of the fake's clock. */
  readonly acknowledged: Promise<Acknowledgement>;
  /** The form that the bot opened. */
  readonly modal: Promise<ModalForm>;
  /** The suggestions for the option being typed. */
  readonly choices: Promise<{ name: string; value: string | number }[]>;

  readonly #core: Core;
  readonly #createdAt: number;
  /** The message that a button or modal belongs to. */
  readonly #source: FakeMessage | undefined;
  readonly #messageType: number;
  readonly #limited: boolean;
  readonly #callOff: () => void;
  #answer:
    | { ack: Acknowledgement; modal?: ModalForm; choices?: { name: string; value: string | number }[] }
    | undefined;
  #late = false;
  #original: FakeMessage | undefined;
  #followUps = 0;

  constructor(
    core: Core,
    fields: {
      id: string;
      token: string;
      type: number;
      user: FakeUser;
      channel: FakeChannel;
      payload: Json;
      source?: FakeMessage | undefined;
      contextMenu?: boolean;
    },
  ) {
    this.#core = core;
    this.id = fields.id;
    this.token = fields.token;
    this.type = fields.type;
    this.user = fields.user;
    this.channel = fields.channel;
    this.payload = fields.payload;
    this.#source = fields.source;
    this.#createdAt = core.clock.now();
    this.#limited = !core.world.botIsIn(fields.channel);
    const isCommand = fields.type === INTERACTION.command;
    this.#messageType = isCommand ? (fields.contextMenu ? MESSAGE.contextMenu : MESSAGE.slash) : MESSAGE.default;
    this.acknowledged = core.until(() => this.#onTime() ?? this.#answer?.ack);
    this.modal = this.acknowledged.then(() => this.#answer?.modal ?? fail(`${this.#name()} opened no modal`));
    this.choices = this.acknowledged.then(() => this.#answer?.choices ?? fail(`${this.#name()} suggested nothing`));
    // Who does not look at a promise is told at the end, by `problems`.
    for (const each of [this.acknowledged, this.modal, this.choices]) each.catch(() => {});
    this.#callOff = core.clock.setTimeout(FIRST_ANSWER_MS, () => {
      this.#late = this.#answer === undefined;
      if (this.#late) core.problems.push(`${this.#name()} was not acknowledged within 3 s`);
      core.changed();
    });
  }

  /** What the person sees as answers to this, private ones among them. */
  get replies(): Shown[] {
    const all = [...this.#core.world.messages.values()];
    return all.filter((each) => each.interactionId === this.id && !each.deleted).map((each) => shown(each));
  }

  /** Resolves with the first answer that is more than "thinking". */
  reply(): Promise<Shown> {
    return this.#core.until(() => this.#onTime() ?? this.replies.find((each) => !each.loading));
  }

  /** Lets go of the timer. */
  end(): void {
    this.#callOff();
  }

  #onTime(): undefined {
    if (this.#late) fail(`${this.#name()} was not acknowledged within 3 s`);
    return undefined;
  }

  #name(): string {
    const data = this.payload.data as Json | undefined;
    return `the interaction "${data?.name ?? data?.custom_id}" of ${this.user.username}`;
  }

  /** POST …/callback: the first answer. */
  callback(call: Call): unknown {
    if (this.#answer) throw refuse.acknowledged();
    if (this.#core.clock.now() - this.#createdAt > FIRST_ANSWER_MS || this.#late) throw refuse.unknownInteraction();
    const type = Number(call.body.type);
    const needsMessage = type === CALLBACK.deferredUpdate || type === CALLBACK.update;
    if (!ANSWERS[this.type]?.includes(type) || (needsMessage && !this.#source)) {
      throw invalidForm(['type'], 'INTERACTION_CALLBACK_INVALID_TYPE', 'Interaction callback type is not valid here');
    }
    const data = (call.body.data ?? {}) as Json;
    const ephemeral = (Number(data.flags ?? 0) & FLAG.ephemeral) !== 0;
    if (type === CALLBACK.autocomplete) this.#answer = { ack: { type, ephemeral: false }, choices: checkChoices(data) };
    else if (type === CALLBACK.modal) this.#answer = { ack: { type, ephemeral: false }, modal: checkModal(data) };
    else {
      this.#original = this.#respond(type, call, data, ephemeral);
      this.#answer = { ack: { type, ephemeral } };
    }
    this.#callOff();
    this.#core.changed();
    return call.query.get('with_response') === 'true' ? this.#callbackResponse(type) : undefined;
  }

  #respond(type: number, call: Call, data: Json, ephemeral: boolean): FakeMessage | undefined {
    const whose = this.#belonging(ephemeral);
    if (type === CALLBACK.deferredUpdate) return this.#source;
    if (type === CALLBACK.deferredMessage) {
      const flags = FLAG.loading | (ephemeral ? FLAG.ephemeral : 0);
      const { world } = this.#core;
      return world.message({ ...whose, channel: this.channel, author: world.bot, flags, type: this.#messageType });
    }
    const changed = type === CALLBACK.update ? this.#source : undefined;
    const draft = this.#draft(call, changed, data, ['data']);
    if (type === CALLBACK.update && this.#source) return edit(this.#core, this.#source, draft);
    return post(this.#core, this.channel, draft, { ...whose, type: this.#messageType });
  }

  #belonging(ephemeral: boolean): Partial<FakeMessage> {
    const hidden = ephemeral ? { ephemeralFor: this.user.id, flags: FLAG.ephemeral } : {};
    return { interactionId: this.id, ...hidden };
  }

  #callbackResponse(type: number): Json {
    const message = this.#original;
    const about = message && {
      response_message_id: message.id,
      response_message_loading: (message.flags & FLAG.loading) !== 0,
      response_message_ephemeral: message.ephemeralFor !== undefined,
    };
    return {
      interaction: { id: this.id, type: this.type, ...about },
      ...(message ? { resource: { type, message: this.#core.presenter.message(message) } } : {}),
    };
  }

  /** POST on the webhook: one more message. The first one after a deferral takes the place of "thinking". */
  followUp(call: Call): unknown {
    this.#checkToken();
    const original = this.#original;
    if (original && original.flags & FLAG.loading)
      return this.#json(edit(this.#core, original, this.#draft(call, original)));
    if (this.#limited && this.#followUps >= USER_INSTALL_FOLLOW_UPS) throw refuse.tooManyFollowUps();
    const ephemeral = (Number(call.body.flags ?? 0) & FLAG.ephemeral) !== 0;
    const message = post(this.#core, this.channel, this.#draft(call), this.#belonging(ephemeral));
    this.#followUps += 1;
    return this.#json(message);
  }

  /** GET, PATCH and DELETE on one of its messages, `@original` or an id. */
  onMessage(call: Call): unknown {
    this.#checkToken();
    const id = call.params.message ?? '';
    const message = id === '@original' ? this.#original : this.#core.world.messages.get(id);
    const own = message && (message === this.#original || message.interactionId === this.id);
    if (!message || !own || message.deleted) throw refuse.unknownMessage();
    if (call.method === 'GET') return this.#json(message);
    if (call.method === 'PATCH') return this.#json(edit(this.#core, message, this.#draft(call, message)));
    message.deleted = true;
    this.#core.announce('MESSAGE_DELETE', message);
    return undefined;
  }

  #draft(call: Call, changed?: FakeMessage, body: Json = call.body, at: string[] = []) {
    const draft = readDraft(this.#core, this.channel, call, body, {
      at,
      isLayout: changed !== undefined && isLayout(changed),
    });
    // A webhook knows no nonces.
    return { ...draft, form: { ...draft.form, nonce: undefined } };
  }

  #json(message: FakeMessage): Json {
    return this.#core.presenter.message(message, true);
  }

  #checkToken(): void {
    if (this.#core.clock.now() - this.#createdAt >= TOKEN_MS) throw refuse.invalidWebhookToken();
    if (!this.#answer) throw refuse.unknownWebhook();
  }
}

function fail(message: string): never {
  throw new Error(message);
}
