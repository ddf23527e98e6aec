import { ACTIONS } from '../../core/actions/all.ts';
import type { IncomingMessage } from '../../core/chat.ts';

/** People send one intention as several messages: how long more of them are waited for, in ms. */
export interface JoinTimes {
  /** So much quiet ends a request; 0 makes every message one of its own. */
  quietMs: number;
  /** No request waits longer than this for more of it. */
  longestMs: number;
}

/** The window's default, in ms. */
export const JOIN_WITHIN_MS = 1200;
/** No request waits longer than this for more of it, in ms. */
export const JOIN_LONGEST_MS = 6000;
/** Files without a word are likely to be followed by more of them, or by what is to be done with them. */
const WORDLESS_FACTOR = 2;

/** The window in which messages of one person in one place become one request. */
export class JoinWindow {
  readonly #times: JoinTimes;
  readonly #openedAt: number;
  #lastAt: number;
  #wordless = true;

  constructor(times: JoinTimes, nowMs: number) {
    this.#times = times;
    this.#openedAt = nowMs;
    this.#lastAt = nowMs;
  }

  /** One more message has come. */
  grew(nowMs: number, { words }: { words: boolean }): void {
    this.#lastAt = nowMs;
    if (words) this.#wordless = false;
  }

  /** How long it still stays open if nothing more comes; 0 once it is over. */
  leftMs(nowMs: number): number {
    const quiet = this.#lastAt + this.#times.quietMs * (this.#wordless ? WORDLESS_FACTOR : 1);
    return Math.max(0, Math.min(quiet, this.#openedAt + this.#times.longestMs) - nowMs);
  }

  /** Whether it has been open for as long as it may, whatever comes. */
  isExhausted(nowMs: number): boolean {
    return nowMs - this.#openedAt >= this.#times.longestMs;
  }
}

/**
 * Whether a message is a whole request that nothing is to be joined with: a command without files, or words that ask for
 * nothing but an answer of the bot's own, such as "cancel" or "status". These wait for nobody.
 */
export function standsAlone({ command, text, attachments }: Pick<IncomingMessage, 'command' | 'text' | 'attachments'>) {
  if (attachments.length > 0) return false;
  return command !== undefined || ACTIONS.asksForAnswersOnly(text);
}

/** A part of a request, as it was said in one message. */
export interface SaidPart {
  text: string;
  /** The client cut a longer text off at the platform's limit here: the next part goes on with it. */
  cut: boolean;
}

/** What was said in several messages as one text: each line once, and what a client cut put together again. */
export function joinTexts(parts: readonly SaidPart[]): string {
  return joinParts(parts).text;
}

/** Where a part stands in the joined text, in UTF-16 units; empty, at the end, for one that says nothing new. */
export interface Span {
  from: number;
  to: number;
}

/** The joined text, and where each part stands in it. */
export function joinParts(parts: readonly SaidPart[]): { text: string; spans: Span[] } {
  let joined = '';
  const spans: (Span | undefined)[] = [];
  let cut = false;
  const seen = new Set<string>();
  for (const part of parts) {
    const { text } = part;
    if (!text || (seen.has(text) && !cut)) {
      spans.push(undefined);
      continue;
    }
    seen.add(text);
    joined += joined && !cut ? `\n${text}` : text;
    spans.push({ from: joined.length - text.length, to: joined.length });
    cut = part.cut;
  }
  const end = { from: joined.length, to: joined.length };
  return { text: joined, spans: spans.map((span) => span ?? end) };
}
