import { boundedCopy, cutText, type Json } from '../json.ts';
import type { PromptReply } from '../nemo.ts';

/** Bounds of what is kept of a stream's tool calls: far beyond real replies, small enough for any stream. */
const MAX_CALLS = 200;
const CALL_LIMITS = { chars: 4000, depth: 6 };
const MAX_NAME = 100;

interface KeptCall {
  name: string;
  args: Json;
  response?: Json;
}

/** The tool calls of one prompt's stream, in their order, with their results; bounded in number and size. */
export class ToolCalls {
  readonly #calls: KeptCall[] = [];
  readonly #byId = new Map<string, KeptCall>();
  /** Calls without an id that wait for their result, by name. */
  readonly #openByName = new Map<string, KeptCall[]>();

  get length(): number {
    return this.#calls.length;
  }

  /** Adds a call; undefined when it is a repeat or beyond the bound, else the bounded copy. */
  add(call: { id?: string; name: string; args: Json }): KeptCall | undefined {
    const id = keyOf(call.id);
    if (this.#calls.length >= MAX_CALLS || (id !== undefined && this.#byId.has(id))) return undefined;
    const kept = { name: cutText(call.name, MAX_NAME), args: boundedCopy(call.args, CALL_LIMITS) };
    this.#calls.push(kept);
    if (id !== undefined) this.#byId.set(id, kept);
    this.#openByName.set(kept.name, [...(this.#openByName.get(kept.name) ?? []), kept]);
    return kept;
  }

  /** Adds a result to its call, found by id, else by name; undefined when it is beyond the bound. */
  addResult(result: { id?: string; name: string; response: Json }): KeptCall | undefined {
    const id = keyOf(result.id);
    const name = cutText(result.name, MAX_NAME);
    const open = this.#openByName.get(name) ?? [];
    const known = id === undefined ? open.find((call) => call.response === undefined) : this.#byId.get(id);
    const call = known ?? this.add({ ...result, args: {} });
    if (call) call.response = boundedCopy(result.response, CALL_LIMITS);
    return call;
  }

  list(): PromptReply['tools'] {
    return [...this.#calls];
  }
}

/** Ids are compared by their beginning: no server distinguishes calls by what follows. */
const keyOf = (id: string | undefined): string | undefined => (id === undefined ? undefined : cutText(id, 200));
