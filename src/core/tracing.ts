import type { Nemo } from '../nemo/nemo.ts';

/** What is said of a span: nothing that somebody wrote, and nobody's id. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** A stretch of work in a trace, and what it consists of. */
export interface Span {
  /** A part of it begins. */
  begin(name: string, facts?: SpanFacts): Span;
  /** It is over. A second call changes nothing. */
  end(result: 'ok' | 'error', facts?: SpanFacts): void;
}

/** Begins a trace. */
export type BeginTrace = (name: string, facts: SpanFacts) => Span;

/** Where nobody traces. */
export const NO_SPAN: Span = { begin: () => NO_SPAN, end: () => {} };

/** What a turn does now: what it calls belongs to it. */
export interface TurnTrace {
  current: Span;
}

/** Does the work as a part of what the turn does now; parts of it belong to that. */
export async function traced<T>(
  trace: TurnTrace,
  name: string,
  work: () => Promise<T>,
  facts: SpanFacts = {},
): Promise<T> {
  const whole = trace.current;
  const part = whole.begin(name, facts);
  trace.current = part;
  try {
    const value = await work();
    part.end('ok');
    return value;
  } catch (error) {
    part.end('error', { 'error.type': error instanceof Error ? error.name : 'unknown' });
    throw error;
  } finally {
    trace.current = whole;
  }
}

/** The backend whose calls are parts of what the turn does when they are made. */
export function tracedNemo(nemo: Nemo, trace: TurnTrace): Nemo {
  return new Proxy(nemo, {
    get(target, name, receiver) {
      const call: unknown = Reflect.get(target, name, receiver);
      if (typeof call !== 'function' || typeof name !== 'string') return call;
      return (...args: unknown[]) => {
        // Calls may run side by side, so that none of them becomes what the turn does now.
        const span = trace.current.begin(`nemo ${name}`);
        const answered = Promise.resolve(Reflect.apply(call, target, args));
        answered.then(
          () => span.end('ok'),
          (error: unknown) => span.end('error', { 'error.type': error instanceof Error ? error.name : 'unknown' }),
        );
        return answered;
      };
    },
  });
}
