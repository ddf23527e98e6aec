import type { Readable } from 'node:stream';
import { ButtonDedupe } from '../../../src/adapters/kit/button-dedupe.ts';
import { Calls } from '../../../src/adapters/kit/calls.ts';
import { type Delivery, DeliveryLedger, type OutgoingMessage } from '../../../src/adapters/kit/delivery-ledger.ts';
import { openDownload } from '../../../src/adapters/kit/downloads.ts';
import { isPlatformError, PlatformError } from '../../../src/adapters/kit/platform-error.ts';
import type { Platform, PlatformContext, PlatformModule } from '../../../src/adapters/kit/platform-module.ts';
import { ProgressMessages, type ProgressPlatform } from '../../../src/adapters/kit/progress-messages.ts';
import { splitText } from '../../../src/adapters/kit/text.ts';
import {
  type Attachment,
  AttachmentRefusedError,
  ChatGoneError,
  type ChatKey,
  type IncomingMessage,
  type MessageRef,
  type Reply,
} from '../../../src/core/chat.ts';
import { ExampleError, type ExampleEvent, type ExampleServer } from './server.ts';

/** The platform's numbers. */
const MESSAGE_LENGTH = 1000;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const TWO_DAYS_MS = 2 * 24 * 3_600_000;

const chatOf = (user: string): ChatKey => `example:${user}`;
const userOf = (chat: ChatKey): string => chat.slice('example:'.length);

/** What the server's errors mean: the kit decides by this what is tried again. */
function readError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (!(error instanceof ExampleError)) return new PlatformError('internal', String(error), { cause: error });
  const kinds = { blocked: 'chat-gone', busy: 'rate-limited', 'no such message': 'message-gone' } as const;
  return new PlatformError(kinds[error.reason], error.reason, { cause: error, retryAfterMs: 1000 });
}

/** What an event asks for. Users are told apart by ids; a command is what begins with a slash. */
function readEvent(event: ExampleEvent & { type: 'said' }): IncomingMessage {
  const [, name, argument] = /^\/(\w+)(?: (.*))?$/.exec(event.text) ?? [];
  return {
    id: event.id,
    chat: chatOf(event.user),
    userId: event.user,
    text: name ? '' : event.text,
    attachments: event.files.map(({ name: file, id }) => ({ name: file, ref: id })),
    ...(name && { command: { name, argument } }),
  };
}

/** An adapter of a platform that knows private chats only. */
class ExampleAdapter implements Platform, ProgressPlatform {
  readonly platform = 'example';
  readonly fatal = new Promise<Error>(() => {});
  readonly #server: ExampleServer;
  readonly #context: PlatformContext;
  readonly #calls: Calls;
  readonly #ledger: DeliveryLedger;
  readonly #buttons: ButtonDedupe;
  readonly #progress: ProgressMessages;
  readonly #handling = new Set<Promise<void>>();
  #disconnect = () => {};

  constructor(server: ExampleServer, context: PlatformContext) {
    const { store, clock, log, core } = context;
    const ttlMs = TWO_DAYS_MS;
    const calls = new Calls({
      clock,
      log,
      read: readError,
      backOffMs: [1000, 5000],
      limitMs: 30_000,
      pauses: false,
    });
    const repeats = { absent: Number.POSITIVE_INFINITY, unknowable: Number.POSITIVE_INFINITY };
    const recover = (earlier: number, signal: AbortSignal) => calls.backOff(earlier, signal);
    const isOpen = (chat: ChatKey, id: string) => core.isOpen(chat, id);
    this.#server = server;
    this.#context = context;
    this.#calls = calls;
    this.#ledger = new DeliveryLedger({ store, table: 'example-sent', ttlMs, calls, clock, log, repeats, recover });
    this.#buttons = new ButtonDedupe({ store, table: 'example-presses', ttlMs, isOpen, log });
    this.#progress = new ProgressMessages({ platform: this, clock, log, busyEveryMs: 5000 });
  }

  async start(): Promise<void> {
    this.#disconnect = this.#server.connect((event) => {
      const handling = this.#handle(event)
        .catch((error: unknown) => this.#context.log.error({ err: error }, 'event not accepted'))
        .finally(() => this.#handling.delete(handling));
      this.#handling.add(handling);
    });
  }

