import { FakeClock } from '@reelay/async/fake-clock';
import type { PromptEvent, PromptReply } from '../../src/nemo/nemo.ts';
import { readReply, StreamWatch } from '../../src/nemo/stream/prompt.ts';
import { frame } from '../fakes/nemo/index.ts';

/** Where a stream's bytes are cut into chunks. */
export type Cut = (bytes: Buffer) => Buffer[];

const whole: Cut = (bytes) => [bytes];
export const byteByByte: Cut = (bytes) => Array.from(bytes, (byte) => Buffer.from([byte]));

/** Cuts at places drawn from a seed (mulberry32). */
export function atRandom(seed: number): Cut {
  return (bytes) => {
    let state = seed;
    const random = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    };
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + Math.floor(random() * 40);
      chunks.push(bytes.subarray(at, at + size));
      at += size;
    }
    return chunks;
  };
}

export interface Read {
  reply: PromptReply;
  /** Every event but the signs of life. */
  events: PromptEvent[];
  alive: number;
  refusal?: { nemoCode?: number; message?: string };
}

/** Reads a stream given as bytes, cut as given; `breaks` ends it as a lost connection does. */
export async function readBytes(bytes: Buffer, cut: Cut = whole, breaks = false): Promise<Read> {
  async function* chunks() {
    yield* cut(bytes);
    if (breaks) throw new Error('socket hang up');
  }
  const watch = new StreamWatch({ clock: new FakeClock(), stallMs: 600_000, streamTimeoutMs: 900_000 });
  const all: PromptEvent[] = [];
  const { reply, refusal } = await readReply(chunks(), watch, { onEvent: (event) => all.push(event) });
  watch.stop();
  const events = all.filter((event) => event.type !== 'alive');
  return { reply, events, alive: all.length - events.length, ...(refusal ? { refusal } : {}) };
}

/** Reads a stream of events and raw texts. */
export function readEvents(items: (Record<string, unknown> | string)[], cut?: Cut, breaks?: boolean): Promise<Read> {
  return readBytes(Buffer.from(items.map(frame).join('')), cut, breaks);
}
