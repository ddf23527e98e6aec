import { errorKind, type NemoErrorCode, type Refusal } from '../errors.ts';
import { cutText, isObject, type Json, parseJson } from '../json.ts';
import type { AgentQuestion, PromptEvent, PromptReply, StreamEnd } from '../nemo.ts';
import { type AgentError, type AgentEvent, isHeartbeat, readAgentEvent } from './agent-event.ts';
import { asksUser, readQuestion } from './question.ts';
import { RepeatFilter } from './repeats.ts';
import { bounded, MAX_MESSAGE, replyError, toolErrorIn } from './reply-error.ts';
import type { FrameHandler } from './sse.ts';
import { ToolCalls } from './tool-calls.ts';
import { announces, splitApology } from './wording.ts';

/** Bounds of what is kept of a stream: far beyond real replies, small enough for any stream. */
const MAX_TEXT = 64 * 1024;
const MAX_PARAGRAPHS = 1000;
const MAX_FILES = 100;
const MAX_ADDRESS = 2000;
const MAX_STRAY_TEXT = 64 * 1024;
/** Each failed attempt to parse costs some microseconds; a stream of nothing else is given up. */
const MAX_UNREADABLE = 1000;

/** Failures of the account: the agent cannot get over them. */
const ACCOUNT_KINDS: ReadonlySet<NemoErrorCode> = new Set([
  'auth',
  'out-of-credits',
  'export-blocked',
  'missing-scope',
]);

export interface ReplyListener {
  onEvent(event: PromptEvent): void;
  /** The agent sent something that is more than a sign of life. */
  onProgress(): void;
}

/** Gathers a prompt's stream: reports each event, and gives the reply when the stream has ended. */
export class ReplyReader implements FrameHandler {
  readonly #listener: ReplyListener;
  readonly #repeats = new RepeatFilter();
  readonly #paragraphs: string[] = [];
  readonly #tools = new ToolCalls();
  readonly #files = new Set<string>();
  /** Words of a model step that were not repeated whole yet, and their last character. */
  #pending = '';
  #pendingEnd = '';
  #pendingIsFinal = false;
  #pendingAuthor: string | undefined;
  /** Characters in the paragraphs so far. */
  #paragraphChars = 0;
  /** Author of the last paragraph: two sub-agents may say the same. */
  #lastAuthor: string | undefined;
  /** The last paragraph is a reply in itself: final, without a tool call, no announcement. An error after it is noise. */
  #useful = false;
  #error: AgentError | undefined;
  #toolError: AgentError | undefined;
  #accountError: AgentError | undefined;
  #unreadable: AgentError | undefined;
  #unreadableCount = 0;
  #stray = '';
  #question: AgentQuestion | undefined;
  #cutOff = false;
  #refusal: Refusal | undefined;

  constructor(listener: ReplyListener) {
    this.#listener = listener;
  }

  onComment(): void {
    this.#alive();
  }

  onOversized(): void {
    this.#noteUnreadable('an event beyond the size limit');
    this.#listener.onProgress();
  }

