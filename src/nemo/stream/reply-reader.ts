import { logLine } from '../../lib/redact.ts';
import type { Refusal } from '../errors.ts';
import { isObject, parseJson } from '../http/envelope.ts';
import type { PromptEvent, PromptReply, StreamEnd } from '../nemo.ts';
import { type AgentError, type AgentEvent, isHeartbeat, readAgentEvent } from './agent-event.ts';
import type { Frame } from './sse.ts';
import { announces, splitApology } from './wording.ts';

/** Most characters of words that are kept, and most tools: far beyond real replies, small enough for any stream. */
const MAX_TEXT = 64 * 1024;
const MAX_TOOLS = 1000;

interface Paragraph {
  text: string;
  /** A reply in itself: final, not the company of a tool call, not an announcement. An error after it is noise. */
  useful: boolean;
}

interface Tool {
  id?: string;
  name: string;
  args: Record<string, unknown>;
  response?: Record<string, unknown>;
}

/** Gathers a prompt's stream: hands out each event, and the reply when the stream has ended. */
export class ReplyReader {
  readonly #onEvent: (event: PromptEvent) => void;
  readonly #seen = new Set<string>();
  readonly #paragraphs: Paragraph[] = [];
  readonly #tools: Tool[] = [];
  readonly #files = new Set<string>();
  /** Words of a model step that are not repeated whole yet. */
  #pending = '';
  #pendingIsFinal = false;
  /** Characters in the paragraphs so far. */
  #settled = 0;
  #shown = '';
  #shownFull = false;
  #error: AgentError | undefined;
  #unreadable: AgentError | undefined;
  #cutOff = false;
  #refusal: Refusal | undefined;

