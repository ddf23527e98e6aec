import { readFileSync } from 'node:fs';

/** Something that happens on the platform. */
export type ExampleEvent =
  | { type: 'said'; id: string; user: string; text: string; files: { name: string; id: string }[] }
  | { type: 'pressed'; id: string; user: string; message: string; data: string };

/** A refusal of the server. */
export class ExampleError extends Error {
  readonly reason: 'blocked' | 'busy' | 'no such message';

  constructor(reason: ExampleError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

export interface ExampleMessage {
  id: string;
  user: string;
  text: string;
  buttons: { label: string; data: string }[];
  video?: Buffer;
}

/** What the bot says in a message. */
interface Content {
  text: string;
  buttons: ExampleMessage['buttons'];
  /** Path of a video to upload. */
  video?: string;
  /** A message with the same key is posted once. */
  key?: string;
}

/** A made-up chat platform in memory: people talk to one bot in private. */
export class ExampleServer {
  /** The bot's messages that are on show, oldest first. */
  readonly messages: ExampleMessage[] = [];
  /** Users that take no messages of the bot. */
  readonly blocked = new Set<string>();
  readonly #files = new Map<string, Buffer>();
  readonly #posted = new Map<string, string>();
  readonly #watchers = new Set<() => void>();
  #listener: ((event: ExampleEvent) => void) | undefined;
  #last: ExampleEvent | undefined;
  #count = 0;

  // The bot's side.

  /** Gives all events from now on to the bot; the function it gives back ends that. */
  connect(listener: (event: ExampleEvent) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = undefined;
    };
  }

  async post(user: string, { text, buttons, video, key }: Content): Promise<string> {
    if (this.blocked.has(user)) throw new ExampleError('blocked');
    const known = key === undefined ? undefined : this.#posted.get(`${user}/${key}`);
    if (known !== undefined) return known;
    const id = String(++this.#count);
    this.messages.push({ id, user, text, buttons, ...(video && { video: readFileSync(video) }) });
    if (key !== undefined) this.#posted.set(`${user}/${key}`, id);
    this.#changed();
    return id;
  }

  async edit(id: string, { text, withoutButton }: { text?: string; withoutButton?: string }): Promise<void> {
    const message = this.messages.find((each) => each.id === id);
    if (!message) throw new ExampleError('no such message');
    message.text = text ?? message.text;
    message.buttons = message.buttons.filter(({ data }) => data !== withoutButton);
    this.#changed();
  }

  async remove(id: string): Promise<void> {
    const index = this.messages.findIndex((each) => each.id === id);
    if (index < 0) throw new ExampleError('no such message');
    this.messages.splice(index, 1);
    this.#changed();
  }

  download(id: string, offset: number): { from: number; body: AsyncIterable<Uint8Array> } | undefined {
    const file = this.#files.get(id);
    const body = async function* (bytes: Buffer) {
      yield bytes.subarray(offset);
    };
    return file && { from: offset, body: body(file) };
  }

  // The people's side.

  says(user: string, text: string, files: { name: string; bytes: Buffer }[]): void {
    const sent = files.map(({ name, bytes }) => {
      const id = `file-${++this.#count}`;
      this.#files.set(id, bytes);
      return { name, id };
    });
    this.#emit({ type: 'said', id: String(++this.#count), user, text, files: sent });
  }

  presses(user: string, message: string, data: string): void {
    this.#emit({ type: 'pressed', id: String(++this.#count), user, message, data });
  }

  /** The last event comes once more. */
  repeats(): void {
    if (this.#last) this.#emit(this.#last);
  }

  /** Resolves with a message that is, or will be, on show. */
  sees(wanted: (message: ExampleMessage) => boolean): Promise<ExampleMessage> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.messages.find(wanted);
        if (!found) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  #emit(event: ExampleEvent): void {
    this.#last = event;
    this.#listener?.(event);
  }

  #changed(): void {
    for (const look of this.#watchers) look();
  }
}