  async stop(): Promise<void> {
    this.#disconnect();
    await Promise.all(this.#handling);
  }

  async close(): Promise<void> {}

  problem() {
    return undefined;
  }

  limits() {
    return { maxFileBytes: MAX_FILE_BYTES, progressEveryMs: 1000 };
  }

  async open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    const file = await openDownload({
      connect: async (offset) => this.#server.download(attachment.ref, offset),
      maxBytes: MAX_FILE_BYTES,
      backOff: (earlier, own) => this.#calls.backOff(earlier, own),
      clock: this.#context.clock,
      signal,
    });
    if (!file) throw new AttachmentRefusedError(`${attachment.name} is no longer there. Send it again.`);
    return file;
  }

  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    const delivery = await this.#ledger.open(chat, reply.key);
    try {
      const parts = splitText(reply.text, { limit: MESSAGE_LENGTH });
      let ref = delivery.ref;
      for (const [index, text] of parts.entries()) {
        ref = await this.#post(delivery, { chat, reply, text, index, last: index === parts.length - 1 }, signal);
      }
      await delivery.finish(ref ?? '');
      return ref ?? '';
    } catch (error) {
      if (isPlatformError(error, 'chat-gone')) throw new ChatGoneError('the user blocked the bot', { cause: error });
      throw error;
    }
  }

  #post(
    delivery: Delivery,
    { chat, reply, text, index, last }: { chat: ChatKey; reply: Reply; text: string; index: number; last: boolean },
    signal: AbortSignal,
  ): Promise<MessageRef> {
    const buttons = last
      ? (reply.next ?? []).map(({ label, name, argument }) => ({
          label,
          data: [name, argument, reply.project].map((part) => part ?? '').join(' '),
        }))
      : [];
    const content = {
      text,
      buttons,
      video: last ? (reply.video ?? reply.file)?.path : undefined,
      key: `${reply.key}-${index}`,
    };
    const message: OutgoingMessage = {
      name: String(index),
      what: 'post',
      // The server drops what comes with the same key again, so that a repetition does no harm.
      repeatsSafely: () => true,
      send: () => this.#server.post(userOf(chat), content),
      find: async () => 'unknowable',
    };
    return delivery.post(message, signal);
  }

  showProgress(chat: ChatKey, text: string, ref: MessageRef | undefined, signal: AbortSignal) {
    return this.#progress.show(chat, text, ref, signal);
  }

  endProgress(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    return this.#progress.end(chat, ref, signal);
  }

  // How progress is shown here, for the kit's ProgressMessages.

  async post(chat: ChatKey, text: string, signal: AbortSignal): Promise<MessageRef | undefined> {
    const post = () => this.#server.post(userOf(chat), { text, buttons: [] });
    return (await this.#calls.once('post', post, signal))?.answer;
  }

  async edit(_chat: ChatKey, ref: MessageRef, text: string, signal: AbortSignal): Promise<void> {
    await this.#calls.once('edit', () => this.#server.edit(ref, { text }), signal);
  }

  async remove(_chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    await this.#calls.untilDone('remove', () => this.#server.remove(ref), { signal, idempotent: true });
  }

  /** Brings a message to the core, and says why where it is refused; without a sentence it was said a short time ago. */
  async #said(message: IncomingMessage): Promise<void> {
    const acceptance = await this.#context.core.accept(message);
    if (typeof acceptance !== 'object' || !acceptance.sentence) return;
    const reply = { text: acceptance.sentence, key: `refused-${message.id}`.slice(0, 25), private: true };
    await this.send(message.chat, reply, AbortSignal.timeout(60_000));
  }

  async #handle(event: ExampleEvent): Promise<void> {
    const { core } = this.#context;
    if (event.type === 'said') return this.#said(readEvent(event));
    const { id: press, user, message, data } = event;
    const [name = '', argument, project] = data.split(' ').map((part) => part || undefined);
    const chat = chatOf(user);
    const request = {
      chat,
      userId: user,
      text: '',
      attachments: [],
      command: { name, argument },
      project,
      repliesTo: message,
    };
    const result = await this.#buttons.press(
      { place: chat, message, button: `${name}-${argument ?? ''}` },
      press,
      async (id) => {
        const acceptance = await core.accept({ ...request, id });
        return typeof acceptance === 'object' ? { refusal: acceptance.sentence } : acceptance;
      },
    );
    if (result === 'accepted') await this.#server.edit(message, { withoutButton: data });
  }
}

/** What `src/runtime/platforms.ts` would register. */
export const example: PlatformModule<{ server: ExampleServer }> = {
  name: 'example',
  create: ({ server }, context) => new ExampleAdapter(server, context),
};