  constructor(onEvent: (event: PromptEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** Takes the stream's next frame; true when it was an event of the agent and not merely a sign of life. */
  take(frame: Frame): boolean {
    switch (frame.kind) {
      case 'comment':
        this.#onEvent({ type: 'alive' });
        return false;
      case 'oversized':
        this.#notReadable('an event beyond the size limit');
        return true;
      case 'stray':
        return this.#takeStray(frame.line, frame.unfinished);
      case 'data':
        return this.#takeData(frame.data, frame.unfinished);
    }
  }

  /** The reply, once no more frames come. `refusal` is set when all that came was an envelope saying no. */
  finish(end: StreamEnd): { reply: PromptReply; refusal?: Refusal } {
    this.#settlePending(this.#pendingIsFinal);
    const useful = this.#paragraphs.some((paragraph) => paragraph.useful);
    const error = useful ? undefined : (this.#error ?? this.#unreadable);
    const reply: PromptReply = {
      text: this.#textSoFar(),
      tools: this.#tools.map(({ id: _id, ...tool }) => tool),
      files: [...this.#files],
      end: end === 'clean' && this.#cutOff ? 'cut' : end,
      ...(error ? { error: { code: error.code, message: logLine(error.message) } } : {}),
    };
    const nothing = this.#paragraphs.length === 0 && this.#tools.length === 0;
    return nothing && this.#refusal ? { reply, refusal: this.#refusal } : { reply };
  }

  #takeStray(line: string, unfinished: boolean): boolean {
    const value = parseJson(line);
    if (isObject(value)) return this.#takeObject(value);
    if (unfinished && 'data:'.startsWith(line)) this.#cutOff = true;
    else this.#notReadable(line);
    return false;
  }

  #takeData(data: string, unfinished: boolean): boolean {
    // An event that broke off right after its field's name.
    if (unfinished && data === '') this.#cutOff = true;
    if (isHeartbeat(data)) return this.#alive();
    const value = parseJson(data);
    if (isObject(value)) return this.#takeObject(value);
    // A heartbeat that a proxy put between an event's lines, or two events without a blank line between them.
    const lines = data.split('\n').filter((line) => !isHeartbeat(line));
    const values = lines.map(parseJson).filter(isObject);
    if (values.length === lines.length) return values.map((each) => this.#takeObject(each)).includes(true);
    if (unfinished && !this.#unreadable) this.#cutOff = true;
    else this.#notReadable(data);
    return false;
  }

  #alive(): false {
    this.#onEvent({ type: 'alive' });
    return false;
  }

  #notReadable(text: string): void {
    this.#unreadable ??= { code: 'UNREADABLE', message: text.slice(0, 500) };
  }

  #takeObject(value: Record<string, unknown>): boolean {
    const event = readAgentEvent(value);
    if (!event) return this.#alive();
    if (this.#isRepeat(event)) return true;
    if (event.refusedWith !== undefined) {
      this.#refusal ??= { nemoCode: event.refusedWith, message: event.error?.message };
    }
    for (const file of event.files) this.#files.add(file);
    if (event.mode === 'whole') this.#takeWhole(event);
    else this.#takePiece(event);
    if (event.error) this.#error = event.error;
    if (!this.#showText() && event.calls.length === 0 && event.responses.length === 0) this.#alive();
    return true;
  }

  /** Older servers give all pieces of a step, and the whole of it, one id: pieces repeat only when they are equal. */
  #isRepeat({ id, mode, fingerprint }: AgentEvent): boolean {
    if (id === undefined) return false;
    const key = mode === 'whole' ? id : `${id} ${fingerprint}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }

  #takePiece(event: AgentEvent): void {
    if (event.text === '') return;
    this.#pendingIsFinal = event.mode === 'piece';
    if (this.#pending.length >= this.#room) return;
    const pending = event.mode === 'piece' ? joinPieces(this.#pending, event.text) : this.#pending + event.text;
    this.#pending = pending.slice(0, this.#room);
  }

  get #room(): number {
    return MAX_TEXT - this.#settled;
  }

  #takeWhole(event: AgentEvent): void {
    const { calls, responses } = event;
    const company = calls.length > 0 || responses.length > 0;
    if (event.text.trim() !== '') {
      if (!squeeze(event.text).includes(squeeze(this.#pending))) this.#settlePending(false);
      this.#pending = '';
      this.#settle(event.text, !company);
    } else if (company) {
      this.#settlePending(false);
    }
    for (const call of calls) this.#takeCall(call);
    for (const response of responses) this.#takeResponse(response);
  }

  #takeCall({ id, name, args }: AgentEvent['calls'][number]): void {
    // What was said before more work began was not the last word, and a step that goes on has got over an error.
    for (const paragraph of this.#paragraphs) paragraph.useful = false;
    this.#error = undefined;
    if (this.#tools.length >= MAX_TOOLS) return;
    if (id !== undefined && this.#tools.some((tool) => tool.id === id)) return;
    this.#showText();
    this.#tools.push({ ...(id === undefined ? {} : { id }), name, args });
    this.#onEvent({ type: 'tool-call', name, args, ...(id === undefined ? {} : { id }) });
  }

  #takeResponse({ id, name, response }: AgentEvent['responses'][number]): void {
    const match =
      id === undefined
        ? this.#tools.find((tool) => tool.name === name && tool.response === undefined)
        : this.#tools.find((tool) => tool.id === id);
    if (match) match.response = response;
    else if (this.#tools.length < MAX_TOOLS)
      this.#tools.push({ ...(id === undefined ? {} : { id }), name, args: {}, response });
    else return;
    this.#onEvent({ type: 'tool-result', name, response, ...(id === undefined ? {} : { id }) });
  }

  #settlePending(final: boolean): void {
    const pending = this.#pending;
    this.#pending = '';
    if (pending.trim() !== '') this.#settle(pending, final);
  }

  #settle(said: string, final: boolean): void {
    const { text, apology } = splitApology(said.slice(0, this.#room));
    if (text.trim() !== '') {
      const useful = final && !announces(text);
      const last = this.#paragraphs.at(-1);
      if (last?.text === text) last.useful ||= useful;
      else {
        this.#paragraphs.push({ text, useful });
        this.#settled += text.length;
      }
    }
    if (apology !== undefined) this.#error ??= { code: 'TEMPORARY_ISSUE', message: apology };
  }

  #textSoFar(): string {
    const texts = this.#paragraphs.map((paragraph) => paragraph.text);
    const pending = splitApology(this.#pending).text;
    if (pending.trim() !== '') texts.push(pending);
    return texts.join('\n\n').trim();
  }

  #showText(): boolean {
    const full = this.#pending.length >= this.#room;
    // Putting the same long text together for every event of an endless stream would keep the process busy.
    if (full && this.#shownFull) return false;
    this.#shownFull = full;
    const textSoFar = this.#textSoFar();
    if (textSoFar === this.#shown) return false;
    this.#shown = textSoFar;
    this.#onEvent({ type: 'text', textSoFar });
    return true;
  }
}

/** The older form does not tell pieces from paragraphs: a new sentence that brings no space of its own starts one. */
function joinPieces(before: string, next: string): string {
  if (before.length >= 8 && next.startsWith(before)) return next;
  const apart = /[.!?]$/.test(before) && /^\p{Lu}/u.test(next);
  return apart ? `${before}\n\n${next}` : before + next;
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