  onStray(line: string, unfinished: boolean): void {
    if (this.#stray.length < MAX_STRAY_TEXT) this.#stray += `${cutText(line, MAX_STRAY_TEXT)}\n`;
    if (/^\s*[{[]/.test(line.slice(0, 100)) && this.#addValue(parseJson(line))) return;
    if (unfinished && 'data:'.startsWith(line)) this.#cutOff = true;
    else this.#noteUnreadable(line);
  }

  onData(data: string, unfinished: boolean): void {
    // An event that was cut off right after its field's name.
    if (unfinished && data === '') this.#cutOff = true;
    if (isHeartbeat(data)) this.#alive();
    else if (!this.#addValue(parseJson(data)) && !this.#addLines(data)) this.#noteUnreadableData(data, unfinished);
  }

  #noteUnreadableData(data: string, unfinished: boolean): void {
    if (unfinished && !this.#unreadable) this.#cutOff = true;
    else this.#noteUnreadable(data);
  }

  /** Adds a body that is JSON as a whole: an event, or an array of events. */
  addBody(text: string): void {
    const understood = this.#addValue(parseJson(text));
    if (!understood || (this.#isEmpty && !this.#error && !this.#refusal)) this.#noteUnreadable(text);
  }

  get #isEmpty(): boolean {
    return this.#paragraphs.length === 0 && this.#tools.length === 0 && this.#pending === '';
  }

  /** The reply, once no more frames come. `refusal` is set when all that came was an answer that refuses the prompt. */
  finish(end: StreamEnd): { reply: PromptReply; refusal?: Refusal } {
    this.#addStrayBody();
    this.#flushPending(this.#pendingIsFinal);
    const error = this.#useful || this.#question ? undefined : (this.#error ?? this.#toolError ?? this.#unreadable);
    const reply: PromptReply = {
      text: this.#paragraphs.join('\n\n').trim(),
      tools: this.#tools.list(),
      files: [...this.#files],
      end: end === 'clean' && this.#cutOff ? 'cut' : end,
      ...(error ? { error: replyError(error) } : {}),
      ...(this.#accountError ? { accountError: replyError(this.#accountError) } : {}),
      ...(this.#question ? { question: this.#question } : {}),
    };
    return this.#isEmpty && this.#refusal ? { reply, refusal: this.#refusal } : { reply };
  }

  /** A JSON body over several lines in place of a stream: none of its lines is a field of the protocol. */
  #addStrayBody(): void {
    if (!this.#isEmpty || this.#error || !/^\s*[{[]/.test(this.#stray.slice(0, 100))) return;
    const unreadable = this.#unreadable;
    this.#unreadable = undefined;
    if (!this.#addValue(parseJson(this.#stray))) this.#unreadable = unreadable;
  }

  /** A heartbeat that a proxy put between an event's lines, or several events without a blank line between them. */
  #addLines(data: string): boolean {
    const lines = data.split('\n', MAX_UNREADABLE + 1).filter((line) => !isHeartbeat(line));
    if (lines.length > MAX_UNREADABLE) return false;
    const values: Json[] = [];
    for (const line of lines) {
      const value = parseJson(line);
      if (!isObject(value)) return false;
      values.push(value);
    }
    for (const value of values) this.#addObject(value);
    if (values.length === 0) this.#alive();
    return true;
  }

  #addValue(value: unknown): boolean {
    if (isObject(value)) {
      this.#addObject(value);
      return true;
    }
    if (!Array.isArray(value) || !value.every(isObject)) return false;
    for (const item of value) this.#addObject(item);
    return true;
  }

  #alive(): void {
    this.#listener.onEvent({ type: 'alive' });
  }

  #noteUnreadable(text: string): void {
    this.#unreadable ??= { code: 'UNREADABLE', message: cutText(text, MAX_MESSAGE) };
    this.#unreadableCount += 1;
    if (this.#unreadableCount > MAX_UNREADABLE) throw new Error('the stream is not readable');
  }

  #addObject(value: Json): void {
    const event = readAgentEvent(value);
    if (event) this.#addEvent(event);
    else this.#alive();
  }

  #addEvent(event: AgentEvent): void {
    this.#listener.onProgress();
    if (this.#repeats.isRepeat(event)) return;
    if (event.refusal) this.#refusal ??= event.refusal;
    for (const file of event.files) {
      if (this.#files.size < MAX_FILES && file.length <= MAX_ADDRESS) this.#files.add(file);
    }
    const reported = event.mode === 'whole' ? this.#addWhole(event) : this.#addPiece(event);
    if (event.error) {
      this.#error = bounded(event.error);
      this.#noteAccountError(this.#error);
    }
    if (!reported) this.#alive();
  }

  get #remainingChars(): number {
    return MAX_TEXT - this.#paragraphChars;
  }

  /** Adds a piece of a model step; true when it was reported. */
  #addPiece({ mode, text, author }: AgentEvent): boolean {
    if (text === '') return false;
    this.#pendingIsFinal = mode === 'piece';
    this.#pendingAuthor = author;
    const remaining = this.#remainingChars - this.#pending.length;
    if (remaining <= 0) return false;
    const before = this.#pending;
    if (mode === 'piece' && before.length >= 8 && text.length >= before.length && text.startsWith(before)) {
      this.#pending = cutText(text, this.#remainingChars);
    } else {
      // The older form does not distinguish pieces from paragraphs: a sentence without a leading space starts one.
      const gap = mode === 'piece' && /[.!?]/.test(this.#pendingEnd) && /^\p{Lu}/u.test(text.slice(0, 2)) ? '\n\n' : '';
      this.#pending = before + gap + cutText(text, remaining);
    }
    this.#pendingEnd = text.at(-1) ?? '';
    this.#listener.onEvent({ type: 'text', delta: text });
    return true;
  }

  /** Adds a whole model step; true when it was reported. */
  #addWhole(event: AgentEvent): boolean {
    const { calls, responses, text } = event;
    const withTools = calls.length > 0 || responses.length > 0;
    let reported = false;
    if (text.trim() !== '') {
      const shown = this.#pending !== '' && repeats(text, this.#pending);
      if (shown) this.#pending = '';
      else this.#flushPending(false);
      this.#addParagraph(text, !withTools, event.author);
      if (!shown) this.#listener.onEvent({ type: 'text', delta: text });
      reported = !shown;
    } else if (withTools) {
      this.#flushPending(false);
    }
    for (const call of calls) reported = this.#addCall(call) || reported;
    for (const response of responses) reported = this.#addResponse(response) || reported;
    return reported;
  }

  #addCall(call: AgentEvent['calls'][number]): boolean {
    // What was said before more work began was not the last word, and a step that goes on has got over an error.
    this.#useful = false;
    this.#error = undefined;
    const kept = this.#tools.add(call);
    if (!kept) return false;
    if (!this.#ask(asksUser(call.name) ? readQuestion(kept.args) : undefined)) {
      const { name, args } = kept;
      this.#listener.onEvent({ type: 'tool-call', name, args, ...(call.id === undefined ? {} : { id: call.id }) });
    }
    return true;
  }

  #ask(question: AgentQuestion | undefined): boolean {
    if (!question) return false;
    this.#question = question;
    this.#listener.onEvent({ type: 'question', question });
    return true;
  }

  #addResponse(result: AgentEvent['responses'][number]): boolean {
    const kept = this.#tools.addResult(result);
    const response = kept?.response;
    if (!response) return false;
    if (asksUser(result.name)) {
      // A result with answers means that the question was answered elsewhere; others only say that it is pending.
      if (response.answers !== undefined) this.#question = undefined;
      else if (!this.#question && response.questions !== undefined) return this.#ask(readQuestion(response));
      return false;
    }
    this.#toolError = toolErrorIn(response);
    if (this.#toolError) this.#noteAccountError(this.#toolError);
    const { name, id } = result;
    this.#listener.onEvent({ type: 'tool-result', name, response, ...(id === undefined ? {} : { id }) });
    return true;
  }

  #noteAccountError(error: AgentError): void {
    const kind = errorKind(error.code, error.message);
    if (kind && ACCOUNT_KINDS.has(kind)) this.#accountError = error;
  }

  #flushPending(final: boolean): void {
    const pending = this.#pending;
    this.#pending = '';
    if (pending.trim() !== '') this.#addParagraph(pending, final, this.#pendingAuthor);
  }

  #addParagraph(said: string, final: boolean, author: string | undefined): void {
    const { text, apology } = splitApology(cutText(said, this.#remainingChars));
    if (text.trim() !== '') {
      const useful = final && !announces(text);
      const repeated = this.#paragraphs.at(-1) === text && this.#lastAuthor === author;
      this.#useful = useful || (repeated && this.#useful);
      if (!repeated && this.#paragraphs.length < MAX_PARAGRAPHS) {
        this.#paragraphs.push(text);
        this.#paragraphChars += text.length;
      }
      this.#lastAuthor = author;
    }
    if (apology !== undefined) this.#error ??= bounded({ code: 'TEMPORARY_ISSUE', message: apology });
  }
}

/** Whether a whole text repeats the pieces that were sent before it; white space does not count. */
function repeats(whole: string, pieces: string): boolean {
  const [text, before] = [squeeze(cutText(whole, 2 * MAX_TEXT)), squeeze(pieces)];
  return text.startsWith(before) || text.endsWith(before);
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
